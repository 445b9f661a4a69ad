package site

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chancery/assets"
)

const (
	address = "https://verify.example.gov/2018-0123/3F0C5A719BE24D86A1C7E2F95B08D364"
	place   = "2018-0123/3F0C5A719BE24D86A1C7E2F95B08D364"
)

// epub makes a small book of chapters, as Chancery lays one out.
func epub(t *testing.T, chapters ...string) []byte {
	t.Helper()
	files := map[string]string{"EPUB/css/book.css": "p { margin: 0 }", "EPUB/images/map.png": "png", "EPUB/images/cover.png": "cover"}
	items, spine := "", ""
	add := func(id, body string) {
		files["EPUB/xhtml/"+id+".xhtml"] = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en-US" xml:lang="en-US">
  <head><title>The ` + id + ` &amp; more</title></head>
  <body>` + body + `</body></html>`
		items += fmt.Sprintf(`<item id="section.%s" href="xhtml/%[1]s.xhtml" media-type="application/xhtml+xml"/>`, id)
		spine += fmt.Sprintf(`<itemref idref="section.%s"/>`, id)
	}
	add("cover", `<section epub:type="cover"><img src="../images/cover.png" alt=""/></section>`)
	for i, c := range chapters {
		add(fmt.Sprintf("c%d", i+1), `<section epub:type="chapter" role="doc-chapter">`+c+`</section>`)
	}
	files["EPUB/package.opf"] = `<package xmlns="http://www.idpf.org/2007/opf"><manifest>` + items + `</manifest><spine>` + spine + `</spine></package>`
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// publication makes one of a letter and a release.
func publication(t *testing.T, letter string) *Publication {
	return &Publication{
		Address: address, Reference: "2018-0123", Title: `AG “leads” <21> & more`, Language: "en-US", Publisher: "Office of the AG", Ink: "#1a3350",
		Documents: []Document{
			{Name: "release", Title: "A release", Language: "en-US", Date: "2018-06-19", PDF: []byte("release"), InBook: 0},
			{Name: "letter", Title: "Una carta", Language: "es", Date: "2018-06-20", PDF: []byte(letter), InBook: 1},
		},
		Book:       epub(t, `<p id="p1">Words<br/>of the release, <a href="c2.xhtml#p1" epub:type="x">see the letter</a>.</p>`, `<p id="p1" xml:lang="es">Palabras &lt;de&gt; la carta.</p><img src="../images/map.png" alt="A map"/>`),
		Signatures: map[string][]byte{"packet.epub": []byte("untrusted comment")},
	}
}

func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}

// TestPublish looks at what one publication becomes.
func TestPublish(t *testing.T) {
	var s Site
	p := publication(t, "letter")
	files, err := s.Publish(p)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"css/book.css", "images/map.png", "letter.pdf", "packet.epub", "packet.epub.minisig", "read/letter.html", "read/release.html", "release.pdf"}
	for i := range want {
		want[i] = place + "/" + want[i]
	}
	if got := slices.Sorted(maps.Keys(files)); !slices.Equal(got, want) {
		t.Errorf("files %q, want %q", got, want)
	}
	read := string(files[place+"/read/release.html"])
	for _, part := range []string{`<p id="p1">Words<br>of the release, <a href="c2.html#p1">see the letter</a>.</p>`, `<title>The c1 &amp; more</title>`, `<html lang="en-US">`, `href="../css/book.css"`} {
		if !strings.Contains(read, part) {
			t.Errorf("the page of the release has no %s:\n%s", part, read)
		}
	}
	if letter := string(files[place+"/read/letter.html"]); !strings.Contains(letter, `Palabras &lt;de&gt; la carta.</p><img src="../images/map.png" alt="A map">`) {
		t.Errorf("the page of the letter is\n%s", letter)
	}
	pages, err := s.Render()
	if err != nil {
		t.Fatal(err)
	}
	entry := string(pages[place+"/index.html"])
	for _, part := range []string{
		`<h1>AG “leads” &lt;21&gt; &amp; more</h1>`, "Issued. This is the current version.", "June 20, 2018", "Office of the AG",
		`<strong lang="es" dir="ltr">Una carta</strong>`, `<a href="letter.pdf">`, `<a href="read/letter.html">`, `<a href="packet.epub">`,
		sum([]byte("letter")), sum(p.Book), "Signature of packet.epub (minisign)", "Content-Security-Policy",
	} {
		if !strings.Contains(entry, part) {
			t.Errorf("the page of the publication has no %s", part)
		}
	}
	digest := pages["sha256/"+sum([]byte("letter"))+"/index.html"]
	if !strings.Contains(string(digest), `href="../../`+place+`/index.html"`) {
		t.Errorf("the page of the digest is\n%s", digest)
	}
	var list map[string]known
	if err := json.Unmarshal(pages["digests/"+sum([]byte("letter"))[:2]+".json"], &list); err != nil {
		t.Fatal(err)
	}
	if k := list[sum([]byte("letter"))]; k.Status != "genuine" || k.File != "letter.pdf" || k.Page != place+"/index.html" {
		t.Errorf("the list says %+v", k)
	}
	if !strings.Contains(string(pages["site/style.css"]), "--ink: #1a3350") {
		t.Error("the style sheet has another ink")
	}
	// The same again, byte for byte, in a site that was there and in a new one.
	var other Site
	again, err := other.Publish(publication(t, "letter"))
	if err != nil {
		t.Fatal(err)
	}
	more, err := other.Render()
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(again, files) || !reflect.DeepEqual(more, pages) {
		t.Error("the same publication makes other files")
	}
}

// TestStatuses publishes again, supersedes and withdraws.
func TestStatuses(t *testing.T) {
	var s Site
	for _, letter := range []string{"first", "second", "second"} {
		if _, err := s.Publish(publication(t, letter)); err != nil {
			t.Fatal(err)
		}
	}
	later := publication(t, "later")
	later.Reference, later.Address = "2018-0140", "https://verify.example.gov/2018-0140/00000000000000000000000000000ABC"
	if _, err := s.Publish(later); err != nil {
		t.Fatal(err)
	}
	status := func(data string) string {
		t.Helper()
		pages, err := s.Render()
		if err != nil {
			t.Fatal(err)
		}
		if pages["sha256/"+sum([]byte(data))+"/index.html"] == nil {
			t.Errorf("%q has no page", data)
		}
		var list map[string]known
		if err := json.Unmarshal(pages["digests/"+sum([]byte(data))[:2]+".json"], &list); err != nil {
			t.Fatal(err)
		}
		return list[sum([]byte(data))].Status
	}
	if got := status("first") + " " + status("second"); got != "former genuine" {
		t.Errorf("published again: %s", got)
	}
	if n := len(s.Entries[place].Former); n != 1 {
		t.Errorf("%d earlier files, want the first letter alone", n)
	}
	if err := s.Supersede("2018-0123", "2018-0140"); err != nil {
		t.Fatal(err)
	}
	if got := status("first") + " " + status("second") + " " + status("later"); got != "former superseded genuine" {
		t.Errorf("superseded: %s", got)
	}
	if err := s.Supersede("2018-0140", "2018-0123"); err == nil {
		t.Error("two documents supersede each other")
	}
	if err := s.Withdraw("2018-0140", "Sent in error."); err != nil {
		t.Fatal(err)
	}
	if got := status("later"); got != "withdrawn" {
		t.Errorf("withdrawn: %s", got)
	}
	pages, err := s.Render()
	if err != nil {
		t.Fatal(err)
	}
	if p := string(pages["2018-0140/00000000000000000000000000000ABC/index.html"]); !strings.Contains(p, "Reason: Sent in error.") {
		t.Error("the page does not say why")
	}
	if p := string(pages[place+"/index.html"]); !strings.Contains(p, `href="../../2018-0140/00000000000000000000000000000ABC/index.html"`) {
		t.Error("the page does not lead to what holds now")
	}
	// What is published again holds again.
	if _, err := s.Publish(publication(t, "second")); err != nil {
		t.Fatal(err)
	}
	if got := status("second"); got != "genuine" {
		t.Errorf("published again: %s", got)
	}
}

// TestFaults holds what is refused.
func TestFaults(t *testing.T) {
	s := Site{}
	if _, err := s.Publish(publication(t, "letter")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, want string
		do         func() error
	}{
		{"address", "no address of a document", func() error {
			p := publication(t, "x")
			p.Address = "https://verify.example.gov/"
			_, err := s.Publish(p)
			return err
		}},
		{"way up", "no address of a document", func() error {
			p := publication(t, "x")
			p.Address = "https://verify.example.gov/../ABC"
			_, err := s.Publish(p)
			return err
		}},
		{"another site", "is of another site", func() error {
			p := publication(t, "x")
			p.Address = strings.Replace(p.Address, "example.gov", "example.org", 1)
			_, err := s.Publish(p)
			return err
		}},
		{"no book", "cannot be read", func() error {
			p := publication(t, "x")
			p.Book = []byte("x")
			_, err := s.Publish(p)
			return err
		}},
		{"empty book", "there is no document in it", func() error {
			p := publication(t, "x")
			p.Book = epub(t)
			_, err := s.Publish(p)
			return err
		}},
		{"unknown", "nothing with the reference 7", func() error { return s.Withdraw("7", "") }},
		{"unknown successor", "nothing with the reference 7", func() error { return s.Supersede("2018-0123", "7") }},
		{"itself", "cannot be superseded by", func() error { return s.Supersede("2018-0123", "2018-0123") }},
	} {
		err := c.do()
		var fault *Fault
		if !errors.As(err, &fault) || !strings.Contains(fault.Text, c.want) || fault.Hint == "" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestLanguages sees that every language says all that there is to say, with the
// places that English has, and that pages are in the language of what they show.
func TestLanguages(t *testing.T) {
	files, err := fs.Glob(assets.FS, "site/*.yaml")
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	places := regexp.MustCompile(`\{\w+\}`)
	of := func(w *words, i int) (string, []string) {
		f := reflect.TypeOf(*w).Field(i)
		if f.Tag.Get("yaml") == "" {
			return "", nil
		}
		s := reflect.ValueOf(*w).Field(i).String()
		found := places.FindAllString(s, -1)
		slices.Sort(found)
		return s, found
	}
	en, err := wordsOf("en-US")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		lang := strings.TrimSuffix(strings.TrimPrefix(file, "site/"), ".yaml")
		w, err := wordsOf(lang)
		if err != nil {
			t.Fatal(err)
		}
		for i := range reflect.TypeOf(*w).NumField() {
			want, wantPlaces := of(en, i)
			got, gotPlaces := of(w, i)
			if (got == "") != (want == "") || !slices.Equal(gotPlaces, wantPlaces) {
				t.Errorf("%s: %q for %q", lang, got, want)
			}
		}
	}
	for _, c := range []struct{ lang, page, words string }{
		{"es", "es", "Vigente."}, {"es-MX", "es-MX", "Vigente."}, {"en-GB", "en-GB", "Issued."}, {"ar", "en-US", "Issued."},
	} {
		var s Site
		p := publication(t, "letter")
		p.Language = c.lang
		if _, err := s.Publish(p); err != nil {
			t.Fatal(err)
		}
		pages, err := s.Render()
		if err != nil {
			t.Fatal(err)
		}
		entry := string(pages[place+"/index.html"])
		if !strings.Contains(entry, `<html lang="`+c.page+`"`) || !strings.Contains(entry, c.words) {
			t.Errorf("%s: %s", c.lang, entry[:200])
		}
		if c.lang == "ar" && !strings.Contains(entry, `<h1 lang="ar" dir="rtl">`) {
			t.Error("the title does not say that it is Arabic")
		}
	}
}
