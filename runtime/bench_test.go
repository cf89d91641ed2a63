package runtime_test

import (
	"strings"
	"testing"

	"dff/runtime"
)

// fiftyLines is a script as people write them, fifty lines long.
var fiftyLines = strings.Repeat(`
function step(items, limit) {
  const seen = new Map()
  for (const item of items) {
    const key = item.name.toLowerCase()
    if (!seen.has(key)) seen.set(key, [])
    seen.get(key).push({ ...item, tag: key + ':' + item.id })
  }
  return [...seen.entries()].filter(([, v]) => v.length < limit)
}
`, 4) + `
exports.main = function (order) {
  const items = []
  for (let i = 0; i < 10; i++) {
    items.push({ id: i, name: 'Item ' + (i % 3) })
  }
  const kept = step(items, 100)
  return { order: order.id, kept: kept.length, total: items.reduce((a, b) => a + b.id, 0) }
}
`

// BenchmarkRun measures whole runs, each in a fresh VM.
func BenchmarkRun(b *testing.B) {
	for _, c := range []struct {
		name, source string
		args         []any
	}{
		{"empty", "", nil},
		{"fifty lines", fiftyLines, []any{map[string]any{"id": 7}}},
		{"two cache calls", "exports.main = o => { DFF.CACHE.set('k', o.id); return { id: DFF.CACHE.get('k') } }", []any{map[string]any{"id": 7}}},
	} {
		for _, isolation := range []runtime.Isolation{runtime.InProcess, runtime.OutProcess} {
			b.Run(c.name+"/isolation="+string(isolation), func(b *testing.B) {
				e := engine(b, runtime.Options{Isolation: isolation}, "main.js", c.source)
				run := func() {
					if _, err := e.Run(b.Context(), runtime.Call{Script: "main", Args: c.args}); err != nil {
						b.Fatal(err)
					}
				}
				run() // starts a worker, compiles
				b.ReportAllocs()
				for b.Loop() {
					run()
				}
			})
		}
	}
}
