// Package sandbox holds the limits of a run, the ways a run can end, and worker processes, which enforce them on code that
// cannot be trusted. It knows nothing of what is run.
//
// # Workers
//
// A worker is the same program, executed again: a program that uses a Pool calls ServeWorker first thing when IsWorker says
// that it is a worker, from an init function, so that it works in every program and test that links the package:
//
//	func init() {
//		if sandbox.IsWorker() {
//			sandbox.ServeWorker(handle) // does not return
//		}
//	}
//
// The host takes a worker out of its Pool for one run at a time, and drives a protocol of its own over it:
//
//	lease, err := pool.Acquire(ctx, script)
//	...
//	defer func() { lease.Release(healthy) }()
//	lease.Start(ctx, limits.Memory)
//	err = lease.Send(frameRun, call)
//	for err == nil {
//		typ, payload, err = lease.Recv()
//		...
//	}
//
// A worker gets nothing it does not ask for: an empty environment, "/" as its directory, /dev/null as its standard input and output, a
// session of its own. On Linux it comes after the host for the CPU. Before its first run it gives up what no run may have (see
// Lockdown); after that it can compute, and speak with the host, which must not believe what it says.
//
// # How a run ends
//
// Every limit has two guards. The worker interrupts its run when the deadline passes or when Guard finds the heap too large, and
// says so in a message. When it does not, because the run is where no interrupt reaches it, the host kills it: by the clock
// after PoolOptions.Grace, by its size in memory within some 10 ms, or because it sent something that is no frame. Last
// come the limits of the operating system. How the worker died is a Death, with one of the Outcomes.
//
// Workers do not outlive their host, whatever ends it: the kernel kills them (Linux), and an idle one sees the end of its
// stream.
//
// # Fairness
//
// Runs have a key, the script's name. One key holds at most PerKey workers and half of the waiting line; of those who wait,
// the key that holds fewest workers comes first. A key whose runs have killed three workers of late is slowed down: it gets
// one worker at a time, after a pause that doubles with each kill (100 ms to 30 s), and all such keys together get at most half of
// the pool. Kills are forgotten one by one, with each run that ends well and with each half minute.
//
// # Systems
//
// On Linux all of it is there; Landlock needs a kernel from 5.13 on and a program built without cgo (or Landlock ABI 8),
// seccomp amd64 or arm64. On other systems a worker has the same life and death, but nothing is locked down and its memory
// is watched only from inside. Probe tells what is in force.
//
// # Concurrency
//
// A Pool is safe for concurrent use; a Lease, a Worker, a FrameReader and a FrameWriter are not, except as they say.
package sandbox
