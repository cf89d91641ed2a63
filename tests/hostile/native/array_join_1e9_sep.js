// outcome: timeout
new Array(1e9).join('xxxxxxxx');
