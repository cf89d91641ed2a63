// outcome: timeout
with (new Proxy({}, { has () { for (;;); } })) { x }
