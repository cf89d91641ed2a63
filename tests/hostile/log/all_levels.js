// outcome: log
for (;;) for (const level of ['debug', 'log', 'info', 'warn', 'error']) console[level](level)
