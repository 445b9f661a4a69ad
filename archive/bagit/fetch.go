package bagit

import (
	"net/url"
	"strconv"
	"strings"
)

// fetches reads fetch.txt (RFC 8493, 2.2.3). Nothing is fetched.
func (b *bag) fetches() {
	const name = "fetch.txt"
	if kind := b.odd[name]; kind != "" {
		b.add("link", name, 0, "it is %s, and not a file", kind)
		return
	}
	if _, ok := b.files[name]; !ok {
		return
	}
	all, ok := b.text(name)
	if !ok {
		return
	}
	for i, line := range all {
		address, rest, length := cutBlank(line)
		size, where, path := cutBlank(rest)
		n, err := strconv.ParseInt(size, 10, 64)
		if size == "-" {
			n, err = -1, nil
		} else if !digits(size) {
			err = strconv.ErrSyntax
		}
		if !length || !path || address == "" || where == "" || err != nil {
			b.add("fetch-line", name, i+1, "the line is %q, and has to be a URL, a length or -, and a path", line)
			continue
		}
		if u, err := url.Parse(address); err != nil || !u.IsAbs() || u.Fragment != "" {
			b.add("fetch-url", name, i+1, "%q is no absolute URL", address)
		}
		e := entry{line: i + 1, safe: true}
		b.locate(&manifest{name: name}, &e, where, "fetch-percent")
		switch {
		case !e.safe:
			continue
		case !inPayload(e.file):
			b.add("fetch-tag", name, i+1, "%s is no payload file", e.file)
			continue
		}
		missing := 0
		for _, m := range b.payload {
			if _, ok := m.sums[e.file]; !ok && m.read {
				missing++
			}
		}
		if n := len(b.payload); missing > 0 && (!b.early || missing == n) {
			b.add("fetch-unlisted", name, i+1, "%s is not in every payload manifest", e.file)
		}
		h := Hole{e.file, address, n}
		b.fetch[e.file] = h
		if have, ok := b.files[e.file]; !ok {
			b.r.Holes = append(b.r.Holes, h)
			b.add("hole", name, i+1, "%s is still to be fetched from %s", e.file, address)
		} else if n >= 0 && n != have {
			b.add("fetch-size", name, i+1, "%s has %d bytes, and here %d are said", e.file, have, n)
		}
	}
}

// cutBlank cuts a line at its first spaces and tabs.
func cutBlank(s string) (before, after string, found bool) {
	i := strings.IndexAny(s, " \t")
	if i < 0 {
		return s, "", false
	}
	return s[:i], strings.TrimLeft(s[i:], " \t"), true
}
