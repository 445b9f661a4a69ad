// Package source reads what an office wrote (a packet: Markdown with YAML front
// matter, a packet.yaml, an office.yaml) into Go types that know their place in
// the source, and says everything that is wrong with it, with place, words and
// advice.
//
// It refuses to know what a document looks like: no length, no font, no page, no
// label ("cc:") and no letterhead; it fetches nothing and writes nothing. It
// imports nothing of Chancery.
//
// Start with [Packet] (model.go), which is the document, and [Load], which makes
// one. The keys that a writer may use stand in one table (keys.go), from which
// the parser, the search for a misspelt key's nearest and the schema are made.
// Markdown becomes blocks in body.go and inlines in inline.go.
package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Overrides is what wins over, or stands in for, what the files of a packet say.
type Overrides struct {
	// Settings are values by key (page-size, face, size, justify, hyphenate,
	// smart-quotes, letterhead, language, resources), as a caller's flags give them.
	// They win over every file.
	Settings map[string]string
	// Own, if not nil, is asked once, before the documents are read, for what lies
	// in the packet's own folders; its error is Load's. resources is the folder that
	// office.yaml or a flag names, "" for none.
	Own func(resources string) (Own, error)
}

// Own is what a caller has beside what is built in.
type Own struct {
	// Letterhead gives the settings of a letterhead's own folder by the
	// letterhead's name; they win over what is built in and over nothing else.
	// A nil function, or a nil map for a name that there is not, sets nothing.
	Letterhead func(name string) map[string]string
	Faces      []string // names of typefaces
	// Quotes gives the quotation marks of a language; false, or a nil function,
	// means those of English.
	Quotes func(lang string) (Quotes, bool)
}

// UsageError says that the caller named something that cannot be read as a
// packet, or gave a flag a value that it cannot have: Chancery was used wrongly,
// the source is not at fault.
type UsageError struct {
	Text string // what is wrong: "there is no packet at "x""
	Hint string // what to do; may be ""
}

// Error is the text, and the hint on a line of its own.
func (e *UsageError) Error() string {
	if e.Hint == "" {
		return e.Text
	}
	return e.Text + "\nhint: " + e.Hint
}

// packetFile and officeFile are the names under which the two YAML files are found.
const (
	packetFile = "packet.yaml"
	officeFile = "office.yaml"
)

// Load reads the packet at path: a folder that holds packet.yaml (or that file
// itself), or one Markdown file whose front matter says its kind, which is a
// packet by itself.
//
// Problems are all faults of the source, errors and warnings, sorted by file and
// place; where [Problems.Errors] is not 0 the packet is incomplete and must not be set,
// but it holds what could be read. The error is for the rest: a *[UsageError]
// where there is no packet at path or an override is impossible, else a wrapped
// error of the machine (permission, disk) with the path in it. On an error the
// packet is nil.
func Load(path string, flags Overrides) (*Packet, Problems, error) {
	return (*Memory)(nil).Load(path, flags)
}

// loader is one run of Load.
type loader struct {
	flags    Overrides
	memory   *Memory // nil: none
	own      Own
	marks    Quotes // of the language that is read; of English if there are none
	problems Problems
	packet   *Packet
	office   *mapping // nil: there is no office.yaml
	pack     *mapping // nil: one file is the packet
	root     string   // absolute folder of the packet, links resolved
	named    Text     // the folder of resources, as it was named
	namedBy  string   // what named it
	assets   map[string]*Asset
	keyless  bool // it was said that a reference lacks its key
}

func (l *loader) load(path string) (*Packet, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) || isNotDir(err):
		return nil, &UsageError{Text: fmt.Sprintf("there is no packet at %q", path), Hint: "name a folder that holds packet.yaml, or one .md file"}
	case err != nil:
		return nil, fmt.Errorf("reading the packet: %w", err)
	}
	dir, single := path, ""
	switch {
	case info.IsDir():
		if _, err := os.Stat(filepath.Join(path, packetFile)); errors.Is(err, fs.ErrNotExist) {
			return nil, &UsageError{
				Text: fmt.Sprintf("there is no packet at %q: the folder holds no packet.yaml", path),
				Hint: "write a packet.yaml that lists the documents (chancery init shows one), or name one .md file",
			}
		}
	case filepath.Base(path) == packetFile:
		dir = filepath.Dir(path)
	case strings.EqualFold(filepath.Ext(path), ".md"):
		dir, single = filepath.Dir(path), filepath.Base(path)
	default:
		return nil, &UsageError{Text: fmt.Sprintf("%q is no packet", path), Hint: "name a folder that holds packet.yaml, or one .md file"}
	}
	if err := l.enter(dir); err != nil {
		return nil, err
	}
	if err := l.loadOffice(); err != nil {
		return nil, err
	}
	if err := l.resources(); err != nil {
		return nil, err
	}
	if single != "" {
		err = l.loadSingle(single)
	} else {
		err = l.loadPacket()
	}
	if err != nil {
		return nil, err
	}
	l.finishPacket()
	return l.packet, nil
}

// enter makes dir the packet's folder.
func (l *loader) enter(dir string) error {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("finding the packet's folder: %w", err)
	}
	l.root, err = filepath.EvalSymlinks(abs)
	if err != nil {
		return fmt.Errorf("finding the packet's folder: %w", err)
	}
	l.packet = &Packet{Dir: dir, Name: filepath.Base(abs), Assets: l.assets}
	return nil
}

// report adds a problem.
func (l *loader) report(p Problem) { l.problems = append(l.problems, p) }

// fail adds an error with a place.
func (l *loader) fail(at Span, code, text, hint string) {
	l.report(Problem{Span: at, Code: code, Text: text, Hint: hint})
}

// warn adds a warning with a place.
func (l *loader) warn(at Span, code, text, hint string) {
	l.report(Problem{Span: at, Code: code, Text: text, Hint: hint, Warning: true})
}

// isNotDir says whether an error comes from a path that goes on after a file.
func isNotDir(err error) bool {
	var pe *fs.PathError
	return errors.As(err, &pe) && strings.Contains(pe.Err.Error(), "not a directory")
}
