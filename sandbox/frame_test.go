package sandbox

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// frames returns the bytes of frames with these payloads, all of type typ.
func frames(t testing.TB, typ byte, payloads ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := NewFrameWriter(&b, 0)
	for _, p := range payloads {
		if err := w.Write(typ, []byte(p)); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func TestFrameRoundTrip(t *testing.T) {
	large := strings.Repeat("l", 3*keepBuffer+1)
	for name, parts := range map[string][]string{
		"none":            nil,
		"empty":           {""},
		"small":           {"a", "", "bc"},
		"large":           {large},
		"small and large": {"a", large, "b", large},
		"many middling":   {strings.Repeat("m", keepBuffer/3), strings.Repeat("n", keepBuffer/3), strings.Repeat("o", keepBuffer/2), "p"},
		"to the brim":     {strings.Repeat("b", keepBuffer-headerSize), "c"},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			w := NewFrameWriter(&b, 0)
			var bs [][]byte
			for _, p := range parts {
				bs = append(bs, []byte(p))
			}
			for range 2 {
				if err := w.Write(7, bs...); err != nil {
					t.Fatal(err)
				}
			}
			want := strings.Join(parts, "")
			for _, r := range []io.Reader{bytes.NewReader(b.Bytes()), iotest.HalfReader(bytes.NewReader(b.Bytes())), iotest.DataErrReader(bytes.NewReader(b.Bytes()))} {
				fr := NewFrameReader(r, 0)
				for range 2 {
					typ, payload, err := fr.Read()
					if err != nil || typ != 7 || string(payload) != want {
						t.Fatalf("type %d, %d bytes, error %v", typ, len(payload), err)
					}
				}
				if _, _, err := fr.Read(); err != io.EOF || fr.Buffered() != 0 {
					t.Errorf("at the end: %v, %d bytes buffered", err, fr.Buffered())
				}
			}
		})
	}
}

func TestFrameErrors(t *testing.T) {
	good := frames(t, 1, "payload")
	with := func(i int, v byte) []byte {
		b := bytes.Clone(good)
		b[i] = v
		return b
	}
	for name, c := range map[string]struct {
		in   []byte
		want error
	}{
		"nothing":        {nil, io.EOF},
		"half a header":  {good[:3], io.ErrUnexpectedEOF},
		"header alone":   {good[:headerSize], io.ErrUnexpectedEOF},
		"half a payload": {good[:headerSize+3], io.ErrUnexpectedEOF},
		"magic":          {with(0, 'H'), ErrFrame},
		"version":        {with(1, 99), ErrFrame},
		"type":           {with(2, 0), ErrFrame},
		"reserved":       {with(3, 1), ErrFrame},
		"oversized":      {with(4, 0xff), ErrFrame},
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, err := NewFrameReader(bytes.NewReader(c.in), 100).Read(); !errors.Is(err, c.want) {
				t.Errorf("error %v, want %v", err, c.want)
			}
		})
	}
	w := NewFrameWriter(io.Discard, 10)
	if err := w.Write(1, make([]byte, 6), make([]byte, 5)); !errors.Is(err, ErrFrame) {
		t.Errorf("11 bytes, limit 10: %v", err)
	}
	if err := w.Write(0); !errors.Is(err, ErrFrame) {
		t.Errorf("type 0: %v", err)
	}
}

// A header may promise much; memory is only given for what arrives.
func TestFrameReaderAllocatesWhatArrives(t *testing.T) {
	header := frames(t, 1, "")
	header[4] = 0x30 // 768 MiB
	r := NewFrameReader(bytes.NewReader(header), MaxFrame)
	if _, _, err := r.Read(); err != io.ErrUnexpectedEOF {
		t.Fatal(err)
	}
	if cap(r.buf) > keepBuffer {
		t.Errorf("%d bytes allocated", cap(r.buf))
	}
}

func TestFrameAllocations(t *testing.T) {
	var b bytes.Buffer
	w, r := NewFrameWriter(&b, 0), NewFrameReader(&b, 0)
	payload := make([]byte, 1000)
	if n := testing.AllocsPerRun(100, func() {
		if err := w.Write(1, payload, payload); err != nil {
			t.Fatal(err)
		}
		if _, _, err := r.Read(); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations a frame", n)
	}
}

// FuzzFrameReader is the decoder of both sides: whatever arrives, it gives out frames within the limit or an error, the same
// ones however the bytes are cut up, and what it gave out encodes to what it read.
func FuzzFrameReader(f *testing.F) {
	f.Add(frames(f, 1, "", "a", strings.Repeat("x", 9000)))
	f.Add(frames(f, 254, "tail")[:10])
	f.Add([]byte("HTTP/1.1 200 OK\r\n\r\n"))
	f.Add([]byte{frameMagic, frameVersion, 1, 0, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, in []byte) {
		const limit = 10_000
		var again bytes.Buffer
		w := NewFrameWriter(&again, limit)
		whole := NewFrameReader(bytes.NewReader(in), limit)
		pieces := NewFrameReader(iotest.OneByteReader(bytes.NewReader(in)), limit)
		for {
			typ, payload, err := whole.Read()
			typ2, payload2, err2 := pieces.Read()
			if (err == nil) != (err2 == nil) || typ != typ2 || !bytes.Equal(payload, payload2) {
				t.Fatalf("type %d, %d bytes, %v; in pieces: type %d, %d bytes, %v", typ, len(payload), err, typ2, len(payload2), err2)
			}
			if err != nil {
				break
			}
			if err := w.Write(typ, payload); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.HasPrefix(in, again.Bytes()) {
			t.Error("encoding what was read gives something else")
		}
	})
}

// FuzzHello is the host's side of a worker's first words.
func FuzzHello(f *testing.F) {
	f.Add(frames(f, typeHello, `[{"name":"seccomp","on":true,"detail":""}]`))
	f.Add(frames(f, typeHello, `{`))
	f.Add(frames(f, frameEcho, `[]`))
	f.Add([]byte("panic: no"))
	f.Fuzz(func(t *testing.T, in []byte) {
		w := newWorker(newFakeProcess(), struct {
			io.Reader
			io.WriteCloser
		}{bytes.NewReader(in), nil}, 1000)
		if err := w.hello(); err == nil && in[2] != typeHello {
			t.Error("accepted a first frame of another type")
		}
	})
}
