package official_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"chancery/archive/ocfl"
	"chancery/archive/ocfl/folder"
	"chancery/archive/official"
)

// BenchmarkArchive stores 500, 1,000 and 2,000 documents, lists them and checks them
// all; CHANCERY_OBJECTS=10000 says how many at the most. What it gives for a
// document grows with nothing. The documents have the files of a real one, which is
// built once.
func BenchmarkArchive(b *testing.B) {
	most := 2000
	if n, err := strconv.Atoi(os.Getenv("CHANCERY_OBJECTS")); err == nil {
		most = n
	}
	scratch, _ := newArchive(b)
	built := put(b, scratch, options(notice(b, "1", "Words.")))
	d, err := scratch.Document(ctx, built.ID)
	if err != nil {
		b.Fatal(err)
	}
	files := map[string][]byte{}
	for _, name := range d.Names(0) {
		if files[name], err = d.Read(ctx, 0, name); err != nil {
			b.Fatal(err)
		}
	}
	for _, n := range []int{most / 4, most / 2, most} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				scale(b, n, files)
			}
		})
	}
}

// scale does all of it once and reports the time for one document.
func scale(b *testing.B, n int, files map[string][]byte) {
	dir := filepath.Join(b.TempDir(), "store")
	a := openAt(b, dir)
	each := func(what string, do func()) {
		began := time.Now()
		do()
		b.ReportMetric(float64(time.Since(began).Microseconds())/float64(n), what+"-µs/document")
	}
	each("put", func() {
		for i := range n {
			c := ocfl.Commit{ID: fmt.Sprintf("urn:example:%d", i), Message: "Issued", User: someone, Created: then}
			for name, data := range files {
				c.Files = append(c.Files, ocfl.Bytes(name, append(data[:len(data):len(data)], fmt.Sprint(i)...)))
			}
			for j, f := range c.Files {
				if f.Name == "metadata/document.json" {
					c.Files[j] = ocfl.Bytes(f.Name, files[f.Name])
				}
			}
			if _, err := a.Store.Put(ctx, c); err != nil {
				b.Fatal(err)
			}
		}
	})
	d, err := folder.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	if a, err = official.Open(ctx, d); err != nil {
		b.Fatal(err)
	}
	each("list", func() {
		found := 0
		for _, err := range a.Documents(ctx) {
			if err != nil {
				b.Fatal(err)
			}
			found++
		}
		if found != n {
			b.Fatalf("%d of %d documents", found, n)
		}
	})
	s := official.NewSweep(then, 0)
	began := time.Now()
	each("verify", func() {
		if err := a.Check(ctx, s, someone, time.Now, nil); err != nil {
			b.Fatal(err)
		}
	})
	if !s.Sound() || len(s.Read) != n {
		b.Fatalf("%d of %d documents, sound %t", len(s.Read), n, s.Sound())
	}
	b.ReportMetric(float64(s.Bytes)/time.Since(began).Seconds()/1e6, "verify-MB/s")
}
