// outcome: ok
// result: ["file:///reach/import_meta_url.mjs","reach/import_meta_url.mjs","reach","undefined"]
export const main = () => [import.meta.url, import.meta.filename, import.meta.dirname, typeof import.meta.resolve]
