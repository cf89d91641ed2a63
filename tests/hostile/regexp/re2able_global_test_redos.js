// outcome: timeout
var r=/x|(a+)+$/g, s='x'+'a'.repeat(60)+'!'; r.test(s); r.test(s);
