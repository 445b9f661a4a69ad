package epub

import (
	"strings"
	"testing"
)

func TestXHTML(t *testing.T) {
	book := &Book{Files: []File{
		{ID: "a", doc: &document{title: `Q & "A" <1>`, lang: `en-"US`, body: "<p>x</p>"}},
		{ID: "b", doc: &document{lang: "es", body: "<p>y</p>"}},
		{ID: "c", Data: []byte("left alone")},
	}}
	assemble(book)
	for i, want := range [][]string{
		{`lang="en-&quot;US" xml:lang="en-&quot;US">`, `<title>Q &amp; "A" &lt;1&gt;</title>`, `href="../css/book.css"`, "<body>\n<p>x</p>\n</body>\n</html>\n"},
		{`lang="es" xml:lang="es">`, "<title>b</title>", "<body>\n<p>y</p>\n</body>"},
		{"left alone"},
	} {
		got := string(book.Files[i].Data)
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: no %s in\n%s", book.Files[i].ID, w, got)
			}
		}
		if err := scan(book.Files[i].Data, func(string, []attr) {}); (err == nil) != (i < 2) {
			t.Errorf("%s: %v", book.Files[i].ID, err)
		}
	}
}
