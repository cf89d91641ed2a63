package sandbox

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A frame is an 8-byte header and a payload:
//
//	byte 0     frameMagic
//	byte 1     frameVersion
//	byte 2     type, 1 to 255; what it means is a matter of those who speak
//	byte 3     0
//	bytes 4-7  length of the payload, big endian
//
// Magic and version are in every frame, because both are checked in a nanosecond and a peer that lost its place in the
// stream is then found out by the next frame, not by what a misread length does.
const (
	frameMagic   = 0xDF
	frameVersion = 1
	headerSize   = 8
)

// MaxFrame is the largest frame limit that can be set, in bytes.
const MaxFrame = 1 << 30

// defaultMaxFrame bounds a payload where no other bound was set, in bytes.
const defaultMaxFrame = 64 << 20

// keepBuffer is the size up to which a buffer outlives the frame it was grown for, in bytes.
const keepBuffer = 64 << 10

// ErrFrame is wrapped by every error about bytes that are no valid frame.
var ErrFrame = errors.New("invalid frame")

// FrameReader reads frames. It is not safe for concurrent use.
type FrameReader struct {
	r     io.Reader
	max   int
	buf   []byte
	start int // buf[start:end] is read but not yet given out
	end   int
}

// NewFrameReader returns a FrameReader that refuses payloads of more than max bytes; 0 means 64 MiB.
func NewFrameReader(r io.Reader, max int) *FrameReader {
	return &FrameReader{r: r, max: frameLimit(max), buf: make([]byte, 4096)}
}

func frameLimit(max int) int {
	if max <= 0 {
		return defaultMaxFrame
	}
	return min(max, MaxFrame)
}

// Read returns the next frame. The payload is valid until the next Read. At the end of the stream it returns io.EOF, within a
// frame io.ErrUnexpectedEOF; bytes that are no frame give an error that wraps ErrFrame, after which the stream is useless.
func (f *FrameReader) Read() (typ byte, payload []byte, err error) {
	if f.start == f.end {
		f.start, f.end = 0, 0
		if len(f.buf) > keepBuffer {
			f.buf = make([]byte, 4096)
		}
	}
	if err := f.fill(headerSize); err != nil {
		return 0, nil, err
	}
	h := f.buf[f.start : f.start+headerSize]
	switch {
	case h[0] != frameMagic:
		return 0, nil, fmt.Errorf("%w: begins with byte %#02x", ErrFrame, h[0])
	case h[1] != frameVersion:
		return 0, nil, fmt.Errorf("%w: version %d, want %d", ErrFrame, h[1], frameVersion)
	case h[2] == 0 || h[3] != 0:
		return 0, nil, fmt.Errorf("%w: type %d, reserved byte %d", ErrFrame, h[2], h[3])
	}
	typ = h[2]
	size := binary.BigEndian.Uint32(h[4:])
	if uint64(size) > uint64(f.max) {
		return 0, nil, fmt.Errorf("%w: %d bytes of payload, limit %d", ErrFrame, size, f.max)
	}
	total := headerSize + int(size)
	if err := f.fill(total); err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return 0, nil, err
	}
	payload = f.buf[f.start+headerSize : f.start+total : f.start+total]
	f.start += total
	return typ, payload, nil
}

// fill makes buf[start:end] hold at least n bytes. The buffer grows with what has arrived, not with what a header
// promises: a peer has to send as many bytes as it makes us keep.
func (f *FrameReader) fill(n int) error {
	for f.end-f.start < n {
		if f.start+n > len(f.buf) && f.start > 0 {
			copy(f.buf, f.buf[f.start:f.end])
			f.start, f.end = 0, f.end-f.start
		}
		if f.end == len(f.buf) {
			grown := make([]byte, min(2*len(f.buf), f.start+max(n, headerSize)))
			copy(grown, f.buf[:f.end])
			f.buf = grown
		}
		m, err := f.r.Read(f.buf[f.end:])
		f.end += m
		if err != nil && f.end-f.start < n {
			if err == io.EOF && f.end > f.start {
				return io.ErrUnexpectedEOF
			}
			return err
		}
	}
	return nil
}

// Buffered returns how many bytes have been read beyond the last frame.
func (f *FrameReader) Buffered() int { return f.end - f.start }

// FrameWriter writes frames. It is not safe for concurrent use.
type FrameWriter struct {
	w   io.Writer
	max int
	buf []byte
}

// NewFrameWriter returns a FrameWriter that refuses payloads of more than max bytes; 0 means 64 MiB.
func NewFrameWriter(w io.Writer, max int) *FrameWriter {
	return &FrameWriter{w: w, max: frameLimit(max)}
}

// Write sends one frame of type typ, which must not be 0, whose payload is parts, one after the other. A payload over the limit is
// an error that wraps ErrFrame, and nothing is sent.
func (f *FrameWriter) Write(typ byte, parts ...[]byte) error {
	size := 0
	for _, p := range parts {
		size += len(p)
	}
	if typ == 0 || size > f.max {
		return fmt.Errorf("%w: type %d, %d bytes of payload, limit %d", ErrFrame, typ, size, f.max)
	}
	b := append(f.buf[:0], frameMagic, frameVersion, typ, 0)
	b = binary.BigEndian.AppendUint32(b, uint32(size))
	// Small parts travel with the header in one call; copying a large one would cost more than a call of its own.
	for _, p := range parts {
		if len(b)+len(p) <= keepBuffer {
			b = append(b, p...)
			continue
		}
		if _, err := f.w.Write(b); err != nil {
			return err
		}
		b = b[:0]
		if len(p) > keepBuffer/2 {
			if _, err := f.w.Write(p); err != nil {
				return err
			}
			continue
		}
		b = append(b, p...)
	}
	f.buf = b[:0]
	if len(b) == 0 {
		return nil
	}
	_, err := f.w.Write(b)
	return err
}
