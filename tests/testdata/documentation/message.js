// publish
CACHE.publish('my_topic', 'hello', {scope: 'my_scope'}) //=> 0
