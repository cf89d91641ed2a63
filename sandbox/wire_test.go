package sandbox

import (
	"bytes"
	"encoding/binary"
	"math"
	"runtime"
	"slices"
	"testing"
)

func FuzzWire(f *testing.F) {
	f.Add("text", []byte("bytes"), int64(-1), 1.5, true)
	f.Add("", []byte{}, int64(math.MinInt64), math.Inf(-1), false)
	f.Fuzz(func(t *testing.T, s string, raw []byte, n int64, x float64, v bool) {
		list := []string{s, string(raw)}
		b := AppendBool(AppendFloat(AppendInt(AppendStrings(AppendString(AppendString(nil, s), raw), list), n), x), v)
		d := NewDecoder(b)
		gotS, gotRaw, gotList, gotN, gotX, gotV := d.String(), d.Bytes(), d.Strings(), d.Int(), d.Float(), d.Bool()
		if err := d.Done(); err != nil {
			t.Fatal(err)
		}
		if gotS != s || !bytes.Equal(gotRaw, raw) || !slices.Equal(gotList, list) || gotN != n || gotV != v ||
			math.Float64bits(gotX) != math.Float64bits(x) {
			t.Fatalf("got %q %q %q %d %v %v", gotS, gotRaw, gotList, gotN, gotX, gotV)
		}
		// A message cut short is malformed, and so is one with something behind it.
		short := NewDecoder(b[:len(b)-1])
		_, _, _, _, _, _ = short.String(), short.Bytes(), short.Strings(), short.Int(), short.Float(), short.Bool()
		if short.Done() == nil {
			t.Fatal("a short message was accepted")
		}
		long := NewDecoder(append(b, 0))
		_, _, _, _, _, _ = long.String(), long.Bytes(), long.Strings(), long.Int(), long.Float(), long.Bool()
		if long.Done() == nil {
			t.Fatal("a long message was accepted")
		}
		// Arbitrary bytes must not panic or allocate much.
		wild := NewDecoder(raw)
		_, _, _, _, _, _ = wild.Strings(), wild.Float(), wild.Bytes(), wild.Int(), wild.Bool(), wild.Length()
	})
}

// TestDecoderClaims reads a message that claims to hold a list of millions, and ends at once.
func TestDecoderClaims(t *testing.T) {
	const claimed = 8 << 20
	message := binary.AppendUvarint(nil, claimed)
	message = append(message, bytes.Repeat([]byte{0xff}, claimed)...) // no length
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if d := NewDecoder(message); d.Strings() != nil || d.Err() == nil {
		t.Fatal("it was accepted")
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > claimed {
		t.Errorf("%d bytes were allocated for a list of nothing", n)
	}
}
