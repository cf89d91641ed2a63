// outcome: memory
JSON.parse('[' + '1,'.repeat(20000000) + '1]')
