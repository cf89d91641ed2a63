// outcome: memory
new Float64Array(30000000).map((_, i) => -i).sort()
