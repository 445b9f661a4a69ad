package bagit

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// equalLabel compares labels as RFC 8493, 2.2.2, has it of the reserved ones.
func equalLabel(a, b string) bool { return strings.EqualFold(a, b) }

// info reads bag-info.txt (RFC 8493, 2.2.2).
func (b *bag) info() {
	const name = "bag-info.txt"
	if kind := b.odd[name]; kind != "" {
		b.add("link", name, 0, "it is %s, and not a file", kind)
		return
	}
	if _, ok := b.files[name]; !ok {
		return
	}
	all, ok := b.text(name)
	if !ok {
		return
	}
	lineOf := map[string]int{} // where a label was first, in small letters
	for i, line := range all {
		if n := utf8.RuneCountInString(line); n > 79 {
			b.add("info-long", name, i+1, "the line has %d characters, and should have 79 at most", n)
		}
		last := len(b.r.Info) - 1
		if strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t") {
			if last < 0 {
				b.add("info-line", name, i+1, "the line continues nothing")
				continue
			}
			b.r.Info[last].Value += "\n" + strings.Trim(line, " \t")
			continue
		}
		label, value, found := strings.Cut(line, ":")
		plain := strings.Trim(label, " \t")
		switch {
		case !found || plain == "":
			b.add("info-line", name, i+1, "the line is %q, and has to be a label, a colon, a space and a value", line)
			continue
		case b.early:
			value = strings.Trim(value, " \t")
		case plain != label:
			b.add("info-line", name, i+1, "the label %q ends with a space", label)
		case !strings.HasPrefix(value, " ") && !strings.HasPrefix(value, "\t"):
			b.add("info-line", name, i+1, "after the colon of %s there is no space", label)
		default:
			value = value[1:]
		}
		b.r.Info = append(b.r.Info, Element{plain, value})
		b.element(i+1, plain, value, lineOf)
	}
	if at := lineOf["bag-count"]; at > 0 && lineOf["bag-group-identifier"] == 0 {
		b.add("info-group", name, at, "there is a Bag-Count, and no Bag-Group-Identifier that says of what")
	}
}

// element judges one element of bag-info.txt by what is said of its label.
func (b *bag) element(line int, label, value string, lineOf map[string]int) {
	const name = "bag-info.txt"
	key := strings.ToLower(label)
	first, again := lineOf[key]
	if !again {
		lineOf[key] = line
	}
	switch key {
	case "payload-oxum":
		if again {
			b.add("oxum-repeated", name, line, "Payload-Oxum is there a second time, after line %d", first)
		}
		if octets, streams, _ := strings.Cut(value, "."); !digits(octets) || !digits(streams) {
			b.add("oxum-form", name, line, "%q is no Payload-Oxum: that is the number of bytes, a full stop and the number of files", value)
		}
	case "bagging-date", "bag-size", "bag-group-identifier", "bag-count":
		if again {
			b.add("info-repeated", name, line, "%s is there a second time, after line %d", label, first)
		}
	}
	switch key {
	case "bagging-date":
		if _, err := time.Parse(time.DateOnly, value); err != nil {
			b.add("info-date", name, line, "%q is no date: that is YYYY-MM-DD", value)
		}
	case "bag-count":
		if n, of, ok := strings.Cut(value, " of "); !ok || !digits(n) || of != "?" && !digits(of) {
			b.add("info-count", name, line, "%q is no Bag-Count: that is 1 of 2, or 1 of ?", value)
		}
	}
}

// oxum compares Payload-Oxum with the payload that is there. While files are
// still to be fetched there is nothing to compare.
func (b *bag) oxum() {
	for name, size := range b.files {
		if inPayload(name) {
			b.r.Files++
			b.r.Bytes += size
		}
	}
	said := b.r.Find("Payload-Oxum")
	if len(said) != 1 || len(b.r.Holes) > 0 {
		return
	}
	octets, streams, _ := strings.Cut(said[0], ".")
	have := fmt.Sprintf("%d.%d", b.r.Bytes, b.r.Files)
	if digits(octets) && digits(streams) && strings.TrimLeft(octets, "0")+"."+strings.TrimLeft(streams, "0") != strings.TrimLeft(fmt.Sprint(b.r.Bytes), "0")+"."+strings.TrimLeft(fmt.Sprint(b.r.Files), "0") {
		b.add("oxum", "bag-info.txt", 0, "Payload-Oxum is %s, and the payload has %s (bytes, files)", said[0], have)
	}
}
