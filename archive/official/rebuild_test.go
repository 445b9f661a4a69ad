package official_test

import (
	"strings"
	"testing"

	"chancery/archive/ocfl"
	"chancery/archive/official"
)

// altered stores a version of a document in which a file is another one, as if
// another version of Chancery had made it.
func altered(t *testing.T, a *official.Archive, id, name string, change func(string) string) *official.Document {
	t.Helper()
	d, err := a.Document(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	base := d.Inventory.HeadNumber()
	c := ocfl.Commit{ID: id, Base: base, Message: "x", User: someone, Created: then}
	for file, digest := range d.Inventory.Files(0) {
		if file != name {
			c.Files = append(c.Files, ocfl.Content{Name: file, Digest: digest})
			continue
		}
		data, err := d.Read(ctx, 0, file)
		if err != nil {
			t.Fatal(err)
		}
		c.Files = append(c.Files, ocfl.Bytes(file, []byte(change(string(data)))))
	}
	if _, err := a.Store.Put(ctx, c); err != nil {
		t.Fatal(err)
	}
	if d, err = a.Document(ctx, id); err != nil {
		t.Fatal(err)
	}
	return d
}

func rebuild(t *testing.T, d *official.Document, version int) *official.Rebuilt {
	t.Helper()
	r, err := d.Rebuild(ctx, version)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRebuild(t *testing.T) {
	o := newOffice(t)
	a, _ := newArchive(t)
	packet := notice(t, "2018-0123", "First words, which are divided here and there: international telecommunication regulations.")
	s := o.issue(t, a, packet, "")
	d, err := a.Document(ctx, s.ID)
	if err != nil {
		t.Fatal(err)
	}
	// Up to the first signature.
	r := rebuild(t, d, 0)
	if !r.Same || !r.SameTool || len(r.Files) != 2 || !r.Files[0].Bytes || r.Version != 1 {
		t.Errorf("%+v", r)
	}
	// A PDF with other bytes and the same pages, as another version might write it.
	d = altered(t, a, s.ID, "documents/letter.pdf", func(pdf string) string { return strings.Replace(pdf, "%PDF-1.7", "%PDF-1.6", 1) })
	d = altered(t, a, s.ID, "metadata/document.json", func(rec string) string { return strings.Replace(rec, `"version": "`, `"version": "0.0.`, 1) })
	r = rebuild(t, d, 0)
	f := r.Files[0]
	if r.Same || r.SameTool || f.Bytes || f.Words == nil || !*f.Words || !*f.Pages || !strings.Contains(f.Text, "the pages are the same") {
		t.Errorf("%+v, %+v", r, f)
	}
	// Lines that stand elsewhere, and other words.
	moved := altered(t, a, s.ID, "metadata/pages/letter.txt", func(dump string) string { return strings.Replace(dump, "        72 ", "        73 ", 1) })
	if f := rebuild(t, moved, 0).Files[0]; f.Words == nil || !*f.Words || *f.Pages || !strings.Contains(f.Text, "stand elsewhere") {
		t.Errorf("%+v", f)
	}
	other := altered(t, a, s.ID, "metadata/pages/letter.txt", func(dump string) string { return strings.Replace(dump, "First", "Other", 1) })
	if f := rebuild(t, other, 0).Files[0]; f.Words == nil || *f.Words || f.Text != `other words: "Other" was, "First" is` {
		t.Errorf("%+v", f)
	}
	// A source that says something else than the files do.
	forged := altered(t, a, s.ID, "source/notice/letter.md", func(md string) string { return strings.Replace(md, "First", "Forged", 1) })
	if r := rebuild(t, forged, 0); r.Same {
		t.Errorf("%+v", r)
	}
	if r := rebuild(t, forged, 1); !r.Same {
		t.Errorf("the first version: %+v", r)
	}
}
