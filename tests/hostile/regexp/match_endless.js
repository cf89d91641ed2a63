// outcome: memory
'x'.match(Object.assign(/x/g, { exec: () => [''] }))
