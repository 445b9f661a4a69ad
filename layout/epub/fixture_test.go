package epub

import (
	"archive/zip"
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chancery/layout"
	"chancery/source"
)

var update = flag.Bool("update", false, "write the goldens anew")

// golden compares text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			line := "the end"
			if i < len(w) {
				line = w[i]
			}
			t.Fatalf("%s, line %d:\n got %s\nwant %s", file, i+1, g[i], line)
		}
	}
	t.Fatalf("%s has %d lines more", file, len(w)-len(g))
}

// id makes a text with an ID.
func id(id, value string) source.Text { return source.Text{ID: id, Value: value} }

func text(s string) source.Inline { return source.Inline{Kind: source.InlineText, Text: s} }

func span(kind source.InlineKind, kids ...source.Inline) source.Inline {
	return source.Inline{Kind: kind, Kids: kids}
}

func paragraph(id string, inlines ...source.Inline) *source.Block {
	return &source.Block{Kind: source.BlockParagraph, ID: id, Inlines: inlines}
}

// dot is a picture: a PNG of one colour.
func dot(width, height int) []byte {
	im := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := range im.Pix {
		im.Pix[i] = 0xC0
	}
	im.Set(0, 0, color.Black)
	var b bytes.Buffer
	if err := png.Encode(&b, im); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// emblem is a drawing in one ink.
func emblem() *layout.Art {
	const p = layout.Point
	return &layout.Art{Width: 60 * p, Height: 60 * p, Paths: []layout.Path{{Color: 0x1F2A44, Segments: []layout.Segment{
		{Op: layout.OpMove, P: [3]layout.Point2{{X: 30 * p, Y: 2 * p}}},
		{Op: layout.OpLine, P: [3]layout.Point2{{X: 58 * p, Y: 58 * p}}},
		{Op: layout.OpLine, P: [3]layout.Point2{{X: 2 * p, Y: 58 * p}}},
		{Op: layout.OpClose}}}}}
}

// everything is a small packet that has each thing that a packet can have.
func everything() *source.Packet {
	settings := source.Settings{PageSize: "letter", Face: "STIX Two Text", Size: "11.5", Justify: true, Hyphenate: true, SmartQuotes: true}
	seal := &source.Asset{Path: "art/seal.svg", Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#800000"/><path d="M2 2L8 8" stroke="#ffffff" stroke-width="1"/></svg>`)}
	photo := &source.Asset{Path: "art/photo one.png", Data: dot(40, 20)}
	release := &source.Document{
		Name: "release", Kind: source.KindRelease, Language: "en-US", Settings: settings,
		Title: id("release-title", "AG Asks for “Fair” Rules & More"),
		Date:  source.Date{ID: "release-date", Year: 2018, Month: time.June, Day: 19},
		Release: &source.Release{
			Timing: source.Timing{ID: "release-timing", Kind: "embargoed", Zone: "MDT",
				Until: time.Date(2018, 6, 20, 9, 30, 0, 0, time.FixedZone("MDT", -6*3600))},
			Contacts: []source.Contact{
				{ID: "release-contact-1", Name: id("", "James Hallinan"), Phone: id("", "(505) 660-2216")},
				{ID: "release-contact-2", Name: id("", "Ana Ruiz"), Title: id("", "Press Secretary"), Email: id("", "press@example.gov")},
			},
			Headline: id("release-headline", "AG Asks for “Fair” Rules & More"),
			Subhead:  id("release-subhead", "The office filed five offers of proof"),
			Dateline: id("release-dateline", "Las Cruces, NM –"),
			EndMark:  id("release-end-mark", "#"),
		},
		Body: []*source.Block{
			paragraph("release-p1", text("Today the "), span(source.InlineEmphasis, text("office of the "), span(source.InlineEmphasis, text("Attorney")), text(" General")),
				text(" acted; see "), source.Inline{Kind: source.InlineLink, Href: "https://example.gov/a b?x=1&y=2", Kids: []source.Inline{text("the affidavit on file")}}, text(".")),
			{Kind: source.BlockHeading, ID: "release-h1", Level: 2, Inlines: []source.Inline{text("What was filed")}},
			{Kind: source.BlockList, ID: "release-l1", Ordered: true, Start: 3, Tight: true, Blocks: []*source.Block{
				{Kind: source.BlockItem, ID: "release-i1", Blocks: []*source.Block{paragraph("release-p2", text("An affidavit"))}},
				{Kind: source.BlockItem, ID: "release-i2", Blocks: []*source.Block{paragraph("release-p3", span(source.InlineStrong, text("A brief")))}},
			}},
			{Kind: source.BlockHeading, ID: "release-h2", Level: 4, Inlines: []source.Inline{text("In detail")}},
			{Kind: source.BlockQuotation, ID: "release-q1", Blocks: []*source.Block{paragraph("release-p4", text("First line,"), source.Inline{Kind: source.InlineBreak}, text("second line."))}},
			{Kind: source.BlockBreak, ID: "release-b1"},
			{Kind: source.BlockImage, ID: "release-img1", Asset: photo, Alt: "A photograph of the courthouse"},
			{Kind: source.BlockImage, ID: "release-img2", Asset: seal, Alt: ""},
			{Kind: source.BlockImage, ID: "release-img3", Asset: photo, Alt: "The same again"},
		},
	}
	letter := &source.Document{
		Name: "letter", Kind: source.KindLetter, Language: "es-MX", Settings: settings,
		Title: id("letter-title", "Carta a Ana Ruiz e Ignacio Gil, 19 de junio de 2018"),
		Date:  source.Date{ID: "letter-date", Year: 2018, Month: time.June, Day: 19},
		Letter: &source.Letter{
			Via: id("letter-via", "Por correo certificado"),
			To: []source.InsideAddress{
				{ID: "letter-to-1", Name: "Ana Ruiz", Lines: []source.Text{id("", "Ana Ruiz"), id("", "Calle Mayor 1")}},
				{ID: "letter-to-2", Name: "Ignacio Gil", Lines: []source.Text{id("", "Ignacio Gil")}},
			},
			References: []source.Reference{{ID: "letter-reference-1", Label: id("", "Expediente"), Value: id("", "2018-0123")}},
			Subject:    []source.Text{id("", "Asunto: oficina"), id("", "y archivo")},
			Salutation: id("letter-salutation", "Estimados señores:"),
			Closing:    id("letter-closing", "Atentamente,"),
			Signatories: []source.Signatory{
				{ID: "letter-signatory-1", Name: id("", "Héctor Balderas"), Title: []source.Text{id("", "Procurador General"), id("", "Nuevo México")}},
				{ID: "letter-signatory-2", Name: id("", "Javier Becerra"), Title: []source.Text{id("", "Procurador General de California")}},
				{ID: "letter-signatory-3", Name: id("", "Solo Nombre")},
			},
			Enclosures: []source.Text{id("letter-enclosure-1", "Copia del oficio")},
			CC: []source.CopyTo{
				{ID: "letter-cc-1", Lines: []source.Text{id("", "Mitch McConnell"), id("", "Senado")}},
				{ID: "letter-cc-2", Lines: []source.Text{id("", "Paul Ryan")}},
			},
			Postscript: id("letter-postscript", "P. D. Gracias."),
		},
		Body: []*source.Block{
			paragraph("letter-p1", text("Suscribimos.")),
			{Kind: source.BlockHeading, ID: "letter-h1", Level: 1, Inlines: []source.Inline{text("Los hechos")}},
			paragraph("letter-p2", text("Fue en 2018.")),
		},
	}
	return &source.Packet{
		Name: "everything", Title: id("", "A Packet with <Everything>"), Identifier: id("", "urn:uuid:4f6c1d3e-0000-5000-8000-000000000001"),
		Language: "en-US", Publisher: id("", "Office of the Attorney General"), Author: id("", "Office of the Attorney General"),
		SubjectTerms: []source.Text{id("", "Children"), id("", "Law & order")},
		Documents:    []*source.Document{release, letter},
	}
}

// masthead is the letterhead of the seed, in words.
func masthead() *layout.Masthead {
	return &layout.Masthead{Lines: []layout.MastheadLine{
		{Text: "STATE OF NEW MEXICO", Align: layout.AlignCenter, SmallCaps: true},
		{Text: "OFFICE OF THE ATTORNEY GENERAL", Align: layout.AlignCenter, SmallCaps: true, Bold: true},
		{Art: emblem(), Align: layout.AlignCenter, Alt: "Emblem of the office"},
		{Text: "HECTOR H. BALDERAS", SmallCaps: true},
		{Text: "ATTORNEY GENERAL", Italic: true},
	}}
}

// edition is a layout without pages but with their starts: the first is page one's.
func edition(name, uuid string, starts ...layout.PageStart) *layout.Document {
	d := &layout.Document{Name: name, Identifier: "urn:uuid:" + uuid}
	for i, s := range starts {
		s.Page, s.Label = i, string(rune('1'+i))
		d.Starts = append(d.Starts, s)
	}
	return d
}

func start(id string, offset int) layout.PageStart { return layout.PageStart{ID: id, Offset: offset} }

// input is everything with printed pages.
func input() Input {
	release := edition("release", "4f6c1d3e-0000-5000-8000-000000000002",
		start("release-timing", 0), start("release-p1", 10), start("release-h1", 0), start("release-p3", 2))
	letter := edition("letter", "4f6c1d3e-0000-5000-8000-000000000003",
		start("letter-date", 0), start("letter-signatory-2", 0), start("letter-cc-1", 0))
	letter.Masthead = masthead()
	return Input{
		Packet:   everything(),
		Layouts:  []*layout.Document{release, letter},
		Cover:    Cover{PNG: dot(60, 80), Width: 60, Height: 80},
		Modified: time.Date(2018, 6, 19, 0, 0, 0, 0, time.UTC),
		Version:  "0.1",
	}
}

// write writes a book and gives its bytes.
func write(t testing.TB, in Input) []byte {
	t.Helper()
	var b bytes.Buffer
	info, err := Write(&b, in)
	if err != nil {
		t.Fatal(err)
	}
	if info.Size != int64(b.Len()) {
		t.Errorf("Info says %d bytes, written were %d", info.Size, b.Len())
	}
	return b.Bytes()
}

// unzip gives the files of a container, by name.
func unzip(t testing.TB, data []byte) map[string]string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range r.File {
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(rc)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		rc.Close()
		files[f.Name] = string(content)
	}
	return files
}
