// outcome: timeout
eval(Array.from({length:20000},(_, i)=>'l'+i+':').join('')+';');
