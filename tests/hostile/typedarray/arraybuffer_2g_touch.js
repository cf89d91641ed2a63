// outcome: memory
var b=new Uint8Array(2**31); for(var i=0;i<b.length;i+=4096) b[i]=1;
