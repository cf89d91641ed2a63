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

/** A store that scripts share, over Redis. Every script has a scope of its own in it; `scope` reaches another. */
interface DFFCache {
  /**
   * Asks the cache for a sign of life.
   *
   * @returns `true`; a cache that cannot be reached throws.
   * @example
   * DFF.CACHE.ping()
   */
  ping(): true;
  /**
   * Tells about the Redis server.
   *
   * @returns An object of all fields of Redis's INFO, without its sections: numbers as numbers, fields like `db0`, which hold `keys=1,expires=0`, as objects.
   * @example
   * typeof DFF.CACHE.info()
   */
  info(): CacheInfo;
  /**
   * Counts the keys of the whole database: of all scopes, and of other programs that use the same one. `DFF.CACHE.keys().length` counts those of the scope.
   *
   * @returns The number of keys.
   * @example
   * DFF.CACHE.set('k', 1)
   * DFF.CACHE.dbsize() >= 1
   */
  dbsize(): number;
  /**
   * Tells what kind of value a key holds.
   *
   * @param key The key.
   * @param scope The scope to work in. Default: the script's name.
   * @returns `'string'`, `'list'`, `'set'`, `'zset'`, `'hash'` or another type of Redis's; `null` if there is no such key.
   * @example
   * DFF.CACHE.lpush('queue', 'a')
   * ;[DFF.CACHE.type('queue'), DFF.CACHE.type('nothing')]
   */
  type(key: CacheKey, scope?: string | null): 'string' | 'list' | 'set' | 'zset' | 'hash' | (string & {}) | null;
  type(options: TypeArguments): 'string' | 'list' | 'set' | 'zset' | 'hash' | (string & {}) | null;
  type(key: CacheKey, options: Omit<TypeArguments, "key">): 'string' | 'list' | 'set' | 'zset' | 'hash' | (string & {}) | null;
  /**
   * Lists the scope's keys that match a pattern. It scans the database in steps and does not block it, but takes time that grows with the database.
   *
   * @param pattern A glob over keys: `*`, `?`, `[a-c]`, and `\` before a character that means itself. Default: `'*'`.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The keys, sorted, each once; `[]` if none matches.
   * @example
   * DFF.CACHE.mset({'user:1': 'Ann', 'user:2': 'Bob', 'group:1': 'Staff'})
   * DFF.CACHE.keys('user:*')
   */
  keys(pattern?: CacheKey | null, scope?: string | null): string[];
  keys(options: KeysArguments): string[];
  keys(pattern: CacheKey | null | undefined, options: Omit<KeysArguments, "pattern">): string[];
  /**
   * Asks whether a key exists.
   *
   * @param key The key.
   * @param scope The scope to work in. Default: the script's name.
   * @returns Whether there is such a key.
   * @example
   * DFF.CACHE.set('k', 1)
   * ;[DFF.CACHE.exists('k'), DFF.CACHE.exists('nothing')]
   */
  exists(key: CacheKey, scope?: string | null): boolean;
  exists(options: ExistsArguments): boolean;
  exists(key: CacheKey, options: Omit<ExistsArguments, "key">): boolean;
  /**
   * Lets a key expire after some seconds, or never. **(decided)** 0 and negative seconds are refused with a `RangeError`; `delete` deletes.
   *
   * @param key The key.
   * @param expire In how many seconds; `null` or nothing removes the expiry.
   * @param scope The scope to work in. Default: the script's name.
   * @returns `true` if the key exists, also when it had no expiry to remove **(decided)**; else `false`.
   * @example
   * DFF.CACHE.set('k', 1)
   * DFF.CACHE.expire('k', 60)
   * DFF.CACHE.ttl('k') > 50
   * @example
   * DFF.CACHE.set('k', 1, {expires: 60})
   * DFF.CACHE.expire('k')
   * DFF.CACHE.ttl('k')
   */
  expire(key: CacheKey, expire?: number | null, scope?: string | null): boolean;
  expire(options: ExpireArguments): boolean;
  expire(key: CacheKey, options: Omit<ExpireArguments, "key">): boolean;
  expire(key: CacheKey, expire: number | null | undefined, options: Omit<ExpireArguments, "key" | "expire" | "expires">): boolean;
  /**
   * Lets a key expire at a point in time. A time that has passed deletes the key.
   *
   * @param key The key.
   * @param timestamp When, in UNIX seconds, to the millisecond.
   * @param scope The scope to work in. Default: the script's name.
   * @returns `true` if the key existed, else `false`.
   * @example
   * DFF.CACHE.set('k', 1)
   * DFF.CACHE.expireat('k', Date.now() / 1000 + 60)
   * DFF.CACHE.ttl('k') > 50
   */
  expireat(key: CacheKey, timestamp: number, scope?: string | null): boolean;
  expireat(options: ExpireatArguments): boolean;
  expireat(key: CacheKey, options: Omit<ExpireatArguments, "key">): boolean;
  expireat(key: CacheKey, timestamp: number, options: Omit<ExpireatArguments, "key" | "timestamp">): boolean;
  /**
   * Asks how long a key has to live.
   *
   * @param key The key.
   * @param scope The scope to work in. Default: the script's name.
   * @returns Whole seconds; `-1` if the key never expires, `-2` if there is no such key.
   * @example
   * DFF.CACHE.set('k', 1)
   * ;[DFF.CACHE.ttl('k'), DFF.CACHE.ttl('nothing')]
   */
  ttl(key: CacheKey, scope?: string | null): number;
  ttl(options: TtlArguments): number;
  ttl(key: CacheKey, options: Omit<TtlArguments, "key">): number;
  /**
   * Deletes keys of any type.
   *
   * @param key The key, or an array of keys.
   * @param scope The scope to work in. Default: the script's name.
   * @returns How many keys there were to delete.
   * @example
   * DFF.CACHE.mset({a: 1, b: 2})
   * ;[DFF.CACHE.delete('a'), DFF.CACHE.delete(['a', 'b'])]
   */
  delete(key: CacheKey | readonly CacheKey[], scope?: string | null): number;
  delete(options: DeleteArguments): number;
  delete(key: CacheKey | readonly CacheKey[], options: Omit<DeleteArguments, "key">): number;
  /**
   * Deletes the scope's keys that match a pattern. Without one, it empties the scope.
   *
   * @param pattern A glob over keys: `*`, `?`, `[a-c]`, and `\` before a character that means itself. Default: `'*'`.
   * @param scope The scope to work in. Default: the script's name.
   * @returns How many keys were deleted.
   * @example
   * DFF.CACHE.mset({'tmp:1': 1, 'tmp:2': 2, keep: 3})
   * ;[DFF.CACHE.delete_pattern('tmp:*'), DFF.CACHE.get('keep')]
   */
  delete_pattern(pattern?: CacheKey | null, scope?: string | null): number;
  delete_pattern(options: DeletePatternArguments): number;
  delete_pattern(pattern: CacheKey | null | undefined, options: Omit<DeletePatternArguments, "pattern">): number;
  /**
   * Writes a value, whatever the key held before. An expiry that the key had is gone unless `expires` sets one. **(decided)** The documentation calls the option both `expires` and `expire`; either works. Both with different values, or `not_exists` with `exists`, is a `TypeError`.
   *
   * @param key The key.
   * @param value The value; `JSON.stringify` makes one of anything else.
   * @param expires In how many seconds the key expires; `null` or nothing: never.
   * @param not_exists Write only if there is no such key. Default: `false`.
   * @param exists Write only if the key exists. Default: `false`.
   * @param scope The scope to work in. Default: the script's name.
   * @returns **(decided)** `true`, or `false` when `not_exists` or `exists` kept it from writing; never `null`.
   * @example
   * DFF.CACHE.set('user:1', JSON.stringify({name: 'Ann'}), {expires: 60})
   * @example
   * DFF.CACHE.set('lock', 'me', {expires: 30, not_exists: true})
   * DFF.CACHE.set('lock', 'you', {expires: 30, not_exists: true})
   */
  set(key: CacheKey, value: CacheValue, expires?: number | null, not_exists?: boolean | null, exists?: boolean | null, scope?: string | null): boolean;
  set(options: SetArguments): boolean;
  set(key: CacheKey, options: Omit<SetArguments, "key">): boolean;
  set(key: CacheKey, value: CacheValue, options: Omit<SetArguments, "key" | "value">): boolean;
  set(key: CacheKey, value: CacheValue, expires: number | null | undefined, options: Omit<SetArguments, "key" | "value" | "expires" | "expire">): boolean;
  set(key: CacheKey, value: CacheValue, expires: number | null | undefined, not_exists: boolean | null | undefined, options: Omit<SetArguments, "key" | "value" | "expires" | "expire" | "not_exists">): boolean;
  set(key: CacheKey, value: CacheValue, expires: number | null | undefined, not_exists: boolean | null | undefined, exists: boolean | null | undefined, options: Omit<SetArguments, "key" | "value" | "expires" | "expire" | "not_exists" | "exists">): boolean;
  /**
   * Writes several values in one step.
   *
   * @param key_values An object of keys and their values.
   * @param scope The scope to work in. Default: the script's name.
   * @returns `true`; for `{}`, which sends nothing, `false`.
   * @example
   * DFF.CACHE.mset({a: 1, b: 'two'})
   * DFF.CACHE.mget(['a', 'b'])
   */
  mset(key_values: { readonly [key: string]: CacheValue }, scope?: string | null): boolean;
  mset(key_values: { readonly [key: string]: CacheValue }, options: Omit<MsetArguments, "key_values">): boolean;
  /**
   * Reads a value. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The value as a string, or `null` if there is none.
   * @example
   * DFF.CACHE.set('n', 100)
   * ;[DFF.CACHE.get('n'), DFF.CACHE.get('nothing')]
   * @example
   * DFF.CACHE.set('k', 'shared', {scope: 'team'})
   * DFF.CACHE.get('k', 'team')
   */
  get(key: CacheKey, scope?: string | null): string | null;
  get(options: GetArguments): string | null;
  get(key: CacheKey, options: Omit<GetArguments, "key">): string | null;
  /**
   * Reads several values in one step.
   *
   * @param keys An array of keys, or one key.
   * @param scope The scope to work in. Default: the script's name.
   * @returns An object of each key and its value; `null` for a key that does not exist or holds another type; `{}` for `[]`.
   * @example
   * DFF.CACHE.set('a', 1)
   * DFF.CACHE.mget(['a', 'nothing'])
   */
  mget(keys: CacheKey | readonly CacheKey[], scope?: string | null): Record<string, string | null>;
  mget(options: MgetArguments): Record<string, string | null>;
  mget(keys: CacheKey | readonly CacheKey[], options: Omit<MgetArguments, "keys">): Record<string, string | null>;
  /**
   * Reads the values of the scope's keys that match a pattern.
   *
   * @param pattern A glob over keys: `*`, `?`, `[a-c]`, and `\` before a character that means itself. Default: `'*'`.
   * @param scope The scope to work in. Default: the script's name.
   * @returns An object of each key and its value; `null` for a key that holds another type; `{}` if none matches.
   * @example
   * DFF.CACHE.mset({'user:1': 'Ann', 'group:1': 'Staff'})
   * DFF.CACHE.get_pattern('user:*')
   */
  get_pattern(pattern?: CacheKey | null, scope?: string | null): Record<string, string | null>;
  get_pattern(options: GetPatternArguments): Record<string, string | null>;
  get_pattern(pattern: CacheKey | null | undefined, options: Omit<GetPatternArguments, "pattern">): Record<string, string | null>;
  /**
   * Writes a value and returns the one it replaces. The key does not expire any more. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param value The value; `JSON.stringify` makes one of anything else.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The value before, or `null` if there was none.
   * @example
   * DFF.CACHE.set('state', 'old')
   * ;[DFF.CACHE.getset('state', 'new'), DFF.CACHE.get('state')]
   */
  getset(key: CacheKey, value: CacheValue, scope?: string | null): string | null;
  getset(options: GetsetArguments): string | null;
  getset(key: CacheKey, options: Omit<GetsetArguments, "key">): string | null;
  getset(key: CacheKey, value: CacheValue, options: Omit<GetsetArguments, "key" | "value">): string | null;
  /**
   * Adds to a counter; one that does not exist starts from 0. A value that is no integer, or a result past 64 bits, throws a `CacheError` with code `NOT_A_NUMBER`.
   *
   * @param key The key.
   * @param step What to add; may be negative. Default: `1`.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The new number. **(decided)** Outside ±(2^53−1) it is the exact decimal string, never a rounded number.
   * @example
   * DFF.CACHE.incr('visits')
   * DFF.CACHE.incr('visits')
   * DFF.CACHE.incr('visits', 10)
   */
  incr(key: CacheKey, step?: number | null, scope?: string | null): number | string;
  incr(options: IncrArguments): number | string;
  incr(key: CacheKey, options: Omit<IncrArguments, "key">): number | string;
  incr(key: CacheKey, step: number | null | undefined, options: Omit<IncrArguments, "key" | "step">): number | string;
  /**
   * Adds to a counter, as `incr` does, with a step that must be given.
   *
   * @param key The key.
   * @param step What to add; may be negative.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The new number. **(decided)** Outside ±(2^53−1) it is the exact decimal string, never a rounded number.
   * @example
   * DFF.CACHE.set('stock', 10)
   * DFF.CACHE.incrby('stock', -3)
   */
  incrby(key: CacheKey, step: number, scope?: string | null): number | string;
  incrby(options: IncrbyArguments): number | string;
  incrby(key: CacheKey, options: Omit<IncrbyArguments, "key">): number | string;
  incrby(key: CacheKey, step: number, options: Omit<IncrbyArguments, "key" | "step">): number | string;
  /**
   * Lists a hash's fields that match a pattern. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param pattern A glob over fields, as in `keys`. Default: `'*'`.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The fields, each once; `[]` if there is no such key.
   * @example
   * DFF.CACHE.hmset('user', {name: 'Ann', nick: 'A', age: 30})
   * DFF.CACHE.hkeys('user', 'n*').sort()
   */
  hkeys(key: CacheKey, pattern?: CacheKey | null, scope?: string | null): string[];
  hkeys(options: HkeysArguments): string[];
  hkeys(key: CacheKey, options: Omit<HkeysArguments, "key">): string[];
  hkeys(key: CacheKey, pattern: CacheKey | null | undefined, options: Omit<HkeysArguments, "key" | "pattern">): string[];
  /**
   * Writes one field of a hash. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param field The field of the hash.
   * @param value The value; `JSON.stringify` makes one of anything else.
   * @param not_exists Write only if there is no such field. Default: `false`.
   * @param scope The scope to work in. Default: the script's name.
   * @returns `1` for a new field, `0` when one was overwritten, or kept by `not_exists`.
   * @example
   * ;[DFF.CACHE.hset('user', 'name', 'Ann'), DFF.CACHE.hset('user', 'name', 'Bob', true), DFF.CACHE.hget('user', 'name')]
   */
  hset(key: CacheKey, field: CacheKey, value: CacheValue, not_exists?: boolean | null, scope?: string | null): 0 | 1;
  hset(options: HsetArguments): 0 | 1;
  hset(key: CacheKey, options: Omit<HsetArguments, "key">): 0 | 1;
  hset(key: CacheKey, field: CacheKey, options: Omit<HsetArguments, "key" | "field">): 0 | 1;
  hset(key: CacheKey, field: CacheKey, value: CacheValue, options: Omit<HsetArguments, "key" | "field" | "value">): 0 | 1;
  hset(key: CacheKey, field: CacheKey, value: CacheValue, not_exists: boolean | null | undefined, options: Omit<HsetArguments, "key" | "field" | "value" | "not_exists">): 0 | 1;
  /**
   * Writes several fields of a hash in one step. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param obj An object of fields and their values.
   * @param scope The scope to work in. Default: the script's name.
   * @returns `true`; for `{}`, which sends nothing, `false`.
   * @example
   * DFF.CACHE.hmset('user', {age: 30, name: 'Ann'})
   * DFF.CACHE.hgetall('user')
   */
  hmset(key: CacheKey, obj: { readonly [key: string]: CacheValue }, scope?: string | null): boolean;
  hmset(options: HmsetArguments): boolean;
  hmset(key: CacheKey, obj: { readonly [key: string]: CacheValue }, options: Omit<HmsetArguments, "key" | "obj">): boolean;
  /**
   * Reads one field of a hash. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param field The field of the hash.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The value as a string, or `null` if there is no such key or field.
   * @example
   * DFF.CACHE.hset('user', 'name', 'Ann')
   * ;[DFF.CACHE.hget('user', 'name'), DFF.CACHE.hget('user', 'nothing')]
   */
  hget(key: CacheKey, field: CacheKey, scope?: string | null): string | null;
  hget(options: HgetArguments): string | null;
  hget(key: CacheKey, options: Omit<HgetArguments, "key">): string | null;
  hget(key: CacheKey, field: CacheKey, options: Omit<HgetArguments, "key" | "field">): string | null;
  /**
   * Reads several fields of a hash in one step. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param fields An array of fields, or one field.
   * @param scope The scope to work in. Default: the script's name.
   * @returns An object of each field and its value, `null` for one that does not exist; `{}` for `[]`.
   * @example
   * DFF.CACHE.hset('user', 'name', 'Ann')
   * DFF.CACHE.hmget('user', ['name', 'age'])
   */
  hmget(key: CacheKey, fields: CacheKey | readonly CacheKey[], scope?: string | null): Record<string, string | null>;
  hmget(options: HmgetArguments): Record<string, string | null>;
  hmget(key: CacheKey, options: Omit<HmgetArguments, "key">): Record<string, string | null>;
  hmget(key: CacheKey, fields: CacheKey | readonly CacheKey[], options: Omit<HmgetArguments, "key" | "fields">): Record<string, string | null>;
  /**
   * Reads a whole hash. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param scope The scope to work in. Default: the script's name.
   * @returns An object of each field and its value; `{}` if there is no such key.
   * @example
   * DFF.CACHE.hmset('user', {age: 30, name: 'Ann'})
   * DFF.CACHE.hgetall('user')
   */
  hgetall(key: CacheKey, scope?: string | null): Record<string, string>;
  hgetall(options: HgetallArguments): Record<string, string>;
  hgetall(key: CacheKey, options: Omit<HgetallArguments, "key">): Record<string, string>;
  /**
   * Adds to a counter in a field of a hash; one that does not exist starts from 0. A value that is no integer, or a result past 64 bits, throws a `CacheError` with code `NOT_A_NUMBER`.
   *
   * @param key The key.
   * @param field The field of the hash.
   * @param step What to add; may be negative. Default: `1`.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The new number. **(decided)** Outside ±(2^53−1) it is the exact decimal string, never a rounded number.
   * @example
   * DFF.CACHE.hincr('hits', 'home')
   * DFF.CACHE.hincr('hits', 'home', 2)
   */
  hincr(key: CacheKey, field: CacheKey, step?: number | null, scope?: string | null): number | string;
  hincr(options: HincrArguments): number | string;
  hincr(key: CacheKey, options: Omit<HincrArguments, "key">): number | string;
  hincr(key: CacheKey, field: CacheKey, options: Omit<HincrArguments, "key" | "field">): number | string;
  hincr(key: CacheKey, field: CacheKey, step: number | null | undefined, options: Omit<HincrArguments, "key" | "field" | "step">): number | string;
  /**
   * Adds to a counter in a field of a hash, as `hincr` does, with a step that must be given.
   *
   * @param key The key.
   * @param field The field of the hash.
   * @param step What to add; may be negative.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The new number. **(decided)** Outside ±(2^53−1) it is the exact decimal string, never a rounded number.
   * @example
   * DFF.CACHE.hset('stock', 'apples', 10)
   * DFF.CACHE.hincrby('stock', 'apples', -3)
   */
  hincrby(key: CacheKey, field: CacheKey, step: number, scope?: string | null): number | string;
  hincrby(options: HincrbyArguments): number | string;
  hincrby(key: CacheKey, options: Omit<HincrbyArguments, "key">): number | string;
  hincrby(key: CacheKey, field: CacheKey, options: Omit<HincrbyArguments, "key" | "field">): number | string;
  hincrby(key: CacheKey, field: CacheKey, step: number, options: Omit<HincrbyArguments, "key" | "field" | "step">): number | string;
  /**
   * Removes fields of a hash. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param field The field, or an array of fields.
   * @param scope The scope to work in. Default: the script's name.
   * @returns How many fields there were to remove.
   * @example
   * DFF.CACHE.hmset('user', {name: 'Ann', age: 30})
   * DFF.CACHE.hdel('user', ['age', 'nothing'])
   */
  hdel(key: CacheKey, field: CacheKey | readonly CacheKey[], scope?: string | null): number;
  hdel(options: HdelArguments): number;
  hdel(key: CacheKey, options: Omit<HdelArguments, "key">): number;
  hdel(key: CacheKey, field: CacheKey | readonly CacheKey[], options: Omit<HdelArguments, "key" | "field">): number;
  /**
   * Pushes onto the left end of a list. An array's elements are pushed one after the other, so its last one ends up leftmost; `[]` pushes nothing. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param value The value, or an array of values, pushed in their order.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The new length.
   * @example
   * DFF.CACHE.lpush('queue', 'a')
   * DFF.CACHE.lpush('queue', ['b', 'c'])
   * DFF.CACHE.lrange('queue')
   */
  lpush(key: CacheKey, value: CacheValue | readonly CacheValue[], scope?: string | null): number;
  lpush(options: LpushArguments): number;
  lpush(key: CacheKey, options: Omit<LpushArguments, "key">): number;
  lpush(key: CacheKey, value: CacheValue | readonly CacheValue[], options: Omit<LpushArguments, "key" | "value">): number;
  /**
   * Pushes onto the right end of a list. An array's elements are pushed one after the other; `[]` pushes nothing. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param value The value, or an array of values, pushed in their order.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The new length.
   * @example
   * DFF.CACHE.rpush('queue', 'a')
   * DFF.CACHE.rpush('queue', ['b', 'c'])
   * DFF.CACHE.lrange('queue')
   */
  rpush(key: CacheKey, value: CacheValue | readonly CacheValue[], scope?: string | null): number;
  rpush(options: RpushArguments): number;
  rpush(key: CacheKey, options: Omit<RpushArguments, "key">): number;
  rpush(key: CacheKey, value: CacheValue | readonly CacheValue[], options: Omit<RpushArguments, "key" | "value">): number;
  /**
   * Takes the leftmost element out of a list. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The element, or `null` if there is none.
   * @example
   * DFF.CACHE.rpush('queue', ['a', 'b'])
   * DFF.CACHE.lpop('queue')
   */
  lpop(key: CacheKey, scope?: string | null): string | null;
  lpop(options: LpopArguments): string | null;
  lpop(key: CacheKey, options: Omit<LpopArguments, "key">): string | null;
  /**
   * Takes the rightmost element out of a list. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The element, or `null` if there is none.
   * @example
   * DFF.CACHE.rpush('queue', ['a', 'b'])
   * DFF.CACHE.rpop('queue')
   */
  rpop(key: CacheKey, scope?: string | null): string | null;
  rpop(options: RpopArguments): string | null;
  rpop(key: CacheKey, options: Omit<RpopArguments, "key">): string | null;
  /**
   * Takes the leftmost element out of the first list that has one, and waits for one if none has. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The list, or an array of lists, which are looked at in that order.
   * @param timeout How many seconds to wait, to the millisecond; 0 waits until the script's own deadline. Default: `0`.
   * @param scope The scope to work in. Default: the script's name.
   * @returns `[key, value]`, the key as the script named it, or `null` when the time is over.
   * @example
   * DFF.CACHE.rpush('normal', ['a', 'b'])
   * DFF.CACHE.blpop(['urgent', 'normal'], 1)
   */
  blpop(key: CacheKey | readonly CacheKey[], timeout?: number | null, scope?: string | null): [key: string, value: string] | null;
  blpop(options: BlpopArguments): [key: string, value: string] | null;
  blpop(key: CacheKey | readonly CacheKey[], options: Omit<BlpopArguments, "key">): [key: string, value: string] | null;
  blpop(key: CacheKey | readonly CacheKey[], timeout: number | null | undefined, options: Omit<BlpopArguments, "key" | "timeout">): [key: string, value: string] | null;
  /**
   * Takes the rightmost element out of the first list that has one, and waits for one if none has. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The list, or an array of lists, which are looked at in that order.
   * @param timeout How many seconds to wait, to the millisecond; 0 waits until the script's own deadline. Default: `0`.
   * @param scope The scope to work in. Default: the script's name.
   * @returns `[key, value]`, the key as the script named it, or `null` when the time is over.
   * @example
   * DFF.CACHE.lpush('queue', ['a', 'b'])
   * ;[DFF.CACHE.brpop('queue', 1), DFF.CACHE.brpop('nothing', 0.01)]
   */
  brpop(key: CacheKey | readonly CacheKey[], timeout?: number | null, scope?: string | null): [key: string, value: string] | null;
  brpop(options: BrpopArguments): [key: string, value: string] | null;
  brpop(key: CacheKey | readonly CacheKey[], options: Omit<BrpopArguments, "key">): [key: string, value: string] | null;
  brpop(key: CacheKey | readonly CacheKey[], timeout: number | null | undefined, options: Omit<BrpopArguments, "key" | "timeout">): [key: string, value: string] | null;
  /**
   * Moves the rightmost element of a list to the left end of another, in one step. On a Redis Cluster, two scopes in one call throw a `CacheError` with code `CROSSSLOT`. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param dest_key The list that gets the element; by default the same one, which rotates it. Default: `key`.
   * @param scope The scope to work in. Default: the script's name.
   * @param dest_scope The scope of `dest_key`. Default: `scope`.
   * @returns The element, or `null` if there is none.
   * @example
   * DFF.CACHE.rpush('todo', ['a', 'b'])
   * ;[DFF.CACHE.rpoplpush('todo', 'doing'), DFF.CACHE.lrange('todo'), DFF.CACHE.lrange('doing')]
   */
  rpoplpush(key: CacheKey, dest_key?: CacheKey | null, scope?: string | null, dest_scope?: string | null): string | null;
  rpoplpush(options: RpoplpushArguments): string | null;
  rpoplpush(key: CacheKey, options: Omit<RpoplpushArguments, "key">): string | null;
  rpoplpush(key: CacheKey, dest_key: CacheKey | null | undefined, options: Omit<RpoplpushArguments, "key" | "dest_key">): string | null;
  rpoplpush(key: CacheKey, dest_key: CacheKey | null | undefined, scope: string | null | undefined, options: Omit<RpoplpushArguments, "key" | "dest_key" | "scope">): string | null;
  /**
   * Moves the rightmost element of a list to the left end of another, in one step, and waits for one if the list is empty. **(decided)** `timeout` is the third parameter: the documentation's table omits it, its example uses it. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param dest_key The list that gets the element; by default the same one, which rotates it. Default: `key`.
   * @param timeout How many seconds to wait, to the millisecond; 0 waits until the script's own deadline. Default: `0`.
   * @param scope The scope to work in. Default: the script's name.
   * @param dest_scope The scope of `dest_key`. Default: `scope`.
   * @returns The element, or `null` when the time is over.
   * @example
   * DFF.CACHE.lpush('todo', 'a')
   * ;[DFF.CACHE.brpoplpush('todo', 'doing', 1), DFF.CACHE.brpoplpush('todo', 'doing', 0.01)]
   */
  brpoplpush(key: CacheKey, dest_key?: CacheKey | null, timeout?: number | null, scope?: string | null, dest_scope?: string | null): string | null;
  brpoplpush(options: BrpoplpushArguments): string | null;
  brpoplpush(key: CacheKey, options: Omit<BrpoplpushArguments, "key">): string | null;
  brpoplpush(key: CacheKey, dest_key: CacheKey | null | undefined, options: Omit<BrpoplpushArguments, "key" | "dest_key">): string | null;
  brpoplpush(key: CacheKey, dest_key: CacheKey | null | undefined, timeout: number | null | undefined, options: Omit<BrpoplpushArguments, "key" | "dest_key" | "timeout">): string | null;
  brpoplpush(key: CacheKey, dest_key: CacheKey | null | undefined, timeout: number | null | undefined, scope: string | null | undefined, options: Omit<BrpoplpushArguments, "key" | "dest_key" | "timeout" | "scope">): string | null;
  /**
   * Counts a list's elements. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The number of elements; 0 if there is no such key.
   * @example
   * DFF.CACHE.rpush('queue', ['a', 'b'])
   * DFF.CACHE.llen('queue')
   */
  llen(key: CacheKey, scope?: string | null): number;
  llen(options: LlenArguments): number;
  llen(key: CacheKey, options: Omit<LlenArguments, "key">): number;
  /**
   * Reads elements of a list and leaves them there. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param start Index of the first element; a negative one counts from the end. Default: `0`.
   * @param stop Index of the last element, which is included; a negative one counts from the end. Default: `-1`.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The elements from left to right; `[]` if there are none.
   * @example
   * DFF.CACHE.rpush('queue', ['a', 'b', 'c', 'd'])
   * ;[DFF.CACHE.lrange('queue', 0, 1), DFF.CACHE.lrange('queue', -1)]
   */
  lrange(key: CacheKey, start?: number | null, stop?: number | null, scope?: string | null): string[];
  lrange(options: LrangeArguments): string[];
  lrange(key: CacheKey, options: Omit<LrangeArguments, "key">): string[];
  lrange(key: CacheKey, start: number | null | undefined, options: Omit<LrangeArguments, "key" | "start">): string[];
  lrange(key: CacheKey, start: number | null | undefined, stop: number | null | undefined, options: Omit<LrangeArguments, "key" | "start" | "stop">): string[];
  /**
   * Cuts a list down to a range of its elements. `stop` is included: to keep the newest three after an `lpush`, it is 2 (the documentation's recipe with 3 keeps four). A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param start Index of the first element; a negative one counts from the end.
   * @param stop Index of the last element, which is included; a negative one counts from the end.
   * @param scope The scope to work in. Default: the script's name.
   * @returns `true`.
   * @example
   * DFF.CACHE.lpush('log', [1, 2, 3, 4, 5])
   * DFF.CACHE.ltrim('log', 0, 2)
   * DFF.CACHE.lrange('log')
   */
  ltrim(key: CacheKey, start: number, stop: number, scope?: string | null): true;
  ltrim(options: LtrimArguments): true;
  ltrim(key: CacheKey, options: Omit<LtrimArguments, "key">): true;
  ltrim(key: CacheKey, start: number, options: Omit<LtrimArguments, "key" | "start">): true;
  ltrim(key: CacheKey, start: number, stop: number, options: Omit<LtrimArguments, "key" | "start" | "stop">): true;
  /**
   * The same function as `lpush`. Pushes onto the left end of a list. An array's elements are pushed one after the other, so its last one ends up leftmost; `[]` pushes nothing. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param value The value, or an array of values, pushed in their order.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The new length.
   * @example
   * DFF.CACHE.lpush('queue', 'a')
   * DFF.CACHE.lpush('queue', ['b', 'c'])
   * DFF.CACHE.lrange('queue')
   */
  push(key: CacheKey, value: CacheValue | readonly CacheValue[], scope?: string | null): number;
  push(options: LpushArguments): number;
  push(key: CacheKey, options: Omit<LpushArguments, "key">): number;
  push(key: CacheKey, value: CacheValue | readonly CacheValue[], options: Omit<LpushArguments, "key" | "value">): number;
  /**
   * The same function as `rpop`. Takes the rightmost element out of a list. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The element, or `null` if there is none.
   * @example
   * DFF.CACHE.rpush('queue', ['a', 'b'])
   * DFF.CACHE.rpop('queue')
   */
  pop(key: CacheKey, scope?: string | null): string | null;
  pop(options: RpopArguments): string | null;
  pop(key: CacheKey, options: Omit<RpopArguments, "key">): string | null;
  /**
   * The same function as `brpop`. Takes the rightmost element out of the first list that has one, and waits for one if none has. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The list, or an array of lists, which are looked at in that order.
   * @param timeout How many seconds to wait, to the millisecond; 0 waits until the script's own deadline. Default: `0`.
   * @param scope The scope to work in. Default: the script's name.
   * @returns `[key, value]`, the key as the script named it, or `null` when the time is over.
   * @example
   * DFF.CACHE.lpush('queue', ['a', 'b'])
   * ;[DFF.CACHE.brpop('queue', 1), DFF.CACHE.brpop('nothing', 0.01)]
   */
  bpop(key: CacheKey | readonly CacheKey[], timeout?: number | null, scope?: string | null): [key: string, value: string] | null;
  bpop(options: BrpopArguments): [key: string, value: string] | null;
  bpop(key: CacheKey | readonly CacheKey[], options: Omit<BrpopArguments, "key">): [key: string, value: string] | null;
  bpop(key: CacheKey | readonly CacheKey[], timeout: number | null | undefined, options: Omit<BrpopArguments, "key" | "timeout">): [key: string, value: string] | null;
  /**
   * Puts members into a set. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param member The member, or an array of members.
   * @param scope The scope to work in. Default: the script's name.
   * @returns How many were not in the set before.
   * @example
   * DFF.CACHE.sadd('visitors', 'ann')
   * DFF.CACHE.sadd('visitors', ['ann', 'bob', 'cid'])
   */
  sadd(key: CacheKey, member: CacheKey | readonly CacheKey[], scope?: string | null): number;
  sadd(options: SaddArguments): number;
  sadd(key: CacheKey, options: Omit<SaddArguments, "key">): number;
  sadd(key: CacheKey, member: CacheKey | readonly CacheKey[], options: Omit<SaddArguments, "key" | "member">): number;
  /**
   * Takes members out of a set. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param member The member, or an array of members.
   * @param scope The scope to work in. Default: the script's name.
   * @returns How many were in the set.
   * @example
   * DFF.CACHE.sadd('visitors', ['ann', 'bob'])
   * DFF.CACHE.srem('visitors', ['ann', 'dan'])
   */
  srem(key: CacheKey, member: CacheKey | readonly CacheKey[], scope?: string | null): number;
  srem(options: SremArguments): number;
  srem(key: CacheKey, options: Omit<SremArguments, "key">): number;
  srem(key: CacheKey, member: CacheKey | readonly CacheKey[], options: Omit<SremArguments, "key" | "member">): number;
  /**
   * Counts a set's members. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The number of members; 0 if there is no such key.
   * @example
   * DFF.CACHE.sadd('visitors', ['ann', 'bob', 'ann'])
   * DFF.CACHE.scard('visitors')
   */
  scard(key: CacheKey, scope?: string | null): number;
  scard(options: ScardArguments): number;
  scard(key: CacheKey, options: Omit<ScardArguments, "key">): number;
  /**
   * Lists a set's members. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The members, in no particular order; `[]` if there is no such key.
   * @example
   * DFF.CACHE.sadd('visitors', ['bob', 'ann'])
   * DFF.CACHE.smembers('visitors').sort()
   */
  smembers(key: CacheKey, scope?: string | null): string[];
  smembers(options: SmembersArguments): string[];
  smembers(key: CacheKey, options: Omit<SmembersArguments, "key">): string[];
  /**
   * Asks whether a set has a member. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param member The member.
   * @param scope The scope to work in. Default: the script's name.
   * @returns Whether it is in the set.
   * @example
   * DFF.CACHE.sadd('visitors', 'ann')
   * ;[DFF.CACHE.sismember('visitors', 'ann'), DFF.CACHE.sismember('visitors', 'bob')]
   */
  sismember(key: CacheKey, member: CacheKey, scope?: string | null): boolean;
  sismember(options: SismemberArguments): boolean;
  sismember(key: CacheKey, options: Omit<SismemberArguments, "key">): boolean;
  sismember(key: CacheKey, member: CacheKey, options: Omit<SismemberArguments, "key" | "member">): boolean;
  /**
   * Puts members into a sorted set, or gives them new scores. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param member_scores An object of members and their scores.
   * @param scope The scope to work in. Default: the script's name.
   * @returns How many were not in the set before; for `{}`, which sends nothing, 0.
   * @example
   * DFF.CACHE.zadd('board', {ann: 10, bob: 7.5})
   * DFF.CACHE.zadd('board', {ann: 12, cid: 1})
   */
  zadd(key: CacheKey, member_scores: { readonly [member: string]: number }, scope?: string | null): number;
  zadd(options: ZaddArguments): number;
  zadd(key: CacheKey, member_scores: { readonly [member: string]: number }, options: Omit<ZaddArguments, "key" | "member_scores">): number;
  /**
   * Takes members out of a sorted set. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param member The member, or an array of members.
   * @param scope The scope to work in. Default: the script's name.
   * @returns How many were in the set.
   * @example
   * DFF.CACHE.zadd('board', {ann: 10, bob: 7})
   * DFF.CACHE.zrem('board', 'ann')
   */
  zrem(key: CacheKey, member: CacheKey | readonly CacheKey[], scope?: string | null): number;
  zrem(options: ZremArguments): number;
  zrem(key: CacheKey, options: Omit<ZremArguments, "key">): number;
  zrem(key: CacheKey, member: CacheKey | readonly CacheKey[], options: Omit<ZremArguments, "key" | "member">): number;
  /**
   * Counts a sorted set's members. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The number of members; 0 if there is no such key.
   * @example
   * DFF.CACHE.zadd('board', {ann: 10, bob: 7})
   * DFF.CACHE.zcard('board')
   */
  zcard(key: CacheKey, scope?: string | null): number;
  zcard(options: ZcardArguments): number;
  zcard(key: CacheKey, options: Omit<ZcardArguments, "key">): number;
  /**
   * Reads members of a sorted set by their rank. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param start Rank of the first member; a negative one counts from the end. Default: `0`.
   * @param stop Rank of the last member, which is included; a negative one counts from the end. Default: `-1`.
   * @param reverse Whether the highest score comes first. Default: `false`.
   * @param with_scores Whether to return `[member, score]` pairs. Default: `false`.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The members by score, or `[member, score]` pairs with the score a number; `[]` if there are none.
   * @example
   * DFF.CACHE.zadd('board', {ann: 10, bob: 7, cid: 12})
   * DFF.CACHE.zrange('board')
   * @example
   * DFF.CACHE.zadd('board', {ann: 10, bob: 7, cid: 12})
   * DFF.CACHE.zrange('board', 0, 1, {reverse: true, with_scores: true})
   */
  zrange(key: CacheKey, start: number | null | undefined, stop: number | null | undefined, reverse: boolean | null | undefined, with_scores: true, scope?: string | null): [member: string, score: number][];
  zrange(options: ZrangeArguments & { with_scores: true }): [member: string, score: number][];
  zrange(key: CacheKey, options: Omit<ZrangeArguments, "key"> & { with_scores: true }): [member: string, score: number][];
  zrange(key: CacheKey, start: number | null | undefined, options: Omit<ZrangeArguments, "key" | "start"> & { with_scores: true }): [member: string, score: number][];
  zrange(key: CacheKey, start: number | null | undefined, stop: number | null | undefined, options: Omit<ZrangeArguments, "key" | "start" | "stop"> & { with_scores: true }): [member: string, score: number][];
  zrange(key: CacheKey, start: number | null | undefined, stop: number | null | undefined, reverse: boolean | null | undefined, options: Omit<ZrangeArguments, "key" | "start" | "stop" | "reverse"> & { with_scores: true }): [member: string, score: number][];
  zrange(key: CacheKey, start: number | null | undefined, stop: number | null | undefined, reverse: boolean | null | undefined, with_scores: true, options: Omit<ZrangeArguments, "key" | "start" | "stop" | "reverse" | "with_scores">): [member: string, score: number][];
  zrange(key: CacheKey, start?: number | null, stop?: number | null, reverse?: boolean | null, with_scores?: false | null, scope?: string | null): string[];
  zrange(options: ZrangeArguments & { with_scores?: false | null }): string[];
  zrange(key: CacheKey, options: Omit<ZrangeArguments, "key"> & { with_scores?: false | null }): string[];
  zrange(key: CacheKey, start: number | null | undefined, options: Omit<ZrangeArguments, "key" | "start"> & { with_scores?: false | null }): string[];
  zrange(key: CacheKey, start: number | null | undefined, stop: number | null | undefined, options: Omit<ZrangeArguments, "key" | "start" | "stop"> & { with_scores?: false | null }): string[];
  zrange(key: CacheKey, start: number | null | undefined, stop: number | null | undefined, reverse: boolean | null | undefined, options: Omit<ZrangeArguments, "key" | "start" | "stop" | "reverse"> & { with_scores?: false | null }): string[];
  zrange(key: CacheKey, start: number | null | undefined, stop: number | null | undefined, reverse: boolean | null | undefined, with_scores: false | null | undefined, options: Omit<ZrangeArguments, "key" | "start" | "stop" | "reverse" | "with_scores">): string[];
  zrange(key: CacheKey, start: number | null | undefined, stop: number | null | undefined, reverse: boolean | null | undefined, with_scores: boolean, scope?: string | null): string[] | [member: string, score: number][];
  zrange(options: ZrangeArguments & { with_scores: boolean }): string[] | [member: string, score: number][];
  zrange(key: CacheKey, options: Omit<ZrangeArguments, "key"> & { with_scores: boolean }): string[] | [member: string, score: number][];
  zrange(key: CacheKey, start: number | null | undefined, options: Omit<ZrangeArguments, "key" | "start"> & { with_scores: boolean }): string[] | [member: string, score: number][];
  zrange(key: CacheKey, start: number | null | undefined, stop: number | null | undefined, options: Omit<ZrangeArguments, "key" | "start" | "stop"> & { with_scores: boolean }): string[] | [member: string, score: number][];
  zrange(key: CacheKey, start: number | null | undefined, stop: number | null | undefined, reverse: boolean | null | undefined, options: Omit<ZrangeArguments, "key" | "start" | "stop" | "reverse"> & { with_scores: boolean }): string[] | [member: string, score: number][];
  zrange(key: CacheKey, start: number | null | undefined, stop: number | null | undefined, reverse: boolean | null | undefined, with_scores: boolean, options: Omit<ZrangeArguments, "key" | "start" | "stop" | "reverse" | "with_scores">): string[] | [member: string, score: number][];
  /**
   * Reads members of a sorted set by their score. A key that holds another type throws a `CacheError` with code `WRONGTYPE`.
   *
   * @param key The key.
   * @param min_score The lowest score; `'(5'` is above 5. Default: `'-inf'`.
   * @param max_score The highest score; `'(5'` is below 5. Default: `'+inf'`.
   * @param with_scores Whether to return `[member, score]` pairs. Default: `false`.
   * @param scope The scope to work in. Default: the script's name.
   * @returns The members by score, or `[member, score]` pairs with the score a number; `[]` if there are none.
   * @example
   * DFF.CACHE.zadd('board', {ann: 10, bob: 7, cid: 12})
   * ;[DFF.CACHE.zrangebyscore('board', 7, '(12'), DFF.CACHE.zrangebyscore('board', {min_score: 11, with_scores: true})]
   */
  zrangebyscore(key: CacheKey, min_score: number | string | null | undefined, max_score: number | string | null | undefined, with_scores: true, scope?: string | null): [member: string, score: number][];
  zrangebyscore(options: ZrangebyscoreArguments & { with_scores: true }): [member: string, score: number][];
  zrangebyscore(key: CacheKey, options: Omit<ZrangebyscoreArguments, "key"> & { with_scores: true }): [member: string, score: number][];
  zrangebyscore(key: CacheKey, min_score: number | string | null | undefined, options: Omit<ZrangebyscoreArguments, "key" | "min_score"> & { with_scores: true }): [member: string, score: number][];
  zrangebyscore(key: CacheKey, min_score: number | string | null | undefined, max_score: number | string | null | undefined, options: Omit<ZrangebyscoreArguments, "key" | "min_score" | "max_score"> & { with_scores: true }): [member: string, score: number][];
  zrangebyscore(key: CacheKey, min_score: number | string | null | undefined, max_score: number | string | null | undefined, with_scores: true, options: Omit<ZrangebyscoreArguments, "key" | "min_score" | "max_score" | "with_scores">): [member: string, score: number][];
  zrangebyscore(key: CacheKey, min_score?: number | string | null, max_score?: number | string | null, with_scores?: false | null, scope?: string | null): string[];
  zrangebyscore(options: ZrangebyscoreArguments & { with_scores?: false | null }): string[];
  zrangebyscore(key: CacheKey, options: Omit<ZrangebyscoreArguments, "key"> & { with_scores?: false | null }): string[];
  zrangebyscore(key: CacheKey, min_score: number | string | null | undefined, options: Omit<ZrangebyscoreArguments, "key" | "min_score"> & { with_scores?: false | null }): string[];
  zrangebyscore(key: CacheKey, min_score: number | string | null | undefined, max_score: number | string | null | undefined, options: Omit<ZrangebyscoreArguments, "key" | "min_score" | "max_score"> & { with_scores?: false | null }): string[];
  zrangebyscore(key: CacheKey, min_score: number | string | null | undefined, max_score: number | string | null | undefined, with_scores: false | null | undefined, options: Omit<ZrangebyscoreArguments, "key" | "min_score" | "max_score" | "with_scores">): string[];
  zrangebyscore(key: CacheKey, min_score: number | string | null | undefined, max_score: number | string | null | undefined, with_scores: boolean, scope?: string | null): string[] | [member: string, score: number][];
  zrangebyscore(options: ZrangebyscoreArguments & { with_scores: boolean }): string[] | [member: string, score: number][];
  zrangebyscore(key: CacheKey, options: Omit<ZrangebyscoreArguments, "key"> & { with_scores: boolean }): string[] | [member: string, score: number][];
  zrangebyscore(key: CacheKey, min_score: number | string | null | undefined, options: Omit<ZrangebyscoreArguments, "key" | "min_score"> & { with_scores: boolean }): string[] | [member: string, score: number][];
  zrangebyscore(key: CacheKey, min_score: number | string | null | undefined, max_score: number | string | null | undefined, options: Omit<ZrangebyscoreArguments, "key" | "min_score" | "max_score"> & { with_scores: boolean }): string[] | [member: string, score: number][];
  zrangebyscore(key: CacheKey, min_score: number | string | null | undefined, max_score: number | string | null | undefined, with_scores: boolean, options: Omit<ZrangebyscoreArguments, "key" | "min_score" | "max_score" | "with_scores">): string[] | [member: string, score: number][];
  /**
   * Publishes a message to those who are subscribed to the topic now. Its channel has the name that a key of that name would have in Redis.
   *
   * @param topic The topic, a name in the scope as keys are.
   * @param message The message.
   * @param scope The scope to work in. Default: the script's name.
   * @returns How many received it.
   * @example
   * DFF.CACHE.publish('news', 'hello')
   */
  publish(topic: CacheKey, message: CacheValue, scope?: string | null): number;
  publish(options: PublishArguments): number;
  publish(topic: CacheKey, options: Omit<PublishArguments, "topic">): number;
  publish(topic: CacheKey, message: CacheValue, options: Omit<PublishArguments, "topic" | "message">): number;
  /**
   * Sends several calls in one round trip. **Extension:** the documentation of DataFlux Func has no such method.
   *
   * The calls that `fn` makes are checked at once, and sent when it has returned; if it throws, nothing is sent. Every call has its own scope, and is subject to the host's policy, as if it were made alone. Methods that wait (`blpop`, `brpop`, `brpoplpush`) or take several round trips (`keys`, `get_pattern`, `delete_pattern`, `hkeys`, `dbsize`) are refused with a `TypeError`, and so is a pipeline inside another. A pipeline may have 10,000 calls, whose arguments may have 16 MiB together, of which each call takes about 100 bytes, and each element of an array 16, besides its text; past that a call is a `RangeError`.
   *
   * Calls on one scope are carried out in their order. Between them, others may do something, and on a Redis Cluster calls on different scopes can be carried out side by side.
   *
   * With `atomic: true` the calls are one transaction (MULTI and EXEC): nothing happens between them, and either all are carried out or none. What concerns them all is then thrown: that the cache refuses (also by policy) or cannot be reached, and `UNKNOWN_OUTCOME` when the connection broke. As in Redis, a call that fails only when its turn comes, for what the key holds, undoes nothing: the `CacheError` is its result, and the others are carried out. A call in a second scope is a `TypeError`.
   *
   * A pipeline with a call that must not be repeated is never sent twice. One whose connection breaks gives `UNKNOWN_OUTCOME` for each write that may have been sent, and `UNAVAILABLE` for the rest.
   *
   * @param fn A function that gets the pipeline `p` and makes the calls: `p` has the methods of `DFF.CACHE`, and each returns the place that its result will have. It cannot be `async`.
   * @param atomic Whether the calls are carried out as one transaction, all in one scope. Default: `false`.
   * @returns An array of the results, in the order of the calls. One that failed has a `CacheError` for its result, which is not thrown; the others are carried out all the same. `[]` if there were no calls.
   * @example
   * DFF.CACHE.set('x', 'a')
   * const [x, n] = DFF.CACHE.pipeline(p => {
   *   p.get('x')
   *   p.incr('n')
   * })
   * ;[x, n]
   * @example
   * DFF.CACHE.set('x', 'a')
   * const [n, y] = DFF.CACHE.pipeline(p => {
   *   p.incr('x')
   *   p.set('y', 1)
   * })
   * ;[n instanceof Error && n.code, y]
   * @example
   * DFF.CACHE.pipeline(p => {
   *   p.rpush('log', 'entry')
   *   p.ltrim('log', -100, -1)
   * }, {atomic: true})
   */
  pipeline<T extends readonly unknown[] = unknown[]>(fn: (p: DFFPipeline) => void, atomic?: boolean | null): { -readonly [I in keyof T]: T[I] | CacheError };
  pipeline<T extends readonly unknown[] = unknown[]>(options: PipelineArguments): { -readonly [I in keyof T]: T[I] | CacheError };
  pipeline<T extends readonly unknown[] = unknown[]>(fn: (p: DFFPipeline) => void, options: Omit<PipelineArguments, "fn">): { -readonly [I in keyof T]: T[I] | CacheError };
}

/**
 * What the function given to `DFF.CACHE.pipeline` gets (an extension). Its methods take what those of `DFF.CACHE` take, and
 * return the place of their result among those of the pipeline.
 */
interface DFFPipeline {
  /** Adds a call of `DFF.CACHE.ping`. */
  ping(): number;
  /** Adds a call of `DFF.CACHE.info`. */
  info(): number;
  /** Adds a call of `DFF.CACHE.type`. */
  type(key: CacheKey, scope?: string | null): number;
  type(options: TypeArguments): number;
  type(key: CacheKey, options: Omit<TypeArguments, "key">): number;
  /** Adds a call of `DFF.CACHE.exists`. */
  exists(key: CacheKey, scope?: string | null): number;
  exists(options: ExistsArguments): number;
  exists(key: CacheKey, options: Omit<ExistsArguments, "key">): number;
  /** Adds a call of `DFF.CACHE.expire`. */
  expire(key: CacheKey, expire?: number | null, scope?: string | null): number;
  expire(options: ExpireArguments): number;
  expire(key: CacheKey, options: Omit<ExpireArguments, "key">): number;
  expire(key: CacheKey, expire: number | null | undefined, options: Omit<ExpireArguments, "key" | "expire" | "expires">): number;
  /** Adds a call of `DFF.CACHE.expireat`. */
  expireat(key: CacheKey, timestamp: number, scope?: string | null): number;
  expireat(options: ExpireatArguments): number;
  expireat(key: CacheKey, options: Omit<ExpireatArguments, "key">): number;
  expireat(key: CacheKey, timestamp: number, options: Omit<ExpireatArguments, "key" | "timestamp">): number;
  /** Adds a call of `DFF.CACHE.ttl`. */
  ttl(key: CacheKey, scope?: string | null): number;
  ttl(options: TtlArguments): number;
  ttl(key: CacheKey, options: Omit<TtlArguments, "key">): number;
  /** Adds a call of `DFF.CACHE.delete`. */
  delete(key: CacheKey | readonly CacheKey[], scope?: string | null): number;
  delete(options: DeleteArguments): number;
  delete(key: CacheKey | readonly CacheKey[], options: Omit<DeleteArguments, "key">): number;
  /** Adds a call of `DFF.CACHE.set`. */
  set(key: CacheKey, value: CacheValue, expires?: number | null, not_exists?: boolean | null, exists?: boolean | null, scope?: string | null): number;
  set(options: SetArguments): number;
  set(key: CacheKey, options: Omit<SetArguments, "key">): number;
  set(key: CacheKey, value: CacheValue, options: Omit<SetArguments, "key" | "value">): number;
  set(key: CacheKey, value: CacheValue, expires: number | null | undefined, options: Omit<SetArguments, "key" | "value" | "expires" | "expire">): number;
  set(key: CacheKey, value: CacheValue, expires: number | null | undefined, not_exists: boolean | null | undefined, options: Omit<SetArguments, "key" | "value" | "expires" | "expire" | "not_exists">): number;
  set(key: CacheKey, value: CacheValue, expires: number | null | undefined, not_exists: boolean | null | undefined, exists: boolean | null | undefined, options: Omit<SetArguments, "key" | "value" | "expires" | "expire" | "not_exists" | "exists">): number;
  /** Adds a call of `DFF.CACHE.mset`. */
  mset(key_values: { readonly [key: string]: CacheValue }, scope?: string | null): number;
  mset(key_values: { readonly [key: string]: CacheValue }, options: Omit<MsetArguments, "key_values">): number;
  /** Adds a call of `DFF.CACHE.get`. */
  get(key: CacheKey, scope?: string | null): number;
  get(options: GetArguments): number;
  get(key: CacheKey, options: Omit<GetArguments, "key">): number;
  /** Adds a call of `DFF.CACHE.mget`. */
  mget(keys: CacheKey | readonly CacheKey[], scope?: string | null): number;
  mget(options: MgetArguments): number;
  mget(keys: CacheKey | readonly CacheKey[], options: Omit<MgetArguments, "keys">): number;
  /** Adds a call of `DFF.CACHE.getset`. */
  getset(key: CacheKey, value: CacheValue, scope?: string | null): number;
  getset(options: GetsetArguments): number;
  getset(key: CacheKey, options: Omit<GetsetArguments, "key">): number;
  getset(key: CacheKey, value: CacheValue, options: Omit<GetsetArguments, "key" | "value">): number;
  /** Adds a call of `DFF.CACHE.incr`. */
  incr(key: CacheKey, step?: number | null, scope?: string | null): number;
  incr(options: IncrArguments): number;
  incr(key: CacheKey, options: Omit<IncrArguments, "key">): number;
  incr(key: CacheKey, step: number | null | undefined, options: Omit<IncrArguments, "key" | "step">): number;
  /** Adds a call of `DFF.CACHE.incrby`. */
  incrby(key: CacheKey, step: number, scope?: string | null): number;
  incrby(options: IncrbyArguments): number;
  incrby(key: CacheKey, options: Omit<IncrbyArguments, "key">): number;
  incrby(key: CacheKey, step: number, options: Omit<IncrbyArguments, "key" | "step">): number;
  /** Adds a call of `DFF.CACHE.hset`. */
  hset(key: CacheKey, field: CacheKey, value: CacheValue, not_exists?: boolean | null, scope?: string | null): number;
  hset(options: HsetArguments): number;
  hset(key: CacheKey, options: Omit<HsetArguments, "key">): number;
  hset(key: CacheKey, field: CacheKey, options: Omit<HsetArguments, "key" | "field">): number;
  hset(key: CacheKey, field: CacheKey, value: CacheValue, options: Omit<HsetArguments, "key" | "field" | "value">): number;
  hset(key: CacheKey, field: CacheKey, value: CacheValue, not_exists: boolean | null | undefined, options: Omit<HsetArguments, "key" | "field" | "value" | "not_exists">): number;
  /** Adds a call of `DFF.CACHE.hmset`. */
  hmset(key: CacheKey, obj: { readonly [key: string]: CacheValue }, scope?: string | null): number;
  hmset(options: HmsetArguments): number;
  hmset(key: CacheKey, obj: { readonly [key: string]: CacheValue }, options: Omit<HmsetArguments, "key" | "obj">): number;
  /** Adds a call of `DFF.CACHE.hget`. */
  hget(key: CacheKey, field: CacheKey, scope?: string | null): number;
  hget(options: HgetArguments): number;
  hget(key: CacheKey, options: Omit<HgetArguments, "key">): number;
  hget(key: CacheKey, field: CacheKey, options: Omit<HgetArguments, "key" | "field">): number;
  /** Adds a call of `DFF.CACHE.hmget`. */
  hmget(key: CacheKey, fields: CacheKey | readonly CacheKey[], scope?: string | null): number;
  hmget(options: HmgetArguments): number;
  hmget(key: CacheKey, options: Omit<HmgetArguments, "key">): number;
  hmget(key: CacheKey, fields: CacheKey | readonly CacheKey[], options: Omit<HmgetArguments, "key" | "fields">): number;
  /** Adds a call of `DFF.CACHE.hgetall`. */
  hgetall(key: CacheKey, scope?: string | null): number;
  hgetall(options: HgetallArguments): number;
  hgetall(key: CacheKey, options: Omit<HgetallArguments, "key">): number;
  /** Adds a call of `DFF.CACHE.hincr`. */
  hincr(key: CacheKey, field: CacheKey, step?: number | null, scope?: string | null): number;
  hincr(options: HincrArguments): number;
  hincr(key: CacheKey, options: Omit<HincrArguments, "key">): number;
  hincr(key: CacheKey, field: CacheKey, options: Omit<HincrArguments, "key" | "field">): number;
  hincr(key: CacheKey, field: CacheKey, step: number | null | undefined, options: Omit<HincrArguments, "key" | "field" | "step">): number;
  /** Adds a call of `DFF.CACHE.hincrby`. */
  hincrby(key: CacheKey, field: CacheKey, step: number, scope?: string | null): number;
  hincrby(options: HincrbyArguments): number;
  hincrby(key: CacheKey, options: Omit<HincrbyArguments, "key">): number;
  hincrby(key: CacheKey, field: CacheKey, options: Omit<HincrbyArguments, "key" | "field">): number;
  hincrby(key: CacheKey, field: CacheKey, step: number, options: Omit<HincrbyArguments, "key" | "field" | "step">): number;
  /** Adds a call of `DFF.CACHE.hdel`. */
  hdel(key: CacheKey, field: CacheKey | readonly CacheKey[], scope?: string | null): number;
  hdel(options: HdelArguments): number;
  hdel(key: CacheKey, options: Omit<HdelArguments, "key">): number;
  hdel(key: CacheKey, field: CacheKey | readonly CacheKey[], options: Omit<HdelArguments, "key" | "field">): number;
  /** Adds a call of `DFF.CACHE.lpush`. */
  lpush(key: CacheKey, value: CacheValue | readonly CacheValue[], scope?: string | null): number;
  lpush(options: LpushArguments): number;
  lpush(key: CacheKey, options: Omit<LpushArguments, "key">): number;
  lpush(key: CacheKey, value: CacheValue | readonly CacheValue[], options: Omit<LpushArguments, "key" | "value">): number;
  /** Adds a call of `DFF.CACHE.rpush`. */
  rpush(key: CacheKey, value: CacheValue | readonly CacheValue[], scope?: string | null): number;
  rpush(options: RpushArguments): number;
  rpush(key: CacheKey, options: Omit<RpushArguments, "key">): number;
  rpush(key: CacheKey, value: CacheValue | readonly CacheValue[], options: Omit<RpushArguments, "key" | "value">): number;
  /** Adds a call of `DFF.CACHE.lpop`. */
  lpop(key: CacheKey, scope?: string | null): number;
  lpop(options: LpopArguments): number;
  lpop(key: CacheKey, options: Omit<LpopArguments, "key">): number;
  /** Adds a call of `DFF.CACHE.rpop`. */
  rpop(key: CacheKey, scope?: string | null): number;
  rpop(options: RpopArguments): number;
  rpop(key: CacheKey, options: Omit<RpopArguments, "key">): number;
  /** Adds a call of `DFF.CACHE.rpoplpush`. */
  rpoplpush(key: CacheKey, dest_key?: CacheKey | null, scope?: string | null, dest_scope?: string | null): number;
  rpoplpush(options: RpoplpushArguments): number;
  rpoplpush(key: CacheKey, options: Omit<RpoplpushArguments, "key">): number;
  rpoplpush(key: CacheKey, dest_key: CacheKey | null | undefined, options: Omit<RpoplpushArguments, "key" | "dest_key">): number;
  rpoplpush(key: CacheKey, dest_key: CacheKey | null | undefined, scope: string | null | undefined, options: Omit<RpoplpushArguments, "key" | "dest_key" | "scope">): number;
  /** Adds a call of `DFF.CACHE.llen`. */
  llen(key: CacheKey, scope?: string | null): number;
  llen(options: LlenArguments): number;
  llen(key: CacheKey, options: Omit<LlenArguments, "key">): number;
  /** Adds a call of `DFF.CACHE.lrange`. */
  lrange(key: CacheKey, start?: number | null, stop?: number | null, scope?: string | null): number;
  lrange(options: LrangeArguments): number;
  lrange(key: CacheKey, options: Omit<LrangeArguments, "key">): number;
  lrange(key: CacheKey, start: number | null | undefined, options: Omit<LrangeArguments, "key" | "start">): number;
  lrange(key: CacheKey, start: number | null | undefined, stop: number | null | undefined, options: Omit<LrangeArguments, "key" | "start" | "stop">): number;
  /** Adds a call of `DFF.CACHE.ltrim`. */
  ltrim(key: CacheKey, start: number, stop: number, scope?: string | null): number;
  ltrim(options: LtrimArguments): number;
  ltrim(key: CacheKey, options: Omit<LtrimArguments, "key">): number;
  ltrim(key: CacheKey, start: number, options: Omit<LtrimArguments, "key" | "start">): number;
  ltrim(key: CacheKey, start: number, stop: number, options: Omit<LtrimArguments, "key" | "start" | "stop">): number;
  /** Adds a call of `DFF.CACHE.push`. */
  push(key: CacheKey, value: CacheValue | readonly CacheValue[], scope?: string | null): number;
  push(options: LpushArguments): number;
  push(key: CacheKey, options: Omit<LpushArguments, "key">): number;
  push(key: CacheKey, value: CacheValue | readonly CacheValue[], options: Omit<LpushArguments, "key" | "value">): number;
  /** Adds a call of `DFF.CACHE.pop`. */
  pop(key: CacheKey, scope?: string | null): number;
  pop(options: RpopArguments): number;
  pop(key: CacheKey, options: Omit<RpopArguments, "key">): number;
  /** Adds a call of `DFF.CACHE.sadd`. */
  sadd(key: CacheKey, member: CacheKey | readonly CacheKey[], scope?: string | null): number;
  sadd(options: SaddArguments): number;
  sadd(key: CacheKey, options: Omit<SaddArguments, "key">): number;
  sadd(key: CacheKey, member: CacheKey | readonly CacheKey[], options: Omit<SaddArguments, "key" | "member">): number;
  /** Adds a call of `DFF.CACHE.srem`. */
  srem(key: CacheKey, member: CacheKey | readonly CacheKey[], scope?: string | null): number;
  srem(options: SremArguments): number;
  srem(key: CacheKey, options: Omit<SremArguments, "key">): number;
  srem(key: CacheKey, member: CacheKey | readonly CacheKey[], options: Omit<SremArguments, "key" | "member">): number;
  /** Adds a call of `DFF.CACHE.scard`. */
  scard(key: CacheKey, scope?: string | null): number;
  scard(options: ScardArguments): number;
  scard(key: CacheKey, options: Omit<ScardArguments, "key">): number;
  /** Adds a call of `DFF.CACHE.smembers`. */
  smembers(key: CacheKey, scope?: string | null): number;
  smembers(options: SmembersArguments): number;
  smembers(key: CacheKey, options: Omit<SmembersArguments, "key">): number;
  /** Adds a call of `DFF.CACHE.sismember`. */
  sismember(key: CacheKey, member: CacheKey, scope?: string | null): number;
  sismember(options: SismemberArguments): number;
  sismember(key: CacheKey, options: Omit<SismemberArguments, "key">): number;
  sismember(key: CacheKey, member: CacheKey, options: Omit<SismemberArguments, "key" | "member">): number;
  /** Adds a call of `DFF.CACHE.zadd`. */
  zadd(key: CacheKey, member_scores: { readonly [member: string]: number }, scope?: string | null): number;
  zadd(options: ZaddArguments): number;
  zadd(key: CacheKey, member_scores: { readonly [member: string]: number }, options: Omit<ZaddArguments, "key" | "member_scores">): number;
  /** Adds a call of `DFF.CACHE.zrem`. */
  zrem(key: CacheKey, member: CacheKey | readonly CacheKey[], scope?: string | null): number;
  zrem(options: ZremArguments): number;
  zrem(key: CacheKey, options: Omit<ZremArguments, "key">): number;
  zrem(key: CacheKey, member: CacheKey | readonly CacheKey[], options: Omit<ZremArguments, "key" | "member">): number;
  /** Adds a call of `DFF.CACHE.zcard`. */
  zcard(key: CacheKey, scope?: string | null): number;
  zcard(options: ZcardArguments): number;
  zcard(key: CacheKey, options: Omit<ZcardArguments, "key">): number;
  /** Adds a call of `DFF.CACHE.zrange`. */
  zrange(key: CacheKey, start?: number | null, stop?: number | null, reverse?: boolean | null, with_scores?: boolean | null, scope?: string | null): number;
  zrange(options: ZrangeArguments): number;
  zrange(key: CacheKey, options: Omit<ZrangeArguments, "key">): number;
  zrange(key: CacheKey, start: number | null | undefined, options: Omit<ZrangeArguments, "key" | "start">): number;
  zrange(key: CacheKey, start: number | null | undefined, stop: number | null | undefined, options: Omit<ZrangeArguments, "key" | "start" | "stop">): number;
  zrange(key: CacheKey, start: number | null | undefined, stop: number | null | undefined, reverse: boolean | null | undefined, options: Omit<ZrangeArguments, "key" | "start" | "stop" | "reverse">): number;
  zrange(key: CacheKey, start: number | null | undefined, stop: number | null | undefined, reverse: boolean | null | undefined, with_scores: boolean | null | undefined, options: Omit<ZrangeArguments, "key" | "start" | "stop" | "reverse" | "with_scores">): number;
  /** Adds a call of `DFF.CACHE.zrangebyscore`. */
  zrangebyscore(key: CacheKey, min_score?: number | string | null, max_score?: number | string | null, with_scores?: boolean | null, scope?: string | null): number;
  zrangebyscore(options: ZrangebyscoreArguments): number;
  zrangebyscore(key: CacheKey, options: Omit<ZrangebyscoreArguments, "key">): number;
  zrangebyscore(key: CacheKey, min_score: number | string | null | undefined, options: Omit<ZrangebyscoreArguments, "key" | "min_score">): number;
  zrangebyscore(key: CacheKey, min_score: number | string | null | undefined, max_score: number | string | null | undefined, options: Omit<ZrangebyscoreArguments, "key" | "min_score" | "max_score">): number;
  zrangebyscore(key: CacheKey, min_score: number | string | null | undefined, max_score: number | string | null | undefined, with_scores: boolean | null | undefined, options: Omit<ZrangebyscoreArguments, "key" | "min_score" | "max_score" | "with_scores">): number;
  /** Adds a call of `DFF.CACHE.publish`. */
  publish(topic: CacheKey, message: CacheValue, scope?: string | null): number;
  publish(options: PublishArguments): number;
  publish(topic: CacheKey, options: Omit<PublishArguments, "topic">): number;
  publish(topic: CacheKey, message: CacheValue, options: Omit<PublishArguments, "topic" | "message">): number;
}

/** The parameters of `DFF.CACHE.type`, by name. */
interface TypeArguments {
  /** The key. */
  key: CacheKey;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.keys`, by name. */
interface KeysArguments {
  /** A glob over keys: `*`, `?`, `[a-c]`, and `\` before a character that means itself. Default: `'*'`. */
  pattern?: CacheKey | null;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.exists`, by name. */
interface ExistsArguments {
  /** The key. */
  key: CacheKey;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.expire`, by name. */
interface ExpireArguments {
  /** The key. */
  key: CacheKey;
  /** In how many seconds; `null` or nothing removes the expiry. */
  expire?: number | null;
  /** The same as `expire`. */
  expires?: number | null;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.expireat`, by name. */
interface ExpireatArguments {
  /** The key. */
  key: CacheKey;
  /** When, in UNIX seconds, to the millisecond. */
  timestamp: number;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.ttl`, by name. */
interface TtlArguments {
  /** The key. */
  key: CacheKey;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.delete`, by name. */
interface DeleteArguments {
  /** The key, or an array of keys. */
  key: CacheKey | readonly CacheKey[];
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.delete_pattern`, by name. */
interface DeletePatternArguments {
  /** A glob over keys: `*`, `?`, `[a-c]`, and `\` before a character that means itself. Default: `'*'`. */
  pattern?: CacheKey | null;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.set`, by name. */
interface SetArguments {
  /** The key. */
  key: CacheKey;
  /** The value; `JSON.stringify` makes one of anything else. */
  value: CacheValue;
  /** In how many seconds the key expires; `null` or nothing: never. */
  expires?: number | null;
  /** The same as `expires`. */
  expire?: number | null;
  /** Write only if there is no such key. Default: `false`. */
  not_exists?: boolean | null;
  /** Write only if the key exists. Default: `false`. */
  exists?: boolean | null;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.mset`, by name. */
interface MsetArguments {
  /** An object of keys and their values. */
  key_values: { readonly [key: string]: CacheValue };
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.get`, by name. */
interface GetArguments {
  /** The key. */
  key: CacheKey;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.mget`, by name. */
interface MgetArguments {
  /** An array of keys, or one key. */
  keys: CacheKey | readonly CacheKey[];
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.get_pattern`, by name. */
interface GetPatternArguments {
  /** A glob over keys: `*`, `?`, `[a-c]`, and `\` before a character that means itself. Default: `'*'`. */
  pattern?: CacheKey | null;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.getset`, by name. */
interface GetsetArguments {
  /** The key. */
  key: CacheKey;
  /** The value; `JSON.stringify` makes one of anything else. */
  value: CacheValue;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.incr`, by name. */
interface IncrArguments {
  /** The key. */
  key: CacheKey;
  /** What to add; may be negative. Default: `1`. */
  step?: number | null;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.incrby`, by name. */
interface IncrbyArguments {
  /** The key. */
  key: CacheKey;
  /** What to add; may be negative. */
  step: number;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.hkeys`, by name. */
interface HkeysArguments {
  /** The key. */
  key: CacheKey;
  /** A glob over fields, as in `keys`. Default: `'*'`. */
  pattern?: CacheKey | null;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.hset`, by name. */
interface HsetArguments {
  /** The key. */
  key: CacheKey;
  /** The field of the hash. */
  field: CacheKey;
  /** The value; `JSON.stringify` makes one of anything else. */
  value: CacheValue;
  /** Write only if there is no such field. Default: `false`. */
  not_exists?: boolean | null;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.hmset`, by name. */
interface HmsetArguments {
  /** The key. */
  key: CacheKey;
  /** An object of fields and their values. */
  obj: { readonly [key: string]: CacheValue };
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.hget`, by name. */
interface HgetArguments {
  /** The key. */
  key: CacheKey;
  /** The field of the hash. */
  field: CacheKey;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.hmget`, by name. */
interface HmgetArguments {
  /** The key. */
  key: CacheKey;
  /** An array of fields, or one field. */
  fields: CacheKey | readonly CacheKey[];
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.hgetall`, by name. */
interface HgetallArguments {
  /** The key. */
  key: CacheKey;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.hincr`, by name. */
interface HincrArguments {
  /** The key. */
  key: CacheKey;
  /** The field of the hash. */
  field: CacheKey;
  /** What to add; may be negative. Default: `1`. */
  step?: number | null;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.hincrby`, by name. */
interface HincrbyArguments {
  /** The key. */
  key: CacheKey;
  /** The field of the hash. */
  field: CacheKey;
  /** What to add; may be negative. */
  step: number;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.hdel`, by name. */
interface HdelArguments {
  /** The key. */
  key: CacheKey;
  /** The field, or an array of fields. */
  field: CacheKey | readonly CacheKey[];
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.lpush`, by name. */
interface LpushArguments {
  /** The key. */
  key: CacheKey;
  /** The value, or an array of values, pushed in their order. */
  value: CacheValue | readonly CacheValue[];
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.rpush`, by name. */
interface RpushArguments {
  /** The key. */
  key: CacheKey;
  /** The value, or an array of values, pushed in their order. */
  value: CacheValue | readonly CacheValue[];
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.lpop`, by name. */
interface LpopArguments {
  /** The key. */
  key: CacheKey;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.rpop`, by name. */
interface RpopArguments {
  /** The key. */
  key: CacheKey;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.blpop`, by name. */
interface BlpopArguments {
  /** The list, or an array of lists, which are looked at in that order. */
  key: CacheKey | readonly CacheKey[];
  /** How many seconds to wait, to the millisecond; 0 waits until the script's own deadline. Default: `0`. */
  timeout?: number | null;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.brpop`, by name. */
interface BrpopArguments {
  /** The list, or an array of lists, which are looked at in that order. */
  key: CacheKey | readonly CacheKey[];
  /** How many seconds to wait, to the millisecond; 0 waits until the script's own deadline. Default: `0`. */
  timeout?: number | null;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.rpoplpush`, by name. */
interface RpoplpushArguments {
  /** The key. */
  key: CacheKey;
  /** The list that gets the element; by default the same one, which rotates it. Default: `key`. */
  dest_key?: CacheKey | null;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
  /** The scope of `dest_key`. Default: `scope`. */
  dest_scope?: string | null;
}

/** The parameters of `DFF.CACHE.brpoplpush`, by name. */
interface BrpoplpushArguments {
  /** The key. */
  key: CacheKey;
  /** The list that gets the element; by default the same one, which rotates it. Default: `key`. */
  dest_key?: CacheKey | null;
  /** How many seconds to wait, to the millisecond; 0 waits until the script's own deadline. Default: `0`. */
  timeout?: number | null;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
  /** The scope of `dest_key`. Default: `scope`. */
  dest_scope?: string | null;
}

/** The parameters of `DFF.CACHE.llen`, by name. */
interface LlenArguments {
  /** The key. */
  key: CacheKey;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.lrange`, by name. */
interface LrangeArguments {
  /** The key. */
  key: CacheKey;
  /** Index of the first element; a negative one counts from the end. Default: `0`. */
  start?: number | null;
  /** Index of the last element, which is included; a negative one counts from the end. Default: `-1`. */
  stop?: number | null;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.ltrim`, by name. */
interface LtrimArguments {
  /** The key. */
  key: CacheKey;
  /** Index of the first element; a negative one counts from the end. */
  start: number;
  /** Index of the last element, which is included; a negative one counts from the end. */
  stop: number;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.sadd`, by name. */
interface SaddArguments {
  /** The key. */
  key: CacheKey;
  /** The member, or an array of members. */
  member: CacheKey | readonly CacheKey[];
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.srem`, by name. */
interface SremArguments {
  /** The key. */
  key: CacheKey;
  /** The member, or an array of members. */
  member: CacheKey | readonly CacheKey[];
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.scard`, by name. */
interface ScardArguments {
  /** The key. */
  key: CacheKey;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.smembers`, by name. */
interface SmembersArguments {
  /** The key. */
  key: CacheKey;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.sismember`, by name. */
interface SismemberArguments {
  /** The key. */
  key: CacheKey;
  /** The member. */
  member: CacheKey;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.zadd`, by name. */
interface ZaddArguments {
  /** The key. */
  key: CacheKey;
  /** An object of members and their scores. */
  member_scores: { readonly [member: string]: number };
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.zrem`, by name. */
interface ZremArguments {
  /** The key. */
  key: CacheKey;
  /** The member, or an array of members. */
  member: CacheKey | readonly CacheKey[];
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.zcard`, by name. */
interface ZcardArguments {
  /** The key. */
  key: CacheKey;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.zrange`, by name. */
interface ZrangeArguments {
  /** The key. */
  key: CacheKey;
  /** Rank of the first member; a negative one counts from the end. Default: `0`. */
  start?: number | null;
  /** Rank of the last member, which is included; a negative one counts from the end. Default: `-1`. */
  stop?: number | null;
  /** Whether the highest score comes first. Default: `false`. */
  reverse?: boolean | null;
  /** Whether to return `[member, score]` pairs. Default: `false`. */
  with_scores?: boolean | null;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.zrangebyscore`, by name. */
interface ZrangebyscoreArguments {
  /** The key. */
  key: CacheKey;
  /** The lowest score; `'(5'` is above 5. Default: `'-inf'`. */
  min_score?: number | string | null;
  /** The highest score; `'(5'` is below 5. Default: `'+inf'`. */
  max_score?: number | string | null;
  /** Whether to return `[member, score]` pairs. Default: `false`. */
  with_scores?: boolean | null;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.publish`, by name. */
interface PublishArguments {
  /** The topic, a name in the scope as keys are. */
  topic: CacheKey;
  /** The message. */
  message: CacheValue;
  /** The scope to work in. Default: the script's name. */
  scope?: string | null;
}

/** The parameters of `DFF.CACHE.pipeline`, by name. */
interface PipelineArguments {
  /** A function that gets the pipeline `p` and makes the calls: `p` has the methods of `DFF.CACHE`, and each returns the place that its result will have. It cannot be `async`. */
  fn: (p: DFFPipeline) => void;
  /** Whether the calls are carried out as one transaction, all in one scope. Default: `false`. */
  atomic?: boolean | null;
}
