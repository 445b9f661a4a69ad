package ocfl

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"slices"
	"strings"
)

// Store is a storage root (clause 4). It is safe for concurrent use.
type Store struct {
	d      Driver
	layout layout
	// declared says that ocfl_layout.json names the layout; without it objects are
	// found by looking through the store.
	declared bool
	spec     string
}

// rootDeclaration is the file that makes a folder a storage root (4.2).
const rootDeclaration = "0=ocfl_" + specNow

const (
	layoutFile   = "ocfl_layout.json"
	layoutConfig = "extensions/" + layoutName + "/config.json"
)

// Init makes a store of a folder that is empty, or opens the one that is there.
// extra are files for the store's root, by their names, such as a text for who
// finds the store without knowing of OCFL; they are written with a new store only.
// The error is a *BrokenError where the folder holds anything else.
func Init(ctx context.Context, d Driver, extra map[string][]byte) (*Store, error) {
	entries, err := d.List(ctx, "")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var fresh findings
	for _, e := range entries {
		if namaste().MatchString(e.Name) {
			return Open(ctx, d)
		}
		// What an Init that was cut short has left is written anew.
		if _, ours := extra[e.Name]; !ours && e.Name != layoutFile && e.Name != "extensions" {
			fresh.add("E069", e.Name, "the folder holds other things than a store: name another one")
		}
	}
	if len(fresh) > 0 {
		return nil, &BrokenError{"", fresh}
	}
	description, err := json.MarshalIndent(map[string]string{"extension": layoutName, "description": layoutDescription}, "", "  ")
	if err != nil {
		return nil, err
	}
	config, err := json.MarshalIndent(defaultLayout, "", "  ")
	if err != nil {
		return nil, err
	}
	c, err := d.Begin(ctx, "")
	if err != nil {
		return nil, err
	}
	defer c.Abort()
	for name, data := range extra {
		if err := c.Write(ctx, name, bytes.NewReader(data)); err != nil {
			return nil, err
		}
	}
	// The declaration comes last: from then on it is a store.
	for _, f := range []struct {
		name string
		data []byte
	}{{layoutFile, append(description, '\n')}, {layoutConfig, append(config, '\n')}, {rootDeclaration, []byte("ocfl_" + specNow + "\n")}} {
		if err := c.Write(ctx, f.name, bytes.NewReader(f.data)); err != nil {
			return nil, err
		}
	}
	if err := c.Commit(ctx); err != nil {
		return nil, err
	}
	return Open(ctx, d)
}

// Open opens a store. The error is a *BrokenError where there is none, or one that
// its declaration or its layout makes unreadable.
func Open(ctx context.Context, d Driver) (*Store, error) {
	s := &Store{d: d, layout: defaultLayout}
	var found findings
	if err := s.open(ctx, &found); err != nil {
		return nil, err
	}
	if errs := Errors(found); len(errs) > 0 {
		return nil, &BrokenError{"", errs}
	}
	return s, nil
}

// rootName is the "dvalue" of a storage root's declaration.
var rootName = lazily(`^ocfl_(\d+\.\d+)$`)

// open reads what stands in the root (4.1, 4.2) and notes what is wrong with it.
func (s *Store) open(ctx context.Context, found *findings) error {
	entries, err := s.d.List(ctx, "")
	if errors.Is(err, fs.ErrNotExist) {
		found.add("E069", "", "there is no such folder")
		return nil
	}
	if err != nil {
		return err
	}
	n := 0
	for _, e := range entries {
		m := namaste().FindStringSubmatch(e.Name)
		switch {
		case m == nil && rootName().MatchString(e.Name) && e.Kind == File:
			found.add("E077", e.Name, `the name of a declaration begins with "0="`)
		case m == nil:
		case m[1] != "0":
			found.add("E078 E075", e.Name, `the name of a declaration begins with "0="`)
		case e.Kind != File:
			found.add("E075", e.Name, "a declaration is a file")
		case !rootName().MatchString(m[2]) || !slices.Contains(specs, rootName().FindStringSubmatch(m[2])[1]):
			found.add("E079", e.Name, `it does not say "ocfl_" and a version of the specification`)
		default:
			n++
			if spec := rootName().FindStringSubmatch(m[2])[1]; spec > s.spec {
				s.spec = spec
			}
			data, err := readAll(ctx, s.d, e.Name)
			if err != nil {
				return err
			}
			if string(data) != m[2]+"\n" {
				found.add("E080", e.Name, "it does not hold its own name after the \"=\" and a line's end")
			}
		}
	}
	switch {
	case n == 0:
		found.add("E069 E076", "", "there is no declaration %s: it is no storage root of OCFL", rootDeclaration)
	case n > 1:
		found.add("E076", "", "there is more than one declaration")
	}
	return s.openLayout(ctx, found)
}

// openLayout reads ocfl_layout.json (4.1).
func (s *Store) openLayout(ctx context.Context, found *findings) error {
	data, err := readAll(ctx, s.d, layoutFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	v, err := parseJSON(data)
	o, ok := v.(*object)
	if err != nil || !ok {
		found.add("E070", layoutFile, "it is no JSON object")
		return nil
	}
	name, ok := o.values["extension"].(string)
	if _, described := o.values["description"].(string); !ok || !described {
		found.add("E070", layoutFile, `it has no "extension" and "description" that are strings`)
		return nil
	}
	if !registered[name] || !strings.Contains(name, "layout") {
		found.add("E071", layoutFile, "%q is no registered layout", name)
		return nil
	}
	if name != layoutName {
		return nil // objects are found by looking
	}
	config, err := readAll(ctx, s.d, layoutConfig)
	if errors.Is(err, fs.ErrNotExist) {
		s.declared = true
		return nil
	}
	if err != nil {
		return err
	}
	if s.layout, err = parseLayout(config); err != nil {
		found.add("E071", layoutConfig, "it cannot be used: %v", err)
		s.layout = defaultLayout
		return nil
	}
	s.declared = true
	return nil
}

// Path gives the folder, in the store, of the object of an identifier.
func (s *Store) Path(id string) string { return s.layout.path(id) }

// Paths walks through the folders of all objects, in the order of their names. An
// error ends the walk; what lies between the objects is Validate's business.
func (s *Store) Paths(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) { s.walk(ctx, "", nil, yield) }
}

// walk finds objects below a folder; found, where it is not nil, gets what is wrong
// with the hierarchy (4.3). It says whether to go on.
func (s *Store) walk(ctx context.Context, folder string, found *findings, yield func(string, error) bool) bool {
	entries, err := s.d.List(ctx, folder)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		yield("", err)
		return false
	}
	if folder != "" {
		for _, e := range entries {
			if isObject(e) {
				return yield(folder, nil)
			}
		}
		if found != nil {
			hierarchy(folder, entries, found)
		}
	}
	for _, e := range entries {
		if e.Kind == Folder && !(folder == "" && e.Name == "extensions") {
			if !s.walk(ctx, in(folder, e.Name), found, yield) {
				return false
			}
		} else if e.Kind == Other && found != nil {
			found.add("E090", in(folder, e.Name), "it is neither a file nor a folder: a symbolic link, or a device")
		}
	}
	return true
}

// isObject says whether an entry makes its folder an object's.
func isObject(e Entry) bool {
	return namaste().MatchString(e.Name) || e.Kind == File && e.Name == inventoryName
}

// hierarchy judges a folder that is no object's.
func hierarchy(folder string, entries []Entry, found *findings) {
	if len(entries) == 0 {
		found.add("E073 E085", folder, "the folder is empty")
		return
	}
	folders := 0
	for _, e := range entries {
		if e.Kind == Folder {
			folders++
		}
	}
	for _, e := range entries {
		if e.Kind == File {
			codes := "E072 E084"
			if folders == 0 {
				codes += " E085 E088" // it ends here, without an object
			}
			found.add(codes, in(folder, e.Name), "it belongs to no object")
		}
	}
}

// find gives the folder of an object: where the layout says, or, in a store whose
// layout is another one, where it is.
func (s *Store) find(ctx context.Context, id string) (string, error) {
	if path := s.layout.path(id); s.declared {
		return path, nil
	}
	for path, err := range s.Paths(ctx) {
		if err != nil {
			return "", err
		}
		if raw, err := readAll(ctx, s.d, in(path, inventoryName)); err == nil {
			if inv, _ := parseInventory(raw, inventoryName); inv != nil && inv.ID == id {
				return path, nil
			}
		}
	}
	return "", fmt.Errorf("%w: %s", ErrNoObject, id)
}
