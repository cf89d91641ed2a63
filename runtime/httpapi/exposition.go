package httpapi

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	goruntime "runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A family is a metric in Prometheus's terms: its meaning, and a series for each combination of labels that was counted.
// No library does this, because workers are this program too: what is linked in costs each of them memory and time to start.
type family struct {
	kind, name, help string
	labels           []string  // at most two
	bounds           []float64 // upper bounds of a histogram's buckets, ascending

	mu     sync.Mutex
	series map[[2]string]*series
}

type series struct {
	sum     float64  // the value, unless it is a histogram's
	buckets []uint64 // of a histogram: values up to a bound, but above the one before; the last holds what is above all
}

func newFamily(kind, name, help string, labels ...string) *family {
	return &family{kind: kind, name: name, help: help, labels: labels, series: make(map[[2]string]*series)}
}

// add adds v to the series with these values of the labels; for a histogram, v is one observation more.
func (f *family) add(v float64, values ...string) {
	var key [2]string
	copy(key[:], values)
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.series[key]
	if s == nil {
		s = new(series)
		if f.bounds != nil {
			s.buckets = make([]uint64, len(f.bounds)+1)
		}
		f.series[key] = s
	}
	s.sum += v
	if f.bounds != nil {
		bucket, _ := slices.BinarySearch(f.bounds, v)
		s.buckets[bucket]++
	}
}

// keep drops the series whose first label has a value that is not wanted.
func (f *family) keep(wanted func(value string) bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	maps.DeleteFunc(f.series, func(key [2]string, _ *series) bool { return !wanted(key[0]) })
}

// write writes the family in Prometheus's text format, or nothing while it has no series.
func (f *family) write(page *bytes.Buffer) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.series) > 0 {
		f.head(page)
	}
	for _, key := range slices.SortedFunc(maps.Keys(f.series), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		s, values := f.series[key], key[:len(f.labels)]
		if f.bounds == nil {
			f.sample(page, "", values, s.sum)
			continue
		}
		var count uint64
		for i, n := range s.buckets {
			count += n
			bound := "+Inf"
			if i < len(f.bounds) {
				bound = strconv.FormatFloat(f.bounds[i], 'g', -1, 64)
			}
			f.sample(page, "_bucket", append(values[:len(values):len(values)], bound), float64(count))
		}
		f.sample(page, "_sum", values, s.sum)
		f.sample(page, "_count", values, float64(count))
	}
}

func (f *family) head(page *bytes.Buffer) {
	fmt.Fprintf(page, "# HELP %s %s\n# TYPE %s %s\n", f.name, f.help, f.name, f.kind)
}

var escapeLabel = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// sample writes one line. A value more than there are labels is that of "le", the bound of a bucket.
func (f *family) sample(page *bytes.Buffer, suffix string, values []string, v float64) {
	page.WriteString(f.name + suffix)
	for i, value := range values {
		label := "le"
		if i < len(f.labels) {
			label = f.labels[i]
		}
		fmt.Fprintf(page, `%c%s="%s"`, "{,"[min(i, 1)], label, escapeLabel.Replace(value))
	}
	if len(values) > 0 {
		page.WriteByte('}')
	}
	page.WriteString(" " + strconv.FormatFloat(v, 'g', -1, 64) + "\n")
}

// writeValue writes a family that is one number.
func writeValue(page *bytes.Buffer, kind, name, help string, v float64) {
	f := newFamily(kind, name, help)
	f.add(v)
	f.write(page)
}

var started = time.Now()

// writeProcess writes how this process is, under the names that Go programs commonly have for it: the usual dashboards show them.
func writeProcess(page *bytes.Buffer) {
	info := newFamily("gauge", "go_info", "The Go that this program is built with.", "version")
	info.add(1, goruntime.Version())
	info.write(page)
	var mem goruntime.MemStats
	goruntime.ReadMemStats(&mem)
	pauses := newFamily("summary", "go_gc_duration_seconds", "Pauses of the program for collections of the heap.")
	pauses.head(page)
	pauses.sample(page, "_sum", nil, time.Duration(mem.PauseTotalNs).Seconds())
	pauses.sample(page, "_count", nil, float64(mem.NumGC))
	threads, _ := goruntime.ThreadCreateProfile(nil)
	for _, g := range []struct {
		name, help string
		value      float64
	}{
		{"go_goroutines", "Goroutines that exist.", float64(goruntime.NumGoroutine())},
		{"go_threads", "Threads that were started.", float64(threads)},
		{"go_sched_gomaxprocs_threads", "Threads that may run Go code at once.", float64(goruntime.GOMAXPROCS(0))},
		{"go_memstats_alloc_bytes", "Memory in objects of the heap.", float64(mem.Alloc)},
		{"go_memstats_heap_objects", "Objects of the heap.", float64(mem.HeapObjects)},
		{"go_memstats_heap_inuse_bytes", "Memory in spans of the heap that hold objects.", float64(mem.HeapInuse)},
		{"go_memstats_heap_idle_bytes", "Memory in spans of the heap that hold none.", float64(mem.HeapIdle)},
		{"go_memstats_heap_released_bytes", "Memory of the heap that the system has back.", float64(mem.HeapReleased)},
		{"go_memstats_stack_inuse_bytes", "Memory in stacks of goroutines.", float64(mem.StackInuse)},
		{"go_memstats_next_gc_bytes", "Size of the heap at which it is collected next.", float64(mem.NextGC)},
		{"go_memstats_sys_bytes", "Memory that Go has from the system.", float64(mem.Sys)},
		{"process_start_time_seconds", "When the process began, in seconds since 1970.", float64(started.UnixMilli()) / 1e3},
	} {
		writeValue(page, "gauge", g.name, g.help, g.value)
	}
	writeValue(page, "counter", "go_memstats_alloc_bytes_total", "Memory ever allocated for objects of the heap.", float64(mem.TotalAlloc))
	writeValue(page, "counter", "go_memstats_mallocs_total", "Objects of the heap ever allocated.", float64(mem.Mallocs))

	// The rest is what proc(5) tells, on Linux. The program's name comes second, and can hold anything but the last ")".
	stat, err := os.ReadFile("/proc/self/stat")
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if err != nil || len(fields) < 22 {
		return
	}
	field := func(number int) float64 {
		v, _ := strconv.ParseFloat(fields[number-3], 64)
		return v
	}
	const ticks = 100 // a second, to every program on every architecture that Go knows
	writeValue(page, "counter", "process_cpu_seconds_total", "CPU time of the process, without its workers.", (field(14)+field(15))/ticks)
	writeValue(page, "gauge", "process_virtual_memory_bytes", "Address space of the process.", field(23))
	writeValue(page, "gauge", "process_resident_memory_bytes", "Memory of the process, without its workers.", field(24)*float64(os.Getpagesize()))
	if open, err := os.ReadDir("/proc/self/fd"); err == nil {
		writeValue(page, "gauge", "process_open_fds", "Open files and connections.", float64(len(open)))
	}
	limits, _ := os.ReadFile("/proc/self/limits")
	_, limit, _ := strings.Cut(string(limits), "\nMax open files")
	if soft := strings.Fields(limit); len(soft) > 0 {
		if v, err := strconv.ParseFloat(soft[0], 64); err == nil {
			writeValue(page, "gauge", "process_max_fds", "Files and connections that may be open.", v)
		}
	}
}
