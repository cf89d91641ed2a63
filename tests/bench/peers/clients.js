// One face for the three clients of JavaScript: each opens a connection and gives incr, get and close.
'use strict'

const url = process.env.REDIS_URL

const open = {
  async ioredis() {
    const Redis = require('ioredis')
    const c = new Redis(url)
    return { incr: k => c.incr(k), get: k => c.get(k), close: () => c.quit() }
  },
  async 'node-redis'() {
    const c = require('redis').createClient({ url })
    await c.connect()
    return { incr: k => c.incr(k), get: k => c.get(k), close: () => c.close() }
  },
  async bun() {
    const { RedisClient } = require('bun')
    const c = new RedisClient(url)
    await c.connect()
    return { incr: k => c.incr(k), get: k => c.get(k), close: async () => c.close() }
  },
}

exports.open = name => open[name]()
