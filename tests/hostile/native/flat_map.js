// outcome: timeout
Array(10000000).fill(1).flatMap(Array)
