// outcome: timeout
while(true) try { throw 1 } catch(e) {} finally {}
