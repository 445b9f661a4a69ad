package epub

import (
	"io"
	"testing"
)

func BenchmarkWrite(b *testing.B) {
	in := input()
	b.ReportAllocs()
	for range b.N {
		if _, err := Write(io.Discard, in); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRender is all but fonts, go-epub and container.
func BenchmarkRender(b *testing.B) {
	in := input()
	b.ReportAllocs()
	for range b.N {
		if _, err := render(&in); err != nil {
			b.Fatal(err)
		}
	}
}
func BenchmarkAssemble(b *testing.B) {
	in := input()
	b.ReportAllocs()
	for range b.N {
		b.StopTimer()
		book, err := render(&in)
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if err := assemble(book); err != nil {
			b.Fatal(err)
		}
	}
}
func BenchmarkCheck(b *testing.B) {
	in := input()
	book, err := render(&in)
	if err != nil {
		b.Fatal(err)
	}
	if err := assemble(book); err != nil {
		b.Fatal(err)
	}
	finish(book)
	b.ReportAllocs()
	for range b.N {
		if err := check(book); err != nil {
			b.Fatal(err)
		}
	}
}
