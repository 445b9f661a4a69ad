// Package hyphen finds where a word may be divided, by the patterns of Franklin
// Mark Liang ("Word Hy-phen-a-tion by Com-put-er", Stanford 1983, STAN-CS-83-977)
// and lists of exceptions. It refuses to know whether a division is wanted:
// names, headlines and last words are the caller's business. Patterns are built in or an office's own, read
// from files by Read; a Set has both. Start reading at Patterns.Points.
package hyphen

import (
	"strings"
	"sync"

	"chancery/assets"
)

// Patterns are the rules of one language. They do not change once loaded and
// may be used by several goroutines at once.
type Patterns struct {
	Lang string // BCP 47 of the patterns: "en-US"
	// Left and Right are the least letters before and after a hyphen.
	Left, Right int

	patterns   table
	exceptions table
	words      []*table // of others, looked up before exceptions

	// Of patterns that were read from an office's files: the characters that they
	// have, composed and small, and whether small letters are Turkish ones.
	letters map[rune]bool
	turkic  bool
}

// language names the files of a language, in assets.FS under hyphenation/.
type language struct {
	lang        string
	left, right int
	files       []string // patterns and exceptions; of two exceptions the first holds
	once        sync.Once
	patterns    *Patterns
}

// The letters before and after are those that the files' heads ask for.
var (
	english = language{lang: "en-US", left: 2, right: 3, files: []string{"hyph-en-us.tex", "ushyphex.tex"}}
	spanish = language{lang: "es", left: 2, right: 2, files: []string{"hyph-es.tex"}}
)

// Load gives the patterns for a language, named as in BCP 47. They are read at
// the first call, once in a process. Spanish serves all of its regions. English
// serves "en" and the United States alone: other countries divide otherwise
// (demo-crat), and a wrong hyphen is worse than none. False means that there
// are no patterns for the language, so no hyphenation.
func Load(lang string) (*Patterns, bool) {
	subtags := strings.Split(strings.ToLower(strings.ReplaceAll(lang, "_", "-")), "-")
	var l *language
	switch subtags[0] {
	case "en":
		for _, s := range subtags[1:] {
			if s == "x" { // private use follows
				break
			}
			if len(s) == 2 && s != "us" || len(s) == 3 && s[0] <= '9' && s != "840" {
				return nil, false
			}
		}
		l = &english
	case "es":
		l = &spanish
	default:
		return nil, false
	}
	l.once.Do(l.load)
	return l.patterns, true
}

// BuiltIn gives the languages whose patterns are built in, sorted.
func BuiltIn() []string { return []string{english.lang, spanish.lang} }

func (l *language) load() {
	var texts [][]byte
	for _, name := range l.files {
		b, err := assets.FS.ReadFile("hyphenation/" + name)
		if err != nil { // our own file; a test loads them all
			panic("hyphen: " + err.Error())
		}
		texts = append(texts, b)
	}
	l.patterns = parse(l.lang, l.left, l.right, texts...)
}

// parse reads files of TeX's \patterns and \hyphenation groups.
func parse(lang string, left, right int, texts ...[]byte) *Patterns {
	p := &Patterns{Lang: lang, Left: left, Right: right}
	for _, text := range texts {
		p.patterns.addGroup(text, `\patterns{`)
		p.exceptions.addGroup(text, `\hyphenation{`)
	}
	return p
}
