//go:generate sh -c "go run . types > ../../examples/dff.d.ts"
//go:generate sh -c "go run . docs > ../../bindings/REFERENCE.md"

// Command dff runs user scripts: JavaScript and TypeScript files that are given DFF.CACHE, a store over Redis with one
// namespace per script.
//
// Each subcommand has a file of its own that parses flags, prints, and picks the exit code; everything else is done by
// package runtime. Run "dff --help" to learn it.
package main
