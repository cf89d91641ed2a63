// outcome: timeout
new Array(50000000).fill(1).fill(2).fill(3).fill(4).fill(5).fill(6)
