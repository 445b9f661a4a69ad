package labels

// labelKey is one word or list of words of a file of labels.
type labelKey struct {
	Name     string
	Doc      string   // what it is for
	List     bool     // several words: in the file a list, or parted by ", "
	Optional bool     // a language may do without
	Places   []string // the places in braces that the words may hold
	Needs    []string // of these the words must hold all
}

// keys are the keys of a file of labels, in the order in which the built-in files
// have them.
var keys = []labelKey{
	{Name: "immediate", Doc: "Above a release that may be published at once: FOR IMMEDIATE RELEASE."},
	{Name: "embargoed", Doc: "Above a release that may not be published yet.", Places: []string{"when"}, Needs: []string{"when"}},
	{Name: "contact", Doc: "Before whom to ask: Contact:"},
	{Name: "more", Doc: "Under a page of a release that another one follows: more."},
	{Name: "via", Doc: "Before a way of delivery: Via."},
	{Name: "cc", Doc: "Before those who get a copy: cc:"},
	{Name: "colon", Doc: "What ends the label of a reference, where it is not a colon alone: \"\\u00a0:\".", Optional: true},
	{Name: "enclosure", Doc: "Before one enclosure: Enclosure:"},
	{Name: "enclosures", Doc: "Before several enclosures: Enclosures:"},
	{Name: "signature-of", Doc: "What a listener hears at the field for a signature.", Places: []string{"name"}, Needs: []string{"name"}},
	{Name: "signed-digitally", Doc: "Under the name in a visible digital signature; without it the date stands alone.", Optional: true, Places: []string{"when"}, Needs: []string{"when"}},
	{Name: "page-of", Doc: "The number of a page with the number of all.", Places: []string{"n", "m"}, Needs: []string{"n"}},
	{Name: "notes", Doc: "The notes of a document, as a list: Notes."},
	{Name: "note", Doc: "A note's callout, for a listener: Note 3.", Places: []string{"n"}, Needs: []string{"n"}},
	{Name: "back-to-text", Doc: "The way from a note back to its callout, for a listener.", Places: []string{"n"}},
	{Name: "continued", Doc: "After the caption of a table that goes on over a page: (continued)."},
	{Name: "mark-reference", Doc: "At the foot of a document, its number: Reference 2018-0123.", Optional: true, Places: []string{"reference"}, Needs: []string{"reference"}},
	{Name: "mark-address", Doc: "Before the address of the page that says whether a copy is genuine.", Optional: true},
	{Name: "mark-alt", Doc: "What a listener hears at the QR code beside that address.", Optional: true},
	{Name: "months", Doc: "The twelve months, as a date has them.", List: true},
	{Name: "date", Doc: "A day: {month} {day}, {year}.", Places: []string{"month", "day", "year"}, Needs: []string{"month", "day", "year"}},
	{Name: "first-of-month", Doc: "How {day} is written on the first of a month, where it is not 1: 1er.", Optional: true},
	{Name: "time", Doc: "A time of day, with its zone.", Places: []string{"hour12", "hour24", "minute", "half", "zone"}, Needs: []string{"minute"}},
	{Name: "halves", Doc: "The halves of the day, where {half} is used: AM, PM.", List: true, Optional: true},
	{Name: "date-time", Doc: "A day with a time.", Places: []string{"date", "time"}, Needs: []string{"date", "time"}},
	{Name: "list-two", Doc: "Two names: {a} and {b}.", Places: []string{"a", "b"}, Needs: []string{"a", "b"}},
	{Name: "list-start", Doc: "Names that others follow: {a}, {b}.", Places: []string{"a", "b"}, Needs: []string{"a", "b"}},
	{Name: "list-end", Doc: "The last of several names: {a} and {b}.", Places: []string{"a", "b"}, Needs: []string{"a", "b"}},
	{Name: "list-two-alternate", Doc: "list-two before certain sounds.", Optional: true, Places: []string{"a", "b"}, Needs: []string{"a", "b"}},
	{Name: "list-end-alternate", Doc: "list-end before certain sounds.", Optional: true, Places: []string{"a", "b"}, Needs: []string{"a", "b"}},
	{Name: "alternate-before", Doc: "The beginnings of names that the alternates stand before.", List: true, Optional: true},
	{Name: "alternate-not-before", Doc: "Of those, the beginnings that they do not stand before.", List: true, Optional: true},
	{Name: "quotes", Doc: "The quotation marks of print: opening and closing double ones, then single ones; a space that does not break belongs to the mark: “, ”, ‘, ’.", List: true, Optional: true},
	{Name: "letter-title", Doc: "The title of a letter that has none of its own.", Places: []string{"names", "date"}, Needs: []string{"names"}},
	{Name: "letter-title-without-names", Doc: "The same for a letter to nobody.", Places: []string{"date"}},
	{Name: "cover", Doc: "In the electronic book's navigation: Cover."},
	{Name: "title-page", Doc: "The same: Title page."},
	{Name: "in-this-packet", Doc: "Above the list of a packet's documents: In this packet."},
	{Name: "contents", Doc: "In the navigation: Contents."},
	{Name: "landmarks", Doc: "The same: Landmarks."},
	{Name: "page-list", Doc: "The same: Printed pages."},
	{Name: "letter", Doc: "A letter's short name: Letter."},
	{Name: "release", Doc: "A release's short name: Release."},
	{Name: "text", Doc: "The body of a document: Text."},
	{Name: "table", Doc: "A table without a caption: Table."},
	{Name: "signatories", Doc: "Those who sign: Signatories."},
	{Name: "copies", Doc: "Those who get a copy: Copies."},
	{Name: "start", Doc: "Where the words begin: Start of content."},
	{Name: "printed-page", Doc: "An entry of the list of printed pages: Letter 2.", Places: []string{"document", "n"}, Needs: []string{"n"}},
	{Name: "page-break", Doc: "What a listener hears where a printed page begins: Letter, page 2.", Places: []string{"document", "n"}, Needs: []string{"n"}},
	{Name: "cover-alt", Doc: "What the cover shows.", Places: []string{"title", "publisher", "date"}, Needs: []string{"title"}},
	{Name: "accessibility", Doc: "What the electronic book offers to those who listen, in a sentence or two."},
	{Name: "accessibility-pages", Doc: "A further sentence, where printed pages are listed."},
	{Name: "tie-after", Doc: "Words that a line never ends after: Mr.", List: true, Optional: true},
	{Name: "tie-to-number", Doc: "Words that a line never ends after where a figure follows: No.", List: true, Optional: true},
	{Name: "tie-before", Doc: "Words that a line never ends before: Jr.", List: true, Optional: true},
}
