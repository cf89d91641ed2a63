// Package busypoll reads from sockets without going to sleep at once.
//
// Whoever sends a request and waits for the reply goes to sleep, and is woken when it comes. Where the peer is nearby, being woken takes
// longer than the reply does, in a virtual machine several times as long, and costs more CPU time than staying awake would. So
// a [New] reader asks for a moment, again and again, letting everybody else have the CPU in between, before it sleeps.
//
//	reader := busypoll.New(conn, &readers)
//	n, err := reader.Read(p)
//
// # Limits
//
// The moment is 100 µs. After one that was too short the reader pauses: it goes to sleep at once in the next read, then in the
// next two, four, and up to 64, until a moment is long enough again. A peer far away, or a machine with too much to do, costs little
// of it. Readers that share a counter do not stay awake beside each other.
//
// It is done on Linux only, and not where Go has a single CPU; elsewhere New returns what it is given.
//
// # Concurrency
//
// One goroutine at a time may use a reader. The counter is shared by any number of them.
package busypoll
