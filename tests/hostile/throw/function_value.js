// outcome: error
throw function () { for (;;); }
