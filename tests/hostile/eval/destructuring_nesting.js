// outcome: stack
eval('var '+'['.repeat(300000)+'a'+']'.repeat(300000)+'=[]');
