// outcome: stack
eval('`${'.repeat(500000)+'1'+'}`'.repeat(500000));
