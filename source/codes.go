package source

// The codes of problems: stable words for machines, one for each kind of fault.
const (
	// Files.
	CodeMissingFile  = "missing-file"      // a file that the source names is not there
	CodeOutside      = "outside-packet"    // a path leaves the packet's folder
	CodeEncoding     = "encoding"          // not UTF-8: UTF-16, Latin-1, NUL
	CodeControl      = "control-character" // a character that no text holds
	CodeEmptyFile    = "empty-file"        // nothing is written
	CodeFileTooLarge = "file-too-large"    // more bytes than any source has
	CodeSameName     = "same-name"         // two documents would have one name
	CodePacketUnused = "packet-unused"     // a warning: one file of a packet is set alone

	// YAML and front matter.
	CodeNoFrontMatter   = "no-front-matter"   // the first line is not "---"
	CodeOpenFrontMatter = "open-front-matter" // no second "---"
	CodeBrokenYAML      = "broken-yaml"       // YAML cannot be read
	CodeYAMLFeature     = "yaml-feature"      // anchors, aliases, tags, several documents
	CodeUnknownKey      = "unknown-key"
	CodeMissingKey      = "missing-key"
	CodeDuplicateKey    = "duplicate-key"
	CodeNoValue         = "no-value"     // a key without a value
	CodeLostComment     = "lost-comment" // YAML drops words after "#"
	CodeWrongShape      = "wrong-shape"  // a list where text is expected, …
	CodeOneLine         = "one-line"     // several lines where one is expected

	// Values.
	CodeBadDate       = "bad-date"
	CodeBadTime       = "bad-time"
	CodeBadZone       = "bad-zone"
	CodeBadChoice     = "bad-choice"
	CodeBadNumber     = "bad-number"
	CodeBadLanguage   = "bad-language"
	CodeBadIdentifier = "bad-identifier"
	CodeBadEmail      = "bad-email"

	CodeBadVerifyAddress = "bad-verify-address" // not https, or more than a folder of a site
	CodeBadReference     = "bad-reference"      // what can be no part of an address
	CodeBadVerifyKey     = "bad-verify-key"     // not 32 hexadecimal digits

	// The body.
	CodeUnsupported    = "unsupported"     // Markdown that Chancery does not set
	CodeRawHTML        = "raw-html"        // HTML other than a comment
	CodeEmptyBody      = "empty-body"      // a document without a word
	CodeEmptyHeading   = "empty-heading"   // a lone "#"
	CodeEmptySection   = "empty-section"   // a warning: a heading as the last thing
	CodeAfterExhibit   = "after-exhibit"   // a section behind an exhibit
	CodeHeadingLevel   = "heading-level"   // a level is left out
	CodeEmptyParagraph = "empty-paragraph" // nothing but spaces
	CodeEmptyItem      = "empty-item"      // a list item without words
	CodeBadLink        = "bad-link"        // not http, https, mailto or tel
	CodeHiddenText     = "hidden-text"     // a title or definition that print does not show
	CodeBadAttribute   = "bad-attribute"   // braces that say nothing known
	CodeUnknownNote    = "unknown-note"    // a note that is called and not written
	CodeUncalledNote   = "uncalled-note"   // a note that is written and not called
	CodeTwoNotes       = "two-notes"       // one name for two notes, or two calls of one
	CodeNoteInNote     = "note-in-note"    // a callout where none can stand
	CodeBadTable       = "bad-table"       // rows of unequal length, cells that merge with nothing
	CodeNoAlt          = "no-alt"          // a captioned image without alternate text
	CodeImagePlace     = "image-place"     // an image inside a line
	CodeRemoteImage    = "remote-image"    // a URL; nothing is ever fetched
	CodeNotAnImage     = "not-an-image"    // neither PNG, JPEG nor SVG
	CodeImageTooLarge  = "image-too-large" // over 64 megapixels
	CodeLooksLikeList  = "looks-like-list" // a warning: "1986. That year …"
	CodeOkina          = "okina"           // a warning: Hawai'i
	CodeAmbiguousQuote = "ambiguous-quote" // a warning: 6"
)
