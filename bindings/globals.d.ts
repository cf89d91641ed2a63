// What a script of dff finds beside the language. Written by `dff types`.
// The methods of DFF.CACHE follow the published documentation of DataFlux Func: https://docs.dataflux-func.com/
// Use it without the library "dom", and without the types of Node: "lib": ["ES2023"], "types": [].

/** The object that the host gives to a script. */
declare const DFF: DFF;

/** An embedding program adds its own objects by declaring them in this interface. */
interface DFF {
  readonly CACHE: DFFCache;
}

/** A key, field, member, topic or pattern: a string, or a finite number, which is written as JavaScript writes it. */
type CacheKey = string | number;

/** A value: a string, a finite number or a BigInt. It is read back as a string. */
type CacheValue = string | number | bigint;

/** The fields of Redis's INFO. */
interface CacheInfo {
  readonly redis_version: string;
  readonly [field: string]: string | number | { readonly [name: string]: string | number };
}

/** Why the cache did not do what it was asked. */
type CacheErrorCode =
  | "WRONGTYPE"
  | "NOT_A_NUMBER"
  | "CROSSSLOT"
  | "FORBIDDEN"
  | "UNAVAILABLE"
  | "UNKNOWN_OUTCOME"
  | "REDIS";

/** What is thrown when the cache fails; a mistake in the arguments is a TypeError or a RangeError instead. */
interface CacheError extends Error {
  readonly name: "CacheError";
  readonly code: CacheErrorCode;
  readonly method: string;
  readonly key?: string;
  readonly scope?: string;
}

/** Messages to whoever runs the script, formatted as Node.js does: `%s %d %i %f %j %o %O %c %%`. */
interface Console {
  debug(...data: unknown[]): void;
  log(...data: unknown[]): void;
  info(...data: unknown[]): void;
  warn(...data: unknown[]): void;
  error(...data: unknown[]): void;
  /** Writes a message with the stack of the call. */
  trace(...data: unknown[]): void;
  /** Writes an error if the condition does not hold; it throws nothing. */
  assert(condition?: unknown, ...data: unknown[]): void;
  /** Writes a value in full; `depth: null` means all of it. */
  dir(value: unknown, options?: { readonly depth?: number | null }): void;
  /** Writes rows as a table. */
  table(rows: unknown, columns?: readonly string[]): void;
  count(label?: string): void;
  countReset(label?: string): void;
  time(label?: string): void;
  timeLog(label?: string, ...data: unknown[]): void;
  timeEnd(label?: string): void;
  group(...data: unknown[]): void;
  groupCollapsed(...data: unknown[]): void;
  groupEnd(): void;
}

declare const console: Console;

/** What the timer functions return, and take to stop a timer. */
interface Timer {
  readonly __timer: never;
}

declare function setTimeout<A extends unknown[]>(callback: (...args: A) => void, milliseconds?: number, ...args: A): Timer;
declare function setInterval<A extends unknown[]>(callback: (...args: A) => void, milliseconds?: number, ...args: A): Timer;
declare function setImmediate<A extends unknown[]>(callback: (...args: A) => void, ...args: A): Timer;
declare function clearTimeout(timer?: Timer | null): void;
declare function clearInterval(timer?: Timer | null): void;
declare function clearImmediate(timer?: Timer | null): void;
declare function queueMicrotask(callback: () => void): void;

/** Loads a file below the script directory: a script by its relative path, with or without extension, or a `.json`. */
declare function require(path: string): any;
declare const module: { exports: any; readonly id: string; readonly filename: string };
declare let exports: any;
declare const __filename: string;
declare const __dirname: string;
