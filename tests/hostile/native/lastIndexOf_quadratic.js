// outcome: ok
'a'.repeat(1000000).lastIndexOf('b'+'a'.repeat(500000));
