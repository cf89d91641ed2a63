// outcome: timeout
Promise.resolve(Object.defineProperty({}, 'then', {get(){for(;;);}}));
