package mets

import (
	"bytes"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sample is a document with all that is used of METS.
func sample() *Document {
	at := time.Date(2018, 6, 19, 15, 4, 5, 0, time.FixedZone("MDT", -6*3600))
	sum := strings.Repeat("0a", 64)
	return &Document{
		ID: "urn:office:transfer-1", Label: `Letters & "releases"`, Type: "transfer of records", Created: at,
		Organization: "Office of the Attorney General", Software: "Chancery 1",
		Descriptions: []Description{{"dmd-1", []Element{{"title", "Letter <1>"}, {"date", "2018-06-19"}, {"identifier", "urn:office:2018-0123"}}}},
		Provenance:   []Reference{{"premis-1", File{Path: "premis/2018-0123.xml", Type: "text/xml", Size: 812, SHA512: sum, Created: at}}},
		Groups: []Group{
			{"official copy", []File{{ID: "file-1", Path: "data/a b/50%/Ñ?.pdf", Type: "application/pdf", Size: 26123, SHA512: sum, Provenance: "premis-1"}}},
			{"archived object", []File{{ID: "file-2", Path: "data/c:d", Type: "application/octet-stream", SHA512: sum}}},
		},
		Structure: Div{Type: "transfer", Label: "all", Divs: []Div{
			{Type: "document", Label: "Letter", Description: "dmd-1", Provenance: "premis-1", Files: []string{"file-1"}, Divs: []Div{{Type: "version", Label: "v1", Files: []string{"file-2"}}}},
		}},
	}
}

// TestGolden compares the document with a kept one, which xmllint found to be valid
// by the schema of version 1.12.
func TestGolden(t *testing.T) {
	got, err := sample().XML()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("testdata/sample.xml", got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/sample.xml")
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("the document is not the kept one (%v):\n%s", err, got)
	}
}

// TestSchema holds the document against the schema where CHANCERY_METS_SCHEMA names
// mets.xsd, and xmllint is there:
//
//	CHANCERY_METS_SCHEMA=…/mets.xsd go test ./archive/mets
//
// The schema imports another from the network, which nobody asks in a test: name a
// copy whose import leads to a file.
func TestSchema(t *testing.T) {
	schema := os.Getenv("CHANCERY_METS_SCHEMA")
	if schema == "" {
		t.Skip("CHANCERY_METS_SCHEMA names no schema")
	}
	data, err := sample().XML()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("xmllint", "--nonet", "--noout", "--schema", schema, "-")
	cmd.Stdin = bytes.NewReader(data)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// order is which elements may follow each other in which, as the schema has it.
var order = map[string]string{
	"":           "mets",
	"mets":       "metsHdr dmdSec* amdSec* fileSec? structMap+",
	"metsHdr":    "agent*",
	"agent":      "name",
	"dmdSec":     "mdWrap",
	"mdWrap":     "xmlData",
	"amdSec":     "digiprovMD*",
	"digiprovMD": "mdRef",
	"fileSec":    "fileGrp+",
	"fileGrp":    "file*",
	"file":       "FLocat",
	"structMap":  "div",
	"div":        "fptr* div*",
}

// needed are the attributes that the schema demands.
var needed = map[string]string{
	"agent": "ROLE", "dmdSec": "ID", "digiprovMD": "ID", "mdWrap": "MDTYPE", "mdRef": "LOCTYPE MDTYPE href", "file": "ID", "FLocat": "LOCTYPE href",
}

// TestStructure holds the document against what the schema says of the elements
// that are used: their order, their number and their attributes.
func TestStructure(t *testing.T) {
	data, err := sample().XML()
	if err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	type level struct{ name, inner string }
	stack := []level{{}}
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			top := &stack[len(stack)-1]
			top.inner += e.Name.Local + " "
			stack = append(stack, level{name: e.Name.Local})
			space := "http://www.loc.gov/METS/"
			if top.name == "xmlData" {
				space = "http://purl.org/dc/elements/1.1/"
			}
			if e.Name.Space != space {
				t.Errorf("%s is of %s", e.Name.Local, e.Name.Space)
			}
			for _, want := range strings.Fields(needed[e.Name.Local]) {
				found := false
				for _, a := range e.Attr {
					found = found || a.Name.Local == want && a.Value != ""
				}
				if !found {
					t.Errorf("%s has no %s", e.Name.Local, want)
				}
			}
		case xml.EndElement:
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if may, ok := order[top.name]; ok && !follows(top.inner, may) {
				t.Errorf("in %s there are %s, and may be %s", top.name, top.inner, may)
			}
		}
	}
}

// follows says whether names follow each other as a model of content has it.
func follows(names, model string) bool {
	for _, m := range strings.Fields(model) {
		name, n := strings.TrimRight(m, "*+?"), 0
		for strings.HasPrefix(names, name+" ") {
			names, n = names[len(name)+1:], n+1
		}
		if n > 1 && !strings.ContainsAny(m, "*+") || n == 0 && !strings.ContainsAny(m, "*?") {
			return false
		}
	}
	return names == ""
}

// TestRefused gives documents that cannot be said in METS.
func TestRefused(t *testing.T) {
	for i, change := range []func(*Document){
		func(d *Document) { d.Descriptions[0].ID = "file-1" },
		func(d *Document) { d.Descriptions[0].ID = "1" },
		func(d *Document) { d.Descriptions[0].ID = "" },
		func(d *Document) { d.Descriptions[0].Elements[0].Name = "author" },
		func(d *Document) { d.Groups[0].Files[0].SHA512 = "0a" },
		func(d *Document) { d.Groups[0].Files[0].Provenance = "premis-2" },
		func(d *Document) { d.Structure.Divs[0].Description = "file-1" },
		func(d *Document) { d.Structure.Divs[0].Files[0] = "file-3" },
		func(d *Document) { d.Structure.Divs[0].Divs[0].Files = nil },
	} {
		d := sample()
		change(d)
		if _, err := d.XML(); err == nil {
			t.Errorf("%d is written", i)
		}
	}
}
