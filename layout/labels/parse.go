package labels

import (
	"fmt"
	"strings"
)

// parse reads the lines of a file of labels: "key: value", where a value may
// stand in double quotes; blank lines and lines that begin with "#" say nothing.
// That is a part of YAML 1.2, small enough to be read in microseconds.
func parse(tag, data string) (*Labels, error) {
	l := &Labels{Lang: tag}
	seen := make(map[string]bool, 48)
	line := 0
	for data != "" {
		var text string
		text, data, _ = strings.Cut(data, "\n")
		line++
		text = strings.TrimSpace(text)
		if text == "" || text[0] == '#' {
			continue
		}
		key, value, ok := strings.Cut(text, ":")
		if !ok {
			return nil, fmt.Errorf("labels/%s.yaml:%d: not of the form \"key: value\"", tag, line)
		}
		value = strings.TrimSpace(value)
		if n := len(value); n > 1 && value[0] == '"' && value[n-1] == '"' {
			value = value[1 : n-1]
		}
		place, list := l.place(key)
		switch {
		case seen[key]:
			return nil, fmt.Errorf("labels/%s.yaml:%d: a second %q", tag, line, key)
		case place != nil:
			*place = value
		case list != nil:
			*list = strings.Split(value, ", ")
		default:
			return nil, fmt.Errorf("labels/%s.yaml:%d: no label is called %q", tag, line, key)
		}
		seen[key] = true
	}
	for i := range keys {
		if k := &keys[i]; !k.Optional && !seen[k.Name] {
			return nil, fmt.Errorf("labels/%s.yaml: the label %q is missing", tag, k.Name)
		}
	}
	if len(l.months) != 12 {
		return nil, fmt.Errorf("labels/%s.yaml: a year has 12 months, not %d", tag, len(l.months))
	}
	return l, nil
}

// place is where a key's value goes: a word or a list, or neither for an unknown key.
func (l *Labels) place(key string) (*string, *[]string) {
	switch key {
	case "immediate":
		return &l.Immediate, nil
	case "embargoed":
		return &l.embargoed, nil
	case "contact":
		return &l.Contact, nil
	case "more":
		return &l.More, nil
	case "via":
		return &l.Via, nil
	case "cc":
		return &l.cc, nil
	case "colon":
		return &l.colon, nil
	case "enclosure":
		return &l.enclosure, nil
	case "enclosures":
		return &l.enclosures, nil
	case "notes":
		return &l.Notes, nil
	case "note":
		return &l.note, nil
	case "back-to-text":
		return &l.backToText, nil
	case "continued":
		return &l.Continued, nil
	case "signature-of":
		return &l.signatureOf, nil
	case "signed-digitally":
		return &l.signedDigitally, nil
	case "page-of":
		return &l.pageOf, nil
	case "mark-reference":
		return &l.markReference, nil
	case "mark-address":
		return &l.MarkAddress, nil
	case "mark-alt":
		return &l.markAlt, nil
	case "months":
		return nil, &l.months
	case "date":
		return &l.date, nil
	case "first-of-month":
		return &l.first, nil
	case "time":
		return &l.clock, nil
	case "halves":
		return nil, &l.halves
	case "date-time":
		return &l.dateTime, nil
	case "list-two":
		return &l.listTwo, nil
	case "list-two-alternate":
		return &l.listTwoAlt, nil
	case "list-start":
		return &l.listStart, nil
	case "list-end":
		return &l.listEnd, nil
	case "list-end-alternate":
		return &l.listEndAlt, nil
	case "alternate-before":
		return nil, &l.altBefore
	case "alternate-not-before":
		return nil, &l.altNotBefore
	case "tie-after":
		return nil, &l.tieAfter
	case "tie-to-number":
		return nil, &l.tieToNumber
	case "tie-before":
		return nil, &l.tieBefore
	case "quotes":
		return nil, &l.quotes
	case "letter-title":
		return &l.letterTitle, nil
	case "letter-title-without-names":
		return &l.letterTitleNoNames, nil
	case "cover":
		return &l.Cover, nil
	case "title-page":
		return &l.TitlePage, nil
	case "in-this-packet":
		return &l.InThisPacket, nil
	case "contents":
		return &l.Contents, nil
	case "landmarks":
		return &l.Landmarks, nil
	case "page-list":
		return &l.PageList, nil
	case "letter":
		return &l.Letter, nil
	case "release":
		return &l.Release, nil
	case "table":
		return &l.Table, nil
	case "text":
		return &l.Text, nil
	case "signatories":
		return &l.Signatories, nil
	case "copies":
		return &l.Copies, nil
	case "start":
		return &l.Start, nil
	case "printed-page":
		return &l.printedPage, nil
	case "page-break":
		return &l.pageBreak, nil
	case "cover-alt":
		return &l.coverAlt, nil
	case "accessibility":
		return &l.access, nil
	case "accessibility-pages":
		return &l.accessPages, nil
	}
	return nil, nil
}
