package epub

import (
	"io"
	"testing"
)

// The packet that has everything, with a shaper of its own.
func BenchmarkWrite(b *testing.B) {
	in := input()
	b.ReportAllocs()
	for range b.N {
		if _, err := Write(io.Discard, in); err != nil {
			b.Fatal(err)
		}
	}
}

// The seed, part by part, with a shaper that knows its faces: what a build adds
// for the publication.
func BenchmarkSeed(b *testing.B) {
	in := seed(b)
	in.Shaper = newUsage(nil).shaper
	made := func() *Book {
		book, err := render(&in)
		if err != nil {
			b.Fatal(err)
		}
		assemble(book)
		finish(book)
		return book
	}
	b.Run("all", func(b *testing.B) {
		for range b.N {
			if _, err := Write(io.Discard, in); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("render", func(b *testing.B) {
		for range b.N {
			if _, err := render(&in); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("assemble", func(b *testing.B) {
		book := made()
		for b.Loop() {
			assemble(book)
		}
	})
	b.Run("check", func(b *testing.B) {
		book := made()
		for b.Loop() {
			if err := check(book); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("container", func(b *testing.B) {
		book := made()
		for b.Loop() {
			if _, err := writeContainer(io.Discard, book); err != nil {
				b.Fatal(err)
			}
		}
	})
}
