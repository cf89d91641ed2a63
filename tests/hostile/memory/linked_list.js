// outcome: memory
var o=null; for(;;) o={next:o};
