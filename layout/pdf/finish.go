package pdf

import (
	"fmt"
	"strconv"

	"chancery/assets"
	"chancery/layout"
	"chancery/layout/pdf/cos"
)

// finish makes the file of the pages' contents: pages, fonts and images,
// structure and annotations, outline and metadata, in an order of its own.
func (b *builder) finish(contents [][][]byte) (*cos.File, error) {
	out := cos.NewFile()
	catalog := cos.NewDict(cos.Entry{Key: "Type", Value: cos.Name("Catalog")})
	out.Root = out.Add(catalog)

	// Pages first, so that structure and annotations can name them.
	tree := cos.NewDict(cos.Entry{Key: "Type", Value: cos.Name("Pages")}, cos.Entry{Key: "Count", Value: len(b.doc.Pages)})
	treeRef := out.Add(tree)
	pages := make([]cos.Ref, len(b.doc.Pages))
	dicts := make([]*cos.Dict, len(pages))
	refs := make(cos.Array, len(pages))
	for i := range pages {
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
		d := dicts[i]
		d.Set("Parent", treeRef)
		d.Set("Resources", resources)
		var streams cos.Array
		for _, data := range contents[i] {
			streams = append(streams, out.Add(&cos.Stream{Data: data, Dict: cos.NewDict()}))
		}
		if len(streams) == 1 {
			d.Set("Contents", streams[0])
		} else {
			d.Set("Contents", streams)
		}
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
	preferences := cos.NewDict(cos.Entry{Key: "DisplayDocTitle", Value: true})
	if b.doc.RightToLeft {
		preferences.Set("Direction", cos.Name("R2L")) // table 150
	}
	catalog.Set("ViewerPreferences", preferences)
	catalog.Set("PageLabels", pageLabels(b.doc.Pages))
	catalog.Set("Metadata", out.Add(&cos.Stream{Data: xmp(b.doc), Coding: cos.Stored, Dict: cos.NewDict(
		// Uncompressed, so that a tool that knows nothing of PDF finds it (14.3.2).
		cos.Entry{Key: "Type", Value: cos.Name("Metadata")}, cos.Entry{Key: "Subtype", Value: cos.Name("XML")})}))
	intent, err := outputIntent(out)
	if err != nil {
		return nil, err
	}
	catalog.Set("OutputIntents", cos.Array{intent})
	// What names the addressee stands by itself: the rest is the same objects in
	// all letters of a series, more often than not.
	out.Break()
	if len(b.doc.Outline) > 0 {
		catalog.Set("Outlines", b.outline(out, pages))
	}
	out.Info = out.Add(info(b.doc))
	return out, nil
}

// resources is the one resource dictionary of all pages (7.8.3).
func (b *builder) resources(out *cos.File) (cos.Ref, error) {
	d := cos.NewDict()
	if len(b.fonts) > 0 {
		fs := cos.NewDict()
		for _, f := range b.fonts {
			ref, err := b.writer.object(out, f)
			if err != nil {
				return 0, err
			}
			fs.Set(cos.Name("F"+strconv.Itoa(f.index)), ref)
		}
		d.Set("Font", fs)
	}
	if len(b.images)+len(b.forms) > 0 {
		xs := cos.NewDict()
		for i, form := range b.forms {
			xs.Set(cos.Name("Fm"+strconv.Itoa(i+1)), out.Add(form))
		}
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
