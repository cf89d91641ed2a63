// outcome: timeout
new Function(Array.from({length:60000},(_, i)=>'let v'+i+'='+i).join(';')+';return ()=>'+Array.from({length:60000},(_, i)=>'v'+i).join('+'))();
