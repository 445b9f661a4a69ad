package bagit

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"hash"
	"path"
	"regexp"
	"slices"
	"sort"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// manifest is a payload or tag manifest (RFC 8493, 2.1.3 and 2.2.1).
type manifest struct {
	name, algorithm string
	payload         bool
	read            bool // its text could be read
	entries         []entry
	sums            map[string]string // by file's name; of listed files that are there or not
}

// entry is one line of a manifest.
type entry struct {
	line int
	sum  string // hexadecimal, in small letters
	file string // as it is in the bag, or would be
	safe bool   // it may be looked for
}

// newHash gives a hash by the name that RFC 8493, 2.4, makes of its common name,
// or nil.
func newHash(algorithm string) hash.Hash {
	switch algorithm {
	case "md5":
		return md5.New()
	case "sha1":
		return sha1.New()
	case "sha224":
		return sha256.New224()
	case "sha256":
		return sha256.New()
	case "sha384":
		return sha512.New384()
	case "sha512":
		return sha512.New()
	case "sha3224":
		return sha3.New224()
	case "sha3256":
		return sha3.New256()
	case "sha3384":
		return sha3.New384()
	case "sha3512":
		return sha3.New512()
	}
	return nil
}

// manifestName is the form of a manifest's name; what stands for the algorithm is
// judged by itself. It is made when it is used, not at the start of every run.
var manifestName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(tag)?manifest-([^/]*)\.txt$`)
})

// manifests reads all manifests.
func (b *bag) manifests() {
	var names []string
	for name := range b.files {
		names = append(names, name)
	}
	for name := range b.odd {
		if manifestName().MatchString(name) {
			b.add("link", name, 0, "the manifest is %s, and not a file", b.odd[name])
		}
	}
	sort.Strings(names)
	for _, name := range names {
		m := manifestName().FindStringSubmatch(name)
		if m == nil {
			continue
		}
		found := &manifest{name: name, algorithm: m[2], payload: m[1] == "", sums: map[string]string{}}
		if plain := normalAlgorithm(m[2]); plain != m[2] || plain == "" {
			b.add("algorithm-name", name, 0, "%q in the name is no algorithm: it is written in small letters and figures", m[2])
		} else {
			switch newHash(plain) {
			case nil:
				b.add("algorithm", name, 0, "the algorithm %s is not known here, so that its checksums cannot be checked", plain)
			default:
				if plain == "md5" || plain == "sha1" {
					b.add("algorithm-weak", name, 0, "checksums by %s find what happened by accident, and not what was done with intent", plain)
				}
			}
		}
		b.readManifest(found)
		if found.payload {
			b.payload = append(b.payload, found)
			b.r.Algorithms = append(b.r.Algorithms, found.algorithm)
		} else {
			b.tags = append(b.tags, found)
		}
	}
	if len(b.payload) == 0 {
		b.add("no-manifest", "", 0, "there is no payload manifest (manifest-sha512.txt or another)")
	}
}

// normalAlgorithm is the common name of an algorithm as it stands in a manifest's
// name.
func normalAlgorithm(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return -1
	}, s)
}

// readManifest reads the lines of a manifest.
func (b *bag) readManifest(m *manifest) {
	all, ok := b.text(m.name)
	if !ok {
		return
	}
	m.read = true
	size := 0
	if h := newHash(m.algorithm); h != nil {
		size = 2 * h.Size()
	}
	for i, line := range all {
		e := entry{line: i + 1, safe: true}
		end := strings.IndexAny(line, " \t")
		name := ""
		if end > 0 {
			e.sum, name = line[:end], strings.TrimLeft(line[end:], " \t")
		}
		if name == "" {
			b.add("manifest-line", m.name, e.line, "the line is %q, and has to be a checksum, spaces and a path", line)
			continue
		}
		if cut, ok := strings.CutPrefix(e.sum, `\`); ok {
			b.add("md5sum", m.name, e.line, "there is a backslash before the checksum, as md5sum writes it: the path is not written as it is")
			e.sum, name = cut, strings.ReplaceAll(name, `\\`, `\`)
		}
		if cut, ok := strings.CutPrefix(name, "*"); ok {
			if _, literal := b.files[name]; !literal {
				b.add("md5sum", m.name, e.line, "there is an asterisk before the path, as md5sum writes it; strictly it is part of the path")
				name = cut
			}
		}
		if strings.Trim(e.sum, "0123456789abcdefABCDEF") != "" || size > 0 && len(e.sum) != size {
			b.add("manifest-checksum", m.name, e.line, "%q is no checksum by %s", e.sum, m.algorithm)
			e.sum = ""
		}
		e.sum = strings.ToLower(e.sum)
		b.locate(m, &e, name, "manifest-percent")
		b.enter(m, e)
	}
}

// enter takes an entry into a manifest.
func (b *bag) enter(m *manifest, e entry) {
	if !e.safe {
		return
	}
	switch {
	case m.payload && !inPayload(e.file):
		b.add("manifest-outside", m.name, e.line, "%s is not below data/", e.file)
		return
	case !m.payload && inPayload(e.file):
		b.add("tag-payload", m.name, e.line, "%s is a payload file", e.file)
		return
	case !m.payload && strings.HasPrefix(e.file, "tagmanifest-") && manifestName().MatchString(e.file):
		b.add("tag-tag", m.name, e.line, "%s is a tag manifest", e.file)
	}
	if b.folders[e.file] {
		b.add("manifest-folder", m.name, e.line, "%s is a folder", e.file)
		return
	}
	if before, ok := m.sums[e.file]; ok {
		if before == e.sum {
			b.add("manifest-twice", m.name, e.line, "%s is listed a second time", e.file)
		} else {
			b.add("manifest-conflict", m.name, e.line, "%s is listed a second time, with another checksum", e.file)
		}
		m.entries = append(m.entries, e)
		return
	}
	m.sums[e.file] = e.sum
	m.entries = append(m.entries, e)
}

// locate finds the file of the bag that a path of a manifest or of fetch.txt
// means; where there is none, what it would be called. percent is the rule about
// the percent sign.
func (b *bag) locate(m *manifest, e *entry, name, percent string) {
	plain, right := unescape(name)
	if !b.early && !right {
		b.add(percent, m.name, e.line, "%s has a percent sign that stands for neither CR, LF nor itself: they, and only they, are written %%0D, %%0A and %%25", name)
		plain = name
	}
	if _, literal := b.files[name]; literal && (b.early || !right) {
		plain = name // before 1.0 the percent sign itself was not encoded
	}
	e.file = plain
	if _, there := b.files[plain]; there {
		return
	}
	if why := unsafe(plain); why != "" {
		b.add("unsafe", m.name, e.line, "%q %s; it was not looked for", plain, why)
		e.safe = false
		return
	}
	e.file = strings.TrimSuffix(plain, "/") // of a folder, which is said when it is entered
	if short := path.Clean(plain); short != e.file {
		b.add("manifest-path", m.name, e.line, "the path %q is written in a roundabout way", plain)
		e.file = short
	}
	if _, there := b.files[e.file]; there {
		return
	}
	if found, ok := b.byNFC[norm.NFC.String(e.file)]; ok {
		b.add("normalization", m.name, e.line, "%s is spelt with other code points than the file (%+q, %+q)", e.file, path.Base(e.file), path.Base(found))
		e.file = found
	}
}

// unescape takes the percent-encoding from a path: that of CR, LF and the percent
// sign. right is false where another percent sign is in it, which is left.
func unescape(s string) (plain string, right bool) {
	if !strings.Contains(s, "%") {
		return s, true
	}
	var t strings.Builder
	right = true
	for i := 0; i < len(s); i++ {
		if s[i] == '%' {
			if i+3 <= len(s) {
				if c, ok := map[string]byte{"0D": '\r', "0A": '\n', "25": '%'}[strings.ToUpper(s[i+1:i+3])]; ok {
					t.WriteByte(c)
					i += 2
					continue
				}
			}
			right = false
		}
		t.WriteByte(s[i])
	}
	return t.String(), right
}

// unsafe says why a path is not looked for (RFC 8493, 5.1), or "". Nothing here
// ever opens such a path; other programs may.
func unsafe(p string) string {
	parts := strings.FieldsFunc(p, func(r rune) bool { return r == '/' || r == '\\' })
	switch {
	case slices.Contains(parts, ".."):
		return "leads out of the folder that it begins in"
	case strings.HasPrefix(p, "/"):
		return "is an absolute path"
	case strings.HasPrefix(p, `\`):
		return "is an absolute path of Windows"
	case len(p) >= 2 && p[1] == ':':
		return "names a drive of Windows"
	case strings.HasPrefix(p, "~"):
		return "names somebody's own folder"
	case strings.HasPrefix(p, "%") && strings.Count(p, "%") > 1:
		return "names a variable of Windows"
	case strings.ContainsRune(p, 0):
		return "has a NUL in it"
	}
	return ""
}
