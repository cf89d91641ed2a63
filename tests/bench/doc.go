// Command bench measures DFF side by side with what people would use in its place, on this machine, and writes one table.
//
//	go run ./tests/bench                      everything; writes tests/bench/results
//	go run ./tests/bench -parts incr,keys     some of it; prints the table only
//	go run ./tests/bench -smoke               that everything works, in seconds; its figures mean nothing
//
// To see where the time of a part goes:
//
//	go run ./tests/bench -parts incr -ours -cpuprofile incr.prof && go tool pprof -top incr.prof
//
// # Method
//
// It starts a redis-server of its own on a free port of the loopback interface. A part has several contenders, which all are
// opened and warmed up first and then measured in rounds: each round measures every contender once, in an order that
// rotates, so that whatever disturbs the machine disturbs all of them. The table shows medians over the rounds with the
// lowest and highest; a ratio is the median of the ratios within the rounds, ours by theirs.
//
// Contenders of other languages are small programs in the directory peers, which install.sh there provides for. One that is not
// installed, or a feature that this version does not have, is reported as absent.
//
// # Parts
//
// A file part_*.go declares each part: see parts for the list, harness.go for how they are run.
package main
