package bucket

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"chancery/archive/internal/drivertest"
	"chancery/archive/ocfl"
)

// benchFiles are an object of the size of a packet: eleven files, 500 kB.
func benchFiles(n int) map[string]string {
	files := map[string]string{"documents/letter.pdf": strings.Repeat(fmt.Sprintf("%7d\n", n), 60_000)}
	for i := range 10 {
		files[fmt.Sprintf("source/%d.md", i)] = strings.Repeat(fmt.Sprintf("%d of %d\n", i, n), 200)
	}
	return files
}

// benchStore fills a store with n objects on a server of S3.
func benchStore(b *testing.B, n int) *ocfl.Store {
	b.Helper()
	s, err := ocfl.Init(context.Background(), openURL(b, server(b).FolderURL("store")), nil)
	if err != nil {
		b.Fatal(err)
	}
	for i := range n {
		benchPut(b, s, i)
	}
	return s
}

func benchPut(b *testing.B, s *ocfl.Store, i int) {
	b.Helper()
	if _, err := s.Put(context.Background(), drivertest.Commit(fmt.Sprint("urn:example:", i), 0, benchFiles(i))); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkPut stores an object.
func BenchmarkPut(b *testing.B) {
	s := benchStore(b, 0)
	i := 0
	for b.Loop() {
		benchPut(b, s, i)
		i++
	}
}

// benchObjects is how many objects are listed and verified.
const benchObjects = 50

// BenchmarkList reads the inventories of 50 objects.
func BenchmarkList(b *testing.B) {
	s := benchStore(b, benchObjects)
	for b.Loop() {
		n := 0
		for path, err := range s.Paths(b.Context()) {
			if err == nil {
				_, err = s.Object(b.Context(), fmt.Sprint("urn:example:", n))
			}
			if err != nil {
				b.Fatal(path, err)
			}
			n++
		}
		if n != benchObjects {
			b.Fatal(n)
		}
	}
}

// BenchmarkVerify reads 50 objects, 25 MB, whole.
func BenchmarkVerify(b *testing.B) {
	s := benchStore(b, benchObjects)
	for b.Loop() {
		var bytes int64
		found, err := s.Validate(b.Context(), ocfl.Sweep{Each: func(r *ocfl.Report) error {
			bytes += r.Bytes
			return nil
		}})
		if err != nil || len(found) > 0 {
			b.Fatal(found, err)
		}
		b.SetBytes(bytes)
	}
}
