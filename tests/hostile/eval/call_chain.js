// outcome: stack|memory
exports.main = () => { function f(){return f} eval('f'+'()'.repeat(1000000)); return 'ok' }
