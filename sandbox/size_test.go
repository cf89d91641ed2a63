package sandbox

import "testing"

func TestSize(t *testing.T) {
	for _, c := range []struct {
		in   string
		want int64
		out  string
	}{
		{"0", 0, "0B"}, {"1000", 1000, "1000B"}, {"64KiB", 64 << 10, "64KiB"}, {"64k", 64 << 10, "64KiB"},
		{"1.5MiB", -1, ""}, {"128 MB", 128 << 20, "128MiB"}, {"1536KiB", 1536 << 10, "1536KiB"}, {"2g", 2 << 30, "2GiB"},
		{"", -1, ""}, {"MiB", -1, ""}, {"-1", -1, ""}, {"1XiB", -1, ""}, {"1ii", -1, ""}, {"9999999TiB", -1, ""}, {"8B", 8, "8B"},
	} {
		got, err := ParseSize(c.in)
		if c.want < 0 {
			if err == nil {
				t.Errorf("ParseSize(%q) = %d, want an error", c.in, got)
			}
			continue
		}
		if err != nil || got != c.want || FormatSize(got) != c.out {
			t.Errorf("ParseSize(%q) = %d, %v (written %q), want %d (%q)", c.in, got, err, FormatSize(got), c.want, c.out)
		}
	}
}

func FuzzSize(f *testing.F) {
	f.Add(int64(1 << 20))
	f.Add(int64(1000))
	f.Fuzz(func(t *testing.T, n int64) {
		if n < 0 {
			t.Skip()
		}
		if got, err := ParseSize(FormatSize(n)); err != nil || got != n {
			t.Fatalf("ParseSize(FormatSize(%d)) = %d, %v", n, got, err)
		}
	})
}
