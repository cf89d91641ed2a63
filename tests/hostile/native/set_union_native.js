// outcome: timeout
new Set([1]).union({size:1e9,has:Object,keys(){return {next:Object}}});
