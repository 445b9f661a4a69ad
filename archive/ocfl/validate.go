package ocfl

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Report is what Validate found in one object.
type Report struct {
	Path     string    `json:"path"` // of the object in the store
	ID       string    `json:"id"`
	Head     string    `json:"head"`
	Files    int       `json:"files"` // that were read to their end
	Bytes    int64     `json:"bytes"`
	Findings []Finding `json:"findings"`
	spec     string    // the version of the specification that it declares
}

// Valid says whether the object keeps all that the specification demands.
func (r *Report) Valid() bool { return len(Errors(r.Findings)) == 0 }

// validator judges one object.
type validator struct {
	findings
	ctx    context.Context
	d      Driver
	root   string // the object's path in the store
	report *Report

	raw     []byte // inventory.json of the object's root
	inv     *Inventory
	byName  map[string]*Inventory // the inventories of the versions, of those that have one
	content map[string]Entry      // the files of content, by their path in the object
	same    map[string]string     // files behind several names, and the first of these
}

// Validate judges the object in a folder of a driver: every rule of clause 3 and
// of 4.6, and the digests of all files. The error is of the machine, or of a
// context that ended.
func Validate(ctx context.Context, d Driver, path string) (*Report, error) {
	v := &validator{ctx: ctx, d: d, root: path, report: &Report{Path: path},
		byName: map[string]*Inventory{}, content: map[string]Entry{}, same: map[string]string{}}
	if err := v.object(); err != nil {
		return nil, err
	}
	v.report.Findings = v.findings
	if v.inv != nil {
		v.report.ID, v.report.Head = v.inv.ID, v.inv.Head
	}
	return v.report, nil
}

// in joins names of a path; either may be "".
func in(folder, name string) string {
	switch {
	case folder == "":
		return name
	case name == "":
		return folder
	}
	return folder + "/" + name
}

// list lists a folder of the object, "" for its root; links are complained of, and
// left out. A folder that is not there is empty.
func (v *validator) list(name string) ([]Entry, error) {
	all, err := v.d.List(v.ctx, in(v.root, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var kept []Entry
	for _, e := range all {
		path := in(name, e.Name)
		if e.Kind == Other {
			v.add("E090", path, "it is neither a file nor a folder: a symbolic link, or a device")
			continue
		}
		if e.Same != "" {
			if first, twice := v.same[e.Same]; twice {
				v.add("E090", path, "it is a hard link to %s", first)
			}
			v.same[e.Same] = path
		}
		kept = append(kept, e)
	}
	return kept, v.ctx.Err()
}

// read reads a file of the object.
func (v *validator) read(name string) ([]byte, error) {
	return readAll(v.ctx, v.d, in(v.root, name))
}

// readAll reads a small file of a store.
func readAll(ctx context.Context, d Driver, name string) ([]byte, error) {
	f, err := d.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// object judges the whole.
func (v *validator) object() error {
	entries, err := v.list("")
	if err != nil {
		return err
	}
	if err := v.declaration(entries); err != nil {
		return err
	}
	if err := v.rootInventory(entries); err != nil {
		return err
	}
	if err := v.rootEntries(entries); err != nil {
		return err
	}
	if v.inv == nil {
		return nil
	}
	var versions []string
	for _, e := range entries {
		if e.Kind == Folder && versionNumber(e.Name) > 0 {
			versions = append(versions, e.Name)
		}
	}
	slices.SortFunc(versions, func(a, b string) int { return cmp.Compare(versionNumber(a), versionNumber(b)) })
	for _, name := range versions {
		if err := v.version(name); err != nil {
			return err
		}
	}
	v.agree(versions)
	return v.digests()
}

// lazily gives an expression that is made when it is first used.
func lazily(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// namaste is what a declaration's name is made of (3.2, 4.2).
var namaste = lazily(`^(\d+)=(.*)$`)

// declaration judges 0=ocfl_object_1.1 (3.2).
func (v *validator) declaration(entries []Entry) error {
	var found []string
	for _, e := range entries {
		m := namaste().FindStringSubmatch(e.Name)
		switch {
		case m == nil && strings.HasPrefix(e.Name, "ocfl_object_"):
			v.add("E004", e.Name, `the name of a declaration begins with "0="`)
		case m == nil:
		case m[1] != "0":
			v.add("E005 E002", e.Name, `the name of a declaration begins with "0="`)
		case e.Kind != File:
			v.add("E002", e.Name, "a declaration is a file")
		case !slices.Contains(specs, strings.TrimPrefix(m[2], "ocfl_object_")) || !strings.HasPrefix(m[2], "ocfl_object_"):
			v.add("E006", e.Name, `it does not say "ocfl_object_" and a version of the specification`)
		default:
			found = append(found, e.Name)
			data, err := v.read(e.Name)
			if err != nil {
				return err
			}
			if string(data) != m[2]+"\n" {
				v.add("E007", e.Name, "it does not hold its own name after the \"=\" and a line's end")
			}
		}
	}
	switch len(found) {
	case 0:
		v.add("E003", "", "there is no declaration 0=ocfl_object_%s", specNow)
	default:
		slices.Sort(found)
		v.report.spec = strings.TrimPrefix(found[len(found)-1], "0=ocfl_object_")
		if len(found) > 1 {
			v.add("E003", found[1], "there is more than one declaration")
		}
	}
	return nil
}

// rootInventory reads the inventory of the object's root (3.5, 3.7).
func (v *validator) rootInventory(entries []Entry) error {
	has := false
	for _, e := range entries {
		has = has || e.Name == inventoryName && e.Kind == File
		if e.Name != inventoryName && strings.EqualFold(e.Name, inventoryName) {
			v.add("E034", e.Name, "the inventory's name is %s", inventoryName)
		}
	}
	if !has {
		v.add("E063", inventoryName, "the object has no inventory")
		return nil
	}
	var err error
	if v.raw, err = v.read(inventoryName); err != nil {
		return err
	}
	inv, found := parseInventory(v.raw, inventoryName)
	v.findings = append(v.findings, found...)
	if inv == nil {
		return nil
	}
	v.inv = inv
	if s := v.report.spec; s != "" && inv.Type != "" && inv.Type != inventoryType(s) {
		v.add("E038", inventoryName, "its type is %q, and the object declares version %s", inv.Type, s)
	}
	return v.sidecar("", entries, v.raw, inv)
}

// sidecarForm is what a sidecar holds (3.6).
var sidecarForm = lazily(`^([0-9A-Fa-f]+)[ \t]+inventory\.json\n?$`)

// sidecar judges the digest file of an inventory (3.6).
func (v *validator) sidecar(folder string, entries []Entry, data []byte, inv *Inventory) error {
	want := inventoryName + "." + inv.DigestAlgorithm
	has := false
	for _, e := range entries {
		has = has || e.Name == want && e.Kind == File
		if ext, ok := strings.CutPrefix(e.Name, inventoryName+"."); ok && e.Name != want && algorithms[ext].new != nil {
			v.add("E059", in(folder, e.Name), "the inventory's digests are of %s", inv.DigestAlgorithm)
		}
	}
	a, known := algorithms[inv.DigestAlgorithm]
	if !known {
		return nil // said of the inventory
	}
	path := in(folder, want)
	if !has {
		v.add("E058", path, "the inventory has no digest beside it")
		return nil
	}
	text, err := v.read(path)
	if err != nil {
		return err
	}
	m := sidecarForm().FindSubmatch(text)
	if m == nil {
		v.add("E061", path, `it is not of the form "DIGEST inventory.json"`)
		return nil
	}
	h := a.new()
	h.Write(data)
	if !strings.EqualFold(string(m[1]), sum(inv.DigestAlgorithm, h)) {
		v.add("E060", path, "the digest is not that of the inventory")
	}
	return nil
}

// rootEntries judges what lies in the object's root (3.1).
func (v *validator) rootEntries(entries []Entry) error {
	for _, e := range entries {
		switch {
		case e.Kind == File && (e.Name == inventoryName || namaste().MatchString(e.Name)):
		case e.Kind == File && v.isSidecar(e.Name):
		case e.Kind == Folder && e.Name == "logs":
		case e.Kind == Folder && e.Name == "extensions":
			if err := v.extensions(); err != nil {
				return err
			}
		case e.Kind == Folder && versionNumber(e.Name) > 0:
			if v.inv != nil && v.inv.Versions[e.Name] == nil {
				codes := "E046"
				if versionNumber(e.Name) > v.inv.HeadNumber() {
					codes += " E040"
				}
				v.add(codes, e.Name, "the inventory has no such version")
			}
		case e.Kind == Folder:
			codes := "E001"
			if inner, err := v.list(e.Name); err != nil {
				return err
			} else if slices.ContainsFunc(inner, func(e Entry) bool { return namaste().MatchString(e.Name) }) {
				codes = "E082 E001" // an object in an object
			}
			v.add(codes, e.Name, "an object has no such folder")
		default:
			v.add("E001", e.Name, "an object has no such file")
		}
	}
	return nil
}

// isSidecar says whether a file is the sidecar of the root's inventory; one of
// another algorithm has been complained of.
func (v *validator) isSidecar(name string) bool {
	ext, ok := strings.CutPrefix(name, inventoryName+".")
	return ok && algorithms[ext].new != nil
}

// extensions judges the folder of extensions (3.9).
func (v *validator) extensions() error {
	entries, err := v.list("extensions")
	if err != nil {
		return err
	}
	for _, e := range entries {
		path := "extensions/" + e.Name
		switch {
		case e.Kind == File:
			v.add("E067", path, "there may be nothing but folders of extensions")
		case !registered[e.Name]:
			v.add("W013", path, "it is no registered extension")
		}
	}
	return nil
}

// version judges the folder of a version (3.3) and its inventory (3.7).
func (v *validator) version(name string) error {
	entries, err := v.list(name)
	if err != nil {
		return err
	}
	var inv *Inventory
	var raw []byte
	for _, e := range entries {
		path := name + "/" + e.Name
		switch {
		case e.Kind == File && e.Name == inventoryName:
			if raw, err = v.read(path); err != nil {
				return err
			}
			if inv = v.inv; !bytes.Equal(raw, v.raw) {
				var found []Finding
				inv, found = parseInventory(raw, path)
				v.findings = append(v.findings, found...)
			}
			if inv != nil && inv.Head != name && inv.Head != "" {
				v.add("E040", path, "its head is %q", inv.Head)
			}
		case e.Kind == File && v.isSidecar(e.Name):
		case e.Kind == File:
			v.add("E015", path, "a version has no files but its inventory and the inventory's digest")
		case e.Name == v.inv.content():
			n := len(v.content)
			if err := v.walk(path, true); err != nil {
				return err
			}
			if len(v.content) == n {
				v.add("W003", path, "it is empty: a version without content is better without it")
			}
		default:
			v.add("W002", path, "a version should have no folder but that of its content")
		}
	}
	if inv == nil {
		if raw == nil && v.inv.Versions[name] != nil {
			v.add("W010", name, "the version has no inventory")
		}
		return nil
	}
	v.byName[name] = inv
	if inv.Head == v.inv.Head && inv != v.inv && name == v.inv.Head || name == v.inv.Head && !bytes.Equal(raw, v.raw) {
		v.add("E064", name+"/"+inventoryName, "it is another one than that in the object's root, which is to be the same as that of the newest version")
	}
	return v.sidecar(name, entries, raw, inv)
}

// walk finds the files below a folder of content.
func (v *validator) walk(folder string, top bool) error {
	entries, err := v.list(folder)
	if err != nil {
		return err
	}
	if len(entries) == 0 && !top {
		v.add("E024", folder, "the folder is empty")
	}
	for _, e := range entries {
		path := folder + "/" + e.Name
		if e.Kind == File {
			v.content[path] = e
		} else if err := v.walk(path, false); err != nil {
			return err
		}
	}
	return nil
}
