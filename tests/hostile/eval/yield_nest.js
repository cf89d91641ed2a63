// outcome: stack
new Function('return function*(){'+'yield '.repeat(1000000)+'1}');
