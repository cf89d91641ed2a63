// outcome: ok
// result: 1
type A<T> = T extends [infer H, ...infer R] ? A<R> | H : never
export const main = (x: A<[1, 2, 3]> = 1): number => x
