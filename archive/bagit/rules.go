package bagit

import (
	"fmt"
	"slices"
)

// Level is how grave it is that a rule is broken.
type Level string

// The levels.
const (
	Fault   Level = "error"      // a MUST of the RFC: the bag is not valid
	Unread  Level = "unknown"    // it cannot be said whether the bag is valid
	Missing Level = "incomplete" // a file is to be fetched
	Warning Level = "warning"    // a SHOULD, or advice

	none Level = "none"
)

// Rule is one rule that a file can break.
type Rule struct {
	Code    string
	Section string // of RFC 8493
	Level   Level
	Early   Level // in bags of versions before 1.0; "" the same
	Says    string
}

// Rules gives all rules, in the order of the RFC's sections.
func Rules() []Rule { return slices.Clone(rules[:]) }

// rules are an array and no map, so that nothing is made at the program's start.
var rules = [...]Rule{
	{"no-declaration", "2.1.1", Fault, "", "there is a file bagit.txt"},
	{"declaration-bom", "2.1.1", Fault, "", "bagit.txt does not begin with a byte order mark"},
	{"declaration-encoding", "2.1.1", Fault, "", "bagit.txt is UTF-8"},
	{"declaration-lines", "2.1.1", Fault, "", "bagit.txt is exactly the two lines BagIt-Version and Tag-File-Character-Encoding, in this order"},
	{"declaration-version", "2.1.1", Fault, "", "the version is two numbers with a full stop between them"},
	{"declaration-spelling", "2.1.1", Warning, "", "the labels are spelt as the RFC does; its own examples and its grammar let capitals differ"},
	{"version", "2.1.1", Unread, "", "the version is one that is known: 0.93 to 0.97, 1.0"},
	{"encoding-advice", "2.1.1", Warning, "", "the encoding should be UTF-8"},
	{"encoding", "2.1.1", Unread, "", "the encoding is one that is known: UTF-8, UTF-16, ISO-8859-1, US-ASCII"},
	{"no-payload", "2.1.2", Fault, "", "there is a folder data"},
	{"no-manifest", "2.1.3", Fault, "", "there is at least one payload manifest"},
	{"manifest-line", "2.1.3", Fault, "", "each line of a manifest is a checksum, spaces or tabs, and a path"},
	{"manifest-checksum", "2.1.3", Fault, "", "a checksum is hexadecimal, of the length that its algorithm has"},
	{"manifest-twice", "2.1.3", Fault, Warning, "a manifest lists each file once"},
	{"manifest-conflict", "2.1.3", Fault, "", "a manifest lists no file with two checksums"},
	{"manifest-outside", "2.1.3", Fault, "", "a payload manifest lists nothing outside data/"},
	{"manifest-folder", "2.1.3", Fault, "", "a manifest lists no folder"},
	{"manifest-percent", "2.1.3", Fault, none, "in a path, line feed, carriage return and the percent sign, and only those, are percent-encoded"},
	{"manifest-path", "2.1.3", Warning, "", "a path is written the short way, without ./ and //"},
	{"tag-payload", "2.2.1", Fault, "", "a tag manifest lists nothing below data/"},
	{"tag-tag", "2.2.1", Fault, Warning, "a tag manifest lists no tag manifest"},
	{"tag-manifest", "2.2.1", Fault, Warning, "each tag manifest lists every payload manifest"},
	{"tag-rest", "2.2.1", Warning, "", "a tag manifest should list the other tag files too: what it does not list is not protected"},
	{"tag-sets", "2.2.1", Warning, "", "the tag manifests should list the same files"},
	{"tag-algorithms", "2.2.1", Warning, "", "tag manifests should use the algorithms of the payload manifests"},
	{"info-line", "2.2.2", Fault, "", "an element of bag-info.txt is a label without spaces at its ends, a colon, one space or tab, and a value"},
	{"info-long", "2.2.2", Warning, none, "lines of bag-info.txt should have no more than 79 characters"},
	{"info-repeated", "2.2.2", Warning, none, "Bagging-Date, Bag-Size, Bag-Group-Identifier and Bag-Count should not be repeated"},
	{"info-date", "2.2.2", Warning, "", "Bagging-Date is a date, YYYY-MM-DD"},
	{"info-count", "2.2.2", Warning, "", "Bag-Count is N of T, where T may be a question mark"},
	{"info-group", "2.2.2", Warning, none, "where there is a Bag-Count there should be a Bag-Group-Identifier"},
	{"oxum-repeated", "2.2.2", Fault, "", "Payload-Oxum is there once at most"},
	{"oxum-form", "2.2.2", Fault, "", "Payload-Oxum is two numbers with a full stop between them"},
	{"oxum", "2.2.2", Fault, "", "Payload-Oxum has the payload's bytes and files"},
	{"fetch-line", "2.2.3", Fault, "", "each line of fetch.txt is a URL, a length or -, and a path"},
	{"fetch-url", "2.2.3", Fault, none, "the URL is absolute"},
	{"fetch-tag", "2.2.3", Fault, "", "fetch.txt lists payload files only"},
	{"fetch-unlisted", "2.2.3", Fault, "", "what fetch.txt lists is in every payload manifest (before 1.0: in one)"},
	{"fetch-percent", "2.2.3", Fault, none, "paths of fetch.txt are percent-encoded as those of manifests"},
	{"hole", "2.2.3", Missing, "", "what fetch.txt lists has been fetched"},
	{"text-encoding", "2.3", Fault, "", "tag files are in the encoding that bagit.txt names"},
	{"text-bom", "2.3", Fault, "", "tag files in UTF-8 do not begin with a byte order mark"},
	{"text-end", "2.3", Warning, "", "the last line of a tag file should end with a line break"},
	{"algorithm-name", "2.4", Fault, "", "the algorithm in a manifest's name is in small letters and figures"},
	{"algorithm", "2.4", Unread, "", "the algorithm is one that is known: SHA-2, SHA-3, SHA-1, MD5"},
	{"algorithm-weak", "2.4", Warning, "", "MD5 and SHA-1 are for old bags: they find accidents, not intent"},
	{"tag-missing", "3", Fault, "", "every file that a tag manifest lists is there"},
	{"missing", "3", Fault, "", "every file that a payload manifest lists is there"},
	{"unlisted", "3", Fault, "", "every payload file is in every payload manifest (before 1.0: in one)"},
	{"checksum", "3", Fault, "", "every file has the checksum that each manifest gives it"},
	{"unreadable", "3", Unread, "", "every file can be read"},
	{"unsafe", "5.1", Fault, "", "no path leads out of the bag, or to a place that only an operating system knows"},
	{"link", "5.1", Fault, "", "what the bag holds are files: a symbolic link is not followed, and a device not opened"},
	{"link-aside", "5.1", Warning, "", "there are no symbolic links or devices among tag files that no manifest lists"},
	{"fetch-size", "5.3", Warning, "", "a file that was fetched has the length that fetch.txt says"},
	{"case", "6.1.1.1", Warning, "", "no two names differ in capitals only: many file systems take them for one"},
	{"normalization", "6.1.1.2", Warning, "", "names are spelt with the same code points in manifests and on the disk, and no two differ in normalization only"},
	{"windows", "6.1.2", Warning, "", "no name is one that Windows cannot have"},
	{"md5sum", "6.1.3", Fault, Warning, "a line has no asterisk before the path and no backslash before the checksum, as md5sum writes them"},
}

// Lost says that a fault shows that something of the bag is not as it was packed:
// bytes are gone, changed or added. Another fault may be of whoever packed it.
func (p Problem) Lost() bool {
	switch p.Code {
	case "no-declaration", "declaration-encoding", "no-payload", "no-manifest", "manifest-line", "manifest-checksum", "manifest-conflict",
		"oxum", "text-encoding", "tag-missing", "missing", "unlisted", "checksum":
		return true
	}
	return false
}

// ruleOf finds a rule by its code.
func ruleOf(code string) Rule {
	for _, r := range rules {
		if r.Code == code {
			return r
		}
	}
	panic(fmt.Sprintf("bagit: there is no rule %q", code))
}
