package pdf

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"chancery/layout/pdf/cos"
)

// mark is an open marked-content sequence.
type mark struct {
	id       int // -1: none of its own
	actual   bool
	reversed bool
	text     string
}

// content reads the text of a page's marked content, by identifier.
func (r *treeReader) content(page *cos.Dict) (map[int]string, error) {
	data, err := r.f.Contents(page)
	if err != nil {
		return nil, err
	}
	fonts := r.f.Dict(r.f.Dict(page.Get("Resources")).Get("Font"))
	texts := map[int]*strings.Builder{}
	var marks []mark
	var args []cos.Object
	var cmap map[uint16]string
	show := func(s string) {
		for i := len(marks) - 1; i >= 0; i-- {
			if marks[i].actual {
				return // said already
			}
			if marks[i].id >= 0 {
				texts[marks[i].id].WriteString(s)
				return
			}
		}
	}
	lex := cos.Lexer{Data: data, Content: true}
	for {
		o, err := lex.Next()
		if errors.Is(err, cos.ErrEnd) {
			break
		}
		if err != nil {
			return nil, err
		}
		op, ok := o.(cos.Keyword)
		if !ok {
			args = append(args, o)
			continue
		}
		switch {
		case op == "BDC" && len(args) == 2, op == "BMC":
			m := mark{id: -1, reversed: cos.Name(name(args[0])) == "ReversedChars"}
			if p, ok := args[len(args)-1].(*cos.Dict); ok {
				if id, ok := p.Get("MCID").(int); ok {
					if texts[id] != nil {
						return nil, fmt.Errorf("two sequences have the identifier %d", id)
					}
					m.id, texts[id] = id, &strings.Builder{}
				}
				if a := p.Get("ActualText"); a != nil {
					show(text(a))
					m.actual = true
				}
			}
			marks = append(marks, m)
		case op == "EMC":
			if len(marks) == 0 {
				return nil, errors.New("a sequence ends that has not begun")
			}
			marks = marks[:len(marks)-1]
		case op == "Tf" && len(args) == 2:
			if cmap, err = r.cmap(r.f.Dict(fonts.Get(cos.Name(name(args[0]))))); err != nil {
				return nil, err
			}
		case op == "Tj" && len(args) == 1, op == "TJ" && len(args) == 1:
			parts, ok := args[0].(cos.Array)
			if !ok {
				parts = args
			}
			var codes string
			for _, p := range parts {
				if s, ok := p.(cos.String); ok {
					codes += string(s)
				}
			}
			t, err := decode(cmap, codes, reversed(marks))
			if err != nil {
				return nil, err
			}
			show(t)
		}
		args = args[:0]
	}
	if len(marks) > 0 {
		return nil, errors.New("a sequence does not end")
	}
	out := make(map[int]string, len(texts))
	for id, b := range texts {
		out[id] = b.String()
	}
	return out, nil
}

// reversed says whether show strings are to be read from their last code on.
func reversed(marks []mark) bool {
	return slices.ContainsFunc(marks, func(m mark) bool { return m.reversed })
}

// decode turns codes of two bytes into text.
func decode(cmap map[uint16]string, s string, reversed bool) (string, error) {
	var b strings.Builder
	for i := 0; i+1 < len(s); i += 2 {
		k := i
		if reversed {
			k = len(s) - 2 - i
		}
		c := uint16(s[k])<<8 | uint16(s[k+1])
		t, ok := cmap[c]
		if !ok {
			return "", fmt.Errorf("the code %04X has no entry in ToUnicode", c)
		}
		b.WriteString(t)
	}
	return b.String(), nil
}

// cmap reads the bfchar entries of a font's ToUnicode.
func (r *treeReader) cmap(font *cos.Dict) (map[uint16]string, error) {
	ref, _ := font.Get("ToUnicode").(cos.Ref)
	if m := r.cmaps[ref]; m != nil {
		return m, nil
	}
	s, ok := r.f.Resolve(ref).(*cos.Stream)
	if !ok {
		return nil, errors.New("a font has no ToUnicode")
	}
	data, err := s.Decode()
	if err != nil {
		return nil, err
	}
	m := map[uint16]string{}
	r.cmaps[ref] = m
	lex := cos.Lexer{Data: data, Content: true}
	inside, code, half := false, uint16(0), false
	for {
		o, err := lex.Next()
		if errors.Is(err, cos.ErrEnd) {
			return m, nil
		}
		if err != nil {
			return nil, err
		}
		switch o := o.(type) {
		case cos.Keyword:
			inside, half = o == "beginbfchar", false
		case cos.String:
			switch {
			case !inside:
			case !half && len(o) == 2:
				code, half = uint16(o[0])<<8|uint16(o[1]), true
			default:
				m[code], half = decodeUTF16(string(o)), false
			}
		}
	}
}
