const Redis = require('ioredis')
const c = new Redis(process.env.REDIS_URL)
c.incr('js:started').then(n => {
  console.log(n)
  return c.quit()
})
