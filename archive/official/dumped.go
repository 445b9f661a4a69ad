package official

import (
	"strconv"
	"strings"
)

// dumpedWords gives the words of a document's pages (layout.Dump), in their order:
// those that a listener hears, with what lines divided put together again.
func dumpedWords(dump string) []string {
	var b strings.Builder
	for line := range strings.Lines(dump) {
		fields := strings.Fields(line)
		i := strings.IndexByte(line, '"')
		if i < 0 || len(fields) < 4 || !isNumber(fields[0]) || !isNumber(fields[1]) || fields[2] == "—" {
			continue // no text, or an artifact of the page
		}
		quoted, err := strconv.QuotedPrefix(line[i:])
		if err != nil {
			continue
		}
		text, err := strconv.Unquote(quoted)
		if err != nil {
			continue
		}
		if rest, divided := strings.CutSuffix(text, "\u00ad"); divided {
			b.WriteString(rest)
			continue
		}
		b.WriteString(text)
		// A line that ends within a compound goes on with it.
		if !strings.HasSuffix(text, "-") && !strings.HasSuffix(text, "–") && !strings.HasSuffix(text, "—") {
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}

func isNumber(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}
