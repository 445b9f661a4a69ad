package hyphen

import (
	"bytes"
	"slices"
)

// table finds patterns or exceptions by their letters. It is a hash table with
// open addressing of places in the text as it came: nothing is copied, so that
// loading costs one pass. In a pattern the marks between the letters are
// digits, in an exception hyphens.
type table struct {
	text    []byte
	slots   []uint32 // start<<8 | length of an entry in text; 0 is free
	entries int
	longest int // letters of the longest entry, in bytes
}

// addGroup adds the entries of a TeX group, "\patterns{ … }", that stands in
// text outside of comments. Of two entries with the same letters the first holds.
func (t *table) addGroup(text []byte, opening string) {
	body := group(text, opening)
	if body == nil {
		return
	}
	base := len(t.text)
	if base == 0 { // offset 0 must not be taken by an entry: it means free
		t.text = append(make([]byte, 0, len(body)+1), ' ')
		base = 1
	}
	t.text = append(t.text, body...)
	for i, c := range t.text[base:] { // names among the exceptions; other letters are small already
		if c >= 'A' && c <= 'Z' {
			t.text[base+i] = c | 0x20
		}
	}
	t.grow(bytes.Count(body, []byte{'\n'}) + bytes.Count(body, []byte{' '}) + 1)
	for at := base; at < len(t.text); {
		switch c := t.text[at]; {
		case c == '%':
			if n := bytes.IndexByte(t.text[at:], '\n'); n >= 0 {
				at += n
			} else {
				at = len(t.text)
			}
		case c <= ' ':
			at++
		default:
			end := at + 1
			for end < len(t.text) && t.text[end] > ' ' && t.text[end] != '%' {
				end++
			}
			t.add(at, end)
			at = end
		}
	}
}

// group gives the text between an opening brace and its closing one.
func group(text []byte, opening string) []byte {
	for at := 0; ; {
		n := bytes.Index(text[at:], []byte(opening))
		if n < 0 {
			return nil
		}
		line := bytes.LastIndexByte(text[:at+n], '\n') + 1
		at += n + len(opening)
		if bytes.IndexByte(text[line:at], '%') >= 0 {
			continue // mentioned in a comment
		}
		for end := at; end < len(text); end++ {
			switch text[end] {
			case '%':
				n := bytes.IndexByte(text[end:], '\n')
				if n < 0 {
					return nil
				}
				end += n
			case '}':
				return text[at:end]
			}
		}
		return nil
	}
}

// grow makes room for n more entries, at most two thirds full.
func (t *table) grow(n int) {
	size := 64
	for 2*size < 3*(t.entries+n) {
		size *= 2
	}
	if size <= len(t.slots) {
		return
	}
	old := t.slots
	t.slots, t.entries = make([]uint32, size), 0
	for _, s := range old {
		if s != 0 {
			t.put(s)
		}
	}
}

// isMark says whether a byte stands between letters and is none.
func isMark(c byte) bool { return c >= '0' && c <= '9' || c == '-' }

// Hashing is FNV-1a over the bytes of the letters, so that the hash of each
// longer piece of a word follows from the last in one step.
const hashStart = uint32(2166136261)

func hashStep(h uint32, c byte) uint32 { return (h ^ uint32(c)) * 16777619 }

func (t *table) slot(h uint32) int { return int((h ^ h>>15) & uint32(len(t.slots)-1)) }

// maxEntry is the longest entry, in bytes.
const maxEntry = 255

// insert adds an entry of at most maxEntry bytes, which is copied.
func (t *table) insert(entry []byte) {
	if len(t.text) == 0 { // offset 0 means free
		t.text = append(t.text, ' ')
	}
	if len(t.text)+len(entry) > maxTable {
		return
	}
	start := len(t.text)
	t.text = append(t.text, entry...)
	t.grow(1)
	t.add(start, len(t.text))
}

// maxTable is the most bytes of entries that offsets can tell apart.
const maxTable = 1 << 24

// add puts the entry at text[start:end] into the table.
func (t *table) add(start, end int) {
	if end-start > maxEntry {
		return // no word is that long, and the length would not fit
	}
	t.put(uint32(start)<<8 | uint32(end-start))
}

func (t *table) put(s uint32) {
	entry := t.entry(s)
	h, letters := hashStart, 0
	for _, c := range entry {
		if !isMark(c) {
			h = hashStep(h, c)
			letters++
		}
	}
	for i := t.slot(h); ; i = (i + 1) & (len(t.slots) - 1) {
		if t.slots[i] == 0 {
			t.slots[i] = s
			t.entries++
			t.longest = max(t.longest, letters)
			return
		}
		if sameLetters(entry, t.entry(t.slots[i])) {
			return
		}
	}
}

func (t *table) entry(s uint32) []byte { return t.text[s>>8 : s>>8+s&0xFF] }

// find gives the entry with these letters, whose hash is h; nil if there is none.
func (t *table) find(letters []byte, h uint32) []byte {
	if len(t.slots) == 0 {
		return nil
	}
	for i := t.slot(h); t.slots[i] != 0; i = (i + 1) & (len(t.slots) - 1) {
		if e := t.entry(t.slots[i]); spells(e, letters) {
			return e
		}
	}
	return nil
}

// spells says whether an entry without its marks is these letters.
func spells(entry, letters []byte) bool {
	n := 0
	for _, c := range entry {
		if isMark(c) {
			continue
		}
		if n == len(letters) || letters[n] != c {
			return false
		}
		n++
	}
	return n == len(letters)
}

func sameLetters(a, b []byte) bool {
	var buf [64]byte
	letters := buf[:0]
	for _, c := range b {
		if !isMark(c) {
			letters = append(letters, c)
		}
	}
	return spells(a, letters)
}

// all calls visit for each entry in the order of the text, for tests.
func (t *table) all(visit func(entry []byte)) {
	slots := slices.Clone(t.slots)
	slices.Sort(slots)
	for _, s := range slots {
		if s != 0 {
			visit(t.entry(s))
		}
	}
}
