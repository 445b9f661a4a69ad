package ocfl

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
)

// layoutName is the arrangement of the stores that are made here.
const layoutName = "0003-hash-and-id-n-tuple-storage-layout"

const layoutDescription = "An object lies in three folders of three characters each, from the SHA-256 of its identifier, and in a folder of its own that is the identifier, percent-encoded."

// layout is the configuration of layoutName, as its config.json has it.
type layout struct {
	Name   string `json:"extensionName"`
	Digest string `json:"digestAlgorithm"`
	Size   int    `json:"tupleSize"`
	Tuples int    `json:"numberOfTuples"`
}

var defaultLayout = layout{layoutName, "sha256", 3, 3}

// parseLayout reads a config.json; what it does not say is as the extension has
// it.
func parseLayout(data []byte) (layout, error) {
	l := defaultLayout
	if err := json.Unmarshal(data, &l); err != nil {
		return l, err
	}
	a, known := algorithms[l.Digest]
	switch {
	case l.Name != layoutName:
		return l, fmt.Errorf("its extensionName is %q", l.Name)
	case !known || a.size == 0:
		return l, fmt.Errorf("its digestAlgorithm is %q", l.Digest)
	case l.Size < 0 || l.Tuples < 0 || l.Size > 32 || l.Tuples > 32 || (l.Size == 0) != (l.Tuples == 0), l.Size*l.Tuples > 2*a.size:
		return l, fmt.Errorf("%d tuples of %d characters cannot be", l.Tuples, l.Size)
	}
	return l, nil
}

// path is the folder of an object (extension 0003, Procedure).
func (l layout) path(id string) string {
	h := algorithms[l.Digest].new()
	h.Write([]byte(id))
	digest := hex.EncodeToString(h.Sum(nil))
	var b strings.Builder
	for i := range l.Tuples {
		b.WriteString(digest[i*l.Size:(i+1)*l.Size] + "/")
	}
	name := encapsulate(id)
	if len(name) > 100 {
		name = name[:100] + "-" + digest
	}
	return b.String() + name
}

// encapsulate writes an identifier as the name of a folder: all but letters,
// digits, "-" and "_" as "%" and two lower-case digits (extension 0003,
// Encapsulation Directory).
func encapsulate(id string) string {
	var b strings.Builder
	for i := range len(id) {
		switch c := id[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02x", c)
		}
	}
	return b.String()
}
