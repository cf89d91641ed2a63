// outcome: error
Promise.reject({get stack(){for(;;);}, toString(){for(;;);}});
