// outcome: timeout
eval('(class{'+Array.from({length:200000},(_, i)=>'#p'+i+'='+i).join(';')+'})');
