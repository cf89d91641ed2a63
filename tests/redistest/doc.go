// Package redistest starts real Redis servers for tests: one server, a Sentinel set-up, or a Cluster, on free ports of
// the loopback interface and in temporary directories, stopped when the test ends.
//
// # Usage
//
//	func TestX(t *testing.T) {
//		url := redistest.Standalone(t)
//		…
//	}
//
// A set of servers takes a second or so to start. [Run], called from TestMain, lets the tests of one binary share one
// set, which [All] lists together with the embedded store.
//
// Tests that need servers are skipped where none is installed, unless the environment variable DFF_TEST_REDIS is
// "require": then they fail. See [Need].
//
// # Faults
//
// [NewProxy] puts a TCP proxy in front of a server. It can delay, swallow and cut on command. [Failover] kills a master.
// [TLS] starts a server whose certificate nobody trusts unless told to.
package redistest
