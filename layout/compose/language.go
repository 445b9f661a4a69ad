package compose

import (
	"cmp"

	"chancery/layout"
	"chancery/layout/hyphen"
	"chancery/layout/labels"
	"chancery/source"
)

// A block may be of another language than what it stands in: its element says so,
// and all words in it are shaped, hyphenated and tied as that language has it, until
// a block or words within it are of a third.

// speaking sets a block in its own language.
func (b *body) speaking(bl *source.Block, set func()) {
	outer := b.lang
	b.lang = cmp.Or(bl.Lang, b.lang)
	b.c.speaks = b.lang
	set()
	b.lang, b.c.speaks = outer, outer
}

// element makes the element of a block, in its language.
func (b *body) element(role layout.Role, parent *layout.Element, bl *source.Block) *layout.Element {
	e := b.c.Element(role, parent, bl.ID)
	e.Lang = bl.Lang
	return e
}

// elementOf makes the element of a block of a note. A note is of the document's
// language or its own, whatever the block is of that calls it.
func (b *body) elementOf(note *layout.Element, bl *source.Block) *layout.Element {
	e := b.element(layout.RoleP, note, bl)
	if b.lang != "" && e.Lang == "" {
		e.Lang = b.c.Doc.Language
	}
	return e
}

// leadIn gives the element of words of the document's own that are run into the
// first paragraph.
func (b *body) leadIn(paragraph *layout.Element) *layout.Element {
	if paragraph.Lang == "" {
		return paragraph
	}
	return &layout.Element{Role: layout.RoleSpan, Parent: paragraph, ID: paragraph.ID, Lang: b.c.Doc.Language}
}

// languageOf is the language that a body's words are in.
func (b *body) languageOf() string { return cmp.Or(b.lang, b.c.Doc.Language) }

// spoken is a language that stands among the document's.
type spoken struct {
	words    *labels.Labels // nil where there are none
	patterns *hyphen.Patterns
}

// in gives the words and patterns of a language among the document's.
func (c *Composer) in(lang string) spoken {
	s, known := c.others[lang]
	if !known {
		s.words, _ = c.own.words(lang) // none is no fault: nothing is tied then
		s.patterns = c.own.patterns(lang)
		if c.others == nil {
			c.others = map[string]spoken{}
		}
		c.others[lang] = s
	}
	return s
}

// wordsOf gives the words of a language, which is "" for the document's; nil where
// there are none.
func (c *Composer) wordsOf(lang string) *labels.Labels {
	if lang == "" {
		return c.Labels
	}
	return c.in(lang).words
}
