package pdf

import (
	"bytes"
	"fmt"
	"strconv"

	"chancery/assets"
	"chancery/layout"
	"chancery/layout/pdf/cos"
)

const fpdfPreamble = "0 J\n0 j\n0.57 w\n0.000 G\n0.000 g\n"

// finish makes the final file of the surface's pages: new objects, in an order of
// its own, of which only the pages' contents and the outline are the surface's.
func (b *builder) finish(in *cos.File) (*cos.File, error) {
	kids := in.Array(in.Dict(cos.Ref(1)).Get("Kids"))
	if len(kids) != len(b.doc.Pages) {
		return nil, fmt.Errorf("fpdf made %d pages of %d", len(kids), len(b.doc.Pages))
	}
	out := cos.NewFile()
	catalog := cos.NewDict(cos.Entry{Key: "Type", Value: cos.Name("Catalog")})
	out.Root = out.Add(catalog)

	// Pages first, so that structure and annotations can name them.
	tree := cos.NewDict(cos.Entry{Key: "Type", Value: cos.Name("Pages")}, cos.Entry{Key: "Count", Value: len(kids)})
	treeRef := out.Add(tree)
	pages := make([]cos.Ref, len(kids))
	dicts := make([]*cos.Dict, len(kids))
	refs := make(cos.Array, len(kids))
	for i := range kids {
		dicts[i] = cos.NewDict(cos.Entry{Key: "Type", Value: cos.Name("Page")})
		pages[i] = out.Add(dicts[i])
		refs[i] = pages[i]
	}
	tree.Set("Kids", refs)
	resources, err := b.resources(out)
	if err != nil {
		return nil, err
	}
	for i, p := range b.doc.Pages {
		contents, ok := in.Resolve(in.Dict(kids[i]).Get("Contents")).(*cos.Stream)
		if !ok {
			return nil, fmt.Errorf("fpdf's page %d has no contents", i+1)
		}
		// fpdf begins each page with a line width and colours that nothing here uses.
		ops, _ := bytes.CutPrefix(contents.Data, []byte(fpdfPreamble))
		d := dicts[i]
		d.Set("Parent", treeRef)
		d.Set("Resources", resources)
		d.Set("Contents", out.Add(&cos.Stream{Data: ops, Dict: cos.NewDict()}))
		box := cos.Array{0, 0, number(p.Width), number(p.Height)}
		// The sheet as trimmed is all there is: nothing bleeds (14.11.2).
		for _, name := range []cos.Name{"MediaBox", "BleedBox", "TrimBox"} {
			d.Set(name, box)
		}
		d.Set("StructParents", i)
		d.Set("Tabs", cos.Name("S")) // ISO 14289-1, 7.18.3
		if b.alpha[i] {
			d.Set("Group", cos.NewDict( // ISO 19005-2, 6.2.10
				cos.Entry{Key: "Type", Value: cos.Name("Group")},
				cos.Entry{Key: "S", Value: cos.Name("Transparency")},
				cos.Entry{Key: "CS", Value: cos.Name("DeviceRGB")}))
		}
	}
	b.structure(out, catalog, pages, dicts)

	catalog.Set("Pages", treeRef)
	catalog.Set("Lang", textString(b.doc.Language))
	catalog.Set("MarkInfo", cos.NewDict(cos.Entry{Key: "Marked", Value: true}))
	catalog.Set("ViewerPreferences", cos.NewDict(cos.Entry{Key: "DisplayDocTitle", Value: true}))
	catalog.Set("PageLabels", pageLabels(b.doc.Pages))
	if o := in.Dict(in.Root).Get("Outlines"); o != nil {
		catalog.Set("Outlines", copyOutline(in, out, o, kids, pages))
	}
	catalog.Set("Metadata", out.Add(&cos.Stream{Data: xmp(b.doc), Coding: cos.Stored, Dict: cos.NewDict(
		// Uncompressed, so that a tool that knows nothing of PDF finds it (14.3.2).
		cos.Entry{Key: "Type", Value: cos.Name("Metadata")}, cos.Entry{Key: "Subtype", Value: cos.Name("XML")})}))
	intent, err := outputIntent(out)
	if err != nil {
		return nil, err
	}
	catalog.Set("OutputIntents", cos.Array{intent})
	out.Info = out.Add(info(b.doc))
	return out, nil
}

// resources is the one resource dictionary of all pages (7.8.3).
func (b *builder) resources(out *cos.File) (cos.Ref, error) {
	d := cos.NewDict()
	if len(b.fonts) > 0 {
		fs := cos.NewDict()
		for _, f := range b.fonts {
			ref, err := f.object(out)
			if err != nil {
				return 0, err
			}
			fs.Set(cos.Name("F"+strconv.Itoa(f.index)), ref)
		}
		d.Set("Font", fs)
	}
	if len(b.images) > 0 {
		xs := cos.NewDict()
		for i, im := range b.images {
			ref, err := imageObject(out, im)
			if err != nil {
				return 0, fmt.Errorf("%s: %w", im.Name, err)
			}
			xs.Set(cos.Name("Im"+strconv.Itoa(i+1)), ref)
		}
		d.Set("XObject", xs)
	}
	return out.Add(d), nil
}

// outputIntent says that the colours of the file are sRGB (ISO 19005-2, 6.2.3).
func outputIntent(out *cos.File) (cos.Ref, error) {
	icc, err := assets.FS.ReadFile("icc/sRGB-v2-magic.icc")
	if err != nil {
		return 0, fmt.Errorf("reading the colour profile: %w", err)
	}
	profile := out.Add(&cos.Stream{Data: icc, Dict: cos.NewDict(cos.Entry{Key: "N", Value: 3})})
	return out.Add(cos.NewDict(
		cos.Entry{Key: "Type", Value: cos.Name("OutputIntent")},
		cos.Entry{Key: "S", Value: cos.Name("GTS_PDFA1")},
		cos.Entry{Key: "OutputConditionIdentifier", Value: cos.String("sRGB IEC61966-2.1")},
		cos.Entry{Key: "Info", Value: cos.String("sRGB IEC61966-2.1")},
		cos.Entry{Key: "DestOutputProfile", Value: profile})), nil
}

// pageLabels is the number tree of printed page numbers (12.4.2): a range for
// each run of consecutive numbers, other labels one by one.
func pageLabels(pages []*layout.Page) *cos.Dict {
	var nums cos.Array
	last, counting := 0, false
	for i, p := range pages {
		n, err := strconv.Atoi(p.Label)
		decimal := err == nil && n > 0 && strconv.Itoa(n) == p.Label
		if !decimal || !counting || n != last+1 {
			d := cos.NewDict()
			switch {
			case decimal:
				d.Set("S", cos.Name("D"))
				if n != 1 {
					d.Set("St", n)
				}
			case p.Label != "":
				d.Set("P", textString(p.Label))
			}
			nums = append(nums, i, d)
		}
		last, counting = n, decimal
	}
	return cos.NewDict(cos.Entry{Key: "Nums", Value: nums})
}

// copyOutline copies the outline, with the final file's pages as destinations.
func copyOutline(in, out *cos.File, root cos.Object, from cos.Array, to []cos.Ref) cos.Ref {
	page := make(map[cos.Object]cos.Ref, len(from))
	for i, k := range from {
		page[k] = to[i]
	}
	var copyItem func(o cos.Object, parent cos.Ref) (cos.Ref, *cos.Dict)
	copyItem = func(o cos.Object, parent cos.Ref) (cos.Ref, *cos.Dict) {
		src := in.Dict(o)
		d := cos.NewDict()
		ref := out.Add(d)
		for _, key := range []cos.Name{"Title", "Count", "Type"} {
			d.Set(key, src.Get(key))
		}
		if parent != 0 {
			d.Set("Parent", parent)
		}
		if dest, ok := src.Get("Dest").(cos.Array); ok {
			dest = append(cos.Array(nil), dest...)
			dest[0] = page[dest[0]]
			d.Set("Dest", dest)
		}
		var prev cos.Ref
		var before *cos.Dict
		for kid := src.Get("First"); kid != nil; kid = in.Dict(kid).Get("Next") {
			k, kd := copyItem(kid, ref)
			if before == nil {
				d.Set("First", k)
			} else {
				before.Set("Next", k)
				kd.Set("Prev", prev)
			}
			d.Set("Last", k)
			prev, before = k, kd
		}
		return ref, d
	}
	ref, _ := copyItem(root, 0)
	return ref
}
