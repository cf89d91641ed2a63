// outcome: timeout
var a=[]; for(var i=0;;i++) a.push(new RegExp('a'+i+'b{1,500}'));
