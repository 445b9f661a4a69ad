package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// splitWords splits text at white space into words, in Unicode's composed form.
// A soft hyphen goes and its word is joined, also over the line break that it
// stands before. U+200B, which Chancery gives to the glyphs of a cluster that
// stand for no character of their own, goes too.
func splitWords(text string) []string {
	var b strings.Builder
	for i, piece := range strings.Split(text, "\u00AD") {
		if i > 0 && strings.HasPrefix(piece, "\n") {
			piece = piece[1:]
		}
		b.WriteString(piece)
	}
	return strings.Fields(norm.NFC.String(strings.ReplaceAll(b.String(), "\u200B", "")))
}

// wordDiff compares two texts word for word, in order. It returns "" when they
// are equal, else where and how they part.
func wordDiff(got, want []string) string {
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	if i == len(got) && i == len(want) {
		return ""
	}
	around := func(words []string) string {
		return strings.Join(words[max(0, i-4):min(len(words), i+8)], " ")
	}
	return fmt.Sprintf("word %d of %d (want %d) differs:\n got … %s …\nwant … %s …",
		i+1, len(got), len(want), around(got), around(want))
}

// wordsMissing says which words of want, in order, are not among got in the same
// order; other words may stand between them. It returns "" when all are there.
// It is for text that has the page's furniture in it.
func wordsMissing(got, want []string) string {
	at := 0
	for i, word := range want {
		n := slices.Index(got[at:], word)
		if n < 0 {
			return fmt.Sprintf("word %d of %d, %q, is not there after … %s", i+1, len(want), word,
				strings.Join(got[max(0, at-6):at], " "))
		}
		at += n + 1
	}
	return ""
}

// words are the words of a file: of a PDF as its tags give them, of an EPUB as
// its spine does.
func words(ctx context.Context, file string) ([]string, error) {
	if strings.EqualFold(filepath.Ext(file), ".epub") {
		return epubWords(file)
	}
	return structWords(ctx, file)
}

// printWords is the verb words: a word a line, so that diff can compare.
func printWords(ctx context.Context, files []string, out, errs io.Writer) error {
	if len(files) == 0 {
		return noFiles(errs)
	}
	for _, file := range files {
		list, err := words(ctx, file)
		if err != nil {
			return err
		}
		for _, word := range list {
			fmt.Fprintln(out, word)
		}
	}
	return nil
}
