// outcome: timeout|memory
String.fromCharCode.apply(null,new Array(20000000));
