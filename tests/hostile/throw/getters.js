// outcome: error
throw { get a () { for (;;); }, get b () { throw 1 } }
