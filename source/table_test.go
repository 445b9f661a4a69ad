package source

import (
	"fmt"
	"strings"
	"testing"
)

// sayTable prints a table for a person: a row a line, cells with what they span.
func sayTable(b *Block) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s head %d", b.ID, b.HeadRows)
	if b.RowHeads {
		out.WriteString(" row heads")
	}
	for _, c := range b.Columns {
		fmt.Fprintf(&out, " [%s", c.Align)
		if c.Numeric {
			out.WriteString(" numbers")
		}
		out.WriteString("]")
	}
	if b.Caption != nil {
		fmt.Fprintf(&out, " %q", PlainText(b.Caption))
	}
	for _, row := range b.Blocks {
		fmt.Fprintf(&out, "\n%s:", strings.TrimPrefix(row.ID, b.ID+"-"))
		for _, c := range row.Blocks {
			fmt.Fprintf(&out, " %d", c.Column)
			if c.ColSpan > 1 || c.RowSpan > 1 {
				fmt.Fprintf(&out, "(%d×%d)", c.RowSpan, c.ColSpan)
			}
			fmt.Fprintf(&out, "%q", PlainText(c.Inlines))
		}
	}
	return out.String()
}

func TestTables(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"plain", "| State | Children |\n| :-- | --: |\n| Texas | 1,174 |\n| Arizona | – |", `letter-t1 head 1 [left] [right numbers]
r1: 0"State" 1"Children"
r2: 0"Texas" 1"1,174"
r3: 0"Arizona" 1"–"`},
		{"spans", "Table: Words\n\n|  | Children | < | Of \\| them |\n|---|---|---|---|\n| ^ | **May** | **June** | ^ |\n| **Texas** | 1 | 2 | x |\n| ^ | 3 | < | \\< |\n| **All** | a | < | \\^ |\n| ^ | ^ | < | y |", `letter-t1 head 2 row heads [] [ numbers] [ numbers] [] "Words"
r1: 0(2×1)"" 1(1×2)"Children" 3(2×1)"Of | them"
r2: 1"May" 2"June"
r3: 0(2×1)"Texas" 1"1" 2"2" 3"x"
r4: 1(1×2)"3" 3"<"
r5: 0(2×1)"All" 1(2×2)"a" 3"^"
r6: 3"y"`},
		{"without bars", "a | b\n--- | ---\nc | d\n\n: After *it*, \"so\"", `letter-t1 head 1 [] [] "After it, “so”"
r1: 0"a" 1"b"
r2: 0"c" 1"d"`},
		{"between", "Text.\n\nTable: One\n\n|a|\n|-|\n|b|\n\nTable: Two\n\n|a|\n|-|\n|b|", `p letter-p1 "Text."
letter-t1 head 1 [] "One"
r1: 0"a"
r2: 0"b"
letter-t2 head 1 [] "Two"
r1: 0"a"
r2: 0"b"`},
		{"quoted", "> | a | b |\n> |---|---|\n> | c | d |\n>\n> : In a quotation\n\n: none", `letter-t1 head 1 [] [] "In a quotation"
r1: 0"a" 1"b"
r2: 0"c" 1"d"
p letter-p2 ": none"`},
		{"all bold", "|a|\n|-|\n|**b**|\n|**c**|", `letter-t1 head 2 row heads []
r1: 0"a"
r2: 0"b"
r3: 0"c"`},
	} {
		l := &loader{packet: &Packet{Dir: "nowhere"}, root: t.TempDir(), assets: map[string]*Asset{}}
		file, d, problems := l.readMemory(t, []byte("---\nkind: letter\ndate: 2018-06-19\nto: [x]\nsignatories: []\n---\n"+c.body+"\n"))
		if len(problems) > 0 {
			t.Errorf("%s: %v", c.name, problems)
			continue
		}
		checkBlocks(t, file, d.Body, Span{file, 0, len(file.Data)})
		var got []string
		var say func([]*Block)
		say = func(blocks []*Block) {
			for _, b := range blocks {
				switch b.Kind {
				case BlockTable:
					got = append(got, sayTable(b))
				case BlockParagraph:
					got = append(got, fmt.Sprintf("p %s %q", b.ID, PlainText(b.Inlines)))
				default:
					say(b.Blocks)
				}
			}
		}
		say(d.Body)
		if s := strings.Join(got, "\n"); s != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, s, c.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for s, want := range map[string]bool{"1": true, "1,174": true, "−3.5": true, "$ 12": true, "(40)": true, "12 %": true, "€1.200,00": true, ".5": true,
		"": false, "–": false, "a1": false, "2018-06-19": false, "1st": false, "$": false, "5.": false} {
		if Number(s) != want {
			t.Errorf("Number(%q) is %v", s, !want)
		}
	}
}

// TestFigureCaptions: a title or a paragraph that begins with "Figure:".
func TestFigureCaptions(t *testing.T) {
	front := "---\nkind: letter\ndate: 2018-06-19\nto: [x]\nsignatories: []\n---\n"
	p, problems := loadFiles(t, map[string]string{"a.svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`,
		"letter.md": front + "![A](a.svg \"It's \\\"so\\\"\")\n\n![B](a.svg)\n\nFigure: Where *it* is\n\nFigure: not this\n"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var got []string
	for _, b := range p.Documents[0].Body {
		got = append(got, fmt.Sprintf("%s %q %q", b.ID, PlainText(b.Caption), PlainText(b.Inlines)))
	}
	want := `letter-img1 "It’s \"so\"" ""` + "\n" + `letter-img2 "Where it is" ""` + "\n" + `letter-p2 "" "Figure: not this"`
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("%s\nwant\n%s", s, want)
	}
}

// TestShowTable: the JSON of a table names rows, cells and what they cover.
func TestShowTable(t *testing.T) {
	p, problems := loadFiles(t, map[string]string{"letter.md": "---\nkind: letter\ndate: 2018-06-19\nto: [x]\nsignatories: []\n---\n\n| a | b |\n|--:|---|\n| **c** | 1 |\n| ^ | 2 |\n\n: Words\n"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	data, err := Show(p)
	if err != nil {
		t.Fatal(err)
	}
	var tight strings.Builder
	for line := range strings.Lines(string(data)) {
		tight.WriteString(strings.TrimSpace(line))
	}
	for _, want := range []string{
		`"kind": "table","id": "letter-t1","head-rows": 1,"row-heads": true,"columns": [{"align": "right","numeric": false},{"numeric": true}],"caption": [{"kind": "text","text": "Words"}]`,
		`{"kind": "cell","id": "letter-t1-r2c1","column": 1,"row-span": 2,"text": "c"`,
	} {
		if !strings.Contains(tight.String(), want) {
			t.Errorf("%s\nis not in\n%s", want, tight.String())
		}
	}
}
