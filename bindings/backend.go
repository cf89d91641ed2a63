package bindings

import "context"

// Backend carries out cache calls whose arguments have been checked. Redis satisfies it, and so does
// whatever forwards calls to another process. Implementations are safe for concurrent use.
type Backend interface {
	// Do carries out one request. It returns a *CacheError when the cache refuses or cannot be reached,
	// and context.Cause(ctx) when ctx ended first. It does not keep q.
	Do(ctx context.Context, q *Request) (Reply, error)
	// DoBatch carries out a batch in one round trip. It returns one Result for each of its calls, in their order, or an
	// error as Do's when none of them has a result of its own: ctx ended, or an atomic batch failed as a whole.
	DoBatch(ctx context.Context, b *Batch) ([]Result, error)
}

// Batch is the calls of a pipeline. Its calls are of methods that Pipelined allows; in an atomic one they all are in one scope.
type Batch struct {
	Calls []Request
	// Atomic batches are carried out as a whole, with nothing of anybody else's between their calls, or not at all. A call
	// in one that fails when its turn comes, because of what the key holds, fails alone, as in Redis.
	Atomic bool

	results []Result // empty room for those of Calls; whoever made the batch is done with what DoBatch has put there
}

// Result is what came of one call of a Batch.
type Result struct {
	Reply Reply
	Err   *CacheError // nil if the call succeeded
}

// Request is one cache call with its arguments checked and in canonical form.
type Request struct {
	Method    *Method
	Script    string // name of the script whose code makes the call
	Scope     string // "" only for methods without scope
	DestScope string // rpoplpush and brpoplpush only; equal to Scope unless given
	Args      []Arg  // one for each of Method.Params, in their order
}

// Arg is one argument in canonical form. Which field holds it follows from the parameter's Kind.
type Arg struct {
	Given bool     // false: optional and not given; the other fields then hold the default
	Text  string   // KindKey, KindValue, KindPattern, KindScore (as Redis writes it: "1.5", "-inf", "(100")
	Int   int64    // KindSeconds (s), KindTimestamp and KindTimeout (ms), KindInteger, KindBool (0 or 1)
	List  []string // KindKeys, KindValues: the elements; KindPairs: key, value, key, value…; KindScores: member, score, member, score…
}

// ReplyKind tells which fields of a Reply count.
type ReplyKind uint8

// The kinds of reply. The zero value is null.
const (
	ReplyNull   ReplyKind = iota
	ReplyBool             // Int is 0 or 1
	ReplyInt              // Int; a script sees a decimal string outside ±(2^53−1)
	ReplyText             // Text
	ReplyList             // List
	ReplyMap              // List: key, value, key, value…; Missing[i] says that pair i has null for a value
	ReplyScored           // List: members; Scores: their scores
	ReplyInfo             // Text: the reply of Redis's INFO
)

// Reply is what came back. Its strings are Redis's bytes; they need not be valid UTF-8.
type Reply struct {
	Kind    ReplyKind
	Int     int64
	Text    string
	List    []string
	Missing []bool // nil: none is missing
	Scores  []float64

	giveBack func() // blocking pops that took an element: puts it back
}

// GiveBack undoes a blocking pop whose run has ended before it saw the reply: the element goes back to
// the end it came from. It does nothing for any other reply, and nothing when called again.
func (r *Reply) GiveBack() {
	if r.giveBack != nil {
		r.giveBack()
		r.giveBack = nil
	}
}

// CanGiveBack reports whether GiveBack would do anything.
func (r *Reply) CanGiveBack() bool { return r.giveBack != nil }

// OnGiveBack returns the reply with f as what GiveBack does: for a Backend that forwards calls.
func (r Reply) OnGiveBack(f func()) Reply {
	r.giveBack = f
	return r
}
