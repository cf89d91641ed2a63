// outcome: error
function (
