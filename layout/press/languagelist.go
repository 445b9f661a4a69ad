package press

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"chancery/layout/hyphen"
	"chancery/layout/labels"
	"chancery/source"
)

// Language is one line of the list of languages.
type Language struct {
	Tag string `json:"language"` // BCP 47
	// Words says where its labels come from, a file or "built in"; "" where it has
	// none: words of it may stand in a document, no document can be in it.
	Words string `json:"words"`
	// Hyphenation are the files that its patterns come from, or "built in"; none
	// where its words are not divided.
	Hyphenation []string `json:"hyphenation"`
	// Left and Right are the least letters before and after a hyphen.
	Left  int `json:"left,omitempty"`
	Right int `json:"right,omitempty"`
}

const builtIn = "built in"

// Languages lists the languages that a packet at path (or one in that folder) has
// words or patterns for: its own, its office's, those of the folder of resources
// (shared, "" for the one that office.yaml names), and those built in, sorted by
// their tags. All files are read: problems are those that no build could use. With
// "" for path they are those built in and those of shared. The error is of the
// machine, or a *source.UsageError where there is nothing at path.
func Languages(path, shared string) ([]Language, source.Problems, error) {
	var f folders
	if path != "" {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return nil, nil, &source.UsageError{Text: fmt.Sprintf("there is no packet at %q", path), Hint: "name a folder, or none for this one"}
		}
		f = looked(path, shared)
	} else if shared != "" {
		f = folders{shared}
	}
	words, wrong, err := f.languages(labelFiles)
	if err != nil {
		return nil, nil, err
	}
	patterns, more, err := f.languages(patternFiles)
	if err != nil {
		return nil, nil, err
	}
	wrong = append(wrong, more...)
	lib := &library{}
	for _, w := range words {
		_, more, err := lib.words(w)
		if err != nil {
			return nil, nil, err
		}
		wrong = append(wrong, more...)
	}
	var read []*hyphen.Patterns
	for _, r := range patterns {
		p, more, err := lib.patterns(r)
		if err != nil {
			return nil, nil, err
		}
		if wrong = append(wrong, more...); p == nil {
			p = &hyphen.Patterns{Lang: r.tag}
		}
		read = append(read, p)
	}
	set := hyphen.NewSet(read...)
	all := slices.Concat(tags(words), tags(patterns), labels.BuiltIn(), hyphen.BuiltIn())
	slices.Sort(all)
	var out []Language
	for _, tag := range slices.Compact(all) {
		l := Language{Tag: tag, Hyphenation: []string{}}
		if i := labels.Choose(tags(words), tag); i >= 0 {
			l.Words = filepath.ToSlash(words[i].rules)
		} else if labels.Choose(labels.BuiltIn(), tag) >= 0 {
			l.Words = builtIn
		}
		i := hyphen.Choose(tags(patterns), tag)
		if i >= 0 {
			for _, path := range patterns[i].paths() {
				l.Hyphenation = append(l.Hyphenation, filepath.ToSlash(path))
			}
		}
		if _, ok := hyphen.Load(tag); ok && (i < 0 || patterns[i].rules == "") {
			l.Hyphenation = append(l.Hyphenation, builtIn)
		}
		if p, ok := set.Load(tag); ok {
			l.Left, l.Right = p.Left, p.Right
		}
		out = append(out, l)
	}
	return out, wrong.Sort(), nil
}

// BuiltInLanguages gives the languages that LabelFile has a file of, sorted.
func BuiltInLanguages() []string { return labels.BuiltIn() }

// LabelFile gives the built-in file of a language's words, for an office to begin
// its own with. The error is a *source.UsageError where there is none.
func LabelFile(lang string) ([]byte, error) {
	data, err := labels.File(lang)
	var unknown *labels.UnknownLanguageError
	if errors.As(err, &unknown) {
		return nil, &source.UsageError{Text: fmt.Sprintf("no words of the language %q are built in", lang), Hint: "use " + strings.Join(unknown.Known, " or ")}
	}
	return data, err
}
