package verify

import (
	"bytes"
	"errors"
	"fmt"

	"chancery/layout/pdf/cos"
)

// compare sees what became of the file after each of its signatures. For each the
// file is read as it was then and compared, object by object from the catalog,
// with the file as it is now (12.8.2.2). What may differ is named here, and all
// else makes the document another one than was signed:
//
//   - a signature field that was there may get its value and, where it is seen,
//     its appearance within its place; new fields may be there that hold a
//     signature or a document timestamp, and do nothing else;
//   - the document security store, which shows nothing (EN 319 142-1, 5.4.2);
//   - the time of the last change and the program that made it, in the metadata;
//   - names of extensions, and the version of the format.
//
// The standards let a certification permit more (P 2 the filling of all fields,
// P 3 notes). It is told apart here, and counts as altered none the less: what
// the office issued did not have it.
func (r *Report) compare(data []byte, final *cos.File, all []*signature) {
	told := map[string]bool{}
	for i, s := range all {
		if s.revision == nil || s.end == len(data) {
			continue
		}
		shown := r.Signatures[i]
		// The bytes are looked at even where the signature does not hold, since who
		// reads the report wants to know.
		if err := updates(data, s.end, s.revision); err != nil {
			code := "update"
			if errors.Is(err, errRoot) {
				code = "root"
			}
			shown.Since = append(shown.Since, Change{code, err.Error(), false})
		}
		d := newDiffer(s, all, s.revision, final)
		d.run()
		shown.Since = append(shown.Since, d.changes...)
		for _, c := range shown.Since {
			if !c.Allowed && !told[c.Text] {
				told[c.Text] = true
				r.because(Altered, c.Code, s.name, "%s", "after it was signed, "+c.Text)
			}
		}
	}
}

// differ compares the file at one signature with the file as it is.
type differ struct {
	s        *signature
	all      []*signature
	old, new *cos.File
	was, is  *form

	pages   map[cos.Ref]int    // pages that are there in both, by number from 1
	filled  map[cos.Ref]*field // signature fields and their widgets that got their value since
	added   map[cos.Ref]*field // new signature fields that do nothing else
	acro    cos.Ref            // the form, where it is an object of its own
	changes []Change
	told    map[Change]bool

	queue []visit
	seen  map[visit]bool
	where string // what is being compared, for people
	code  string
	bare  bool // within resources and the like, where no object has a role
}

// visit is an object that is to be compared.
type visit struct {
	ref   cos.Ref
	where string
	code  string
	bare  bool
}

func newDiffer(s *signature, all []*signature, old, new *cos.File) *differ {
	d := &differ{s: s, all: all, old: old, new: new, was: formOf(old), is: formOf(new),
		pages: map[cos.Ref]int{}, filled: map[cos.Ref]*field{}, added: map[cos.Ref]*field{},
		told: map[Change]bool{}, seen: map[visit]bool{}}
	before := map[cos.Ref]bool{}
	for _, p := range pagesOf(old) {
		before[p] = true
	}
	for i, p := range pagesOf(new) {
		if before[p] {
			d.pages[p] = i + 1
		}
	}
	return d
}

// say adds what was changed, once.
func (d *differ) say(allowed bool, code, format string, args ...any) {
	c := Change{code, fmt.Sprintf(format, args...), allowed}
	if !d.told[c] {
		d.told[c] = true
		d.changes = append(d.changes, c)
	}
}

// differs says that what is being compared is not the same.
func (d *differ) differs() { d.say(false, d.code, "%s was changed", d.where) }

// run compares the two files.
func (d *differ) run() {
	if d.old.Root != d.new.Root {
		d.say(false, "root", "%v", errRoot)
		return
	}
	d.signatures()
	d.catalog()
	for len(d.queue) > 0 {
		v := d.queue[0]
		d.queue = d.queue[1:]
		d.where, d.code, d.bare = v.where, v.code, v.bare
		d.object(v.ref)
	}
	d.info()
}

// object compares an object with what it was, by its role.
func (d *differ) object(n cos.Ref) {
	a, b := object(d.old, n), object(d.new, n)
	page, isPage := d.pages[n]
	filled := d.filled[n]
	if f := d.was.byID[n]; f != nil && !d.bare {
		d.where, d.code = fmt.Sprintf("the field %s", f.name), "form"
	}
	switch {
	case isPage:
		d.where, d.code = fmt.Sprintf("page %d", page), "page"
		if !d.bare {
			d.page(d.old.Dict(a), d.new.Dict(b), page)
			return
		}
	case filled != nil && !d.bare:
		d.fill(d.old.Dict(a), d.new.Dict(b), filled)
		return
	}
	d.same(a, b)
}

// object gives an object by its number.
func object(f *cos.File, n cos.Ref) cos.Object {
	if n <= 0 || int(n) >= len(f.Objects) {
		return nil
	}
	return f.Objects[n]
}

// same compares two values and queues what both refer to.
func (d *differ) same(a, b cos.Object) {
	switch a := a.(type) {
	case cos.Ref:
		if b != a {
			d.differs()
			return
		}
		d.push(a)
	case cos.Array:
		other, ok := b.(cos.Array)
		if !ok || len(other) != len(a) {
			d.differs()
			return
		}
		for i := range a {
			d.same(a[i], other[i])
		}
	case *cos.Dict:
		other, ok := b.(*cos.Dict)
		if !ok || a == nil || other == nil {
			d.differs()
			return
		}
		d.dicts(a, other, nil)
	case *cos.Stream:
		other, ok := b.(*cos.Stream)
		if !ok || !bytes.Equal(a.Data, other.Data) {
			d.differs()
			return
		}
		d.dicts(a.Dict, other.Dict, nil)
	default:
		switch b.(type) {
		case cos.Array, *cos.Dict, *cos.Stream:
			d.differs()
		default:
			if a != b {
				d.differs()
			}
		}
	}
}

// push queues an object.
func (d *differ) push(n cos.Ref) {
	v := visit{n, d.where, d.code, d.bare}
	key := visit{ref: n, bare: d.bare && (d.pages[n] > 0 || d.filled[n] != nil)}
	if !d.seen[key] {
		d.seen[key] = true
		d.queue = append(d.queue, v)
	}
}

// dicts compares two dictionaries but for the keys that skip takes care of.
func (d *differ) dicts(a, b *cos.Dict, skip func(cos.Name) bool) {
	each := func(key cos.Name) {
		if skip != nil && skip(key) {
			return
		}
		was := d.bare
		switch key {
		case "Resources", "Contents", "AP", "XObject", "Font", "ExtGState", "Pattern", "Properties":
			d.bare = true
		}
		d.same(a.Get(key), b.Get(key))
		d.bare = was
	}
	for _, e := range a.Entries() {
		each(e.Key)
	}
	for _, e := range b.Entries() {
		if a.Get(e.Key) == nil {
			each(e.Key)
		}
	}
}
