import os

import redis

print(redis.Redis.from_url(os.environ["REDIS_URL"]).incr("py:started"))
