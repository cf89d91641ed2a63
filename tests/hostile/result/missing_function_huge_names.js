// outcome: error
// function: nothing
for (let i = 0; i < 20; i++) exports['f'.repeat(1000000) + i] = () => {}
