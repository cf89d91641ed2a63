// outcome: timeout
('a'.repeat(60)+'!').replace(/(?=a)(a+)+$/g,()=>{for(;;);});
