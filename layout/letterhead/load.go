package letterhead

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"chancery/layout"
	"chancery/layout/art"
	"chancery/source"
)

// maxBytes is the longest letterhead.yaml that is read.
const maxBytes = 1 << 20

// Summary is a letterhead as a list shows it.
type Summary struct {
	Name        string
	Description string
	Problems    source.Problems // what is wrong with it; Description may be "" then
}

// List gives the letterheads of a file system whose folders are letterheads,
// sorted by name. Folders without letterhead.yaml are none. It reads the
// descriptions only, not the geometry.
func List(fsys fs.FS) []Summary {
	var out []Summary
	for _, name := range names(fsys) {
		r := open(fsys, name)
		s := Summary{Name: name}
		if root := r.root(); root != nil {
			s.Description = r.text(root.get("description"))
		}
		s.Problems = r.problems
		out = append(out, s)
	}
	return out
}

func names(fsys fs.FS) []string {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		if info, err := fs.Stat(fsys, path.Join(e.Name(), File)); err == nil && !info.IsDir() {
			out = append(out, e.Name())
		}
	}
	return out
}

// Settings gives the settings that a letterhead makes the default for its
// letters, by their keys in a source: face, size, justify, hyphenate, page-size.
// It is nil for a letterhead that is not there or cannot be read: Load says why.
func Settings(fsys fs.FS, name string) map[string]string {
	r := open(fsys, name)
	if root := r.root(); root != nil {
		return r.settings(root.get("settings"))
	}
	return nil
}

// Load reads the letterhead NAME of a file system whose folders are
// letterheads: letterhead.yaml and the drawing that it names. It is nil where
// any problem is more than a warning. All problems are given, each with its
// place in NAME/letterhead.yaml or in the drawing; one without place (the
// letterhead is not there) is the caller's to give a place.
func Load(fsys fs.FS, name string) (*layout.Letterhead, source.Problems) {
	r := open(fsys, name)
	root := r.root()
	if root == nil {
		return nil, r.problems
	}
	lh := r.letterhead(name, root)
	if problems := r.problems.Sort(); problems.Errors() > 0 {
		return nil, problems
	}
	return lh, r.problems
}

// reader reads one letterhead.
type reader struct {
	fsys     fs.FS
	name     string
	file     *source.File
	lines    []int // where each line of the file begins
	problems source.Problems
}

// open reads letterhead.yaml; file stays nil where it cannot be read.
func open(fsys fs.FS, name string) *reader {
	r := &reader{fsys: fsys, name: name}
	if !fs.ValidPath(name) || name == "." || strings.Contains(name, "/") {
		r.missing(fmt.Sprintf("a letterhead's name is the name of a folder, not %q", name))
		return r
	}
	data, err := fs.ReadFile(fsys, path.Join(name, File))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.missing(fmt.Sprintf("there is no letterhead %q", name))
		return r
	case err != nil:
		r.missing(fmt.Sprintf("letterhead %q cannot be read: %v", name, err))
		return r
	case len(data) > maxBytes:
		r.missing(fmt.Sprintf("letterhead %q has more than a megabyte in %s", name, File))
		return r
	}
	r.file = &source.File{Name: path.Join(name, File), Data: data}
	r.lines = append(r.lines, 0)
	for i, c := range data {
		if c == '\n' {
			r.lines = append(r.lines, i+1)
		}
	}
	return r
}

// missing says that the letterhead is not to be had, and which ones are.
func (r *reader) missing(text string) {
	p := source.Problem{Path: path.Join(r.name, File), Code: source.CodeMissingFile, Text: text}
	if all := names(r.fsys); len(all) > 0 {
		p.Hint = "there are: " + strings.Join(all, ", ")
		if near := nearest(r.name, all); near != "" {
			p.Hint = fmt.Sprintf("did you mean %q? ", near) + p.Hint
		}
	}
	r.problems = append(r.problems, p)
}

// letterhead reads the whole file.
func (r *reader) letterhead(name string, root *mapping) *layout.Letterhead {
	lh := &layout.Letterhead{Name: name}
	r.known(root, "a letterhead", "description", "settings", "ink", "margins", "date-baseline",
		"continuation", "addresses", "signatures", "first-page")
	lh.Description = r.text(r.need(root, "description"))
	lh.Settings = r.settings(root.get("settings"))
	lh.Color = r.ink(root.get("ink"))
	lh.DateBaseline = r.length(r.need(root, "date-baseline"), 0)

	if m := r.mapping(r.need(root, "margins")); m != nil {
		r.known(m, `"margins"`, "left", "right", "bottom")
		lh.Left = r.length(r.need(m, "left"), 0)
		lh.Right = r.length(r.need(m, "right"), 0)
		lh.Bottom = r.length(r.need(m, "bottom"), 0)
	}
	if m := r.mapping(r.need(root, "continuation")); m != nil {
		r.known(m, `"continuation"`, "baseline", "gap")
		lh.HeadingBaseline = r.length(r.need(m, "baseline"), 0)
		lh.HeadingGap = r.length(r.need(m, "gap"), 0)
	}
	lh.AddressesAbreast = r.choice(root.get("addresses"), "stacked", "abreast") == "abreast"
	if m := r.mapping(r.need(root, "signatures")); m != nil {
		r.known(m, `"signatures"`, "columns", "gutter", "room", "small-capitals")
		lh.Columns = r.integer(r.need(m, "columns"), 1, 4)
		lh.Gutter = r.length(m.get("gutter"), 0)
		lh.SignatureRoom = r.length(r.need(m, "room"), 0)
		lh.NamesSmallCaps = r.boolean(m.get("small-capitals"))
	}
	for _, n := range r.list(r.need(root, "first-page")) {
		if m := r.mapping(n); m != nil {
			lh.First = append(lh.First, r.region(m, lh))
		}
	}
	r.emblems(lh)
	r.fields(lh)
	return lh
}

// settingKeys are the settings that a letterhead may make a default.
var settingKeys = []string{"page-size", "face", "size", "justify", "hyphenate", "expansion", "number-sections", "print-links"}

func (r *reader) settings(n *node) map[string]string {
	m := r.mapping(n)
	if m == nil {
		return nil
	}
	r.known(m, `"settings"`, settingKeys...)
	out := make(map[string]string, len(m.entries))
	for _, key := range settingKeys {
		n := m.get(key)
		if n == nil {
			continue
		}
		switch key {
		case "page-size":
			r.choice(n, "letter", "a4")
		case "size":
			r.length(n, 0)
		case "expansion":
			r.choice(n, "0", "0.5", "1", "1.5", "2")
		case "justify", "hyphenate":
			r.boolean(n)
		}
		out[key] = r.text(n)
	}
	return out
}

// emblems holds the drawings to one: the office's own seal takes its place.
func (r *reader) emblems(lh *layout.Letterhead) {
	first := -1
	for i := range lh.First {
		if lh.First[i].Art == nil {
			continue
		}
		if first >= 0 {
			r.problems = append(r.problems, source.Problem{
				Span: lh.First[i].Span, Code: CodeSecondEmblem,
				Text:    "a letterhead has one emblem, whose place the office's own seal takes",
				Hint:    `leave "art" to one region`,
				Related: []source.Related{{Span: lh.First[first].Span, Text: "the first one"}},
			})
			return
		}
		first = i
	}
}

// fields holds the regions for the office's certification to one.
func (r *reader) fields(lh *layout.Letterhead) {
	first := -1
	for i := range lh.First {
		switch {
		case !lh.First[i].Certification:
		case first < 0:
			first = i
		default:
			r.problems = append(r.problems, source.Problem{
				Span: lh.First[i].Span, Code: CodeSecondField,
				Text:    "a document is certified once, and a region is reserved for that already",
				Hint:    `leave "certification" to one region`,
				Related: []source.Related{{Span: lh.First[first].Span, Text: "the first one"}},
			})
		}
	}
}

// drawing reads the art of a region.
func (r *reader) drawing(n *node) *layout.Art {
	name := r.text(n)
	if n == nil || name == "" {
		return nil
	}
	if !fs.ValidPath(name) || name == "." {
		r.problem(n, source.CodeOutside, "the drawing's path leaves the letterhead's folder", "keep the drawing beside "+File)
		return nil
	}
	if !strings.HasSuffix(name, ".svg") {
		r.problem(n, source.CodeNotAnImage, "a letterhead's drawing is SVG, so that it is sharp at any size", "the office's own seal may be PNG: give it in office.yaml")
		return nil
	}
	data, err := fs.ReadFile(r.fsys, path.Join(r.name, name))
	if err != nil {
		r.problem(n, source.CodeMissingFile, fmt.Sprintf("the drawing %q is not in the letterhead's folder", name), "")
		return nil
	}
	a, err := art.SVG(data)
	if err != nil {
		var e *art.Error
		if !errors.As(err, &e) {
			r.problem(n, source.CodeNotAnImage, err.Error(), "")
			return nil
		}
		p := e.Problem(&source.File{Name: path.Join(r.name, name), Data: data})
		p.Related = []source.Related{{Span: n.span, Text: "named here"}}
		r.problems = append(r.problems, p)
		return nil
	}
	return a
}
