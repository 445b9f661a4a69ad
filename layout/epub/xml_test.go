package epub

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

// strict reads a document with Go's own parser.
func strict(document string) error {
	d := xml.NewDecoder(strings.NewReader(document))
	d.Strict = true
	for {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestScanRefuses(t *testing.T) {
	for _, c := range []struct{ document, want string }{
		{"", "no root"}, {"text", "no root"}, {"<p>", "line 1: the element p is not closed"}, {"<p>\n</q>", "line 2: the end tag q closes nothing"},
		{"</p>", "closes nothing"}, {"<p></p><p></p>", "follows the root"}, {"<p></p>x", "follows the root"},
		{"<p", "malformed"}, {"<p a", "no value"}, {"<p a=b/>", "no value"}, {`<p a="b/>`, "does not end"}, {`<p a="<"/>`, "< in the value"},
		{`<p a="1"b="2"/>`, "malformed"}, {`<p a="1" a="2"/>`, "second attribute"}, {"<p/ >", "malformed"}, {"<1p/>", "name is missing"},
		{"<p>&</p>", "begins no reference"}, {"<p>&nbsp;</p>", "begins no reference"}, {"<p>]]></p>", "]]>"}, {"<p>\x01</p>", "U+0001"},
		{"<p>\ufffe</p>", "U+FFFE"}, {"<p>\xff</p>", "not UTF-8"}, {"<p><!-- x --></p>", "name is missing"}, {"<q:p/>", "not declared"},
		{`<p q:a="1"/>`, "not declared"}, {`<p><a xmlns:q="u"/><q:b/></p>`, "not declared"}, {`<a:b:c xmlns:a="u"/>`, "not a name"}, {"<p></p", "has no >"},
	} {
		err := scan([]byte(c.document), func(string, []attr) {})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v, want %s", c.document, err, c.want)
		}
	}
}

func TestScanVisits(t *testing.T) {
	var got []string
	err := scan([]byte(`<a xmlns:x="u" k="&lt;&amp;lt;&quot;"><x:b/>t<c x:d=""></c></a>`), func(tag string, attrs []attr) {
		s := tag
		for _, a := range attrs {
			s += " " + a.name + "=" + a.value
		}
		got = append(got, s)
	})
	if want := `a xmlns:x=u k=<&lt;"|x:b|c x:d=`; err != nil || strings.Join(got, "|") != want {
		t.Errorf("got %s, %v, want %s", strings.Join(got, "|"), err, want)
	}
}

// Whatever scan lets through, a strict parser lets through.
func FuzzScan(f *testing.F) {
	for _, s := range []string{`<?xml version="1.0" encoding="UTF-8"?>` + "\n<!DOCTYPE html>\n<a b=\"c\">d&amp;e<f/></a>\n", "<a>\u00e9</a>", `<a xmlns:q="u"><q:b/></a>`, "<a>&#13;</a>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if scan([]byte(s), func(string, []attr) {}) == nil {
			if err := strict(s); err != nil {
				t.Errorf("%q: %v", s, err)
			}
		}
	})
}

// What is written as words comes back as the same words.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{"plain", `<&>"'`, "a\nb\tc\rd", "\xff", "“–”"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) || strings.IndexFunc(s, func(r rune) bool { return r < ' ' && !isSpace(byte(r)) || r >= 0xFFFE && r <= 0xFFFF }) >= 0 {
			return // the source refuses it
		}
		m := &markup{}
		m.open("p", "title", "x"+s)
		m.text(s)
		m.end("p")
		root := parse(t, m.b.String())
		p := root.kids[0]
		got := ""
		for _, k := range p.kids {
			got += k.text
		}
		if got != s || p.attr["title"] != "x"+s {
			t.Errorf("%q came back as %q and %q", s, got, p.attr["title"])
		}
		if err := scan([]byte(m.b.String()), func(string, []attr) {}); err != nil {
			t.Error(err)
		}
	})
}

func TestIdentifier(t *testing.T) {
	seen := map[string]string{}
	for _, c := range []struct{ id, want string }{
		{"letter-p3", "letter-p3"}, {"letter p3", "letter_20p3"}, {"letter_20p3", "letter_5f20p3"}, {"1986-p1", "x_1986-p1"},
		{"carta-ñ", "carta-_c3_b1"}, {"", "x_"}, {"-a", "x_-a"}, {"a:b", "a_3ab"},
	} {
		got := identifier(c.id)
		if got != c.want {
			t.Errorf("identifier(%q) = %q, want %q", c.id, got, c.want)
		}
		if seen[got] != "" {
			t.Errorf("%q and %q are one", c.id, seen[got])
		}
		seen[got] = c.id
	}
}

func TestAddress(t *testing.T) {
	for _, c := range []struct{ href, want string }{
		{"https://a.gov/b?c=d&e=f#g", "https://a.gov/b?c=d&e=f#g"}, {"https://a.gov/a b|c", "https://a.gov/a%20b%7Cc"},
		{"mailto:a@b.gov", "mailto:a@b.gov"}, {"https://a.gov/%20", "https://a.gov/%20"},
	} {
		if got := address(c.href); got != c.want {
			t.Errorf("address(%q) = %q, want %q", c.href, got, c.want)
		}
	}
}
