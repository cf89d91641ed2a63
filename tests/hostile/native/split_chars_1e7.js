// outcome: timeout
'a'.repeat(50000000).split('');
