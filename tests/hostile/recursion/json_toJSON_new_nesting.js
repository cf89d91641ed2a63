// outcome: timeout
function mk(){ return {toJSON(){ return {a:mk()} }} } JSON.stringify(mk());
