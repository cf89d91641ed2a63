// outcome: ok
// result: ["main"]
import * as me from './import_self.mjs'
export const main = () => Object.keys(me)
