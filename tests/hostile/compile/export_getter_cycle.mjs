// outcome: ok
// result: 1
export * from './export_getter_cycle.mjs'
export const main = () => 1
