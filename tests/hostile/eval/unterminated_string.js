// outcome: memory
eval('"'+'\\u0041'.repeat(5000000));
