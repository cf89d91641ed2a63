// outcome: error
}); globalThis.outside = 1; (function () {
