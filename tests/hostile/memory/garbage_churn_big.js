// outcome: memory
for(;;) 'x'.repeat(100000000);
