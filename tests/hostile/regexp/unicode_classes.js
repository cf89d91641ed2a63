// outcome: timeout
for (;;) new RegExp('[\\u{0}-\\u{10ffff}]'.repeat(1000), 'iu')
