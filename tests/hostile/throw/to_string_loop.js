// outcome: error
throw { toString () { for (;;); }, [Symbol.toPrimitive] () { for (;;); } }
