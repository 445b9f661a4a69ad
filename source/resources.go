package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// resources finds the folder that office.yaml or a flag names for what many packets
// share, and asks the caller what there is of its own. A path of a flag counts from
// where the caller works, one of office.yaml from the folder of that file, which it
// may leave: an office shares its folder with others.
func (l *loader) resources() error {
	dir := ""
	if v, ok := l.flags.Settings[resourcesKey.name]; ok {
		if !isDir(v) {
			return &UsageError{Text: fmt.Sprintf("there is no folder %q of resources", v), Hint: "name a folder that holds fonts, hyphenation, labels or letterheads"}
		}
		dir, l.named, l.namedBy = v, Text{Value: v}, "flag --"+resourcesKey.name
	} else if l.office != nil {
		if t := l.office.text(resourcesKey.name, false); t.Value != "" {
			l.named, l.namedBy = t, place(t.Span)
			dir = l.beside(filepath.FromSlash(t.Value))
			switch st, err := os.Stat(dir); {
			case errors.Is(err, fs.ErrNotExist) || isNotDir(err):
				l.fail(t.Span, CodeMissingFile, fmt.Sprintf("there is no folder %q", filepath.ToSlash(dir)), "check the name: it counts from the folder of office.yaml; or take the line out")
				dir = ""
			case err != nil:
				return fmt.Errorf("looking for the resources: %w", err)
			case !st.IsDir():
				l.fail(t.Span, CodeMissingFile, fmt.Sprintf("%q is not a folder", filepath.ToSlash(dir)), "name the folder that holds fonts, hyphenation, labels or letterheads")
				dir = ""
			}
		}
	}
	l.packet.Resources = dir
	if l.flags.Own == nil {
		return nil
	}
	var err error
	l.own, err = l.flags.Own(dir)
	return err
}

// beside is a path from the folder of office.yaml: as messages name it, unless that
// leads elsewhere because a folder on the way is a link.
func (l *loader) beside(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	o := &l.packet.Office
	sure, shown := filepath.Join(o.Dir, path), filepath.Join(filepath.Dir(filepath.FromSlash(o.File.Name)), path)
	if isDir(sure) && !sameFile(sure, shown) {
		return sure
	}
	return shown
}

// sameFile says whether two paths lead to one file or folder.
func sameFile(a, b string) bool {
	if a == b {
		return true
	}
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

func isDir(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.IsDir()
}

// Resources gives the folder of resources that the office of a packet at path (or
// of one in that folder) names, without reading the packet; "" where there is none.
// What is wrong with office.yaml is said by Load.
func Resources(path string) string {
	l := &loader{assets: map[string]*Asset{}}
	if !isDir(path) {
		path = filepath.Dir(path)
	}
	if l.enter(path) != nil || l.loadOffice() != nil || l.resources() != nil {
		return ""
	}
	return l.packet.Resources
}
