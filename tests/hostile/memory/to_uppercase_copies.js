// outcome: memory
var s='\u00e9'.repeat(100000000); s.toUpperCase()+s.toLowerCase();
