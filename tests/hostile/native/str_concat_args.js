// outcome: timeout
''.concat.apply('', new Array(3000000).fill('x'.repeat(300)));
