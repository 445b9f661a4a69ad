package source

import (
	"strings"
	"testing"
)

// TestTypography turns typewriting into print, in the front matter and in the body.
func TestTypography(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`"Zero tolerance"`, `“Zero tolerance”`},
		{`a "b" c`, `a “b” c`},
		{`He said, "I know." She: "No."`, `He said, “I know.” She: “No.”`},
		{`("a")`, `(“a”)`},
		{`"'a' b"`, `“‘a’ b”`},
		{`"a 'b'"`, `“a ‘b’”`},
		{`D'Angelo's`, `D’Angelo’s`},
		{`children's, Services' Office`, `children’s, Services’ Office`},
		{`the '90s`, `the ’90s`},
		{`1980's`, `1980’s`},
		{`'tis, rock 'n' roll`, `’tis, rock ’n’ roll`},
		{`the 'Burque way`, `the ’Burque way`},
		{`'one' and 'two'`, `‘one’ and ‘two’`},
		{`officials--"all"--here`, `officials–“all”–here`},
		{`"I know---"`, `“I know—”`},
		{`officials---locally---to`, `officials—locally—to`},
		{`1986--1990`, `1986–1990`},
		{`a - b, well-known`, `a - b, well-known`},
		{`----`, `----`},
		{`and so on...`, `and so on…`},
		{`wait....`, `wait....`},
		{`ʻOkina, Hawaiʻi, Hawai’i`, `ʻOkina, Hawaiʻi, Hawai’i`},
		{`“typed” ‘already’ – — …`, `“typed” ‘already’ – — …`},
		{"two  spaces\tand a tab", "two spaces and a tab"},
		{"no\u00A0break\u00AD\u2011", "no\u00A0break\u00AD\u2011"},
		{`"A" "B"`, `“A” “B”`},
		{`"`, `"`},
		{`a/"b"`, `a/“b”`},
		{`$5--"cheap"`, `$5–“cheap”`},
		{`Room 6"`, `Room 6"`},
		{`"Room 6"`, `“Room 6”`},
		{`5'10"`, `5'10"`},
		{`Hawai'i`, `Hawai'i`},
		{`o'er and O'Brien`, `o’er and O’Brien`},
	} {
		l := &loader{}
		if got := l.smarten(c.in, Span{}); got != c.want {
			t.Errorf("front matter %q: got %q, want %q", c.in, got, c.want)
		}
		doc := strings.Replace(shortLetter, "Text.", "x "+c.in+"\n", 1)
		_, d, problems := (&loader{packet: &Packet{}, assets: map[string]*Asset{}}).readMemory(t, []byte(doc))
		if problems.Errors() > 0 {
			t.Fatal(problems)
		}
		if got := PlainText(d.Body[0].Inlines); got != "x "+c.want {
			t.Errorf("body %q: got %q, want %q", c.in, got, "x "+c.want)
		}
	}
}

// TestTypographyOfMarkdown is what only a body has: marks next to emphasis and
// links, escapes, entities, lines' ends.
func TestTypographyOfMarkdown(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`"*a*" b`, `“a” b`},
		{`*"a"* b`, `“a” b`},
		{`"[a](https://example.gov)"`, `“a”`},
		{`**D**'Angelo`, `D’Angelo`},
		{`a \"b\" \'c\' d\-- e\...`, `a "b" 'c' d-- e...`},
		{`a &quot;b&quot; &ndash; &nbsp;c`, "a \"b\" – \u00A0c"},
		{"\"a\nb\"", `“a b”`},
		{"a\n\"b\"", `a “b”`},
		{"a\\\n\"b\"", "a\n“b”"},
		{"a  \n'b'", "a\n‘b’"},
		{`*0**`, `0*`},
		{"a <!-- x --> b<!-- y -->", `a b`},
		{`1986\. That`, `1986. That`},
		{`AT&T &copy &copy; &#8212; &#x2014; &nosuch;`, `AT&T &copy © — — &nosuch;`},
		{`snake_case_word 2 * 3 * 4 [Draft] x^2 ~5`, `snake_case_word 2 * 3 * 4 [Draft] x^2 ~5`},
	} {
		doc := strings.Replace(shortLetter, "Text.", c.in, 1)
		file, d, problems := (&loader{packet: &Packet{}, assets: map[string]*Asset{}}).readMemory(t, []byte(doc))
		if problems.Errors() > 0 {
			t.Fatalf("%q: %v", c.in, problems)
		}
		if got := PlainText(d.Body[0].Inlines); got != c.want {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
		checkBlocks(t, file, d.Body, Span{})
	}
}

// TestNearest looks for misspelt keys.
func TestNearest(t *testing.T) {
	names := letterKeys.names()
	for _, c := range []struct{ in, want string }{
		{"salutaton", "salutation"}, {"saluatation", "salutation"}, {"signatoires", "signatories"}, {"enclosuers", "enclosures"},
		{"too", "to"}, {"dat", "date"}, {"x", ""}, {"headlines", ""}, {"kin", "kind"}, {"langauge", "language"},
	} {
		if got := nearest(c.in, names); got != c.want {
			t.Errorf("%s: got %q, want %q", c.in, got, c.want)
		}
	}
}

// TestForeignKeys sees that what another tool's key is turned into exists.
func TestForeignKeys(t *testing.T) {
	for _, name := range []string{"opening", "encl", "re", "recipient", "address", "signature", "close", "ps", "ref", "contact", "subtitle", "location", "embargo",
		"embargo-until", "tz", "end", "type", "lang", "keywords", "papersize", "fontsize", "font", "smart", "logo", "id", "creator", "files", "template", "role", "tel", "mail", "state"} {
		key, say := foreign(name)
		found := false
		for _, t := range []*table{letterKeys, releaseKeys, packetKeys, officeKeys, addressKeys, signatoryKeys, contactKeys} {
			found = found || t.find(key) != nil
		}
		if !found {
			t.Errorf("%s: %q is no key; %q", name, key, say)
		}
	}
}
