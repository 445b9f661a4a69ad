package press

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"chancery/fonts"
	"chancery/layout/compose"
	"chancery/layout/hyphen"
	"chancery/layout/labels"
	"chancery/source"
)

// CodeBadFont is the code of a font in a packet's folder that cannot be used.
const CodeBadFont = "bad-font"

// resources are what a packet's own folders hold, read and checked.
type resources struct {
	folders folders
	library *library
	faces   *fonts.Library

	listed     bool // of labels, the next three
	words      []language
	wrongWords source.Problems
	wordsErr   error
}

// fonts reads the faces in the folders named fonts, in the order of folders and
// names: all are checked, whether a document names them or not, because any of them
// may be asked for a character that another lacks. Without such a folder it costs
// as many looks at the disk as there are folders.
func (r *resources) fonts() (source.Problems, error) {
	list, err := r.folders.list("fonts")
	if err != nil {
		return nil, err
	}
	var wrong source.Problems
	var groups [][]*fonts.Face // by folder
	var dirs []string
	for _, files := range list {
		var faces []*fonts.Face
		for _, e := range files {
			switch strings.ToLower(filepath.Ext(e.name)) {
			case ".ttf", ".otf", ".ttc":
			default:
				continue
			}
			data, err := os.ReadFile(e.path)
			if err != nil {
				return nil, fmt.Errorf("reading the fonts: %w", err)
			}
			face, err := r.library.face(e.path, data)
			if err != nil {
				wrong = append(wrong, source.Problem{Path: e.path, Code: CodeBadFont, Text: "the font cannot be used: " + err.Error(),
					Hint: "take it out of the folder, or put a static TrueType font there"})
				continue
			}
			faces = append(faces, face)
		}
		if len(faces) > 0 {
			groups, dirs = append(groups, faces), append(dirs, filepath.Dir(files[0].path))
		}
	}
	var more source.Problems
	r.faces, more = r.library.join(groups, dirs)
	return append(wrong, more...), nil
}

// library keeps what was read of packets' own folders, so that the next build has
// the same faces, patterns and words where the files hold the same bytes, and with
// them what the memory of setting knows. It is safe for concurrent use.
type library struct {
	mu        sync.Mutex
	read      map[string]kept // by path and what it was read as
	joined    []joined
	resources []*compose.Resources
	sets      []sets
}

// joined is the library that was made of faces, by folder.
type joined struct {
	groups [][]*fonts.Face
	all    *fonts.Library
}

// kept is a file as it was when it was read.
type kept struct {
	data  [][]byte
	value any // *fonts.Face, *hyphen.Patterns or *labels.Labels
}

// sets are what a compose.Resources was made of.
type sets struct {
	faces    *fonts.Library
	patterns []*hyphen.Patterns
	labels   []*labels.Labels
}

// maxKept bounds the files that are kept, and maxResources the ways to put them
// together: where there are more all is forgotten.
const maxKept, maxResources = 64, 8

// remember gives what the files of a path were read as before, if their bytes are
// the same; else what make makes of them, which is kept unless it is nil.
func remember[T any](l *library, key string, data [][]byte, read func() (*T, error)) (*T, error) {
	l.mu.Lock()
	k, ok := l.read[key]
	l.mu.Unlock()
	if ok && slices.EqualFunc(k.data, data, bytes.Equal) {
		return k.value.(*T), nil
	}
	v, err := read()
	if v == nil || err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.read == nil || len(l.read) >= maxKept {
		l.read = map[string]kept{}
	}
	l.read[key] = kept{data, v}
	return v, nil
}

// face reads a font.
func (l *library) face(path string, data []byte) (*fonts.Face, error) {
	return remember(l, "font "+path, [][]byte{data}, func() (*fonts.Face, error) { return fonts.Parse(data) })
}

// join makes one library of the faces of several folders, the nearest first: the
// same one where it was made of the same faces before. A folder whose faces do not
// go together adds none.
func (l *library) join(groups [][]*fonts.Face, dirs []string) (*fonts.Library, source.Problems) {
	if len(groups) == 0 {
		return nil, nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, known := range l.joined {
		if slices.EqualFunc(known.groups, groups, slices.Equal) {
			return known.all, nil
		}
	}
	var wrong source.Problems
	var libs []*fonts.Library
	for i, faces := range groups {
		lib, err := fonts.NewLibrary(faces...)
		if err != nil {
			wrong = append(wrong, source.Problem{Path: dirs[i], Code: CodeBadFont, Text: err.Error(), Hint: "take it out of the folder"})
			continue
		}
		libs = append(libs, lib)
	}
	all := fonts.Join(libs...)
	if wrong == nil {
		if len(l.joined) >= maxResources {
			l.joined = nil
		}
		l.joined = append(l.joined, joined{groups, all})
	}
	return all, wrong
}

// together makes the resources of a packet: the same ones where they were made of
// the same parts before, nil where there is no part.
func (l *library) together(s sets) *compose.Resources {
	if s.faces == nil && len(s.patterns) == 0 && len(s.labels) == 0 {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, known := range l.sets {
		if known.faces == s.faces && slices.Equal(known.patterns, s.patterns) && slices.Equal(known.labels, s.labels) {
			return l.resources[i]
		}
	}
	if len(l.resources) >= maxResources {
		l.resources, l.sets = nil, nil
	}
	r := &compose.Resources{Faces: s.faces, Hyphenation: hyphen.NewSet(s.patterns...), Labels: labels.NewSet(s.labels...)}
	l.resources, l.sets = append(l.resources, r), append(l.sets, s)
	return r
}
