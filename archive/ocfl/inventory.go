package ocfl

import (
	"bytes"
	"crypto/sha512"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The names that the specification gives.
const (
	inventoryName = "inventory.json"
	specNow       = "1.1" // the version that is written
)

// specs are the versions that are read, the oldest first.
var specs = []string{"1.0", "1.1"}

// inventoryType is the type of an inventory of a version of the specification.
func inventoryType(spec string) string { return "https://ocfl.io/" + spec + "/spec/#inventory" }

// Inventory says what an object has (3.5).
type Inventory struct {
	ID               string                         `json:"id"`
	Type             string                         `json:"type"`
	DigestAlgorithm  string                         `json:"digestAlgorithm"`
	Head             string                         `json:"head"` // the name of the newest version: "v3"
	ContentDirectory string                         `json:"contentDirectory,omitempty"`
	Manifest         map[string][]string            `json:"manifest"` // digest: paths in the object
	Versions         map[string]*Version            `json:"versions"` // by name
	Fixity           map[string]map[string][]string `json:"fixity,omitempty"`
}

// Version is one version of an object (3.5.3.1).
type Version struct {
	Created string              `json:"created"` // RFC 3339
	Message string              `json:"message,omitempty"`
	User    *User               `json:"user,omitempty"`
	State   map[string][]string `json:"state"` // digest: the names of files

	hasMessage bool // there was one, though it may be ""
}

// User is who made a version.
type User struct {
	Name    string `json:"name"`
	Address string `json:"address,omitempty"` // a URI: "mailto:records@example.gov"
}

// Time is when the version was made; zero where it does not say.
func (v *Version) Time() time.Time {
	t, _ := time.Parse(time.RFC3339, v.Created)
	return t
}

// content is the name of the folder of content in each version (3.3.1).
func (inv *Inventory) content() string {
	if inv.ContentDirectory == "" {
		return "content"
	}
	return inv.ContentDirectory
}

// versionNumber is 3 of "v3" and of "v003", 0 of what is no version's name.
func versionNumber(name string) int {
	digits, ok := strings.CutPrefix(name, "v")
	if !ok || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return 0
	}
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}

// Numbers gives the numbers of the versions, from 1.
func (inv *Inventory) Numbers() []int {
	var all []int
	for name := range inv.Versions {
		all = append(all, versionNumber(name))
	}
	slices.Sort(all)
	return all
}

// HeadNumber is the number of the newest version.
func (inv *Inventory) HeadNumber() int { return versionNumber(inv.Head) }

// Version gives a version by its number, nil where there is none; 0 is the newest.
func (inv *Inventory) Version(n int) *Version {
	if n == 0 {
		return inv.Versions[inv.Head]
	}
	for name, v := range inv.Versions {
		if versionNumber(name) == n {
			return v
		}
	}
	return nil
}

// Files gives the files of a version, name by digest; nil where there is no such
// version. 0 is the newest.
func (inv *Inventory) Files(n int) map[string]string {
	v := inv.Version(n)
	if v == nil {
		return nil
	}
	files := make(map[string]string)
	for digest, names := range v.State {
		for _, name := range names {
			files[name] = digest
		}
	}
	return files
}

// ContentPath gives the path in the object of a file with this digest, "" where
// there is none.
func (inv *Inventory) ContentPath(digest string) string {
	if paths := inv.Manifest[digest]; len(paths) > 0 {
		return slices.Min(paths)
	}
	return ""
}

// encode gives the file inventory.json: keys are sorted, so that the same
// inventory gives the same bytes.
func (inv *Inventory) encode() []byte {
	for _, paths := range inv.Manifest {
		slices.Sort(paths)
	}
	for _, v := range inv.Versions {
		for _, names := range v.State {
			slices.Sort(names)
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(inv); err != nil {
		panic(err) // strings and maps of strings can be encoded
	}
	return b.Bytes()
}

// sidecar gives the file inventory.json.sha512 (3.6).
func sidecar(inventory []byte) []byte {
	return fmt.Appendf(nil, "%x %s\n", sha512.Sum512(inventory), inventoryName)
}
