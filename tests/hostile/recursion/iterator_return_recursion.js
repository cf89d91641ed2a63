// outcome: timeout
var it={[Symbol.iterator](){ return {next(){ for (const x of it); return {done:true} }, return(){ for (const x of it); return {} }} }}; for (const x of it);
