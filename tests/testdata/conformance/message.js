// publish without a receiver
CACHE.publish('t', 'hello') //=> 0
CACHE.publish({topic: 't', message: 'hello'}) //=> 0
CACHE.publish('t', 'hello', 's') //=> 0
CACHE.publish('t', 'hello', {scope: 's'}) //=> 0

// publish of numbers
CACHE.publish(1, 2) //=> 0
CACHE.publish('t', 10n) //=> 0

// publish stores nothing
CACHE.publish('t', 'hello')
CACHE.dbsize() //=> 0

// publish refuses other messages
CACHE.publish('t', {a: 1}, 's') //! TypeError: DFF.CACHE.publish … "message" … JSON.stringify
CACHE.publish('t', null) //! TypeError: "message"
CACHE.publish('t', NaN) //! TypeError: "message"
CACHE.publish('t') //! TypeError: "message"
CACHE.publish() //! TypeError: "topic"

// publish reaches who subscribes to the scoped name
//subscribe dff:{s}:news
CACHE.publish('news', 'hello', {scope: 's'}) //=> 1
CACHE.publish('news', '数据 😀', 's') //=> 1
CACHE.publish('news', 'elsewhere', 't') //=> 0
CACHE.publish('other', 'elsewhere', 's') //=> 0
//received ["hello", "数据 😀"]

// publish under the script's own name
//subscribe dff:{SCOPE}:news
CACHE.publish('news', 1.5) //=> 1
//received ["1.5"]

// publish escapes a scope
//subscribe dff:{a%7Bb%25}:news
CACHE.publish('news', 'x', 'a{b%') //=> 1
//received ["x"]
