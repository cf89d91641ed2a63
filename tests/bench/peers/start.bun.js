import { RedisClient } from 'bun'

const c = new RedisClient(process.env.REDIS_URL)
console.log(await c.incr('js:started'))
c.close()
