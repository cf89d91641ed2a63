// outcome: stack
eval('try{'.repeat(200000)+'}catch{}'.repeat(200000));
