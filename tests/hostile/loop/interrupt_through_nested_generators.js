// outcome: timeout
function* w(g){ yield* g } function* z(){ for(;;); } var g=z(); for(var i=0;i<150;i++) g=w(g); g.next();
