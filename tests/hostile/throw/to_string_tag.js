// outcome: error
throw { get [Symbol.toStringTag] () { for (;;); } }
