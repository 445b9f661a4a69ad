package epub

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/shape"
	"chancery/source"
)

// scriptFaces are an office's own faces for five scripts: parts of Noto's.
func scriptFaces(t testing.TB) *fonts.Library {
	t.Helper()
	names, err := filepath.Glob("../../fonts/testdata/scripts/*.ttf")
	if err != nil || len(names) != 5 {
		t.Fatal(names, err)
	}
	var faces []*fonts.Face
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		face, err := fonts.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		faces = append(faces, face)
	}
	l, err := fonts.NewLibrary(faces...)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func lang(tag string, kids ...source.Inline) source.Inline {
	return source.Inline{Kind: source.InlineLanguage, Lang: tag, Kids: kids}
}

// scripts is a packet whose letter is written from right to left, with words and
// paragraphs of other scripts in it, and whose release is English with a few
// words of them. Spanish in Arabic letters stands for any such language: that
// there are words for it is another matter.
func scripts(t testing.TB) Input {
	settings := source.Settings{PageSize: "a4", Face: "STIX Two Text", Size: "11.5", Justify: true}
	cell := func(id string, column int, inlines ...source.Inline) *source.Block {
		return &source.Block{Kind: source.BlockCell, ID: id, Column: column, ColSpan: 1, RowSpan: 1, Inlines: inlines}
	}
	row := func(id string, cells ...*source.Block) *source.Block {
		return &source.Block{Kind: source.BlockRow, ID: id, Blocks: cells}
	}
	letter := &source.Document{
		Name: "letter", Kind: source.KindLetter, Language: "es-Arab", Settings: settings,
		Title: id("letter-title", "رسالة إلى وزارة العدل"),
		Date:  source.Date{ID: "letter-date", Year: 2018, Month: time.June, Day: 19},
		Letter: &source.Letter{
			To: []source.InsideAddress{
				{ID: "letter-to-1", Lines: []source.Text{id("", "السيد محمد علي"), id("", "شارع النيل ١٢، القاهرة"), id("", "هاتف +20 (2) 660-2216")}},
				{ID: "letter-to-2", Lines: []source.Text{id("", "Acme Inc."), id("", "12 Main St.")}},
			},
			Subject:     []source.Text{id("", "طلب معلومات (2018/123)")},
			Salutation:  id("letter-salutation", "السلام عليكم،"),
			Closing:     id("letter-closing", "مع التحية،"),
			Signatories: []source.Signatory{{ID: "letter-signatory-1", Name: id("", "فاطمة حسن"), Title: []source.Text{id("", "المدعي العام")}}, {ID: "letter-signatory-2", Name: id("", "Ana Ruiz"), Title: []source.Text{id("", "Attorney General")}}},
			CC:          []source.CopyTo{{ID: "letter-cc-1", Lines: []source.Text{id("", "Paul Ryan, Esq.")}}},
		},
		Body: []*source.Block{
			paragraph("letter-p1", text("نكتب إليكم "), span(source.InlineStrong, text("اليوم")), text(" بشأن مكتب "), lang("en", text("Acme Inc.")), text(" و"), lang("he", text("משרד המשפטים")),
				text("، انظر "), source.Inline{Kind: source.InlineLink, Href: "https://example.gov/", Kids: []source.Inline{text("example.gov/")}}, text("، هاتف "),
				source.Inline{Kind: source.InlineLink, Href: "tel:+15056602216", Kids: []source.Inline{text("+1 (505) 660-2216")}}, text(".")),
			paragraph("letter-p2", text("This paragraph is English: it begins at the left (and ends there).")),
			paragraph("letter-p3", text("Acme كتبت")),
			paragraph("letter-p7", text("اتصل بالرقم 505-490-4060 أو "), lang("en", text("Acme, 505-490-4061")), text(".")),
			{Kind: source.BlockList, ID: "letter-l1", Ordered: true, Start: 1, Tight: true, Blocks: []*source.Block{
				{Kind: source.BlockItem, ID: "letter-i1", Blocks: []*source.Block{paragraph("letter-p4", text("البند الأول"))}},
				{Kind: source.BlockItem, ID: "letter-i2", Blocks: []*source.Block{paragraph("letter-p5", text("البند الثاني"))}},
			}},
			{Kind: source.BlockTable, ID: "letter-t1", HeadRows: 1, Columns: []source.Column{{}, {Numeric: true}}, Blocks: []*source.Block{
				row("letter-r1", cell("letter-c1", 0, text("البلد")), cell("letter-c2", 1, text("العدد"))),
				row("letter-r2", cell("letter-c3", 0, text("مصر")), cell("letter-c4", 1, text("12"))),
				row("letter-r3", cell("letter-c5", 0, text("Malta, W.")), cell("letter-c6", 1, text("١٤٥"))),
			}},
			{Kind: source.BlockVerse, ID: "letter-v1", Indents: []int{0, 2}, Inlines: []source.Inline{text("قِفا نَبكِ مِن ذِكرى حَبيبٍ"), {Kind: source.InlineBreak}, text("بِسِقطِ اللِوى بَينَ الدَخولِ")}},
		},
	}
	release := &source.Document{
		Name: "release", Kind: source.KindRelease, Language: "en-US", Settings: settings,
		Title: id("release-title", "The Letter in Five Scripts"),
		Date:  source.Date{ID: "release-date", Year: 2018, Month: time.June, Day: 19},
		Release: &source.Release{
			Timing:   source.Timing{ID: "release-timing", Kind: "immediate"},
			Contacts: []source.Contact{{ID: "release-contact-1", Name: id("", "James Hallinan"), Phone: id("", "+1 (505) 660-2216")}, {ID: "release-contact-2", Name: id("", "فاطمة حسن"), Phone: id("", "+20 (2) 660-2216")}},
			Headline: id("release-headline", "The Letter in Five Scripts"),
			Dateline: id("release-dateline", "القاهرة –"),
			EndMark:  id("release-end-mark", "#"),
		},
		Body: []*source.Block{
			paragraph("release-p1", text("Today "), lang("ar", text("وزارة العدل")), text(" 12, "), lang("ja", span(source.InlineEmphasis, text("日本国"))), text(", "),
				lang("hi", text("विदेश मंत्रालय")), text(" and "), lang("am", text("ኢትዮጵያ")), text(" wrote.")),
			paragraph("release-p2", text("שלום עליכם, 12!")),
			paragraph("release-p3", text("かなの文「日本」。")),
			paragraph("release-p4", text("Please call משרד "), source.Inline{Kind: source.InlineLink, Href: "tel:+15056602216", Kids: []source.Inline{text("+1 (505) 660-2216")}}, text(" now.")),
			paragraph("release-p5", text("Please call "), source.Inline{Kind: source.InlineLink, Href: "tel:+15056602216", Kids: []source.Inline{text("+1 (505) 660-2216")}}, text(" now.")),
			paragraph("release-p6", text("ראו "), source.Inline{Kind: source.InlineLink, Href: "https://example.gov/a/long/address", Kids: []source.Inline{text("https://example.gov/a/long/address")}}),
		},
	}
	release.Body = append(release.Body,
		&source.Block{Kind: source.BlockList, ID: "release-l1", Tight: true, Blocks: []*source.Block{
			{Kind: source.BlockItem, ID: "release-i1", Blocks: []*source.Block{paragraph("release-p7", text("שלום עולם"))}},
			{Kind: source.BlockItem, ID: "release-i2", Blocks: []*source.Block{paragraph("release-p8", text("Peace"))}}}},
		&source.Block{Kind: source.BlockList, ID: "release-l2", Tight: true, Blocks: []*source.Block{
			{Kind: source.BlockItem, ID: "release-i3", Blocks: []*source.Block{paragraph("release-p9", text("The word for peace"))}},
			{Kind: source.BlockItem, ID: "release-i4", Blocks: []*source.Block{paragraph("release-p10", text("שלום"))}}}},
		&source.Block{Kind: source.BlockQuotation, ID: "release-q1", Lang: "he", Blocks: []*source.Block{
			paragraph("release-p11", text("שלום "), lang("en", text("New Mexico Attorney General")))}})
	return Input{
		Packet: &source.Packet{
			Name: "scripts", Title: id("", "رسالة"), Identifier: id("", "urn:uuid:4f6c1d3e-0000-5000-8000-000000000009"), Language: "en-US",
			Publisher: id("", "وزارة العدل"), Author: id("", "Office"), Documents: []*source.Document{letter, release},
		},
		Layouts:  []*layout.Document{nil, nil},
		Faces:    scriptFaces(t),
		Modified: time.Date(2018, 6, 19, 0, 0, 0, 0, time.UTC),
	}
}

// TestDirections reads from the files what runs which way: documents by their
// language, what is wholly of the other direction by its dir, the rest without one.
func TestDirections(t *testing.T) {
	files := unzip(t, write(t, scripts(t)))
	for name, wants := range map[string][]string{
		"package.opf": {`xml:lang="en-US">`, `<dc:title dir="rtl">رسالة<`, `<dc:creator id="creator">Office<`, `<dc:publisher dir="rtl">`, `<spine page-progression-direction="rtl">`},
		"nav.xhtml": {`<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en-US" xml:lang="en-US">`, `<body class="navigation face-stix-two-text">`,
			`<li lang="es-Arab" xml:lang="es-Arab"><a dir="rtl" href="xhtml/letter.xhtml">`, `<li><a href="xhtml/letter.xhtml#letter.text">`, `<li><a href="xhtml/release.xhtml">`},
		"xhtml/title-page.xhtml": {`lang="en-US">`, "<body>", `<p class="publisher unspaced" dir="rtl">`, `<h1 class="title" dir="rtl">`, `<span class="kind">`, `<a href="letter.xhtml" lang="es-Arab" xml:lang="es-Arab" dir="rtl">`, `<a href="release.xhtml">`},
		"xhtml/letter.xhtml": {`xml:lang="es-Arab" dir="rtl">`, `<body dir="rtl">`, `<p class="date" dir="ltr"`, `recipient" id="letter-to-1">`, `هاتف <span dir="ltr">+20 (2) 660-2216</span></p>`, `recipient" dir="ltr" id="letter-to-2">`,
			`<h1 class="subject" id="letter-subject">`, `<p class="lining" id="letter-p1">`, `<span lang="en" xml:lang="en" dir="ltr">Acme Inc.</span>`, `<span lang="he" xml:lang="he">`,
			`<a href="https://example.gov/" dir="ltr">`, `<a href="tel:+15056602216" dir="ltr">`, `<p dir="ltr" id="letter-p2">`, `<p id="letter-p3">Acme`, `بالرقم <span dir="ltr">505-490-4060</span> أو <span lang="en" xml:lang="en" dir="ltr">Acme, 505-490-4061</span>.</p>`, `<td class="right">12</td>`, `<td><span dir="ltr">Malta, W.</span></td>`,
			`<p class="verse lining" id="letter-v1">`, `signature" id="letter-signatory-1">`, `signature" dir="ltr" id="letter-signatory-2">`, `<p class="label" dir="ltr" id="letter-cc">`, `<li dir="ltr" id="letter-cc-1">`},
		"xhtml/release.xhtml": {`xml:lang="en-US">`, "<body>", `<p class="contact" id="release-contact-1">`, `<a href="tel:+15056602216">`, `<p class="contact" dir="rtl" id="release-contact-2">`, `<a href="tel:+2026602216" dir="ltr">`,
			`<p class="lining" id="release-p1">`, `<b class="dateline unspaced" id="release-dateline">`, `<span lang="ar" xml:lang="ar" dir="rtl">`, `<span lang="ja" xml:lang="ja"><em>`, `<span lang="hi" xml:lang="hi">`, `<p class="lining" dir="rtl" id="release-p2">`, `<p class="lining" id="release-p3">`,
			`<p id="release-p4">Please call משרד <a href="tel:+15056602216" dir="ltr">`, `<p id="release-p5">Please call <a href="tel:+15056602216">`, `<p dir="rtl" id="release-p6">ראו <a href="https://example.gov/a/long/address" dir="ltr">`,
			`<ul class="tight" dir="rtl" id="release-l1">`, `id="release-p7">שלום`, `<p dir="ltr" id="release-p8">`, `<ul class="tight" id="release-l2">`, `<p id="release-p9">`, `dir="rtl" id="release-p10">`,
			`<blockquote lang="he" xml:lang="he" dir="rtl" id="release-q1">`, `id="release-p11">שלום <span lang="en" xml:lang="en" dir="ltr">`},
	} {
		rest := files["EPUB/"+name]
		for _, want := range wants { // in this order
			_, after, found := strings.Cut(rest, want)
			if !found {
				t.Errorf("%s has no %s after what came before", name, want)
				continue
			}
			rest = after
		}
	}
	for _, left := range regexp.MustCompile(`direction\s*:|unicode-bidi`).FindAllString(files["EPUB/css/book.css"], -1) {
		t.Errorf("the style sheet says %s", left)
	}
}

// A packet from left to right says nothing of directions.
func TestNoDirections(t *testing.T) {
	for name, file := range unzip(t, write(t, input())) {
		if strings.HasSuffix(name, "xhtml") && strings.Contains(file, " dir=") || strings.Contains(file, "page-progression") {
			t.Errorf("%s says a direction", name)
		}
	}
}

// A packet in a language from right to left says so for the whole publication.
func TestPacketFromRightToLeft(t *testing.T) {
	in := scripts(t)
	in.Packet.Language = "es-Arab"
	in.Packet.Documents[0], in.Packet.Documents[1] = in.Packet.Documents[1], in.Packet.Documents[0]
	files := unzip(t, write(t, in))
	for _, want := range []string{`xml:lang="es-Arab" dir="rtl">`, "<spine>", "<dc:title>رسالة<", `<dc:creator id="creator" dir="ltr">Office<`} {
		if !strings.Contains(files["EPUB/package.opf"], want) {
			t.Errorf("the package document has no %s", want)
		}
	}
	for _, want := range []string{`xml:lang="es-Arab" dir="rtl">`, `face-stix-two-text" dir="rtl">`, `<a dir="ltr" href="xhtml/release.xhtml">`, `<a href="xhtml/letter.xhtml">`} {
		if !strings.Contains(files["EPUB/nav.xhtml"], want) {
			t.Errorf("the navigation has no %s", want)
		}
	}
}

// TestStandIns sees that what a family lacks is embedded from the faces that stand
// in for it in print, and named in their order: each word shaped by the list of
// embedded faces is what print shapes by the whole ones, glyph for glyph.
func TestStandIns(t *testing.T) {
	in := scripts(t)
	files := unzip(t, write(t, in))
	stack := regexp.MustCompile(`\.face-stix-two-text \{ font-family: "([^;]*)", serif; \}`).FindStringSubmatch(files["EPUB/css/book.css"])
	if stack == nil {
		t.Fatal("there is no list of families")
	}
	names := strings.Split(stack[1], `", "`)
	if strings.Join(names, ", ") != "STIX Two Text, Noto Naskh Arabic, Noto Serif Devanagari, Noto Serif Ethiopic, Noto Serif Hebrew, Noto Serif JP" {
		t.Fatal(names)
	}
	// The faces by the rules that load them, as a reading system has them.
	rules := regexp.MustCompile(`@font-face \{ font-family: "([^"]*)"; font-weight: (\w+); font-style: (\w+); src: url\(\.\./([^)]*)\); \}`)
	loaded := map[string]*fonts.Face{}
	byFile := map[string]*fonts.Face{}
	for _, m := range rules.FindAllStringSubmatch(files["EPUB/css/book.css"], -1) {
		if byFile[m[4]] == nil {
			face, err := fonts.Parse([]byte(files["EPUB/"+m[4]]))
			if err != nil {
				t.Fatalf("%s: %v", m[4], err)
			}
			byFile[m[4]] = face
		}
		loaded[m[1]+" "+m[2]+" "+m[3]] = byFile[m[4]]
	}
	shaper := shape.NewShaper()
	styles := func(st style) (whole, cut shape.Style) {
		whole, cut = shape.Style{Size: layout.Point}, shape.Style{Size: layout.Point}
		key := " normal"
		if st.bold {
			key = " bold"
		}
		if st.italic {
			key += " italic"
		} else {
			key += " normal"
		}
		for i, name := range names {
			family, err := in.Faces.Lookup(name)
			if err != nil {
				t.Fatal(err)
			}
			switch sub := loaded[name+key]; {
			case i == 0:
				whole.Face, cut.Face = family.Face(st.bold, st.italic), sub
			case sub != nil:
				cut.Fallbacks = append(cut.Fallbacks, sub)
				fallthrough
			default:
				whole.Fallbacks = append(whole.Fallbacks, family.Face(st.bold, st.italic))
			}
		}
		return whole, cut
	}
	words := 0
	for _, name := range []string{"letter", "release"} {
		styled(parse(t, files["EPUB/xhtml/"+name+".xhtml"]).find("body"), style{}, func(st style, text string) {
			whole, cut := styles(st)
			for _, word := range strings.Fields(text) {
				want, _ := shaper.Text(word, 0, whole)
				got, missing := shaper.Text(word, 0, cut)
				if len(got) != len(want) || missing != nil {
					t.Fatalf("%q: %d runs, missing %v; want %d runs", word, len(got), missing, len(want))
				}
				for i := range want {
					words++
					if got[i].Face.PostScriptName != want[i].Face.PostScriptName || !slices.Equal(got[i].Glyphs, want[i].Glyphs) {
						t.Errorf("%q: %s %v, want %s %v", word, got[i].Face.PostScriptName, got[i].Glyphs, want[i].Face.PostScriptName, want[i].Glyphs)
					}
					for _, g := range want[i].Glyphs {
						if !slices.Equal(got[i].Face.Outline(g.ID), want[i].Face.Outline(g.ID)) {
							t.Errorf("%q: %s: glyph %d has lost its outline", word, want[i].Face.PostScriptName, g.ID)
						}
					}
				}
			}
		})
	}
	if words < 90 {
		t.Errorf("only %d runs were compared", words)
	}
	// A family without a bold face lends the one that it has, in the same file.
	for _, want := range []string{
		`"Noto Naskh Arabic"; font-weight: normal; font-style: normal; src: url(../fonts/NotoNaskhArabic-Regular.ttf)`,
		`"Noto Naskh Arabic"; font-weight: bold; font-style: normal; src: url(../fonts/NotoNaskhArabic-Regular.ttf)`,
		`"Noto Serif JP"; font-weight: normal; font-style: italic; src: url(../fonts/NotoSerifJP-Regular.ttf)`,
	} {
		if !strings.Contains(files["EPUB/css/book.css"], want) {
			t.Errorf("there is no %s", want)
		}
	}
}

// An office's own family may be the one that a document is set in, and the
// built-in ones stand in for its Latin letters, after others of the office's own
// (one has the parentheses that this lacks).
func TestOwnFamilyOfAScript(t *testing.T) {
	in := scripts(t)
	in.Packet.Documents[0].Settings.Face = "Noto Naskh Arabic"
	files := unzip(t, write(t, in))
	want := `.face-noto-naskh-arabic { font-family: "Noto Naskh Arabic", "Noto Serif Devanagari", "Noto Serif Hebrew", "STIX Two Text", serif; }`
	if !strings.Contains(files["EPUB/css/book.css"], want) {
		t.Errorf("the style sheet has no %s:\n%.2000s", want, files["EPUB/css/book.css"])
	}
}
