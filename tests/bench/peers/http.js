// The HTTP handler that runs of a script are compared with: http.js CLIENT. It prints the port it listens on.
'use strict'

const clients = require('./clients.js')

async function main() {
  process.stdin.on('end', () => process.exit()).resume() // whoever measures is gone
  const client = process.argv[2]
  const cache = await clients.open(client)
  const handle = async body => {
    const order = JSON.parse(body).args[0]
    const number = await cache.incr('http:orders')
    const customer = await cache.get('http:customer')
    return JSON.stringify({ value: { id: order.id, number, customer, total: order.lines.reduce((sum, l) => sum + l.price * l.count, 0) } })
  }
  if (client === 'bun') {
    const server = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      async fetch(request) {
        return new Response(await handle(await request.text()), { headers: { 'Content-Type': 'application/json' } })
      },
    })
    console.log(server.port)
    return
  }
  const server = require('node:http').createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', piece => { body += piece })
    request.on('end', async () => {
      const answer = await handle(body)
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(answer) })
      response.end(answer)
    })
  })
  server.listen(0, '127.0.0.1', () => console.log(server.address().port))
}

main()
