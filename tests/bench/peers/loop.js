// Measures a client of JavaScript: loop.js CLIENT WORK. For each line with a number n on standard input it does the work n times
// and answers with the seconds and the seconds of CPU that took.
'use strict'

const readline = require('node:readline')
const vm = require('node:vm')
const clients = require('./clients.js')

const concurrent = 200 // loops of work "mixed"
const hosted = 16 // runs of work "vm" at once

const works = {
  // n calls, one after the other.
  async incr(client, n) {
    for (let i = 0; i < n; i++) await client.incr('js:counter')
  },

  // n calls of as many loops as there are scripts elsewhere, incr and get in turn.
  async mixed(client, n) {
    const turns = n / concurrent / 2
    const loop = async key => {
      for (let i = 0; i < turns; i++) {
        await client.incr(key)
        await client.get(key)
      }
    }
    await Promise.all(Array.from({ length: concurrent }, (_, i) => loop('js:mixed' + i)))
  },

  // n runs of a script compiled once, each in a context of its own.
  async vm(client, n) {
    const script = new vm.Script(`(async json => {
      const order = JSON.parse(json)
      const number = await CACHE.incr('orders')
      const customer = await CACHE.get('customer')
      return JSON.stringify({ id: order.id, number, customer, total: order.lines.reduce((sum, l) => sum + l.price * l.count, 0) })
    })`)
    const order = process.env.ORDER
    const CACHE = { incr: k => client.incr('js:' + k), get: k => client.get('js:' + k) }
    let left = n
    const loop = async () => {
      while (left-- > 0) {
        const main = script.runInContext(vm.createContext({ CACHE }))
        await main(order)
      }
    }
    await Promise.all(Array.from({ length: hosted }, loop))
  },
}

async function main() {
  const [client, work] = process.argv.slice(2)
  const c = await clients.open(client)
  console.log('{}') // ready
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const cpu = process.cpuUsage()
    const start = process.hrtime.bigint()
    await works[work](c, Number(line))
    const seconds = Number(process.hrtime.bigint() - start) / 1e9
    const used = process.cpuUsage(cpu)
    console.log(JSON.stringify({ seconds, cpu: (used.user + used.system) / 1e6 }))
  }
  await c.close()
}

main()
