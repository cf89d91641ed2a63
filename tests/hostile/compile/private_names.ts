// outcome: timeout
export class A { #a = 1; static b = () => { for (;;); }; static c = A.b() }
