// outcome: ok
return 1
