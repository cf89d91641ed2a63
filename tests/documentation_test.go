package tests

import "testing"

// TestDocumentation runs the examples of the published documentation of DFF.CACHE
// (https://docs.dataflux-func.com/doc.en/development-guide-builtin-features-dff-cache and its editions), written in
// JavaScript. Where it contradicts itself or Redis, the result is the one that the reference of this project promises.
func TestDocumentation(t *testing.T) {
	runCases(t, loadCases(t, "testdata/documentation"))
}
