// outcome: timeout
class A { x = (()=>{for(;;);})() } new A;
