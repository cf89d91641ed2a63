// outcome: ok
const a = [{ toString: () => a.join() }]; a.join()
