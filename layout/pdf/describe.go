package pdf

import (
	"fmt"
	"strings"
)

// Describe reads a file that Write has written and says what a listener hears:
// title, language, bookmarks, then the structure tree in its order, with roles in
// the words of screen readers. What is an artifact is silent. Tests keep it as a
// golden, which a person reads.
func Describe(pdf []byte) (string, error) {
	t, err := ReadTree(pdf)
	if err != nil {
		return "", err
	}
	d := describer{}
	fmt.Fprintf(&d.b, "title: %s\nlanguage: %s\n", t.Title, t.Root.Lang)
	for _, m := range t.Bookmarks {
		fmt.Fprintf(&d.b, "%sbookmark: %s, page %d\n", strings.Repeat("  ", m.Level), m.Title, m.Page+1)
	}
	d.kids(t.Root, "")
	return d.b.String(), nil
}

type describer struct {
	b    strings.Builder
	page int // that the last block began on, from 1
}

func (d *describer) line(indent, text string) {
	d.b.WriteString(strings.TrimRight(indent+text, " "))
	d.b.WriteByte('\n')
}

func (d *describer) kids(n *Node, indent string) {
	for _, k := range n.Kids {
		d.block(k, indent)
	}
}

// block says an element that begins a line of its own.
func (d *describer) block(n *Node, indent string) {
	if p := n.firstPage() + 1; p > d.page {
		d.page = p
		d.line("", fmt.Sprintf("page %d", p))
	}
	if n.Lang != "" {
		d.line(indent, "language: "+n.Lang)
	}
	inner := indent + "  "
	switch n.Role {
	case "":
		d.line(indent, "text: "+spoken(n.Text))
	case "H1", "H2", "H3", "H4", "H5", "H6":
		d.line(indent, "heading level "+n.Role[1:]+": "+n.inline())
	case "P":
		d.line(indent, "paragraph: "+n.inline())
	case "Figure":
		d.line(indent, "graphic: "+n.Alt)
	case "Form":
		d.line(indent, fmt.Sprintf("signature field %s: %s", n.Field, n.Alt))
	case "L":
		d.list(n, indent)
	case "Table":
		columns := 0
		for _, row := range n.Kids {
			columns = max(columns, len(row.Kids))
		}
		d.line(indent, fmt.Sprintf("table with %d rows and %d columns", len(n.Kids), columns))
		for _, row := range n.Kids {
			d.row(row, inner)
		}
	case "BlockQuote":
		d.line(indent, "quotation")
		d.kids(n, inner)
	case "Note":
		d.line(indent, "note "+n.ID)
		d.kids(n, inner)
	case "Sect":
		d.line(indent, "section")
		d.kids(n, inner)
	default:
		d.line(indent, strings.ToLower(n.Role)+": "+n.inline())
	}
}

func (d *describer) list(n *Node, indent string) {
	items := 0
	for _, k := range n.Kids {
		if k.Role == "LI" {
			items++
		}
	}
	kind := ""
	if n.Numbering != "" && n.Numbering != "None" {
		kind = ", " + strings.ToLower(n.Numbering)
	}
	d.line(indent, fmt.Sprintf("list of %s%s", plural(items, "item"), kind))
	for _, k := range n.Kids {
		if k.Role != "LI" {
			d.block(k, indent+"  ")
			continue
		}
		if p := k.firstPage() + 1; p > d.page {
			d.page = p
			d.line("", fmt.Sprintf("page %d", p))
		}
		label := ""
		for _, part := range k.Kids {
			switch {
			case part.Role == "Lbl":
				label = part.inline() + " "
			case part.onlyText():
				d.line(indent, "  item: "+label+part.inline())
				label = ""
			default:
				d.line(indent, "  item: "+label)
				d.kids(part, indent+"    ")
				label = ""
			}
		}
	}
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func (d *describer) row(row *Node, indent string) {
	var cells []string
	for _, c := range row.Kids {
		text := `"` + c.inline() + `"`
		if c.Role == "TH" {
			text = strings.ToLower(c.Scope) + " header " + text
		}
		cells = append(cells, text)
	}
	d.line(indent, "row: "+strings.Join(cells, ", "))
}

// onlyText says whether an element holds no block.
func (n *Node) onlyText() bool {
	for _, k := range n.Kids {
		if k.Role != "" && k.Role != "Link" && k.Role != "Span" && k.Role != "Reference" {
			return false
		}
	}
	return true
}

// inline is the text of an element with what stands in it marked in brackets.
func (n *Node) inline() string {
	if n.Actual != "" {
		return n.Actual
	}
	var b strings.Builder
	for _, k := range n.Kids {
		switch k.Role {
		case "":
			b.WriteString(spoken(k.Text))
		case "Link":
			if k.To > 0 {
				fmt.Fprintf(&b, "[link %s: %s → page %d]", times(k.Links), k.inline(), k.To)
				continue
			}
			if k.Href == "" {
				b.WriteString("[link without address]")
				continue
			}
			fmt.Fprintf(&b, "[link %s: %s → %s]", times(k.Links), k.inline(), k.Href)
		case "Span":
			if k.Lang != "" {
				fmt.Fprintf(&b, "[%s: %s]", k.Lang, k.inline())
				continue
			}
			b.WriteString(k.inline())
		case "Figure":
			fmt.Fprintf(&b, "[graphic: %s]", k.Alt)
		default:
			b.WriteString(k.inline())
		}
	}
	return b.String()
}

// times says on how many lines a link can be pressed.
func times(n int) string {
	if n == 1 {
		return "on one line"
	}
	return fmt.Sprintf("on %d lines", n)
}

// spoken is a text without what is not said: soft hyphens and zero-width spaces.
func spoken(s string) string {
	return strings.NewReplacer(softHyphen, "", zeroWidth, "").Replace(s)
}
