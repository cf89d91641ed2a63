// outcome: timeout
var s='0'; for(var i=0;i<40;i++) s='async(a='+s+')=>0'; eval(s);
