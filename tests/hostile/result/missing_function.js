// outcome: timeout
// function: nothing
for (let i = 0; i < 200000; i++) exports['f'.repeat(50) + i] = () => {}
