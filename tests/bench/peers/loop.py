"""Measures redis-py. For each line with a number n on standard input: n calls of incr, answered with the seconds they took."""

import json
import os
import sys
import time

import redis

client = redis.Redis.from_url(os.environ["REDIS_URL"])
client.ping()
print("{}", flush=True)  # ready
for line in sys.stdin:
    start = time.perf_counter()
    for _ in range(int(line)):
        client.incr("py:counter")
    print(json.dumps({"seconds": time.perf_counter() - start}), flush=True)
