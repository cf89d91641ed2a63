// outcome: error
import * as fs from 'node:fs'
export const main = () => typeof fs
