package press

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"chancery/assets"
	"chancery/layout"
	"chancery/layout/compose"
	"chancery/layout/letterhead"
	"chancery/source"
)

// letterheads finds letterheads by name: in the folders letterheads of a packet's
// folders, then among those built in.
type letterheads struct {
	places []fs.FS // nearest first, what is built in last
}

// carried are the letterheads that Chancery carries.
var carried = sub(assets.FS, "letterheads")

func sub(fsys fs.FS, dir string) fs.FS {
	s, err := fs.Sub(fsys, dir)
	if err != nil {
		panic("press: " + err.Error()) // the name is valid
	}
	return s
}

// places are the file systems to look in, nearest first.
func (f folders) places() []fs.FS {
	var out []fs.FS
	for _, dir := range f {
		dir = filepath.Join(dir, "letterheads")
		if st, err := os.Stat(dir); err == nil && st.IsDir() {
			out = append(out, named{os.DirFS(dir), dir})
		}
	}
	return append(out, carried)
}

// named is a file system with the folder that it is.
type named struct {
	fs.FS
	dir string
}

// find gives the first of places that has the letterhead, else the last one.
func find(places []fs.FS, name string) fs.FS {
	for _, p := range places {
		if has(p, name) {
			return p
		}
	}
	return places[len(places)-1]
}

// has says whether a file system whose folders are letterheads has one of that
// name, without reading any.
func has(fsys fs.FS, name string) bool {
	if !fs.ValidPath(name) || strings.Contains(name, "/") {
		return false
	}
	info, err := fs.Stat(fsys, name+"/"+letterhead.File)
	return err == nil && !info.IsDir()
}

// folder is the folder of the packet at path, which may be one file in it.
func folder(path string) string {
	if st, err := os.Stat(path); err != nil || !st.IsDir() {
		return filepath.Dir(path)
	}
	return path
}

// settings gives what a letterhead sets, for a packet that is not read yet.
func (h letterheads) settings(name string) map[string]string {
	at := find(h.places, name)
	if kept := builtInHead(at, name); kept != nil {
		return kept.Settings
	}
	return letterhead.Settings(at, name)
}

// officeDir is the nearest folder from dir upwards that holds an office.yaml.
func officeDir(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	for {
		if _, err := os.Stat(filepath.Join(abs, "office.yaml")); err == nil {
			return abs
		}
		up := filepath.Dir(abs)
		if up == abs {
			return ""
		}
		abs = up
	}
}

// load reads the letterhead that a document names; without one it is the bare
// sheet. A letterhead that is not there is a problem where it is named.
func (h letterheads) load(name source.Text) (*layout.Letterhead, source.Problems) {
	if name.Empty() {
		return compose.BareSheet(), nil
	}
	at := find(h.places, name.Value)
	if kept := builtInHead(at, name.Value); kept != nil {
		return kept, nil
	}
	lh, problems := letterhead.Load(at, name.Value)
	seen := map[*source.File]bool{}
	for i := range problems {
		f := problems[i].Span.File
		if f == nil {
			problems[i].Span = name.Span
		} else if folder, ok := at.(named); ok && !seen[f] {
			f.Name = filepath.ToSlash(filepath.Join(folder.dir, f.Name))
			seen[f] = true
		}
	}
	return lh, problems
}

// builtInHeads has the letterheads that Chancery carries, as far as they were
// asked for: by name, func() *layout.Letterhead. Nothing changes them.
var builtInHeads sync.Map

// builtInHead gives a letterhead of those that Chancery carries, read once in a
// process; nil where fsys is another place or there is none of that name.
func builtInHead(fsys fs.FS, name string) *layout.Letterhead {
	if fsys != carried || !has(fsys, name) {
		return nil
	}
	read, known := builtInHeads.Load(name)
	if !known {
		read, _ = builtInHeads.LoadOrStore(name, sync.OnceValue(func() *layout.Letterhead {
			lh, problems := letterhead.Load(fsys, name)
			if len(problems) > 0 {
				return nil // said by who reads it again
			}
			return lh
		}))
	}
	return read.(func() *layout.Letterhead)()
}

// Letterhead is one line of the list of letterheads.
type Letterhead struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	From        string `json:"from"` // "built in", or the folder
}

// Letterheads lists the letterheads that a packet in dir could name, nearest
// first; those hidden by a nearer one of the same name are left out. shared is the
// folder of resources, "" for the one that office.yaml names.
func Letterheads(dir, shared string) []Letterhead {
	var out []Letterhead
	seen := map[string]bool{}
	add := func(fsys fs.FS, from string) {
		for _, s := range letterhead.List(fsys) {
			if !seen[s.Name] {
				seen[s.Name] = true
				out = append(out, Letterhead{Name: s.Name, Description: s.Description, From: from})
			}
		}
	}
	for _, d := range looked(dir, shared) {
		own := filepath.Join(d, "letterheads")
		if st, err := os.Stat(own); err == nil && st.IsDir() {
			add(os.DirFS(own), own)
		}
	}
	add(carried, "built in")
	return out
}
