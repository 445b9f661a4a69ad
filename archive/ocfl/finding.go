package ocfl

import (
	"fmt"
	"strings"
)

// Finding is a rule of the specification that something breaks.
type Finding struct {
	// Codes are the rules by their codes in the specification, the most particular
	// first. One fault often breaks several that say the same thing in two places.
	Codes []string `json:"codes"`
	Path  string   `json:"path"` // of the file or folder, in the object or the storage root
	Text  string   `json:"text"`
}

// Warning says whether it is no more than advice that was not followed (a SHOULD
// of the specification): the object is valid.
func (f Finding) Warning() bool { return strings.HasPrefix(f.Codes[0], "W") }

// Has says whether a code is among those of the finding.
func (f Finding) Has(code string) bool {
	for _, c := range f.Codes {
		if c == code {
			return true
		}
	}
	return false
}

// String is "E092: v1/content/letter.pdf: its digest is another one".
func (f Finding) String() string {
	return fmt.Sprintf("%s: %s: %s", strings.Join(f.Codes, " "), f.Path, f.Text)
}

// findings collects.
type findings []Finding

// add notes a finding; codes are parted by spaces.
func (fs *findings) add(codes, path, format string, args ...any) {
	*fs = append(*fs, Finding{strings.Fields(codes), path, fmt.Sprintf(format, args...)})
}

// Errors gives the findings that are no warnings.
func Errors(fs []Finding) (errs []Finding) {
	for _, f := range fs {
		if !f.Warning() {
			errs = append(errs, f)
		}
	}
	return errs
}
