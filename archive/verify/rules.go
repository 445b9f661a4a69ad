package verify

import (
	"fmt"
	"slices"
	"strconv"

	"chancery/layout/pdf/cos"
)

// signatures tells the fields that got a signature since, or are new with one,
// from those that the signature or a certification before it does not let be.
func (d *differ) signatures() {
	p, locks := d.permitted()
	for _, f := range d.is.list {
		before := d.was.byID[f.ref]
		signed := d.signature(f)
		if before != nil && (before.kind != "Sig" || before.value != nil || signed == nil) {
			continue // compared like everything else
		}
		if before == nil && (f.kind != "Sig" || signed == nil) {
			if f.kind == "Sig" {
				d.say(false, "form", "an empty field for a signature (%s) was added", f.name)
			} else {
				d.say(false, "form", "a field (%s) was added", f.name)
			}
			continue
		}
		stamp := signed.kind == "timestamp"
		if signed.end <= d.s.end {
			d.say(false, "signature-replaced", "a signature was put into the field %s that covers less than this one", f.name)
			continue
		}
		refused := true
		switch {
		case p == 1 && !stamp:
			d.say(false, "docmdp", "the field %s was signed, and the certification lets nothing be changed", f.name)
		case before == nil && d.visible(f):
			d.say(false, "annotation", "a signature or timestamp was added that shows itself (%s) in a place that was not reserved for one, where it may cover what was signed", f.name)
		case slices.ContainsFunc(locks, func(l lock) bool { return l.holds(f.name) }) && !stamp:
			d.say(false, "fieldmdp", "the field %s was signed, which an earlier signature had locked", f.name)
		default:
			refused = false
		}
		if signed.certifies {
			d.say(false, "docmdp", "the file was certified, which only its first signature may do")
		}
		if before != nil {
			if f.kind == before.kind && f.name == before.name {
				for _, w := range append(f.widgets, f.ref) {
					if d.was.byID[w] == before {
						d.filled[w] = f
					}
				}
			}
		} else if err := d.plain(f); err != "" {
			d.say(false, "form", "a field for a signature (%s) was added that %s", f.name, err)
			continue
		} else {
			for _, w := range append(f.widgets, f.ref) {
				d.added[w] = f
			}
		}
		switch {
		case refused: // and said
		case stamp:
			d.say(true, "timestamp", "a document timestamp was added")
		case before != nil:
			d.say(true, "signature", "the field %s was signed", f.name)
		default:
			d.say(true, "signature", "a signature was added (%s)", f.name)
		}
	}
}

// permitted is the strictest certification and the locks up to this signature.
func (d *differ) permitted() (p int, locks []lock) {
	for _, s := range d.all {
		if s.end > d.s.end || s.end == 0 {
			continue
		}
		if s.docMDP > 0 && (p == 0 || s.docMDP < p) {
			p = s.docMDP
		}
		locks = append(locks, s.locks...)
	}
	return p, locks
}

// signature is the signature in a field.
func (d *differ) signature(f *field) *signature {
	for _, s := range d.all {
		if s.field.ref == f.ref {
			return s
		}
	}
	return nil
}

// visible says whether any widget of a field takes room on a page, on the screen
// or on paper.
func (d *differ) visible(f *field) bool {
	for _, w := range f.widgets {
		widget := d.new.Dict(w)
		flags, _ := d.new.Resolve(widget.Get("F")).(int)
		const hidden = 1 << 1
		if r := d.new.Array(widget.Get("Rect")); flags&hidden == 0 &&
			(len(r) != 4 || d.new.Resolve(r[0]) != d.new.Resolve(r[2]) && d.new.Resolve(r[1]) != d.new.Resolve(r[3])) {
			return true
		}
	}
	return false
}

// fieldKeys are what a field that does nothing but hold a signature has, its
// widget with it (12.5.2, 12.5.6.19, 12.7.3, 12.7.4.5): no action, no script.
var fieldKeys = []cos.Name{"AP", "AS", "BS", "Border", "C", "DA", "F", "FT", "Ff", "H", "Kids", "Lock", "M", "MK", "NM", "P", "Parent",
	"Q", "Rect", "SV", "Subtype", "T", "TU", "Type", "V"}

// plain says what a new field does besides holding a signature, "" for nothing.
func (d *differ) plain(f *field) string {
	if !f.top {
		return "stands below another field"
	}
	for _, w := range append(f.widgets, f.ref) {
		if object(d.old, w) != nil {
			return fmt.Sprintf("takes the place of something else (object %d)", w)
		}
		widget, _ := object(d.new, w).(*cos.Dict)
		if s := widget.Get("Subtype"); w != f.ref && s != cos.Name("Widget") || s != nil && s != cos.Name("Widget") {
			return "is something else as well"
		}
		for _, e := range widget.Entries() {
			if !slices.Contains(fieldKeys, e.Key) {
				return fmt.Sprintf("does more than hold it (/%s)", e.Key)
			}
		}
	}
	return ""
}

// fill compares a signature field, or its widget, before and after it was signed.
// It may get its value and an appearance; that is set into the place where the
// field was when others signed, whatever its own size (12.5.5). A timestamp,
// which anybody can have made, may show nothing, and nobody may in a field so
// large that it could cover a page.
func (d *differ) fill(a, b *cos.Dict, f *field) {
	if a == nil || b == nil {
		d.differs()
		return
	}
	shows := d.signature(f).kind != "timestamp" && !d.large(a)
	d.dicts(a, b, func(key cos.Name) bool {
		switch key {
		case "V", "M":
			return true
		case "AP":
			return shows
		case "F":
			was, _ := d.old.Resolve(a.Get("F")).(int)
			is, ok := d.new.Resolve(b.Get("F")).(int)
			const printed, locked, lockedContents = 1 << 2, 1 << 7, 1 << 9
			return ok && (was^is)&^(printed|locked|lockedContents) == 0
		}
		return false
	})
}

// largest is the largest area of a field that may show something later, in
// square points: an eighth of a page of letter paper.
const largest = 612 * 792 / 8

// large says whether a widget takes more room than that, or says not how much.
func (d *differ) large(widget *cos.Dict) bool {
	r := d.old.Array(widget.Get("Rect"))
	if r == nil && widget.Get("Subtype") == nil {
		return false // a field whose widgets are objects of their own
	}
	var v [4]float64
	for i := range v {
		if len(r) != 4 {
			return true
		}
		f, err := strconv.ParseFloat(string(cos.Append(nil, d.old.Resolve(r[i]))), 64)
		if err != nil {
			return true
		}
		v[i] = f
	}
	return !((v[2]-v[0])*(v[3]-v[1]) <= largest && (v[0]-v[2])*(v[3]-v[1]) <= largest)
}

// page compares a page: it may get widgets of new signature fields.
func (d *differ) page(a, b *cos.Dict, number int) {
	if a == nil || b == nil {
		d.differs()
		return
	}
	d.dicts(a, b, func(key cos.Name) bool { return key == "Annots" })
	was, is := d.old.Array(a.Get("Annots")), d.new.Array(b.Get("Annots"))
	d.code, d.where = "annotation", fmt.Sprintf("a note or field on page %d", number)
	if what := d.grown(was, is); what != "" {
		d.say(false, "annotation", "a note, link or field on page %d was %s", number, what)
	}
}

// grown compares two lists of fields or annotations: what was there must be
// there still, in its order, and only new signature fields may have come to it.
// It says what was done otherwise.
func (d *differ) grown(was, is cos.Array) string {
	i := 0
	for _, o := range is {
		if i < len(was) && equalRef(was[i], o) {
			d.same(was[i], o)
			i++
			continue
		}
		if ref, ok := o.(cos.Ref); !ok || d.added[ref] == nil {
			if i < len(was) && !slices.ContainsFunc(is, func(o cos.Object) bool { return equalRef(was[i], o) }) {
				return "taken away or exchanged"
			}
			return "added"
		}
	}
	if i < len(was) {
		return "taken away"
	}
	return ""
}

// equalRef says whether two members of a list are the same reference. Members
// that are none are compared as they stand.
func equalRef(a, b cos.Object) bool {
	x, ok := a.(cos.Ref)
	y, ok2 := b.(cos.Ref)
	if ok || ok2 {
		return ok && ok2 && x == y
	}
	return string(cos.Append(nil, a)) == string(cos.Append(nil, b))
}
