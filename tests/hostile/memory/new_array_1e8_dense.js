// outcome: ok
var a=new Array(100000000); a[0]=1; for (var i=0;i<100000000;i+=512) a[i]=i;
