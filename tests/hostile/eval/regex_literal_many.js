// outcome: ok
eval('/a+b*c?/;'.repeat(300000));
