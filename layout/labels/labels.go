// Package labels gives the words of a language that no source writes: "FOR
// IMMEDIATE RELEASE", "Page 2 of 3", the names of the months, the order of a
// date. They are data, one file a language: built in (assets/labels), or an
// office's own, so that a further language is a further file and no Go. The
// package refuses to know where the words are set and what they look like. Start
// with Load; Read reads an office's file, a Set has both.
package labels

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"chancery/assets"
	"chancery/source"
)

// Labels are the words of one language. They are read only: one value may serve
// any number of goroutines.
type Labels struct {
	Lang string // the language that the words are in, a BCP 47 tag: "en-US", "es"

	Immediate string // "FOR IMMEDIATE RELEASE"
	Contact   string // "Contact:"
	More      string // "more": under a page that another one follows
	Via       string // "Via": before a way of delivery

	Cover        string // the parts of an electronic book, as its navigation names them
	TitlePage    string
	InThisPacket string
	Contents     string
	Landmarks    string
	PageList     string
	Letter       string // a document's short name: "Letter", and in "Letter 2"
	Release      string
	Text         string
	Table        string
	Continued    string // "(continued)": after the caption of a table that goes on
	Signatories  string
	Copies       string
	Start        string
	Notes        string // "Notes": the notes of a document, as a list
	MarkAddress  string // before the address of a document's verify page; may be ""

	// What follows is reached through methods.
	embargoed               string
	cc, colon               string
	enclosure, enclosures   string
	signatureOf             string
	signedDigitally         string
	pageOf                  string
	months, halves          []string
	date, clock, dateTime   string
	first                   string // the first day of a month; "" where it is 1
	listTwo, listTwoAlt     string
	listStart               string
	listEnd, listEndAlt     string
	altBefore, altNotBefore []string
	quotes                  []string // four, or none
	tieAfter, tieToNumber   []string
	tieBefore               []string
	letterTitle             string
	letterTitleNoNames      string
	printedPage, pageBreak  string
	coverAlt                string
	access, accessPages     string
	note, backToText        string
	markReference           string
	markAlt                 string
}

// UnknownLanguageError says that there are no words for a language, and for
// which there are.
type UnknownLanguageError struct {
	Lang  string
	Known []string // the names of the files, sorted
}

// Error names the language and the known ones.
func (e *UnknownLanguageError) Error() string {
	return fmt.Sprintf("there are no words for the language %q: known are %s", e.Lang, strings.Join(e.Known, ", "))
}

// Load gives the words of a language, a BCP 47 tag in any case. The tag is looked
// up as in RFC 4647, 3.4: the longest of its prefixes that has a file wins, so
// that "es-MX" finds es.yaml. A bare language finds the file of its likely region
// too ("en" is "en-US", as in CLDR's likely subtags), but one region never stands
// for another: "en-GB" is an *UnknownLanguageError, because a date in the wrong
// order is worse than a message.
//
// A built-in file is read once in a process.
func Load(lang string) (*Labels, error) {
	tag := lookup(BuiltIn(), lang)
	if l, ok := loaded.Load(tag); ok {
		return l.(*Labels), nil
	}
	l, err := LoadFS(assets.FS, lang)
	if err != nil {
		return nil, err
	}
	first, _ := loaded.LoadOrStore(tag, l)
	return first.(*Labels), nil
}

// loaded has the built-in labels that were read, by the names of their files.
var loaded sync.Map

// LoadFS is Load from the folder labels of another file system. Its errors are
// *UnknownLanguageError, a failure to read, or a line of the file that is no
// label, named by file and line.
func LoadFS(fsys fs.FS, lang string) (*Labels, error) {
	files, err := fs.ReadDir(fsys, "labels")
	if err != nil {
		return nil, fmt.Errorf("labels: %w", err)
	}
	var known []string // in fs.ReadDir's order, which is sorted
	for _, f := range files {
		if tag, ok := strings.CutSuffix(f.Name(), ".yaml"); ok {
			known = append(known, tag)
		}
	}
	tag := lookup(known, lang)
	if tag == "" {
		return nil, &UnknownLanguageError{Lang: lang, Known: known}
	}
	data, err := fs.ReadFile(fsys, "labels/"+tag+".yaml")
	if err != nil {
		return nil, fmt.Errorf("labels: %w", err)
	}
	return parse(tag, string(data))
}

// BuiltIn gives the languages whose words are built in, sorted.
func BuiltIn() []string {
	files, err := fs.ReadDir(assets.FS, "labels")
	if err != nil {
		panic("labels: " + err.Error()) // our own folder
	}
	var tags []string
	for _, f := range files {
		if tag, ok := strings.CutSuffix(f.Name(), ".yaml"); ok {
			tags = append(tags, tag)
		}
	}
	return tags
}

// File gives the built-in file of a language's words, found as Load finds it, for
// an office to begin its own with. The error is an *UnknownLanguageError.
func File(lang string) ([]byte, error) {
	known := BuiltIn()
	tag := lookup(known, lang)
	if tag == "" {
		return nil, &UnknownLanguageError{Lang: lang, Known: known}
	}
	return assets.FS.ReadFile("labels/" + tag + ".yaml")
}

// lookup finds the known tag for lang, or "".
func lookup(known []string, lang string) string {
	if i := source.MatchLanguage(known, lang); i >= 0 {
		return known[i]
	}
	if lang != "" && !strings.Contains(lang, "-") {
		for _, tag := range known {
			if language, _, _ := strings.Cut(tag, "-"); strings.EqualFold(language, lang) {
				return tag
			}
		}
	}
	return ""
}

// Date prints a day as running text has it: "June 19, 2018", "19 de junio de 2018".
func (l *Labels) Date(y int, m time.Month, d int) string {
	month := ""
	if i := int(m) - 1; i >= 0 && i < len(l.months) {
		month = l.months[i]
	}
	day := strconv.Itoa(d)
	if d == 1 && l.first != "" {
		day = l.first
	}
	return fill(l.date, "month", month, "day", day, "year", strconv.Itoa(y))
}

// DateTime prints a moment in t's own zone, and names the zone as given:
// "June 19, 2018 at 10:00 AM EDT". The space before AM, PM and the zone does
// not break.
func (l *Labels) DateTime(t time.Time, zone string) string {
	hour := t.Hour()
	twelve := (hour+11)%12 + 1
	half := ""
	if len(l.halves) == 2 {
		half = l.halves[hour/12]
	}
	minute := strconv.Itoa(100 + t.Minute())[1:]
	clock := fill(l.clock, "hour12", strconv.Itoa(twelve), "hour24", strconv.Itoa(hour),
		"minute", minute, "half", half, "zone", zone)
	clock = strings.ReplaceAll(strings.TrimRight(clock, " "), " ", "\u00a0")
	y, m, d := t.Date()
	return fill(l.dateTime, "date", l.Date(y, m, d), "time", clock)
}

// Embargoed is the line above an embargoed release: "EMBARGOED UNTIL June 19,
// 2018 at 10:00 AM EDT".
func (l *Labels) Embargoed(until time.Time, zone string) string {
	return fill(l.embargoed, "when", l.DateTime(until, zone))
}

// PageOf is "Page 2 of 3".
func (l *Labels) PageOf(n, m int) string {
	return fill(l.pageOf, "n", strconv.Itoa(n), "m", strconv.Itoa(m))
}

// CopiesLabel stands before those who get a copy: "cc:".
func (l *Labels) CopiesLabel() string { return l.cc }

// Quotes gives the quotation marks of print, opening and closing double ones, then
// single ones; false where the language has those of English.
func (l *Labels) Quotes() (marks [4]string, ok bool) {
	n := copy(marks[:], l.quotes)
	return marks, n == len(marks)
}

// Colon ends the label of a reference: ":".
func (l *Labels) Colon() string {
	if l.colon == "" {
		return ":"
	}
	return l.colon
}

// EnclosuresLabel stands before n enclosures: "Enclosure:", "Enclosures:".
func (l *Labels) EnclosuresLabel(n int) string {
	if n == 1 {
		return l.enclosure
	}
	return l.enclosures
}

// SignatureOf is what a listener hears at the field where someone signs:
// "Signature of Hector Balderas".
func (l *Labels) SignatureOf(name string) string { return fill(l.signatureOf, "name", name) }

// SignedDigitally stands under the name in a visible digital signature:
// "Digitally signed on June 19, 2018 at 2:00 PM UTC".
func (l *Labels) SignedDigitally(at time.Time) string {
	when := l.DateTime(at.UTC(), "UTC")
	if l.signedDigitally == "" {
		return when
	}
	return fill(l.signedDigitally, "when", when)
}

// MarkReference is the number of a document as its foot shows it: "Reference
// 2018-0123", or the number alone where the language has no word for it.
func (l *Labels) MarkReference(reference string) string {
	if l.markReference == "" {
		return reference
	}
	return fill(l.markReference, "reference", reference)
}

// MarkAlt says what the QR code beside an address is, in words that mean the same in
// all languages where this one has none.
func (l *Labels) MarkAlt() string {
	if l.markAlt == "" {
		return "QR"
	}
	return l.markAlt
}

// Note names a note for who does not see where it is called: "Note 3".
func (l *Labels) Note(n int) string { return fill(l.note, "n", strconv.Itoa(n)) }

// BackToText names the way from a note to where it is called.
func (l *Labels) BackToText(n int) string { return fill(l.backToText, "n", strconv.Itoa(n)) }

// List joins names: "X", "X and Y", "X, Y and Z"; no names give "".
func (l *Labels) List(names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	}
	last := names[len(names)-1]
	two, end := l.listTwo, l.listEnd
	if l.listTwoAlt != "" && l.alternate(last) {
		two, end = l.listTwoAlt, l.listEndAlt
	}
	if len(names) == 2 {
		return fill(two, "a", names[0], "b", last)
	}
	out := names[0]
	for _, name := range names[1 : len(names)-1] {
		out = fill(l.listStart, "a", out, "b", name)
	}
	return fill(end, "a", out, "b", last)
}

// alternate says whether name begins as the language's other "and" wants it.
func (l *Labels) alternate(name string) bool {
	if r, _ := utf8.DecodeRuneInString(name); !unicode.IsLetter(r) {
		return false
	}
	name = strings.ToLower(name)
	begins := func(with []string) bool {
		for _, p := range with {
			if strings.HasPrefix(name, p) {
				return true
			}
		}
		return false
	}
	return begins(l.altBefore) && !begins(l.altNotBefore)
}

// LetterTitle is the title of a letter that has none of its own: "Letter to X
// and Y, June 19, 2018"; without names "Letter, June 19, 2018"; without a date no
// comma is left at the end.
func (l *Labels) LetterTitle(names []string, date string) string {
	title := fill(l.letterTitle, "names", l.List(names), "date", date)
	if len(names) == 0 {
		title = fill(l.letterTitleNoNames, "date", date)
	}
	if date == "" {
		title = strings.TrimRightFunc(title, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) })
	}
	return title
}

// PrintedPage is the entry of a page list: "Letter 2".
func (l *Labels) PrintedPage(document, page string) string {
	return fill(l.printedPage, "document", document, "n", page)
}

// PageBreak is what a listener hears where a printed page begins: "Letter, page 2".
func (l *Labels) PageBreak(document, page string) string {
	return fill(l.pageBreak, "document", document, "n", page)
}

// CoverAlt says what a cover shows. A cover without publisher or date leaves them out.
func (l *Labels) CoverAlt(title, publisher, date string) string {
	alt := fill(l.coverAlt, "title", title, "publisher", publisher, "date", date)
	alt = strings.ReplaceAll(alt, ". , ", ". ")
	alt = strings.ReplaceAll(alt, ", .", ".")
	return strings.TrimSuffix(alt, " .")
}

// AccessibilitySummary says in a sentence or two what an electronic book offers
// to those who listen; pages says whether it names the pages of print.
func (l *Labels) AccessibilitySummary(pages bool) string {
	if pages {
		return l.access + " " + l.accessPages
	}
	return l.access
}

// fill puts values in the places that a pattern names in braces. A value is
// never searched for further places.
func fill(pattern string, pairs ...string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(pattern, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == name {
				b.WriteString(pairs[i+1])
			}
		}
		pattern = after
	}
}
