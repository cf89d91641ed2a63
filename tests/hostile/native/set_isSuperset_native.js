// outcome: timeout
new Set([undefined]).isSupersetOf({size:0,has:Object,keys(){return {next:Object}}});
