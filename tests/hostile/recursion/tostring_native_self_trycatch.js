// outcome: stack
for(;;) try { ({toString:''.trim})+'' } catch {}
