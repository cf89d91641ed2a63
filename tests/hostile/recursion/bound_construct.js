// outcome: memory
let F = function () {}; for (let i = 0; i < 300000; i++) F = F.bind(null); new F()
