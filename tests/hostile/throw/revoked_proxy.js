// outcome: error
var r=Proxy.revocable({},{}); r.revoke(); throw r.proxy;
