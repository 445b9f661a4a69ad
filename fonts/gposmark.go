package fonts

import "encoding/binary"

// marks prunes the attachment of marks: to bases, to other marks, or, with
// ligatures, to the components of ligatures (MarkBasePos, MarkMarkPos,
// MarkLigPos). They differ only in what the second array holds.
func (w *otlWriter) marks(sub view, ligatures bool) []byte {
	classes := sub.u16(6)
	markArray, baseArray := sub.link(8), sub.link(10)
	var marks, bases []GlyphID
	var markRecords []anchored
	sub.link(2).coverage(func(i int, g GlyphID) {
		if w.set.contains(g) && i < markArray.count(0, 4) {
			rec := 2 + 4*i
			marks = append(marks, g)
			markRecords = append(markRecords, anchored{class: markArray.u16(rec), anchors: [][]byte{w.anchor(markArray.link(rec + 2))}})
		}
	})
	var baseParts [][]byte
	var baseRecords []anchored
	sub.link(4).coverage(func(i int, g GlyphID) {
		switch {
		case !w.set.contains(g) || w.steps.spent():
		case ligatures && i < baseArray.count(0, 2):
			bases = append(bases, g)
			baseParts = append(baseParts, w.ligatureAttach(baseArray.link(2+2*i), classes))
		case !ligatures && classes > 0 && i < baseArray.count(0, 2*classes):
			bases = append(bases, g)
			rec := anchored{class: -1}
			*w.steps -= budget(classes)
			for c := range classes {
				rec.anchors = append(rec.anchors, w.anchor(baseArray.link(2+2*(i*classes+c))))
			}
			baseRecords = append(baseRecords, rec)
		}
	})
	if len(marks) == 0 || len(bases) == 0 || w.failed {
		return nil
	}
	second := w.anchorArray(baseRecords)
	if ligatures {
		second = w.join(2+2*len(baseParts), w.u16(nil, len(baseParts)), baseParts...)
	}
	// Head: format, mark coverage, base coverage, classes, mark array, base array.
	head := []byte{0, 1, 0, 0, 0, 0}
	head = w.u16(head, classes)
	head = append(head, 0, 0, 0, 0)
	for i, part := range [4][]byte{w.coverage(marks), w.coverage(bases), w.anchorArray(markRecords), second} {
		w.u16(nil, len(head))
		binary.BigEndian.PutUint16(head[[4]int{2, 4, 8, 10}[i]:], uint16(len(head)))
		head = append(head, part...)
	}
	return head
}

// anchored is a record of an array of anchors: a mark's class before its one
// anchor, or (class -1) a base's anchors, one a class, some of them missing.
type anchored struct {
	class   int
	anchors [][]byte
}

// anchorArray writes records with offsets to their anchors behind them.
func (w *otlWriter) anchorArray(records []anchored) []byte {
	size := 2
	for _, r := range records {
		size += 2 * len(r.anchors)
		if r.class >= 0 {
			size += 2
		}
	}
	head := w.u16(make([]byte, 0, 4*size), len(records))
	var body []byte
	for _, r := range records {
		if r.class >= 0 {
			head = w.u16(head, r.class)
		}
		for _, a := range r.anchors {
			if a == nil {
				head = w.u16(head, 0)
				continue
			}
			head = w.u16(head, size+len(body))
			body = append(body, a...)
		}
	}
	return append(head, body...)
}

// anchor copies an anchor; one with device tables makes the writer fail.
func (w *otlWriter) anchor(a view) []byte {
	size := 6
	switch {
	case a == nil:
		return nil
	case a.u16(0) == 2: // with a point of the outline
		size = 8
	case a.u16(0) != 1:
		w.failed = true
		return nil
	}
	if len(a) < size {
		w.failed = true
		return nil
	}
	return a[:size]
}

// ligatureAttach copies the anchors of a ligature's components.
func (w *otlWriter) ligatureAttach(v view, classes int) []byte {
	if classes == 0 {
		w.failed = true
		return nil
	}
	n := v.count(0, 2*classes)
	if *w.steps -= budget(n * classes); *w.steps < 0 {
		return nil
	}
	anchors := make([][]byte, n*classes)
	for i := range anchors {
		anchors[i] = w.anchor(v.link(2 + 2*i))
	}
	return w.join(2+2*len(anchors), w.u16(nil, n), anchors...)
}
