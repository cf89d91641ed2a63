// outcome: ok
new RegExp('['+Array.from({length:60000},(_, i)=>'\\u'+(i+4096).toString(16).padStart(4,'0')).join('')+']+(?=z)').test('\u0434'.repeat(1000));
