// outcome: timeout
for(;;){ try { for(;;){} } finally { continue } }
