package source

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CodeUnmarkedLanguage warns of words in letters that their language does not
// write: a voice reads them by the wrong rules or spells them out (WCAG 2.1,
// success criterion 3.1.2, Language of Parts).
const CodeUnmarkedLanguage = "unmarked-language"

// script is a script that tells its language from the others' at a glance, with the
// language that most often writes it.
type script struct {
	name, lang string
	table      *unicode.RangeTable
}

// foreignScripts are looked for. Greek is not among them: single letters of it are
// signs in every language.
var foreignScripts = []script{
	{"Cyrillic", "ru", unicode.Cyrillic}, {"Armenian", "hy", unicode.Armenian}, {"Georgian", "ka", unicode.Georgian},
	{"Hebrew", "he", unicode.Hebrew}, {"Arabic", "ar", unicode.Arabic}, {"Devanagari", "hi", unicode.Devanagari},
	{"Bengali", "bn", unicode.Bengali}, {"Gurmukhi", "pa", unicode.Gurmukhi}, {"Gujarati", "gu", unicode.Gujarati},
	{"Tamil", "ta", unicode.Tamil}, {"Telugu", "te", unicode.Telugu}, {"Thai", "th", unicode.Thai}, {"Lao", "lo", unicode.Lao},
	{"Khmer", "km", unicode.Khmer}, {"Myanmar", "my", unicode.Myanmar}, {"Ethiopic", "am", unicode.Ethiopic},
	{"Hangul", "ko", unicode.Hangul}, {"Hiragana", "ja", unicode.Hiragana}, {"Katakana", "ja", unicode.Katakana}, {"Han", "zh", unicode.Han},
}

// writes says which of those scripts a language is written in beside the Latin,
// where that is not the one language that foreignScripts name it by.
var writes = map[string]string{
	"uk": "Cyrillic", "be": "Cyrillic", "bg": "Cyrillic", "sr": "Cyrillic", "mk": "Cyrillic", "kk": "Cyrillic", "ky": "Cyrillic", "tg": "Cyrillic",
	"mn": "Cyrillic", "tt": "Cyrillic", "uz": "Cyrillic", "bs": "Cyrillic", "yi": "Hebrew", "iw": "Hebrew", "lad": "Hebrew",
	"fa": "Arabic", "prs": "Arabic", "ur": "Arabic", "ps": "Arabic", "sd": "Arabic", "ug": "Arabic", "ckb": "Arabic", "ku": "Arabic", "ks": "Arabic",
	"mr": "Devanagari", "ne": "Devanagari", "sa": "Devanagari", "as": "Bengali", "ti": "Ethiopic", "gez": "Ethiopic", "tig": "Ethiopic",
	"ja": "Hiragana Katakana Han", "ko": "Hangul Han", "yue": "Han", "wuu": "Han", "zh": "Han",
}

// subtags of ISO 15924 that name these scripts, for tags that say theirs: "az-Cyrl".
var scriptSubtags = map[string]string{
	"cyrl": "Cyrillic", "armn": "Armenian", "geor": "Georgian", "hebr": "Hebrew", "arab": "Arabic", "deva": "Devanagari", "beng": "Bengali",
	"guru": "Gurmukhi", "gujr": "Gujarati", "taml": "Tamil", "telu": "Telugu", "thai": "Thai", "laoo": "Lao", "khmr": "Khmer", "mymr": "Myanmar",
	"ethi": "Ethiopic", "hang": "Hangul", "kore": "Hangul Han", "jpan": "Hiragana Katakana Han", "hans": "Han", "hant": "Han", "hani": "Han",
}

// words are the words of a script that a text begins with.
func (s *script) words(text string) string {
	end := strings.IndexFunc(text, func(r rune) bool { return r != ' ' && !s.has(r) && !unicode.In(r, unicode.Mn, unicode.Mc) })
	if end < 0 {
		end = len(text)
	}
	return strings.TrimRight(text[:end], " ")
}

// has says whether a letter is of the script, or of one that is written with it.
func (s *script) has(r rune) bool {
	return unicode.Is(s.table, r) || s.group() == "Han" && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// group is the script's name; kana go with the ideographs that stand among them.
func (s *script) group() string {
	if s.lang == "ja" {
		return "Han"
	}
	return s.name
}

// marked is the language that words of the script in a text are likely of: kana
// tell Japanese from Chinese.
func (s *script) marked(text string) string {
	if s.group() == "Han" && strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) }) {
		return "ja"
	}
	return s.lang
}

// writtenIn says whether a language is written in a script.
func writtenIn(lang string, s *script) bool {
	subtags := strings.Split(strings.ToLower(lang), "-")
	if len(subtags) > 1 {
		if names, ok := scriptSubtags[subtags[1]]; ok {
			return strings.Contains(names, s.name)
		}
	}
	return subtags[0] == s.lang || strings.Contains(writes[subtags[0]], s.name)
}

// foreignLetter finds the first letter of a text in a script that the language is not
// written in.
func foreignLetter(text, lang string) (at int, s *script) {
	for i, r := range text {
		if r < 0x400 {
			continue
		}
		for k := range foreignScripts {
			if f := &foreignScripts[k]; unicode.Is(f.table, r) && unicode.IsLetter(r) {
				if !writtenIn(lang, f) {
					return i, f
				}
				break
			}
		}
	}
	return -1, nil
}

// unmarked warns of the words of a document that are in letters which their
// language does not write: once for each script in a paragraph.
func (l *loader) unmarked(d *Document) {
	var blocks func(list []*Block, lang string)
	var inlines func(list []Inline, lang string, said map[string]bool)
	inlines = func(list []Inline, lang string, said map[string]bool) {
		for i := range list {
			in := &list[i]
			inner := lang
			if in.Lang != "" {
				inner = in.Lang
			}
			for text, from := in.Text, 0; from < len(text); {
				at, s := foreignLetter(text[from:], lang)
				if s == nil {
					break
				}
				word := from + at
				words := s.words(text[word:])
				from = word + len(words)
				if name := s.group(); !said[name] {
					said[name] = true
					l.warnUnmarked(SpanAt([]Inline{*in}, word), words, s.marked(text), lang, s)
				}
			}
			inlines(in.Kids, inner, said)
		}
	}
	blocks = func(list []*Block, lang string) {
		for _, b := range list {
			inner := lang
			if b.Lang != "" {
				inner = b.Lang
			}
			said := map[string]bool{}
			inlines(b.Inlines, inner, said)
			inlines(b.Caption, inner, said)
			blocks(b.Blocks, inner)
		}
	}
	blocks(d.Body, d.Language)
	for _, n := range d.Notes {
		blocks(n.Blocks, d.Language)
	}
}

// warnUnmarked says what is wrong with words and what to write.
func (l *loader) warnUnmarked(at Span, word, marked, lang string, s *script) {
	if n := utf8.RuneCountInString(word); n > 24 {
		word = string([]rune(word)[:24]) + "…"
	}
	l.warn(at, CodeUnmarkedLanguage, fmt.Sprintf("words in letters of the script %s: a voice reads them as %s, the language around them", s.group(), lang),
		fmt.Sprintf("say what language they are: [%s]{lang=%s}", word, marked))
}
