package pkcs11

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// URI names a private key in a device (RFC 7512). What is empty is not asked for.
type URI struct {
	Module string `json:"module"` // the library of the device's maker, a path

	Token        string `json:"token,omitempty"` // the device's label
	Serial       string `json:"serial,omitempty"`
	Model        string `json:"model,omitempty"`
	Manufacturer string `json:"manufacturer,omitempty"`
	Slot         *uint  `json:"slot,omitempty"` // the number of the reader; nil any

	Object string `json:"object,omitempty"` // the key's label
	ID     []byte `json:"id,omitempty"`     // and its CKA_ID
}

// IsURI says whether a string means a key in a device, and not a file.
func IsURI(s string) bool { return strings.HasPrefix(s, "pkcs11:") }

// ParseURI reads "pkcs11:token=…;object=…?module-path=…" (RFC 7512, 2.3). A PIN
// in it is an error: whoever lists the machine's processes would see it. So is
// an attribute that this package does not look at, for then another key than the
// one that is meant could sign.
func ParseURI(s string) (URI, error) {
	var u URI
	path, query, _ := strings.Cut(strings.TrimPrefix(s, "pkcs11:"), "?")
	seen := map[string]bool{}
	for _, part := range append(split(path, ";"), split(query, "&")...) {
		name, raw, ok := strings.Cut(part, "=")
		if name == "pin-value" || name == "pin-source" {
			return u, errors.New("no PIN, and no place of one, may stand in a key's address: it is asked for")
		}
		value, err := url.PathUnescape(raw)
		if !ok || err != nil {
			return u, fmt.Errorf("%q in the key's address has no value that can be read", name)
		}
		if seen[name] {
			return u, fmt.Errorf("%q stands twice in the key's address", name)
		}
		seen[name] = true
		if err := u.set(name, value); err != nil {
			return u, err
		}
	}
	return u, nil
}

// set takes in one attribute.
func (u *URI) set(name, value string) error {
	switch name {
	case "module-path":
		u.Module = value
	case "token":
		u.Token = value
	case "serial":
		u.Serial = value
	case "model":
		u.Model = value
	case "manufacturer":
		u.Manufacturer = value
	case "slot-id":
		n, err := strconv.ParseUint(value, 10, 32)
		if err != nil {
			return fmt.Errorf("slot-id %q in the key's address is no number", value)
		}
		slot := uint(n)
		u.Slot = &slot
	case "object":
		u.Object = value
	case "id":
		u.ID = []byte(value)
	case "type":
		if value != "private" {
			return fmt.Errorf("the key's address asks for type=%s; a private key signs", value)
		}
	case "module-name":
		return errors.New("the key's address names its library by module-name; module-path=/…/lib….so is needed")
	default:
		return fmt.Errorf("%q in the key's address is not known: token, serial, model, manufacturer, slot-id, object, id, type and module-path are", name)
	}
	return nil
}

// split is strings.Split, and nothing of nothing.
func split(s, by string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, by)
}
