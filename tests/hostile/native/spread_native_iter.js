// outcome: timeout
[...{[Symbol.iterator](){return {next:Object}}}];
