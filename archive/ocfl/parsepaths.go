package ocfl

import (
	"slices"
	"strings"
)

// manifest reads the manifest (3.5.2).
func (p *parser) manifest(root *object) {
	v, there := root.values["manifest"]
	if !there {
		p.add("E041", `it has no key "manifest"`)
		return
	}
	block, ok := v.(*object)
	if !ok {
		p.add("E106", `the value of "manifest" is no JSON object`)
		return
	}
	p.twice(block.keys, "E096", "the manifest")
	a := algorithms[p.inv.DigestAlgorithm]
	var all []string
	for _, digest := range block.keys {
		if a.new != nil {
			p.encoding(digest, p.inv.DigestAlgorithm, "the manifest")
		}
		paths := p.list(block.values[digest], "E092", "what stands under "+digest+" in the manifest")
		p.inv.Manifest[digest] = paths
		all = append(all, paths...)
	}
	p.contentPaths(all, "the manifest", "E101")
}

// encoding checks how a digest is written (3.4).
func (p *parser) encoding(digest, name, where string) {
	a := algorithms[name]
	if a.encoded(digest) {
		return
	}
	codes := "E057"
	if where == "the manifest" {
		codes = "E039" // it is a digest, of another algorithm
	}
	if !hexed(digest) && a.code != "" {
		codes = a.code
	}
	p.add(codes, "%s has %q, which is no digest of %s", where, digest, name)
}

// twice complains of digests that differ in nothing but case.
func (p *parser) twice(digests []string, code, where string) {
	seen := map[string]bool{}
	for _, d := range digests {
		lower := strings.ToLower(d)
		if seen[lower] {
			p.add(code, "%s has the digest %s twice", where, lower)
		}
		seen[lower] = true
	}
}

// contentPaths checks paths in the object (3.5.2).
func (p *parser) contentPaths(paths []string, where, code string) {
	p.conflicts(paths, code, where, "content path")
	for _, path := range paths {
		sound := true
		if strings.HasPrefix(path, "/") || strings.HasSuffix(path, "/") {
			codes := "E100"
			if strings.HasPrefix(path, "/") {
				codes += " E042"
			}
			p.add(codes, "%s: the content path %q begins or ends with a slash", where, path)
			sound = false
		}
		if badElement(path) {
			p.add("E099", `%s: the content path %q has a part that is empty, "." or ".."`, where, path)
			sound = false
		}
		if sound {
			p.place(path, where)
		}
	}
}

// place checks that a content path leads into the folder of content of a version.
func (p *parser) place(path, where string) {
	parts := strings.SplitN(path, "/", 3)
	version := parts[0]
	if len(parts) == 1 && strings.Contains(path, `\`) {
		p.add("E035", `%s: the parts of the content path %q are not joined with "/"`, where, path)
		return
	}
	if len(p.inv.Versions) > 0 && p.inv.Versions[version] == nil {
		codes := "E042"
		if p.inv.Version(versionNumber(version)) != nil && versionNumber(version) > 0 {
			codes = "E014" // the version is there, by another name
		}
		p.add(codes, "%s: the content path %q lies in none of the versions", where, path)
		return
	}
	if len(parts) < 3 || parts[1] != p.inv.content() {
		codes := "E016 E042"
		if p.inv.ContentDirectory == "" && len(parts) == 3 {
			codes = "E021 " + codes
		}
		p.add(codes, "%s: the content path %q does not lie in the folder %q of its version", where, path, p.inv.content())
	}
}

// badElement says whether a path has a part that leads elsewhere. A slash at its
// ends has a rule of its own.
func badElement(path string) bool {
	for _, e := range strings.Split(strings.Trim(path, "/"), "/") {
		if e == "" || e == "." || e == ".." {
			return true
		}
	}
	return false
}

// conflicts complains of paths that come twice, or are the folder of another one.
func (p *parser) conflicts(paths []string, code, where, what string) {
	seen := make(map[string]bool, len(paths))
	for _, path := range paths {
		if seen[path] {
			p.add(code, "%s: the %s %q comes twice", where, what, path)
		}
		seen[path] = true
	}
	for path := range seen {
		for i, c := range path {
			if c == '/' && i > 0 && seen[path[:i]] {
				p.add(code, "%s: the %s %q is a file, and the folder of %q", where, what, path[:i], path)
			}
		}
	}
}

// fixity reads further digests (3.5.4).
func (p *parser) fixity(root *object) {
	v, there := root.values["fixity"]
	if !there {
		return
	}
	block, ok := v.(*object)
	if !ok {
		p.add("E111", `the value of "fixity" is no JSON object`)
		return
	}
	p.inv.Fixity = map[string]map[string][]string{}
	for _, name := range block.keys {
		if _, known := algorithms[name]; !known {
			p.add("E056 E026", "fixity: neither the specification nor an extension has an algorithm %q", name)
			continue
		}
		where := "the fixity of " + name
		digests, ok := block.values[name].(*object)
		if !ok {
			p.add("E057", "%s is no JSON object", where)
			continue
		}
		p.twice(digests.keys, "E097", where)
		p.inv.Fixity[name] = map[string][]string{}
		var all []string
		for _, digest := range digests.keys {
			p.encoding(digest, name, where)
			paths := p.list(digests.values[digest], "E057", "what stands under "+digest+" in "+where)
			p.inv.Fixity[name][digest] = paths
			all = append(all, paths...)
		}
		p.contentPaths(all, where, "E101")
	}
}

// states checks the states of the versions against the manifest.
func (p *parser) states() {
	used := map[string]bool{}
	for name, v := range p.inv.Versions {
		var all []string
		where := "version " + name
		for digest, names := range v.State {
			if _, there := p.inv.Manifest[digest]; !there {
				p.add("E050", "%s: the manifest does not have the digest %s", where, digest)
			}
			used[strings.ToLower(digest)] = true
			all = append(all, names...)
		}
		p.conflicts(all, "E095", where, "name")
		for _, path := range all {
			if strings.HasPrefix(path, "/") || strings.HasSuffix(path, "/") {
				p.add("E053", "%s: the name %q begins or ends with a slash", where, path)
			}
			if badElement(path) {
				p.add("E052", `%s: the name %q has a part that is empty, "." or ".."`, where, path)
			}
		}
	}
	for digest := range p.inv.Manifest {
		if !used[strings.ToLower(digest)] && p.spec != "1.0" {
			p.add("E107", "the manifest has the digest %s, which no version uses", digest)
		}
	}
	slices.SortStableFunc(p.findings, func(a, b Finding) int { return strings.Compare(a.Text, b.Text) })
}
