package ocfl

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// parser reads one inventory.json and collects what is wrong with it. What can be
// read is read on, so that all faults are found at once.
type parser struct {
	findings
	path string // of the file, in the object
	spec string // the version of the specification that it says it keeps
	inv  *Inventory
}

// parseInventory reads an inventory. It gives nil where that cannot be read at all;
// of one with findings that are errors parts may be missing.
func parseInventory(data []byte, path string) (*Inventory, []Finding) {
	p := &parser{path: path, spec: specNow, inv: &Inventory{Manifest: map[string][]string{}, Versions: map[string]*Version{}}}
	v, err := parseJSON(data)
	if err != nil {
		p.add("E033", "it is no JSON: %v", err)
		return nil, p.findings
	}
	root, ok := v.(*object)
	if !ok {
		p.add("E033", "it is no JSON object")
		return nil, p.findings
	}
	p.unknown(root, "the inventory", "id", "type", "digestAlgorithm", "head", "contentDirectory", "manifest", "versions", "fixity")
	p.header(root)
	p.versions(root)
	p.manifest(root)
	p.fixity(root)
	p.states()
	return p.inv, p.findings
}

func (p *parser) add(codes, format string, args ...any) {
	p.findings.add(codes, p.path, format, args...)
}

// unknown complains of keys that are not among the known (3.5).
func (p *parser) unknown(o *object, what string, known ...string) {
	for _, k := range o.keys {
		if slices.Contains(known, k) {
			continue
		}
		codes := "E102"
		switch {
		case strings.EqualFold(k, "versions"), k == "version":
			codes += " E044"
		case strings.EqualFold(k, "fixity"):
			codes += " E055"
		}
		p.add(codes, "%s has a key %q, which the specification has not", what, k)
	}
}

// text gives the string of a key that must be there.
func (p *parser) text(o *object, key, ifNoString string) string {
	v, there := o.values[key]
	s, ok := v.(string)
	switch {
	case !there:
		p.add("E036", "it has no key %q", key)
	case !ok:
		p.add(ifNoString, "the value of %q is no string", key)
	case s == "":
		p.add("E036", "the value of %q is empty", key)
	}
	return s
}

// header reads the keys of 3.5.1.
func (p *parser) header(root *object) {
	inv := p.inv
	inv.ID = p.text(root, "id", "E037 E033")
	if inv.ID != "" && !isURI(inv.ID) {
		p.add("W005", "the id %q is no URI", inv.ID)
	}
	inv.Type = p.text(root, "type", "E038 E033")
	known := false
	for _, s := range specs {
		if inv.Type == inventoryType(s) {
			p.spec, known = s, true
		}
	}
	if !known && inv.Type != "" {
		p.add("E038", "its type is %q; of version %s it is %q", inv.Type, specNow, inventoryType(specNow))
	}
	inv.DigestAlgorithm = p.text(root, "digestAlgorithm", "E025 E033")
	switch inv.DigestAlgorithm {
	case sha512Name, "":
	case "sha256":
		p.add("W004", "its digests are of sha256, and sha512 is advised")
	default:
		p.add("E025", "its digestAlgorithm is %q; it can be sha512 or sha256", inv.DigestAlgorithm)
	}
	inv.Head = p.text(root, "head", "E040 E033")
	if v, there := root.values["contentDirectory"]; there {
		s, ok := v.(string)
		switch {
		case !ok:
			p.add("E033", `the value of "contentDirectory" is no string`)
		case strings.Contains(s, "/"):
			p.add("E017 E108", "the contentDirectory %q has a slash", s)
		case s == "." || s == "..":
			p.add("E018 E108", "the contentDirectory is %q", s)
		case s == "":
			p.add("E108", "the contentDirectory is empty")
		default:
			inv.ContentDirectory = s
		}
	}
}

// isURI says whether s has the form of a URI with a scheme (RFC 3986, 3).
func isURI(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme != "" && len(s) > len(u.Scheme)+1 && !strings.ContainsAny(s, " \t\r\n<>\"{}|\\^`")
}

// versions reads the block of versions (3.5.3), without what their states need of
// the manifest.
func (p *parser) versions(root *object) {
	v, there := root.values["versions"]
	if !there {
		p.add("E041 E043 E044", `it has no key "versions"`)
		return
	}
	block, ok := v.(*object)
	if !ok {
		p.add("E045", `the value of "versions" is no JSON object`)
		return
	}
	if len(block.keys) == 0 {
		p.add("E008", "it has no version")
	}
	p.names(block.keys)
	for _, name := range block.keys {
		o, ok := block.values[name].(*object)
		if !ok {
			p.add("E047", "version %s is no JSON object", name)
			continue
		}
		p.inv.Versions[name] = p.version(name, o)
	}
}

// names checks the names of versions (3.3) and the head.
func (p *parser) names(names []string) {
	if len(names) == 0 {
		return
	}
	var first string
	numbers := map[int]string{}
	for _, name := range names {
		n := versionNumber(name)
		if n == 0 {
			switch digits, ok := strings.CutPrefix(name, "v"); {
			case !ok:
				p.add("E104 E046", `version %q does not begin with "v"`, name)
			case digits != "" && strings.Trim(digits, "0") == "":
				p.add("E105 E046", "version %q: versions are counted from 1", name)
			default:
				p.add("E105 E104 E046", "version %q is no number", name)
			}
			continue
		}
		if n == 1 {
			first = name
		}
		if other, twice := numbers[n]; twice {
			p.add("E012", "%q and %q are one number", name, other)
		}
		numbers[n] = name
	}
	if len(numbers) == 0 {
		return
	}
	if first == "" {
		p.add("E009", "there is no version 1")
	}
	highest := 0
	for n := range numbers {
		highest = max(highest, n)
	}
	for n := 2; n < highest; n++ {
		if numbers[n] == "" && n <= len(names)+1 { // one gap is said, not a million
			p.add("E010", "there is no version %d, and there is a version %d", n, highest)
		}
	}
	p.padding(first, numbers)
	if head := p.inv.Head; head != "" && head != numbers[highest] {
		p.add("E040", "the head is %q, and the newest version %q", head, numbers[highest])
	}
}

// padding checks that all versions are written as the first is.
func (p *parser) padding(first string, numbers map[int]string) {
	padded := strings.HasPrefix(first, "v0")
	if padded {
		p.add("W001", "the numbers of versions are padded with zeros, which is not advised")
	}
	for n, name := range numbers {
		zero := strings.HasPrefix(name, "v0")
		switch {
		case first == "" || name == first:
		case padded && !zero:
			p.add("E011 E013", "version %q: where numbers are padded, each begins with a zero", name)
		case padded && len(name) != len(first):
			p.add("E012 E013", "version %q is padded in another way than %q", name, first)
		case !padded && zero:
			p.add("E012 E013", "version %q is padded, and %q is not", numbers[n], first)
		}
	}
}

// version reads one version (3.5.3.1).
func (p *parser) version(name string, o *object) *Version {
	v := &Version{State: map[string][]string{}}
	p.unknown(o, "version "+name, "created", "state", "message", "user")
	created, there := o.values["created"]
	s, ok := created.(string)
	switch {
	case !there:
		p.add("E048", `version %s has no key "created"`, name)
	case !ok:
		p.add("E049", "version %s: the time of its creation is no string", name)
	default:
		if _, err := time.Parse(time.RFC3339, s); err != nil {
			p.add("E049", "version %s: %q is no time with its zone, to the second (RFC 3339)", name, s)
		}
		v.Created = s
	}
	if message, there := o.values["message"]; !there {
		p.add("W007", "version %s has no message", name)
	} else if v.Message, v.hasMessage = message.(string); !v.hasMessage {
		p.add("E094", "version %s: its message is no string", name)
	}
	if user, there := o.values["user"]; !there {
		p.add("W007", "version %s has no user", name)
	} else {
		v.User = p.user(name, user)
	}
	state, there := o.values["state"]
	block, ok := state.(*object)
	switch {
	case !there:
		p.add("E048", `version %s has no key "state"`, name)
	case !ok:
		p.add("E050", "version %s: its state is no JSON object", name)
	default:
		for _, digest := range block.keys {
			v.State[digest] = p.list(block.values[digest], "E051 E033", "version "+name+": what stands under "+digest)
		}
	}
	return v
}

// user reads who made a version.
func (p *parser) user(version string, value any) *User {
	o, ok := value.(*object)
	if !ok {
		p.add("E054", "version %s: its user is no JSON object", version)
		return nil
	}
	p.unknown(o, "the user of version "+version, "name", "address")
	u := &User{}
	if u.Name, ok = o.values["name"].(string); !ok || u.Name == "" {
		p.add("E054", "version %s: its user has no name", version)
	}
	address, there := o.values["address"]
	u.Address, ok = address.(string)
	switch {
	case !there:
		p.add("W008", "version %s: its user has no address", version)
	case !ok:
		p.add("E033", "version %s: the address of its user is no string", version)
	case !isURI(u.Address):
		p.add("W009", "version %s: the address of its user, %q, is no URI", version, u.Address)
	}
	return u
}

// list reads an array of strings.
func (p *parser) list(value any, codes, what string) (all []string) {
	items, ok := value.([]any)
	if !ok {
		p.add(codes, "%s is no array", what)
		return nil
	}
	if len(items) == 0 {
		p.add(codes, "%s is an empty array", what)
	}
	for _, item := range items {
		s, ok := item.(string)
		if !ok {
			p.add(codes, "%s has something that is no string", what)
			continue
		}
		all = append(all, s)
	}
	return all
}
