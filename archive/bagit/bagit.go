// Package bagit writes bags, the form in which records are handed from one
// keeper to the next, and judges bags of whatever origin. A bag is a folder: the
// records below data/, and beside it text files that say of each file what its
// checksum is. Start reading at Validate and at Create.
//
// Standard: RFC 8493, The BagIt File Packaging Format (V1.0). Bags of the drafts
// before it, 0.93 to 0.97, are read by the rules that the RFC keeps for them. The
// rules are in rules.go, each with its section; CONFORMANCE.md says where each is
// tested, and which cannot be broken by a file.
package bagit

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
)

// State is what a bag is, in one word.
type State string

// The states. RFC 8493, section 3, has complete and valid; a bag whose holes are
// all listed in fetch.txt is not complete yet, and nothing is wrong with it.
const (
	Valid      State = "valid"
	Invalid    State = "invalid"    // a rule is broken
	Incomplete State = "incomplete" // files are to be fetched, and all that is there holds
	Unknown    State = "unknown"    // it uses something that is not known here, or cannot be read
)

// Problem is one thing that is to be said of a bag.
type Problem struct {
	Code    string `json:"code"`    // of Rules
	Section string `json:"section"` // of RFC 8493
	Level   Level  `json:"level"`
	File    string `json:"file,omitempty"` // relative to the bag
	Line    int    `json:"line,omitempty"` // in File, counted from 1
	Text    string `json:"text"`           // a sentence without its full stop
}

// String is the problem on one line.
func (p Problem) String() string {
	at := p.File
	if p.Line > 0 {
		at += fmt.Sprintf(":%d", p.Line)
	}
	if at != "" {
		at += ": "
	}
	return fmt.Sprintf("%s%s: %s [%s, RFC 8493, %s]", at, p.Level, p.Text, p.Code, p.Section)
}

// Hole is a file that is listed and not there, and that fetch.txt says where to
// get. It is never fetched: whoever receives a bag decides whom to ask.
type Hole struct {
	File   string `json:"file"`
	URL    string `json:"url"`
	Length int64  `json:"length"` // in bytes; -1 it is not said
}

// Element is one line of bag-info.txt.
type Element struct {
	Label string `json:"label"`
	Value string `json:"value"` // a continued value has its line breaks as LF
}

// Report is all that is found of a bag.
type Report struct {
	State      State     `json:"state"`
	Problems   []Problem `json:"problems"` // warnings included; the gravest first
	Holes      []Hole    `json:"holes"`
	Version    string    `json:"version"`  // as bagit.txt says it
	Encoding   string    `json:"encoding"` // of the tag files
	Algorithms []string  `json:"algorithms"`
	Info       []Element `json:"info"`
	Files      int       `json:"files"` // of the payload
	Bytes      int64     `json:"bytes"` // of the payload
}

// Faults are the problems that keep a bag from being valid.
func (r *Report) Faults() []Problem {
	return slices.DeleteFunc(slices.Clone(r.Problems), func(p Problem) bool { return p.Level == Warning })
}

// Find gives the values of a label of bag-info.txt, without regard to capitals
// (RFC 8493, 2.2.2).
func (r *Report) Find(label string) (values []string) {
	for _, e := range r.Info {
		if equalLabel(e.Label, label) {
			values = append(values, e.Value)
		}
	}
	return values
}

// bag is a bag that is being judged.
type bag struct {
	fsys fs.FS
	r    *Report

	early  bool // of a version before 1.0
	decode decoder

	files   map[string]int64  // regular files and their sizes in bytes
	folders map[string]bool   // folders
	odd     map[string]string // what is neither, and what it is
	byNFC   map[string]string // a file's name in normalization form C to its name

	payload, tags []*manifest
	fetch         map[string]Hole
}

// Validate judges the bag in fsys, which is its base directory, by every rule,
// and gives all that it finds in one run. Of files that manifests name none is
// opened that a walk through fsys did not find there, and no symbolic link is
// followed; give it (*os.Root).FS() where others can write while it runs.
// The error is of the machine, where fsys itself cannot be listed.
func Validate(fsys fs.FS) (*Report, error) {
	b := &bag{
		fsys: fsys, decode: decodeUTF8,
		r:     &Report{Problems: []Problem{}, Holes: []Hole{}, Algorithms: []string{}, Info: []Element{}},
		fetch: map[string]Hole{},
	}
	if err := b.walk(); err != nil {
		return nil, err
	}
	b.declaration()
	b.manifests()
	b.info()
	b.fetches()
	b.complete()
	b.checksums()
	b.oxum()
	b.names()
	b.conclude()
	return b.r, nil
}

// add says that a rule is broken; in a bag of an early version it may be none.
func (b *bag) add(code, file string, line int, format string, args ...any) {
	rule := ruleOf(code)
	level := rule.Level
	if b.early && rule.Early != "" {
		level = rule.Early
	}
	if level == none {
		return
	}
	b.r.Problems = append(b.r.Problems, Problem{code, rule.Section, level, file, line, fmt.Sprintf(format, args...)})
}

// conclude sorts what was found and draws the state from it.
func (b *bag) conclude() {
	rank := map[Level]int{Fault: 0, Unread: 1, Missing: 2, Warning: 3}
	slices.SortStableFunc(b.r.Problems, func(x, y Problem) int {
		return cmp.Or(cmp.Compare(rank[x.Level], rank[y.Level]), cmp.Compare(x.Section, y.Section), cmp.Compare(x.File, y.File), cmp.Compare(x.Line, y.Line), cmp.Compare(x.Text, y.Text))
	})
	b.r.State = Valid
	if len(b.r.Problems) > 0 {
		b.r.State = map[Level]State{Fault: Invalid, Unread: Unknown, Missing: Incomplete, Warning: Valid}[b.r.Problems[0].Level]
	}
}
