// outcome: timeout
new RegExp('(q)\\1|'+Array.from({length:300000},(_, i)=>'x'+i).join('|')).test('zzz'.repeat(1000));
