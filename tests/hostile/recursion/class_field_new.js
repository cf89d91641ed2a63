// outcome: timeout
class A { x=new A } new A;
