package bagit

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkValidate reads a bag of 200 files of 1 MB.
func BenchmarkValidate(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "bag")
	w, err := Create(dir, nil, day)
	if err != nil {
		b.Fatal(err)
	}
	for i := range 200 {
		if err := w.Add(fmt.Sprintf("data/%03d.bin", i), bytes.NewReader(bytes.Repeat([]byte{byte(i)}, 1e6))); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := w.Close(); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(200e6)
	for b.Loop() {
		if r, err := Validate(os.DirFS(dir)); err != nil || r.State != Valid {
			b.Fatal(r, err)
		}
	}
}
