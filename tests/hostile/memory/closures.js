// outcome: memory
var f=null; for(;;){ let p=f, z=[1,2,3]; f=()=>[p,z] }
