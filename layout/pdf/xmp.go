package pdf

import (
	"strings"
	"time"

	"chancery/layout"
	"chancery/layout/pdf/cos"
)

const producer = "Chancery " + layout.Version

// info is the document information dictionary (ISO 32000-1, 14.3.3). It says
// what the metadata says.
func info(doc *layout.Document) *cos.Dict {
	d := cos.NewDict(
		cos.Entry{Key: "Title", Value: textString(doc.Title)},
		cos.Entry{Key: "Creator", Value: cos.String("Chancery")},
		cos.Entry{Key: "Producer", Value: cos.String(producer)})
	for _, e := range []struct {
		key   cos.Name
		value string
	}{{"Author", doc.Author}, {"Subject", doc.Subject}, {"Keywords", keywords(doc)}} {
		if e.value != "" {
			d.Set(e.key, textString(e.value))
		}
	}
	if !doc.Date.IsZero() {
		date := cos.String(doc.Date.UTC().Format("D:20060102150405Z"))
		d.Set("CreationDate", date)
		d.Set("ModDate", date)
	}
	return d
}

func keywords(doc *layout.Document) string { return strings.Join(doc.Keywords, "; ") }

// xmp is the document's metadata (ISO 16684-1) with what PDF/A asks (ISO
// 19005-2, 6.6: identification, and the description of the schema of PDF/UA,
// which is not one of those that PDF/A knows) and PDF/UA asks (ISO 14289-1, 5).
func xmp(doc *layout.Document) []byte {
	var b strings.Builder
	b.Grow(4 << 10)
	prop := func(name, value string) {
		if value != "" {
			b.WriteString("<" + name + ">" + escape(value) + "</" + name + ">\n")
		}
	}
	bag := func(name, kind, attr string, values ...string) {
		if len(values) == 0 || values[0] == "" {
			return
		}
		b.WriteString("<" + name + "><rdf:" + kind + ">")
		for _, v := range values {
			b.WriteString("<rdf:li" + attr + ">" + escape(v) + "</rdf:li>")
		}
		b.WriteString("</rdf:" + kind + "></" + name + ">\n")
	}
	b.WriteString(xmpHead)
	prop("dc:format", "application/pdf")
	prop("dc:identifier", doc.Identifier)
	bag("dc:title", "Alt", ` xml:lang="x-default"`, doc.Title)
	bag("dc:creator", "Seq", "", doc.Author)
	bag("dc:description", "Alt", ` xml:lang="x-default"`, doc.Subject)
	bag("dc:subject", "Bag", "", doc.Keywords...)
	bag("dc:language", "Bag", "", doc.Language)
	prop("pdf:Producer", producer)
	prop("pdf:Keywords", keywords(doc))
	prop("xmp:CreatorTool", "Chancery")
	if !doc.Date.IsZero() {
		date := doc.Date.UTC().Format(time.RFC3339)
		prop("xmp:CreateDate", date)
		prop("xmp:ModifyDate", date)
		prop("xmp:MetadataDate", date)
	}
	prop("xmpMM:DocumentID", doc.Identifier)
	b.WriteString(xmpTail)
	return []byte(b.String())
}

func escape(s string) string { return xmlEscaper.Replace(s) }

var xmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#13;")

// The packet is marked read-only ("r"), which needs no padding (ISO 16684-1, 7.3.2).
const (
	xmpHead = `<?xpacket begin="` + "\uFEFF" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
`
	xmpTail = `<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
`
)
