// outcome: timeout
new RegExp(Array.from({length:300000},(_, i)=>'x'+i).join('|')).test('zzz');
