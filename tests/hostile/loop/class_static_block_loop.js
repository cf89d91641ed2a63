// outcome: timeout
class A { static { for(;;); } }
