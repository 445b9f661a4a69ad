package layout_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os/exec"
	"sort"
	"strings"
	"testing"
)

// allowed says what each package may import of Chancery, directly. An arrow that
// is not here is not drawn: imports point from the command line to the source.
var allowed = map[string]string{
	"assets": "",
	"fonts":  "",
	"source": "",

	"layout": "fonts source",

	"layout/bidi":       "",
	"layout/hyphen":     "assets source",
	"layout/labels":     "assets source",
	"layout/linebreak":  "layout",
	"layout/pagebreak":  "layout",
	"layout/shape":      "fonts layout",
	"layout/art":        "layout source",
	"layout/raster":     "fonts layout",
	"layout/qr":         "layout",
	"layout/letterhead": "fonts layout layout/art layout/bidi layout/shape source",

	"layout/compose": "fonts layout layout/art layout/bidi layout/hyphen layout/labels layout/letterhead layout/linebreak layout/pagebreak layout/qr layout/shape source",

	"layout/letter":  "layout layout/compose layout/pagebreak layout/shape source",
	"layout/release": "layout layout/compose layout/pagebreak layout/shape source",
	"layout/cover":   "layout layout/compose layout/shape",
	"layout/stamp":   "fonts layout layout/bidi layout/shape",

	"layout/pdf/cos": "",
	"layout/pdf":     "assets fonts layout layout/pdf/cos",
	"layout/epub":    "assets fonts layout layout/art layout/bidi layout/labels layout/shape source",

	"layout/press": "assets fonts layout layout/compose layout/cover layout/epub layout/hyphen layout/labels layout/letter layout/letterhead layout/pdf layout/raster layout/release layout/shape layout/stamp source",

	"archive/bagit":               "",
	"archive/cms":                 "",
	"archive/internal/authority":  "archive/cms",
	"archive/internal/drivertest": "archive/internal/judges archive/ocfl archive/ocfl/folder",
	"archive/internal/judges":     "",
	"archive/mets":                "",
	"archive/minisign":            "",
	"archive/pkcs11":              "",
	"archive/sheet":               "",
	"archive/ocfl":                "",
	"archive/ocfl/bucket":         "archive/ocfl",
	"archive/ocfl/folder":         "archive/ocfl",
	// It builds what it archives, and archives the source that it was built from.
	"archive/official": "archive/minisign archive/ocfl archive/verify fonts layout layout/press source",
	// It makes of what was built, or of what is archived, what the site shows.
	"archive/publish":  "archive/official archive/site layout/press",
	"archive/sign":     "archive/cms layout/pdf/cos",
	"archive/tlog":     "",
	"archive/transfer": "archive/bagit archive/cms archive/mets archive/minisign archive/ocfl archive/sheet archive/verify",
	"archive/verify":   "archive/cms layout/pdf/cos",

	// The site has pages, with faces, words of languages and a direction, as print has.
	"archive/site":        "archive/tlog assets fonts layout/bidi layout/labels",
	"archive/site/folder": "archive/site archive/tlog",

	"cmd/chancery":        "archive/bagit archive/cms archive/minisign archive/ocfl archive/ocfl/bucket archive/ocfl/folder archive/official archive/pkcs11 archive/publish archive/sign archive/site archive/site/folder archive/tlog archive/transfer archive/verify fonts layout layout/press source",
	"cmd/chancery-pkcs11": "archive/pkcs11",
	"cmd/judge":           "",
	"cmd/warm":            "layout/pdf/cos layout/press",
}

// listed is a package with what it imports, as go list has it.
type listed struct {
	ImportPath string
	Imports    []string
}

// packages lists all packages of Chancery, those that only a tag builds, too.
func packages(t *testing.T) (all []listed) {
	t.Helper()
	out, err := exec.Command("go", "list", "-tags", "s3", "-json=ImportPath,Imports", "chancery/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// TestImports compares the imports of every package with the table, both ways:
// an arrow that the code has must be in the table, and a package of the table
// must be there.
func TestImports(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, "chancery/")
		seen[name] = true
		may, known := allowed[name]
		if !known {
			t.Errorf("%s is not in the table: say what it may import", name)
			continue
		}
		legal := map[string]bool{}
		for _, m := range strings.Fields(may) {
			legal[m] = true
		}
		for _, i := range p.Imports {
			if own, ok := strings.CutPrefix(i, "chancery/"); ok && !legal[own] {
				t.Errorf("%s imports %s, and may import %q", name, own, may)
			}
		}
	}
	var gone []string
	for name := range allowed {
		if !seen[name] {
			gone = append(gone, name)
		}
	}
	sort.Strings(gone)
	if len(gone) > 0 {
		t.Errorf("the table has packages that are not there: %v", gone)
	}
}

// TestFiles sees that only those touch files and the network who may: the rest
// takes bytes or an fs.FS, and gives the same bytes on every machine.
func TestFiles(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, "chancery/")
		switch {
		case name == "source", name == "layout/press", name == "archive/ocfl/folder", name == "archive/official", strings.HasPrefix(name, "cmd/"):
			continue
		case strings.HasPrefix(name, "archive/internal/"): // helpers of tests
			continue
		case name == "archive/site/folder": // and so is a site
			continue
		case name == "archive/ocfl/bucket": // claims have names of chance
			continue
		case name == "archive/bagit": // a bag is a folder, and is written as one
			continue
		}
		for _, i := range p.Imports {
			switch i {
			case "os", "os/exec", "net", "math/rand", "math/rand/v2", "crypto/rand":
				t.Errorf("%s imports %s", name, i)
			}
		}
	}
}
