package sandbox

import (
	"encoding/binary"
	"errors"
	"math"
)

// ErrMalformed is what a Decoder reports of bytes that no Append function wrote.
var ErrMalformed = errors.New("malformed message")

// AppendString appends s with its length before it.
func AppendString[T string | []byte](b []byte, s T) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// AppendStrings appends a list of strings.
func AppendStrings(b []byte, list []string) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for _, s := range list {
		b = AppendString(b, s)
	}
	return b
}

// AppendInt appends a signed integer.
func AppendInt(b []byte, n int64) []byte { return binary.AppendVarint(b, n) }

// AppendFloat appends a floating-point number, bit for bit.
func AppendFloat(b []byte, f float64) []byte {
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(f))
}

// AppendBool appends a truth value.
func AppendBool(b []byte, v bool) []byte {
	if v {
		return append(b, 1)
	}
	return append(b, 0)
}

// Decoder reads what the Append functions wrote, in the same order. The first failure stays: every later read gives a
// zero value, and Err and Done report it. It allocates for what it has found, not for what a message claims to hold. The
// zero value is the decoder of an empty message.
type Decoder struct {
	b   []byte
	err error
}

// NewDecoder returns a Decoder of b, which it does not change. Strings are copied out of b, Bytes is not.
func NewDecoder(b []byte) *Decoder { return &Decoder{b: b} }

// Bytes reads a string without copying it: the result is a part of the message.
func (d *Decoder) Bytes() []byte {
	n := d.length(1)
	if d.err != nil {
		return nil
	}
	s := d.b[:n:n]
	d.b = d.b[n:]
	return s
}

// String reads a string.
func (d *Decoder) String() string { return string(d.Bytes()) }

// Strings reads a list of strings; nil when it is empty.
func (d *Decoder) Strings() []string {
	n := d.Length()
	if n == 0 {
		return nil
	}
	// A message can claim 16 times as much as it is long: what has not come yet gets no room in advance.
	list := make([]string, 0, min(n, 1<<12))
	for range n {
		s := d.String()
		if d.err != nil {
			return nil
		}
		list = append(list, s)
	}
	return list
}

// Length reads the length of a list whose elements take at least one byte each.
func (d *Decoder) Length() int { return d.length(1) }

func (d *Decoder) length(size int) int {
	if d.err != nil {
		return 0
	}
	n, k := binary.Uvarint(d.b)
	if k <= 0 || n > uint64(len(d.b)-k)/uint64(size) {
		d.err = ErrMalformed
		return 0
	}
	d.b = d.b[k:]
	return int(n)
}

// Int reads a signed integer.
func (d *Decoder) Int() int64 {
	if d.err != nil {
		return 0
	}
	n, k := binary.Varint(d.b)
	if k <= 0 {
		d.err = ErrMalformed
		return 0
	}
	d.b = d.b[k:]
	return n
}

// Float reads a floating-point number.
func (d *Decoder) Float() float64 {
	if d.err != nil || len(d.b) < 8 {
		d.err = ErrMalformed
		return 0
	}
	f := math.Float64frombits(binary.LittleEndian.Uint64(d.b))
	d.b = d.b[8:]
	return f
}

// Byte reads one byte.
func (d *Decoder) Byte() byte {
	if d.err != nil || len(d.b) == 0 {
		d.err = ErrMalformed
		return 0
	}
	v := d.b[0]
	d.b = d.b[1:]
	return v
}

// Bool reads a truth value.
func (d *Decoder) Bool() bool {
	v := d.Byte()
	if v > 1 {
		d.err = ErrMalformed
	}
	return v == 1
}

// Err returns the first failure, nil if there was none.
func (d *Decoder) Err() error { return d.err }

// Done returns the first failure, or ErrMalformed when something is left over.
func (d *Decoder) Done() error {
	if d.err == nil && len(d.b) > 0 {
		d.err = ErrMalformed
	}
	return d.err
}
