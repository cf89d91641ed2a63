package sandbox

import (
	"fmt"
	"strconv"
	"strings"
)

// sizeUnits are the binary units of sizes, largest first.
var sizeUnits = []struct {
	name  string
	bytes int64
}{{"TiB", 1 << 40}, {"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}}

// FormatSize writes a number of bytes in the largest unit that divides it: "128MiB", "1536KiB", "1000B".
func FormatSize(n int64) string {
	for _, u := range sizeUnits {
		if n != 0 && n%u.bytes == 0 {
			return strconv.FormatInt(n/u.bytes, 10) + u.name
		}
	}
	return "0B"
}

// ParseSize reads a size as FormatSize writes it. A number alone counts bytes; K, M, G and T, with or without "B" or
// "iB" behind them and in any case, are powers of 1024.
func ParseSize(s string) (int64, error) {
	number := strings.TrimRight(strings.TrimSpace(s), "iIbBkKmMgGtT ")
	unit := strings.ToUpper(strings.TrimSpace(strings.TrimSpace(s)[len(number):]))
	factor := int64(0)
	for _, u := range sizeUnits {
		name := strings.ToUpper(u.name)
		if unit == name || unit == name[:1] || unit == name[:1]+"B" || unit == "" && u.bytes == 1 {
			factor = u.bytes
			break
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 || factor == 0 || n > (1<<63-1)/factor {
		return 0, fmt.Errorf("%q is no size: write a whole number and a unit, as in 64KiB, 128MiB or 1GiB", s)
	}
	return n * factor, nil
}
