package source

import "cmp"

// EachText visits the texts of inlines with the language that they are marked as,
// lang where they are not: what says in which direction words run and what they are
// made of. Addresses that stand for themselves are left out (ShowsAddress), and
// so are notes.
func EachText(inlines []Inline, lang string, visit func(text, lang string)) {
	for i := range inlines {
		in := &inlines[i]
		switch in.Kind {
		case InlineText:
			visit(in.Text, lang)
		case InlineLanguage:
			EachText(in.Kids, in.Lang, visit)
		case InlineLink:
			if !ShowsAddress(in.Href, PlainText(in.Kids)) {
				EachText(in.Kids, lang, visit)
			}
		default:
			EachText(in.Kids, lang, visit)
		}
	}
}

// EachText is EachText for all words of a block and of the blocks in it; lang is the
// language that it stands in.
func (b *Block) EachText(lang string, visit func(text, lang string)) {
	lang = cmp.Or(b.Lang, lang)
	EachText(b.Inlines, lang, visit)
	for _, kid := range b.Blocks {
		kid.EachText(lang, visit)
	}
}
