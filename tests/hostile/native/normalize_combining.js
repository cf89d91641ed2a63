// outcome: timeout
('a'+'\u0301\u0327'.repeat(3000000)).normalize('NFC');
