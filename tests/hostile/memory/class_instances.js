// outcome: timeout
class A { #a=1; b=2; c=[1,2,3] } var l=[]; for(;;) l.push(new A);
