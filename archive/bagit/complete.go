package bagit

import (
	"encoding/hex"
	"hash"
	"io"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// complete compares the manifests with what is there (RFC 8493, 3).
func (b *bag) complete() {
	if !b.folders["data"] {
		if kind := b.odd["data"]; kind != "" {
			b.add("link", "data", 0, "it is %s, and not a folder", kind)
		} else {
			b.add("no-payload", "data", 0, "there is no folder data")
		}
	}
	listed := map[string]bool{} // by some manifest
	for _, m := range slices.Concat(b.payload, b.tags) {
		for _, e := range m.entries {
			listed[e.file] = true
			if _, ok := b.files[e.file]; ok {
				continue
			}
			if _, hole := b.fetch[e.file]; hole && m.payload {
				continue
			}
			switch kind := b.odd[e.file]; {
			case kind != "": // said below, once
			case m.payload:
				b.add("missing", m.name, e.line, "%s is listed, and not there", e.file)
			default:
				b.add("tag-missing", m.name, e.line, "%s is listed, and not there", e.file)
			}
		}
	}
	for name, kind := range b.odd {
		switch {
		case name == "data", name == "bagit.txt", name == "bag-info.txt", name == "fetch.txt", manifestName().MatchString(name): // said before
		case inPayload(name) || listed[name]:
			b.add("link", name, 0, "it is %s, and not a file", kind)
		default:
			b.add("link-aside", name, 0, "it is %s, and not a file", kind)
		}
	}
	for name := range b.files {
		if !inPayload(name) {
			continue
		}
		var without []string
		for _, m := range b.payload {
			if _, ok := m.sums[name]; !ok && m.read {
				without = append(without, m.name)
			}
		}
		if n := len(b.payload); len(without) > 0 && (!b.early || len(without) == n) {
			b.add("unlisted", name, 0, "the file is there, and %s does not list it", strings.Join(without, ", "))
		}
	}
	b.tagManifests(listed)
}

// tagManifests judges what the tag manifests list and leave out (RFC 8493, 2.2.1).
func (b *bag) tagManifests(listed map[string]bool) {
	for _, m := range b.tags {
		if !m.read {
			continue
		}
		for _, p := range b.payload {
			if _, ok := m.sums[p.name]; !ok {
				b.add("tag-manifest", m.name, 0, "it does not list %s", p.name)
			}
		}
		for name := range listed {
			if _, ok := m.sums[name]; !ok && !inPayload(name) && !manifestName().MatchString(name) {
				b.add("tag-sets", m.name, 0, "it does not list %s, which another tag manifest lists", name)
			}
		}
	}
	if len(b.tags) > 0 {
		for name := range b.files {
			if !inPayload(name) && !listed[name] && !manifestName().MatchString(name) {
				b.add("tag-rest", name, 0, "no tag manifest lists it: whether it was changed cannot be seen")
			}
		}
		var algorithms []string
		for _, m := range b.tags {
			algorithms = append(algorithms, m.algorithm)
		}
		if !slices.Equal(algorithms, b.r.Algorithms) {
			b.add("tag-algorithms", "", 0, "the payload manifests use %s, the tag manifests %s", strings.Join(b.r.Algorithms, ", "), strings.Join(algorithms, ", "))
		}
	}
}

// sum is a file that is to be read, with what is said of it.
type sum struct {
	file string
	said []said
	got  map[string]string // by algorithm
	err  error
}

// said is one checksum that a manifest gives a file.
type said struct {
	manifest *manifest
	entry    entry
}

// checksums reads every file that a manifest lists, once, and compares.
func (b *bag) checksums() {
	byFile := map[string]*sum{}
	var all []*sum
	for _, m := range slices.Concat(b.payload, b.tags) {
		if newHash(m.algorithm) == nil {
			continue
		}
		for _, e := range m.entries {
			if _, ok := b.files[e.file]; !ok || e.sum == "" {
				continue
			}
			s := byFile[e.file]
			if s == nil {
				s = &sum{file: e.file, got: map[string]string{}}
				byFile[e.file] = s
				all = append(all, s)
			}
			s.said = append(s.said, said{m, e})
			s.got[m.algorithm] = ""
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].file < all[j].file })
	var wg sync.WaitGroup
	next := make(chan *sum)
	for range min(runtime.GOMAXPROCS(0), len(all)) {
		wg.Go(func() {
			for s := range next {
				b.read(s)
			}
		})
	}
	for _, s := range all {
		next <- s
	}
	close(next)
	wg.Wait()
	for _, s := range all {
		if s.err != nil {
			b.unreadable(s.file, s.err)
			continue
		}
		for _, x := range s.said {
			if got := s.got[x.manifest.algorithm]; got != x.entry.sum {
				b.add("checksum", x.manifest.name, x.entry.line, "%s is not what was put into the bag: its checksum by %s is %s…, and here it is %s…", s.file, x.manifest.algorithm, got[:12], x.entry.sum[:12])
			}
		}
	}
}

// read makes the checksums of one file.
func (b *bag) read(s *sum) {
	f, err := b.fsys.Open(s.file)
	if err != nil {
		s.err = err
		return
	}
	defer f.Close()
	hashes := map[string]hash.Hash{}
	var to []io.Writer
	for algorithm := range s.got {
		h := newHash(algorithm)
		hashes[algorithm] = h
		to = append(to, h)
	}
	if _, s.err = io.CopyBuffer(io.MultiWriter(to...), struct{ io.Reader }{f}, make([]byte, 1<<18)); s.err != nil {
		return
	}
	for algorithm, h := range hashes {
		s.got[algorithm] = hex.EncodeToString(h.Sum(nil))
	}
}

// names judges the names of files by what other systems make of them (RFC 8493,
// 6.1.1 and 6.1.2), in the folder and in the manifests.
func (b *bag) names() {
	all := map[string]bool{}
	for name := range b.files {
		all[name] = true
	}
	for _, m := range slices.Concat(b.payload, b.tags) {
		for _, e := range m.entries {
			all[e.file] = true
		}
	}
	sorted := make([]string, 0, len(all))
	for name := range all {
		sorted = append(sorted, name)
	}
	sort.Strings(sorted)
	forms, folds := map[string]string{}, map[string]string{}
	for _, name := range sorted {
		if !utf8.ValidString(name) {
			continue // it could not be opened, which was said
		}
		nfc := norm.NFC.String(name)
		folded := fold(nfc)
		if other, ok := forms[nfc]; ok {
			b.add("normalization", name, 0, "the name differs from %+q in normalization only", other)
		} else if other, ok := folds[folded]; ok {
			b.add("case", name, 0, "the name differs from %s in capitals only", other)
		}
		forms[nfc], folds[folded] = name, name
		if why := notOnWindows(name); why != "" {
			b.add("windows", name, 0, "%s", why)
		}
	}
}

// fold takes the difference of capitals from a name in normalization form C.
func fold(nfc string) string { return norm.NFC.String(strings.ToLower(strings.ToUpper(nfc))) }

// notOnWindows says why Windows cannot have a name, or "".
func notOnWindows(name string) string {
	if utf8.RuneCountInString(name) > 255 {
		return "Windows can have no path of more than 255 characters"
	}
	for part := range strings.SplitSeq(name, "/") {
		stem, _, _ := strings.Cut(strings.ToUpper(part), ".")
		if i := strings.IndexAny(part, `<>:"\|?*`); i >= 0 {
			return "Windows can have no " + part[i:i+1] + " in a name"
		}
		switch {
		case stem == "CON", stem == "PRN", stem == "AUX", stem == "NUL",
			len(stem) == 4 && (strings.HasPrefix(stem, "COM") || strings.HasPrefix(stem, "LPT")) && stem[3] >= '1' && stem[3] <= '9':
			return "Windows keeps the name " + stem + " for itself"
		}
	}
	return ""
}
