package verify

import "chancery/layout/pdf/cos"

// field is a terminal field of a form (12.7.3).
type field struct {
	name    string // fully qualified
	ref     cos.Ref
	kind    string     // FT, its own or inherited
	value   cos.Object // V
	dict    *cos.Dict
	widgets []cos.Ref // itself, where field and widget are one object
	top     bool      // it stands in Fields itself
}

// form is what a file's interactive form has.
type form struct {
	list []*field
	byID map[cos.Ref]*field // by the numbers of the fields and of their widgets
}

// maxFields bounds how many fields are looked at.
const maxFields = 100_000

// formOf reads the form of a file.
func formOf(file *cos.File) *form {
	f := &form{byID: map[cos.Ref]*field{}}
	acro := file.Dict(file.Dict(file.Root).Get("AcroForm"))
	seen := map[cos.Ref]bool{}
	var walk func(o cos.Object, parent field, depth int)
	walk = func(o cos.Object, parent field, depth int) {
		ref, ok := o.(cos.Ref)
		d := file.Dict(o)
		if !ok || d == nil || seen[ref] || depth > 50 || len(f.list) > maxFields {
			return
		}
		seen[ref] = true
		one := field{name: parent.name, ref: ref, kind: parent.kind, value: parent.value, dict: d, top: depth == 0}
		if t := file.Resolve(d.Get("T")); t != nil {
			if one.name != "" {
				one.name += "."
			}
			one.name += text(t)
		}
		if k, ok := file.Resolve(d.Get("FT")).(cos.Name); ok {
			one.kind = string(k)
		}
		if v := d.Get("V"); v != nil {
			one.value = v
		}
		kids := file.Array(d.Get("Kids"))
		fields := false
		for _, k := range kids {
			fields = fields || file.Dict(k).Get("T") != nil
		}
		if fields {
			for _, k := range kids {
				walk(k, one, depth+1)
			}
			return
		}
		if len(kids) == 0 {
			one.widgets = []cos.Ref{ref}
		}
		f.byID[ref] = &one
		for _, k := range kids {
			if w, ok := k.(cos.Ref); ok {
				one.widgets = append(one.widgets, w)
				f.byID[w] = &one
			}
		}
		f.list = append(f.list, &one)
	}
	for _, o := range file.Array(acro.Get("Fields")) {
		walk(o, field{}, 0)
	}
	return f
}

// pagesOf lists the pages of a file in order (7.7.3).
func pagesOf(file *cos.File) (pages []cos.Ref) {
	seen := map[cos.Ref]bool{}
	var walk func(o cos.Object, depth int)
	walk = func(o cos.Object, depth int) {
		ref, ok := o.(cos.Ref)
		d := file.Dict(o)
		if !ok || d == nil || seen[ref] || depth > 100 {
			return
		}
		seen[ref] = true
		if kids := file.Array(d.Get("Kids")); kids != nil {
			for _, k := range kids {
				walk(k, depth+1)
			}
			return
		}
		pages = append(pages, ref)
	}
	walk(file.Dict(file.Root).Get("Pages"), 0)
	return pages
}
