// outcome: timeout
JSON.stringify({toJSON(){for(;;);}});
