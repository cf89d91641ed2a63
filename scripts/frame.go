package scripts

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	frameBefore = 2   // lines shown before the line in question
	frameAfter  = 1   // lines shown after it
	frameWidth  = 100 // terminal columns of source shown of each line
	frameTab    = 4   // terminal columns between tab stops
)

// Frame shows a place in a source: the line, a caret below the column, and the lines around it, numbered. Line and
// column count from 1, columns in UTF-16 units as JavaScript counts them; column 0 leaves out the caret. Each line of the
// frame but the last ends with a newline. Control characters are made visible, and long lines are cut around the column.
// A line that does not exist gives "".
func Frame(source []byte, line, column int) string {
	lines := framedLines(source, line)
	if lines == nil {
		return ""
	}
	caret := -1
	if column > 0 {
		caret = displayColumn(lines[line], column)
	}
	first := max(0, caret-frameWidth*2/3) // the terminal column at which every shown line begins
	if caret < frameWidth {
		first = 0
	}
	last := line + frameAfter
	digits := len(fmt.Sprint(last))
	var b strings.Builder
	for n := max(1, line-frameBefore); n <= last; n++ {
		text, ok := lines[n]
		if !ok {
			break
		}
		mark := " "
		if n == line {
			mark = ">"
		}
		writeLine(&b, fmt.Sprintf("%s %*d | %s", mark, digits, n, cut(expand(text), first)))
		if n == line && caret >= 0 {
			writeLine(&b, fmt.Sprintf("  %*s | %*s", digits, "", caret-first+1, "^"))
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func writeLine(b *strings.Builder, s string) {
	b.WriteString(strings.TrimRight(s, " "))
	b.WriteByte('\n')
}

// framedLines returns the lines of a source around one of them, by number; nil if that line is not there.
func framedLines(source []byte, line int) map[int]string {
	lines := map[int]string{}
	source = bytes.TrimPrefix(source, byteOrderMark)
	for n := 1; n <= line+frameAfter; n++ {
		end, next := lineEnd(source)
		if n >= line-frameBefore {
			lines[n] = string(source[:end])
		}
		if next < 0 {
			break
		}
		source = source[next:]
	}
	if _, ok := lines[line]; !ok || line < 1 {
		return nil
	}
	return lines
}

// lineEnd returns where the first line of a source ends and where the next begins, -1 if there is none. Lines end
// where JavaScript ends them.
func lineEnd(source []byte) (end, next int) {
	for i := 0; i < len(source); i++ {
		switch source[i] {
		case '\n':
			return i, i + 1
		case '\r':
			if i+1 < len(source) && source[i+1] == '\n' {
				return i, i + 2
			}
			return i, i + 1
		case 0xE2: // U+2028 and U+2029
			if i+2 < len(source) && source[i+1] == 0x80 && source[i+2]&^1 == 0xA8 {
				return i, i + 3
			}
		}
	}
	return len(source), -1
}

// displayColumn returns the terminal column, from 0, of a column of a line.
func displayColumn(line string, column int) int {
	at, units := 0, 1
	for _, r := range line {
		if units >= column {
			return at
		}
		units += utf16Len(r)
		at += displayWidth(r, at)
	}
	return at // right behind the last character
}

// expand writes a line as a terminal should show it.
func expand(line string) string {
	var b strings.Builder
	at := 0
	for _, r := range line {
		w := displayWidth(r, at)
		switch {
		case r == '\t':
			b.WriteString(strings.Repeat(" ", w))
		case unprintable(r):
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
		at += w
	}
	return b.String()
}

// cut returns the part of an expanded line from terminal column first on that fits the frame.
func cut(line string, first int) string {
	var b strings.Builder
	at := 0
	for _, r := range line {
		w := displayWidth(r, at)
		switch {
		case at < first: // a wide character may stand across the edge
			if first > 0 && at+w > first {
				b.WriteString(strings.Repeat(" ", at+w-first))
			}
		case at == first && first > 0:
			b.WriteString("…" + strings.Repeat(" ", max(0, w-1)))
		case at+w > first+frameWidth:
			b.WriteString("…")
			return b.String()
		default:
			b.WriteRune(r)
		}
		at += w
	}
	return b.String()
}

// displayWidth returns how many terminal columns a character takes that begins at column at.
func displayWidth(r rune, at int) int {
	switch {
	case r == '\t':
		return frameTab - at%frameTab
	case r < 0x300:
		return 1
	case unicode.Is(unicode.Mn, r) || r == 0x200D || r >= 0xFE00 && r <= 0xFE0F:
		return 0
	}
	for _, w := range wide {
		if r >= w[0] && r <= w[1] {
			return 2
		}
	}
	return 1
}

// wide are the blocks whose characters take two terminal columns.
var wide = [][2]rune{
	{0x1100, 0x115F}, {0x2E80, 0xA4CF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60},
	{0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1FAFF}, {0x20000, 0x3FFFD},
}

// unprintable reports whether a character could change what a terminal shows elsewhere: control characters, and those
// that turn the direction of writing.
func unprintable(r rune) bool {
	return unicode.IsControl(r) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// utf16Len returns how many UTF-16 units a character takes.
func utf16Len(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}
