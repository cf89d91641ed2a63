// outcome: timeout
eval(Array.from({length:200000},(_, i)=>'l'+i+':').join('')+';');
