// outcome: ok
// result: "MODULE_NOT_FOUND"
export const main = async () => { try { await import('../../../etc/passwd') } catch (e) { return e.code } }
