export default function put(key, value) { return DFF.CACHE.set(key, value); }
export const name = 'esm';
