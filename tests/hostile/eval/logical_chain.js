// outcome: timeout
eval('1'+'&&1'.repeat(1500000));
