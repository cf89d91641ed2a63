// outcome: stack
var it={}; it[Symbol.iterator]=Array.from.bind(Array,it); Array.from(it);
