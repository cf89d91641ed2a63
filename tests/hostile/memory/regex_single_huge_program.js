// outcome: timeout
var a=[]; for(;;) a.push(new RegExp('(?:[a-z]{1,1000})'));
