package bindings

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"dff/sandbox"
)

// AppendRequest appends a request's binary form, for another process.
func AppendRequest(b []byte, q *Request) []byte {
	b = sandbox.AppendString(b, q.Method.Name)
	b = sandbox.AppendString(b, q.Script)
	b = sandbox.AppendString(b, q.Scope)
	b = sandbox.AppendString(b, q.DestScope)
	for i := range q.Method.Params {
		a := &q.Args[i]
		b = sandbox.AppendBool(b, a.Given)
		switch q.Method.Params[i].Kind.form() {
		case formText:
			b = sandbox.AppendString(b, a.Text)
		case formList:
			b = sandbox.AppendStrings(b, a.List)
		case formInt:
			b = sandbox.AppendInt(b, a.Int)
		}
	}
	return b
}

// DecodeRequest reads what AppendRequest wrote, into q, whose Args are used again. The bytes come from a process that
// runs somebody else's code, so everything that a Backend relies on is checked: the method exists, the arguments are of
// its kinds and within their ranges, the scope is there.
func DecodeRequest(b []byte, q *Request) error {
	d := sandbox.NewDecoder(b)
	if err := decodeRequest(d, q); err != nil {
		return err
	}
	if err := d.Done(); err != nil {
		return fmt.Errorf("reading a call of %s: %w", q.Method.Name, err)
	}
	return nil
}

func decodeRequest(d *sandbox.Decoder, q *Request) error {
	name := d.Bytes()
	plan := plans.byName[string(name)]
	if plan == nil {
		return fmt.Errorf("no cache method %q: %w", name, sandbox.ErrMalformed)
	}
	q.Method = plan.method
	q.Script, q.Scope, q.DestScope = d.String(), d.String(), d.String()
	q.Args = slices.Grow(q.Args[:0], len(q.Method.Params))[:len(q.Method.Params)]
	for i := range q.Method.Params {
		q.Args[i] = Arg{Given: d.Bool()}
		switch q.Method.Params[i].Kind.form() {
		case formText:
			q.Args[i].Text = d.String()
		case formList:
			q.Args[i].List = d.Strings()
		case formInt:
			q.Args[i].Int = d.Int()
		}
	}
	if err := d.Err(); err != nil {
		return fmt.Errorf("reading a call of %s: %w", q.Method.Name, err)
	}
	return q.validate()
}

// AppendBatch appends a batch's binary form.
func AppendBatch(b []byte, batch *Batch) []byte {
	b = sandbox.AppendBool(b, batch.Atomic)
	b = binary.AppendUvarint(b, uint64(len(batch.Calls)))
	for i := range batch.Calls {
		b = AppendRequest(b, &batch.Calls[i])
	}
	return b
}

// DecodeBatch reads what AppendBatch wrote, and checks of it what DecodeRequest does, and also what a Backend relies on of a
// Batch: there are no more calls than MaxPipeline, all can be part of a pipeline, and those of an atomic one are in one scope.
func DecodeBatch(b []byte) (*Batch, error) {
	d := sandbox.NewDecoder(b)
	batch := &Batch{Atomic: d.Bool()}
	n := d.Length()
	if n > MaxPipeline {
		return nil, fmt.Errorf("a pipeline of %d calls: %w", n, sandbox.ErrMalformed)
	}
	batch.Calls = make([]Request, n)
	scope := ""
	for i := range batch.Calls {
		q := &batch.Calls[i]
		if err := decodeRequest(d, q); err != nil {
			return nil, err
		}
		if !q.Method.Pipelined() {
			return nil, fmt.Errorf("a pipeline with %s: %w", q.Method.Name, sandbox.ErrMalformed)
		}
		if scope == "" {
			scope = q.Scope
		}
		if batch.Atomic && !q.within(scope) {
			return nil, fmt.Errorf("an atomic pipeline in two scopes: %w", sandbox.ErrMalformed)
		}
	}
	if err := d.Done(); err != nil {
		return nil, fmt.Errorf("reading a pipeline: %w", err)
	}
	return batch, nil
}

// within reports whether the request works in no other scope.
func (q *Request) within(scope string) bool {
	return (q.Scope == "" || q.Scope == scope) && (q.DestScope == "" || q.DestScope == scope)
}

// validate checks what the argument binding guarantees of a request that it made.
func (q *Request) validate() error {
	fail := func(what string) error {
		return fmt.Errorf("a call of %s with %s: %w", q.Method.Name, what, sandbox.ErrMalformed)
	}
	if (q.Scope == "") != q.Method.Unscoped {
		return fail("a wrong scope")
	}
	if (q.DestScope == "") == q.Method.TwoScopes {
		return fail("a wrong destination scope")
	}
	for i := range q.Method.Params {
		p, a := &q.Method.Params[i], &q.Args[i]
		if p.Required && !a.Given {
			return fail("no " + p.Name)
		}
		switch p.Kind {
		case KindPairs, KindScores:
			if len(a.List)%2 != 0 {
				return fail("half a pair in " + p.Name)
			}
			for j := 1; p.Kind == KindScores && j < len(a.List); j += 2 {
				if !isScore(a.List[j]) {
					return fail("a bad score in " + p.Name)
				}
			}
		case KindScore:
			if !isScore(strings.TrimPrefix(a.Text, "(")) {
				return fail("a bad " + p.Name)
			}
		case KindBool:
			if a.Int != 0 && a.Int != 1 {
				return fail("a bad " + p.Name)
			}
		case KindSeconds:
			if a.Given && a.Int < 1 {
				return fail("a bad " + p.Name)
			}
		case KindTimeout:
			if a.Int < 0 {
				return fail("a bad " + p.Name)
			}
		}
	}
	return nil
}

// isScore reports whether Redis reads s as a score.
func isScore(s string) bool {
	f, err := strconv.ParseFloat(s, 64)
	return err == nil && !math.IsNaN(f)
}

// The forms of an argument: which field of Arg holds it.
const (
	formText = iota
	formInt
	formList
)

func (k Kind) form() int {
	switch k {
	case KindKeys, KindValues, KindPairs, KindScores:
		return formList
	case KindSeconds, KindTimestamp, KindTimeout, KindInteger, KindBool:
		return formInt
	}
	return formText
}

// AppendReply appends a reply's binary form.
func AppendReply(b []byte, r *Reply) []byte {
	b = append(b, byte(r.Kind))
	switch r.Kind {
	case ReplyBool, ReplyInt:
		b = sandbox.AppendInt(b, r.Int)
	case ReplyText, ReplyInfo:
		b = sandbox.AppendString(b, r.Text)
	case ReplyList:
		b = sandbox.AppendStrings(b, r.List)
	case ReplyMap:
		b = sandbox.AppendStrings(b, r.List)
		b = sandbox.AppendBool(b, r.Missing != nil)
		for _, missing := range r.Missing {
			b = sandbox.AppendBool(b, missing)
		}
	case ReplyScored:
		b = sandbox.AppendStrings(b, r.List)
		for _, score := range r.Scores {
			b = sandbox.AppendFloat(b, score)
		}
	}
	return b
}

// DecodeReply reads what AppendReply wrote.
func DecodeReply(b []byte) (Reply, error) {
	d := sandbox.NewDecoder(b)
	r, err := decodeReply(d)
	if err == nil {
		err = d.Done()
	}
	if err != nil {
		return Reply{}, fmt.Errorf("reading a reply: %w", err)
	}
	return r, nil
}

func decodeReply(d *sandbox.Decoder) (Reply, error) {
	r := Reply{Kind: ReplyKind(d.Byte())}
	switch r.Kind {
	case ReplyNull:
	case ReplyBool, ReplyInt:
		r.Int = d.Int()
	case ReplyText, ReplyInfo:
		r.Text = d.String()
	case ReplyList:
		r.List = d.Strings()
	case ReplyMap:
		r.List = d.Strings()
		if len(r.List)%2 != 0 {
			return Reply{}, fmt.Errorf("half a pair: %w", sandbox.ErrMalformed)
		}
		if d.Bool() {
			r.Missing = make([]bool, len(r.List)/2)
			for i := range r.Missing {
				r.Missing[i] = d.Bool()
			}
		}
	case ReplyScored:
		r.List = d.Strings()
		r.Scores = make([]float64, len(r.List))
		for i := range r.Scores {
			r.Scores[i] = d.Float()
		}
	default:
		return Reply{}, fmt.Errorf("of kind %d: %w", r.Kind, sandbox.ErrMalformed)
	}
	return r, d.Err()
}

// AppendResults appends the binary form of a batch's results.
func AppendResults(b []byte, results []Result) []byte {
	b = binary.AppendUvarint(b, uint64(len(results)))
	for i := range results {
		r := &results[i]
		b = sandbox.AppendBool(b, r.Err != nil)
		if r.Err != nil {
			b = AppendCacheError(b, r.Err)
		} else {
			b = AppendReply(b, &r.Reply)
		}
	}
	return b
}

// DecodeResults reads what AppendResults wrote.
func DecodeResults(b []byte) ([]Result, error) {
	d := sandbox.NewDecoder(b)
	n := d.Length()
	if n > MaxPipeline {
		return nil, fmt.Errorf("reading %d results of a pipeline: %w", n, sandbox.ErrMalformed)
	}
	results := make([]Result, n)
	for i := range results {
		var err error
		if d.Bool() {
			results[i].Err = decodeCacheError(d)
		} else if results[i].Reply, err = decodeReply(d); err != nil {
			return nil, fmt.Errorf("reading a result of a pipeline: %w", err)
		}
	}
	if err := d.Done(); err != nil {
		return nil, fmt.Errorf("reading the results of a pipeline: %w", err)
	}
	return results, nil
}

// AppendCacheError appends an error's binary form, without its cause: that belongs to the host.
func AppendCacheError(b []byte, e *CacheError) []byte {
	for _, s := range [...]string{string(e.Code), e.Method, e.Key, e.Scope, e.Message} {
		b = sandbox.AppendString(b, s)
	}
	return b
}

func decodeCacheError(d *sandbox.Decoder) *CacheError {
	return &CacheError{Code: Code(d.String()), Method: d.String(), Key: d.String(), Scope: d.String(), Message: d.String()}
}

// DecodeCacheError reads what AppendCacheError wrote.
func DecodeCacheError(b []byte) (*CacheError, error) {
	d := sandbox.NewDecoder(b)
	e := decodeCacheError(d)
	if err := d.Done(); err != nil {
		return nil, fmt.Errorf("reading an error of the cache: %w", err)
	}
	return e, nil
}
