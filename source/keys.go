package source

// shape is what a key's value looks like in YAML.
type shape int

const (
	shapeText      shape = iota // one line of words
	shapeVerbatim               // one line that is never touched: an address of mail, an end mark
	shapeLines                  // one line, or a block of lines
	shapeDate                   // 2018-06-19
	shapeMoment                 // 2018-06-20T09:00:00-04:00
	shapeBool                   // true, false
	shapeChoice                 // one of choices
	shapeNumber                 // points: 11.5
	shapeFace                   // the name of a typeface: one of faces, or of Overrides.Faces
	shapeLanguage               // BCP 47
	shapeURI                    // https:…, urn:…
	shapePath                   // a file in the folder of the file that names it
	shapeTexts                  // a list of lines
	shapeBlocks                 // a list of blocks of lines
	shapeFiles                  // the list of a packet's documents
	shapeAddresses              // a list of blocks of lines or of mappings of addressKeys
	shapePersons                // a list of mappings of key.table
	shapeLabelled               // a mapping of any labels to lines
	shapeReference              // letters and digits, with hyphens and full stops between
	shapeKey                    // 32 hexadecimal digits
)

// key is one key that a writer may use.
type key struct {
	name     string
	shape    shape
	required bool
	choices  []string // shapeChoice
	table    *table   // shapePersons, shapeAddresses: the keys of an entry
	doc      string   // what the schema says about it
}

// table is the keys of one mapping. The order is the order of the schema and of
// the messages.
type table struct {
	name string // "a letter": how messages name it
	keys []key
}

// find gives the key of a name, or nil.
func (t *table) find(name string) *key {
	for i := range t.keys {
		if t.keys[i].name == name {
			return &t.keys[i]
		}
	}
	return nil
}

// faces and pageSizes are what "face" and "page-size" may be.
var (
	faces     = []string{"STIX Two Text", "EB Garamond"}
	pageSizes = []string{"letter", "a4"}
)

// settingKeys are the choices of setting, in the order in which they are listed.
// They may stand in every file; the nearest wins.
var settingKeys = []key{
	{name: "page-size", shape: shapeChoice, choices: pageSizes, doc: "The sheet: letter (8.5 × 11 inches) or a4."},
	{name: "face", shape: shapeFace, choices: faces, doc: "The typeface of the text: one that is built in, or a family whose files lie in the folder fonts beside the packet's files or office.yaml."},
	{name: "size", shape: shapeNumber, doc: "The size of the text in points, such as 11.5."},
	{name: "justify", shape: shapeBool, doc: "Whether the lines of the body end flush right."},
	{name: "hyphenate", shape: shapeBool, doc: "Whether words of the body may be divided at a line's end."},
	{name: "expansion", shape: shapeChoice, choices: []string{"0", "0.5", "1", "1.5", "2"}, doc: "By how many per cent the letters of a justified line may be widened or narrowed to make its spaces even; 0 leaves them alone."},
	{name: "smart-quotes", shape: shapeBool, doc: "Whether straight quotation marks, --, --- and ... become the quotation marks, dashes and ellipsis of print."},
	{name: "number-sections", shape: shapeBool, doc: "Whether headings of the body have numbers: 1, 1.1, 1.2, 2."},
	{name: "print-links", shape: shapeBool, doc: "Whether the pages show the address of a link after its words, where those are not the address."},
}

var (
	letterheadKey = key{name: "letterhead", shape: shapeVerbatim, doc: "The name of the letterhead, or none."}
	resourcesKey  = key{name: "resources", shape: shapePath, doc: "A folder that many packets share: its folders fonts, hyphenation, labels and letterheads are looked into after those beside the packet's files and office.yaml. A path from the folder of office.yaml."}
	languageKey   = key{name: "language", shape: shapeLanguage, doc: "The language of the words, as BCP 47 writes it: en-US."}
	publisherKey  = key{name: "publisher", shape: shapeText, doc: "Who publishes, for the metadata."}
	// The number of a document and the key of its address may stand in packet.yaml, for
	// all of its documents, or in front matter.
	referenceKey = key{name: "reference", shape: shapeReference, doc: "The number under which the office knows the document: 2018-0123. It is printed at the foot of the first page."}
	verifyKeyKey = key{name: "verify-key", shape: shapeKey, doc: "32 hexadecimal digits drawn at random, which make the address of the document's verify page impossible to guess. It stays as it is when the document is corrected, and is no secret once the document is out."}
	authorKey    = key{name: "author", shape: shapeText, doc: "Who wrote it, for the metadata."}
)

// packetKeys are the keys of packet.yaml.
var packetKeys = &table{name: "a packet", keys: concat([]key{
	{name: "title", shape: shapeText, doc: "The packet's title, for the metadata; never set in a document. Without one the release's headline, or the first document's title, stands in."},
	{name: "identifier", shape: shapeURI, doc: "A URI that names this packet for ever. Without one a name-based UUID is made of the office and the folder, never of the content: a correction is the same book."},
	languageKey, publisherKey, authorKey,
	{name: "subject-terms", shape: shapeTexts, doc: "What the packet is about, a term a line, for the metadata."},
	letterheadKey, referenceKey, verifyKeyKey,
	{name: "documents", shape: shapeFiles, required: true, doc: "The documents' files, in order."},
}, settingKeys)}

// officeKeys are the keys of office.yaml; the first of them, officeWords, are
// what a letterhead shows.
var officeKeys = &table{name: "an office", keys: concat(officeWords, []key{
	languageKey, publisherKey, authorKey, letterheadKey,
	{name: "seal", shape: shapePath, doc: "The office's own seal or emblem (SVG, PNG or JPEG), a file beside office.yaml. Without one the letterhead's placeholder stands."},
	{name: "seal-alt", shape: shapeText, doc: "What the seal shows, for those who do not see it; empty for decoration."},
	resourcesKey,
	{name: "verify-address", shape: shapeURI, doc: "Where the office publishes its documents, for anybody to check a copy: https://verify.example.gov/. With it, documents that have a reference show a QR code that leads to their page."},
	{name: "identifier", shape: shapeURI, doc: "The beginning of the URIs that name this office's packets; the packet's folder is added."},
}, settingKeys)}

var officeWords = []key{
	{name: "jurisdiction", shape: shapeText, doc: "The state, county or city, as the letterhead prints it."},
	{name: "name", shape: shapeText, doc: "The office's name, as the letterhead prints it."},
	{name: "official", shape: shapeText, doc: "The name of the official who heads the office."},
	{name: "official-title", shape: shapeText, doc: "The title of that official."},
	{name: "address", shape: shapeLines, doc: "The office's address, in one line or several."},
	{name: "phone", shape: shapeText, doc: "The telephone number, as printed."},
	{name: "fax", shape: shapeText, doc: "The fax number, as printed."},
	{name: "web", shape: shapeVerbatim, doc: "The office's page in the web, as printed."},
	{name: "email", shape: shapeVerbatim, doc: "The office's address for mail."},
}

// documentKeys open the front matter of every document.
var documentKeys = []key{
	{name: "kind", shape: shapeChoice, required: true, choices: []string{string(KindLetter), string(KindRelease)}, doc: "What the document is."},
	{name: "title", shape: shapeText, doc: "The document's title, for the metadata; never set in the document. Without one it is made of what the document says."},
}

// letterKeys are the keys of a letter's front matter.
var letterKeys = &table{name: "a letter", keys: concat(documentKeys, []key{
	{name: "date", shape: shapeDate, required: true, doc: "The day, as 2018-06-19; printed as the language has it."},
	{name: "via", shape: shapeText, doc: "The delivery line: VIA CERTIFIED MAIL."},
	{name: "to", shape: shapeAddresses, required: true, table: addressKeys, doc: "The inside addresses, each a block of lines as printed, the name's line first."},
	{name: "references", shape: shapeLabelled, doc: "The reference line: any labels with their values, such as Our file: 2018-0123."},
	{name: "subject", shape: shapeLines, doc: "The subject, in one line or several."},
	{name: "salutation", shape: shapeText, doc: "The salutation, with its colon or comma."},
	{name: "closing", shape: shapeText, doc: "The complimentary close, with its comma."},
	{name: "signatories", shape: shapePersons, required: true, table: signatoryKeys, doc: "Who signs, in order; [] for a letter that nobody signs."},
	{name: "enclosures", shape: shapeTexts, doc: "What is enclosed, an entry a line."},
	{name: "cc", shape: shapeBlocks, doc: "Who gets a copy, each a line or a block of lines."},
	{name: "postscript", shape: shapeText, doc: "The postscript, as printed, with its P.S."},
	letterheadKey, languageKey, referenceKey, verifyKeyKey,
}, settingKeys)}

// releaseKeys are the keys of a release's front matter.
var releaseKeys = &table{name: "a release", keys: concat(documentKeys, []key{
	{name: "timing", shape: shapeChoice, choices: []string{"immediate", "embargoed"}, doc: "When it may be published; embargoed needs until and zone."},
	{name: "until", shape: shapeMoment, doc: "The end of an embargo, with the distance from UTC: 2018-06-20T09:00:00-04:00."},
	{name: "zone", shape: shapeText, doc: "The time zone of until, as printed: EDT."},
	{name: "date", shape: shapeDate, required: true, doc: "The day, as 2018-06-19; printed as the language has it."},
	{name: "contacts", shape: shapePersons, table: contactKeys, doc: "Whom to ask."},
	{name: "headline", shape: shapeText, required: true, doc: "The headline."},
	{name: "subhead", shape: shapeText, doc: "The line under the headline."},
	{name: "dateline", shape: shapeText, doc: "The place that opens the first paragraph, as printed, with its dash: Las Cruces, NM –"},
	{name: "end-mark", shape: shapeVerbatim, doc: "What stands under the last line, in quotation marks: \"#\"."},
	letterheadKey, languageKey, referenceKey, verifyKeyKey,
}, settingKeys)}

// addressKeys are the keys of an inside address that is not a mere block of lines.
var addressKeys = &table{name: "an inside address", keys: []key{
	{name: "name", shape: shapeText, required: true, doc: "The addressee, as printed: the first line."},
	{name: "lines", shape: shapeLines, doc: "The lines under the name, as printed."},
	{name: "heading", shape: shapeText, doc: "How the head of later pages names the addressee; without it as name does."},
}}

// signatoryKeys are the keys of a signatory.
var signatoryKeys = &table{name: "a signatory", keys: []key{
	{name: "name", shape: shapeText, required: true, doc: "The name, as printed."},
	{name: "title", shape: shapeLines, doc: "The title with the office, as printed, in one line or several."},
	{name: "signature", shape: shapeChoice, choices: []string{"digital"}, doc: "digital reserves a field for a digital signature."},
}}

// contactKeys are the keys of a contact.
var contactKeys = &table{name: "a contact", keys: []key{
	{name: "name", shape: shapeText, required: true, doc: "The name, as printed."},
	{name: "title", shape: shapeText, doc: "The title, as printed."},
	{name: "phone", shape: shapeVerbatim, doc: "The telephone number, as printed; it becomes a link."},
	{name: "email", shape: shapeVerbatim, doc: "The address for mail; it becomes a link."},
}}

// concat joins lists of keys without sharing their memory.
func concat(lists ...[]key) []key {
	var all []key
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}
