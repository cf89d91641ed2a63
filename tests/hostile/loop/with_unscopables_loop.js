// outcome: timeout
with({get [Symbol.unscopables](){for(;;);}, y:1}){ y }
