// outcome: error
require('./_broken')
