// outcome: stack
function f () { try { f() } catch { f() } } f()
