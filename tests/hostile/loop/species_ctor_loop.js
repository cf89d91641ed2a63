// outcome: timeout
class X extends Array { static get [Symbol.species](){for(;;);} } new X(1,2,3).map(x=>x);
