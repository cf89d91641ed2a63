package bindings

import "strings"

// escapeGlob returns a Redis glob that matches s and nothing else.
func escapeGlob(s string) string {
	if !strings.ContainsAny(s, `*?[]\`) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i := range len(s) {
		switch s[i] {
		case '*', '?', '[', ']', '\\':
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// matchGlob reports whether s matches the glob byte by byte, as Redis does it, also for globs that are cut short
// ("[ab", "x\"). Its time is bounded by len(glob)·len(s).
func matchGlob(glob, s string) bool {
	star, resume := -1, 0 // where to go on when the last * has to take one byte more
	g, i := 0, 0
	for i < len(s) {
		if g < len(glob) && glob[g] == '*' {
			star, resume = g+1, i
			g++
			continue
		}
		if g < len(glob) {
			if ok, n := matchOne(glob[g:], s[i]); ok {
				g += n
				i++
				continue
			}
		}
		if star < 0 {
			return false
		}
		resume++
		g, i = star, resume
	}
	return strings.Trim(glob[g:], "*") == ""
}

// matchOne matches one byte against the first element of a glob that is not *, and returns the element's length.
func matchOne(glob string, c byte) (bool, int) {
	switch glob[0] {
	case '?':
		return true, 1
	case '[':
		ok, n, _ := matchClass(glob, c)
		return ok, n
	case '\\':
		if len(glob) >= 2 {
			return glob[1] == c, 2
		}
	}
	return glob[0] == c, 1
}

// matchClass matches one byte against the class that a glob begins with. It returns the length of the class, and
// whether its closing bracket is there: Redis takes a class without one to end with the glob.
func matchClass(glob string, c byte) (ok bool, n int, closed bool) {
	n = 1
	not := n < len(glob) && glob[n] == '^'
	if not {
		n++
	}
	for n < len(glob) && glob[n] != ']' {
		switch rest := glob[n:]; {
		case rest[0] == '\\' && len(rest) >= 2:
			ok = ok || rest[1] == c
			n += 2
		case len(rest) >= 3 && rest[1] == '-':
			lo, hi := min(rest[0], rest[2]), max(rest[0], rest[2])
			ok = ok || lo <= c && c <= hi
			n += 3
		default:
			ok = ok || rest[0] == c
			n++
		}
	}
	if n < len(glob) {
		n, closed = n+1, true
	}
	return ok != not, n, closed
}

// isWhole reports whether every class and escape of a glob is finished, so that text can be put behind it.
func isWhole(glob string) bool {
	for g := 0; g < len(glob); {
		switch glob[g] {
		case '\\':
			if g+1 == len(glob) {
				return false
			}
			g += 2
		case '[':
			_, n, closed := matchClass(glob[g:], 0)
			if !closed {
				return false
			}
			g += n
		default:
			g++
		}
	}
	return true
}
