package epub

import "testing"

// The documents of a packet that has everything, to be read in a diff.
func TestGoldens(t *testing.T) {
	files := unzip(t, write(t, input()))
	for _, name := range []string{"package.opf", "nav.xhtml", "xhtml/cover.xhtml", "xhtml/title-page.xhtml", "xhtml/release.xhtml", "xhtml/letter.xhtml"} {
		base := name
		if len(name) > 6 && name[:6] == "xhtml/" {
			base = name[6:]
		}
		golden(t, "everything/"+base, files["EPUB/"+name])
	}
}
