// outcome: timeout
for (;;) (Number.MAX_VALUE).toString(3) + (5e-324).toString(2)
