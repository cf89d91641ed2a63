// outcome: memory
Math.max.apply(null,{length:2**53-1});
