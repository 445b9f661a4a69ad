package fonts

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// pruneGPOS cuts a positioning table down to what a set of glyphs can use:
// kerning pairs, and marks with their bases. Glyphs keep their numbers. Where
// the table holds a form that this does not write (contextual or cursive
// positioning, device tables, offsets that get too large, circles) it gives the table
// back whole; where nothing is left, nil.
func pruneGPOS(gpos view, set *glyphSet) []byte {
	var pruned []lookup
	steps := layoutSteps
	newID := map[int]int{}
	for id, l := range gpos.lookups(9) {
		kept := l
		kept.subtables = nil
		for _, sub := range l.subtables {
			w := otlWriter{set: set, steps: &steps}
			var data []byte
			switch {
			case l.kind == 2 && sub.u16(0) == 1:
				data = w.pairs(sub)
			case l.kind == 2 && sub.u16(0) == 2:
				data = w.classes(sub)
			case l.kind >= 4 && l.kind <= 6 && sub.u16(0) == 1:
				data = w.marks(sub, l.kind == 5)
			default:
				return gpos
			}
			if w.failed || steps < 0 {
				return gpos
			}
			if data != nil {
				kept.subtables = append(kept.subtables, data)
			}
		}
		if kept.subtables != nil {
			newID[id] = len(pruned)
			pruned = append(pruned, kept)
		}
	}
	if pruned == nil {
		return nil
	}
	w := otlWriter{set: set, steps: &steps}
	scripts := scriptList(gpos.link(4))
	features := w.featureList(gpos, newID)
	out := w.join(10, []byte{0, 1, 0, 0}, scripts, features, w.lookupList(pruned))
	if w.failed {
		return gpos
	}
	return out
}

// scriptList is the part of a table that its list of scripts takes. It is copied
// as it is: features keep their numbers.
func scriptList(list view) []byte {
	end := 2 + 6*list.count(0, 6)
	for i := range list.count(0, 6) {
		at := list.u16(2 + 6*i + 4)
		script := list.from(at)
		end = max(end, at+4+6*script.count(2, 6))
		systems := []int{script.u16(0)}
		for k := range script.count(2, 6) {
			systems = append(systems, script.u16(4+6*k+4))
		}
		for _, offset := range systems {
			if system := script.from(offset); system != nil {
				end = max(end, at+offset+6+2*system.count(4, 2))
			}
		}
	}
	return list[:min(end, len(list))]
}

// otlWriter writes layout tables. A value or offset that does not fit sets failed.
type otlWriter struct {
	set    *glyphSet
	steps  *budget
	failed bool
}

func (w *otlWriter) u16(out []byte, v int) []byte {
	if v < 0 || v > 0xFFFF {
		w.failed = true
	}
	return binary.BigEndian.AppendUint16(out, uint16(v))
}

// join writes parts behind a head, whose end it fills with their offsets from
// the head's start up to size; an empty part has offset 0.
func (w *otlWriter) join(size int, head []byte, parts ...[]byte) []byte {
	at := size
	for _, p := range parts {
		if p == nil {
			head = w.u16(head, 0)
			continue
		}
		head = w.u16(head, at)
		at += len(p)
	}
	if len(head) != size {
		panic("fonts: layout table head of a wrong size")
	}
	for _, p := range parts {
		head = append(head, p...)
	}
	return head
}

func (w *otlWriter) featureList(gpos view, newID map[int]int) []byte {
	var head []byte
	var parts [][]byte
	n := gpos.link(6).count(0, 6)
	head = w.u16(head, n)
	at := 2 + 6*n
	gpos.features(func(tag string, lookups []int) {
		if w.failed {
			return
		}
		var kept []int
		for _, id := range lookups {
			if to, ok := newID[id]; ok {
				kept = append(kept, to)
			}
		}
		slices.Sort(kept)
		feature := w.u16([]byte{0, 0}, len(kept))
		for _, id := range kept {
			feature = w.u16(feature, id)
		}
		head = append(head, tag...)
		head = w.u16(head, at)
		at += len(feature)
		parts = append(parts, feature)
	})
	return append(head, slices.Concat(parts...)...)
}

func (w *otlWriter) lookupList(lookups []lookup) []byte {
	parts := make([][]byte, len(lookups))
	for i, l := range lookups {
		head := w.u16(nil, l.kind)
		head = w.u16(head, l.flag)
		head = w.u16(head, len(l.subtables))
		size := 6 + 2*len(l.subtables)
		filter := l.flag&0x10 != 0
		if filter {
			size += 2
		}
		at := size
		for _, sub := range l.subtables {
			head = w.u16(head, at)
			at += len(sub)
		}
		if filter {
			head = w.u16(head, l.filterSet)
		}
		for _, sub := range l.subtables {
			head = append(head, sub...)
		}
		parts[i] = head
	}
	return w.join(2+2*len(parts), w.u16(nil, len(parts)), parts...)
}

// coverage writes a coverage table of glyphs, which rise.
func (w *otlWriter) coverage(glyphs []GlyphID) []byte {
	out := w.u16([]byte{0, 1}, len(glyphs))
	for _, g := range glyphs {
		out = w.u16(out, int(g))
	}
	return out
}

// classDef writes a class definition of glyphs, which rise, format 2.
func (w *otlWriter) classDef(glyphs []GlyphID, class func(GlyphID) int) []byte {
	out := []byte{0, 2, 0, 0}
	n, last, start := 0, GlyphID(0), GlyphID(0)
	lastClass := 0
	flush := func() {
		if lastClass != 0 {
			out = w.u16(w.u16(w.u16(out, int(start)), int(last)), lastClass)
			n++
		}
	}
	for _, g := range glyphs {
		c := class(g)
		if c != lastClass || g != last+1 {
			flush()
			start, lastClass = g, c
		}
		last = g
	}
	flush()
	binary.BigEndian.PutUint16(out[2:], uint16(n))
	return out
}

// valueSize is the size of a value record; device tables make the writer fail.
func (w *otlWriter) valueSize(format int) int {
	if format&^0x000F != 0 {
		w.failed = true
	}
	return 2 * bits.OnesCount16(uint16(format))
}

// pairs prunes kerning of glyph pairs (PairPos, format 1). A first glyph
// without pairs is left out: then the next subtable is asked, as before.
func (w *otlWriter) pairs(sub view) []byte {
	format1, format2 := sub.u16(4), sub.u16(6)
	size := 2 + w.valueSize(format1) + w.valueSize(format2)
	var firsts []GlyphID
	var sets [][]byte
	sub.link(2).coverage(func(i int, g GlyphID) {
		if !w.set.contains(g) || i >= sub.count(8, 2) || w.steps.spent() {
			return
		}
		pairs := sub.link(10 + 2*i)
		set, n := []byte{0, 0}, 0
		for k := range pairs.count(0, size) {
			if w.steps.spent() {
				return
			}
			if rec := 2 + size*k; w.set.contains(GlyphID(pairs.u16(rec))) {
				set = append(set, pairs[rec:rec+size]...)
				n++
			}
		}
		if n > 0 {
			binary.BigEndian.PutUint16(set, uint16(n))
			firsts, sets = append(firsts, g), append(sets, set)
		}
	})
	if len(firsts) == 0 {
		return nil
	}
	// The offset of the coverage stands before the others, so it goes last by hand.
	at := 10 + 2*len(sets)
	head := []byte{0, 1, 0, 0}
	head = w.u16(w.u16(w.u16(head, format1), format2), len(sets))
	body := w.join(at, head, sets...)
	w.u16(nil, len(body))
	binary.BigEndian.PutUint16(body[2:], uint16(len(body)))
	return append(body, w.coverage(firsts)...)
}

// classes prunes kerning of glyph classes (PairPos, format 2): the rows and
// columns of classes without glyphs go. Row and column 0 stay.
func (w *otlWriter) classes(sub view) []byte {
	format1, format2 := sub.u16(4), sub.u16(6)
	size := w.valueSize(format1) + w.valueSize(format2)
	def1, def2 := sub.link(8), sub.link(10)
	count1, count2 := sub.u16(12), sub.u16(14)
	if w.failed || count1 == 0 || count2 == 0 || 16+count1*count2*size > len(sub) {
		w.failed = true
		return nil
	}
	var firsts []GlyphID
	sub.link(2).coverage(func(_ int, g GlyphID) {
		if w.set.contains(g) {
			firsts = append(firsts, g)
		}
	})
	if len(firsts) == 0 {
		return nil
	}
	seconds := w.set.list()
	rows, newRow := usedClasses(firsts, def1, count1)
	columns, newColumn := usedClasses(seconds, def2, count2)
	head := []byte{0, 2, 0, 0}
	head = w.u16(w.u16(head, format1), format2)
	head = append(head, 0, 0, 0, 0)
	head = w.u16(w.u16(head, len(rows)), len(columns))
	for _, r := range rows {
		if *w.steps -= budget(len(columns)); *w.steps < 0 {
			return nil
		}
		for _, c := range columns {
			at := 16 + (r*count2+c)*size
			head = append(head, sub[at:at+size]...)
		}
	}
	parts := [3][]byte{
		w.classDef(firsts, func(g GlyphID) int { return newRow(def1.class(g)) }),
		w.classDef(seconds, func(g GlyphID) int { return newColumn(def2.class(g)) }),
		w.coverage(firsts),
	}
	for i, at := range [3]int{8, 10, 2} {
		w.u16(nil, len(head))
		binary.BigEndian.PutUint16(head[at:], uint16(len(head)))
		head = append(head, parts[i]...)
	}
	return head
}

// usedClasses lists the classes of glyphs, 0 among them, and numbers them anew.
func usedClasses(glyphs []GlyphID, def view, count int) (used []int, number func(int) int) {
	has := make([]bool, count)
	has[0] = true
	for _, g := range glyphs {
		if c := def.class(g); c < count {
			has[c] = true
		}
	}
	for c, ok := range has {
		if ok {
			used = append(used, c)
		}
	}
	return used, func(c int) int {
		n, ok := slices.BinarySearch(used, c)
		if !ok { // beyond count, in a broken table
			return 0
		}
		return n
	}
}
