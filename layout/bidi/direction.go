package bidi

import (
	"strings"
	"unicode/utf8"
)

// First gives the base level that the first strong character of text asks for,
// isolated text passed over (rules P2 and P3), and whether there is one in its
// first paragraph. It allocates nothing.
func First(text string) (Level, bool) {
	for at := 0; at < len(text); {
		c, n := lookup(text[at:])
		at += n
		switch {
		case c == clsL:
			return 0, true
		case c == clsR, c == clsAL:
			return 1, true
		case c == clsB:
			return 0, false
		case isolateBits.has(c): // on to its PDI
			for depth := 1; at < len(text) && depth > 0; at += n {
				if c, n = lookup(text[at:]); isolateBits.has(c) {
					depth++
				} else if c == clsPDI {
					depth--
				} else if c == clsB {
					return 0, false
				}
			}
		}
	}
	return 0, false
}

// Strong says whether text holds a character that is strong from left to right
// (class L), and one that is strong from right to left (R or AL). Below U+0590
// nothing is of the latter kind, so that Latin text is only skimmed.
func Strong(text string) (left, right bool) {
	for at := 0; at < len(text); {
		if text[at] < 0xd6 && (left || text[at] < utf8.RuneSelf) { // below U+0580
			left = left || ascii[text[at]&0x7f] == clsL
			at++
			continue
		}
		c, n := lookup(text[at:])
		at += n
		left = left || c == clsL
		right = right || c == clsR || c == clsAL
		if left && right {
			return
		}
	}
	return
}

// Base gives the base level of a text that is a paragraph by itself, in a document
// whose own is document: see Of.
func Base(text string, document Level) Level {
	if document == 0 {
		if _, right := Strong(text); !right {
			return 0
		}
	}
	return document.Of(Count(text))
}

// Of gives the base level of a paragraph with so many strong characters of each
// direction, in a document whose own is document: a paragraph runs as most of its
// letters do, for one of Arabic may well begin with a Latin name, and without a
// letter as its document does.
func (document Level) Of(left, right int) Level {
	switch {
	case left > right:
		return 0
	case right > left:
		return 1
	}
	return document
}

// Letters counts the strong characters of a paragraph, or of several, to say how it
// runs in a document whose own level is Document: as most of its letters do that
// are not marked as of a language that runs another way than the words around them
// (Tongue), and if there are no others as most of these.
type Letters struct {
	Document, Tongue Level
	own, marked      [2]int // by direction
}

// Add counts a text; lang is what it is marked as, a BCP 47 tag, "" for nothing.
func (n *Letters) Add(text, lang string) {
	to := &n.own
	if lang != "" && Direction(lang) != n.Tongue {
		to = &n.marked
	}
	left, right := Count(text)
	to[0] += left
	to[1] += right
}

// Mixed says whether a letter from right to left was among the texts.
func (n *Letters) Mixed() bool { return n.own[1]+n.marked[1] > 0 }

// Base gives the base level.
func (n *Letters) Base() Level {
	if n.own == [2]int{} {
		return n.Document.Of(n.marked[0], n.marked[1])
	}
	return n.Document.Of(n.own[0], n.own[1])
}

// Direction gives the base level of text in a language, 1 if the language is
// written from right to left. lang is a BCP 47 tag: its script subtag says so
// ("az-Arab"), else the language it names, in a land where it has one ("pa-PK");
// letter case does not matter. Unknown languages run from left to right.
func Direction(lang string) Level {
	primary, rest, _ := strings.Cut(strings.ToLower(lang), "-")
	if len(primary) == 1 {
		return 0 // a tag for private use names no language
	}
	region := ""
	for rest != "" {
		var sub string
		sub, rest, _ = strings.Cut(rest, "-")
		if len(sub) == 1 {
			break // an extension: no script or region comes after it
		}
		if len(sub) == 4 && (sub[0] < '0' || sub[0] > '9') {
			return listed(scripts, sub)
		}
		if len(sub) == 2 {
			region = sub
		}
	}
	if region != "" && listed(languages, primary+"-"+region) == 1 {
		return 1
	}
	return listed(languages, primary)
}

// listed gives 1 if a list of words with a space before and after each has word.
func listed(list, word string) Level {
	if strings.Contains(list, " "+word+" ") {
		return 1
	}
	return 0
}

// scripts are the codes (ISO 15924) of the scripts that run from right to left.
const scripts = " adlm arab aran armi avst chrs cprt elym gara hatr hebr hung khar lydi mand mani mend merc " +
	"mero narb nbat nkoo orkh ougr palm phli phlp phnx prti rohg samr sarb sidt sogd sogo syrc syre syrj syrn " +
	"thaa todr yezi "

// languages are those (ISO 639) that are mostly written in one of these scripts,
// as the likely subtags of Unicode's CLDR have them, and lands that write a
// language so which others do not.
const languages = " " +
	"abv acm acq acw acx ae aeb afb aii ajp ajt apc apd ar ara arb arc arq ars ary arz ave avl " +
	"ayl ayn azb bal bcc bej bft bgn bgp bqi brh cja ckb cld dcc div dv fa fas fia gbz gjk gju " +
	"glk gwc gwt haz he heb hnd hno iw ji jpr kas khw ks kvx lad lah lki lrc luz mde mfa mid " +
	"mvy myz mzn nqo ota otk pal pbt pbu per pes phl phn pnb pra prd prs ps pst pus rhg sam scl " +
	"sd sdh shu skr smp snd ssh swb syc syr trw ug uig ur urd xld xmn xmr xna xpr xsa ydd yi " +
	"yid yud " +
	"az-iq az-ir aze-iq aze-ir ha-cm ha-sd kk-af kk-cn kk-ir kk-mn ku-iq ku-ir ku-lb ky-cn ms-cc pa-pk pan-pk " +
	"tg-pk tk-af tk-ir uz-af uzb-af "

// Count counts the strong characters of a text by the way they run: from left to
// right (class L), and from right to left (R and AL).
func Count(text string) (left, right int) {
	for at := 0; at < len(text); {
		if c := text[at]; c < utf8.RuneSelf {
			if ascii[c] == clsL {
				left++
			}
			at++
			continue
		}
		c, n := lookup(text[at:])
		at += n
		switch c {
		case clsL:
			left++
		case clsR, clsAL:
			right++
		}
	}
	return left, right
}
