// outcome: ok
// result: [-2147483648,1]
enum E { A = 1 << 31, B = A ** 1000, C = 'x'.length }
export const main = () => [E.A, E.C]
