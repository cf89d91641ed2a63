// outcome: ok
('a'.repeat(40) + '!').split(/(?=(a+)+$)b/)
