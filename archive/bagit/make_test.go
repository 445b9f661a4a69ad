package bagit

import (
	"crypto/sha512"
	"fmt"
	"io/fs"
	"sort"
	"strings"
	"testing"
	"testing/fstest"
)

// files is a bag that a test makes: by path, relative to the bag. The prefix
// "link:" makes a symbolic link, "device:" a device.
type files map[string]string

// good gives a bag with which nothing is wrong, its manifests not yet written.
func good() files {
	return files{
		"bagit.txt":          "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
		"bag-info.txt":       "Source-Organization: Office\nBagging-Date: 2018-06-19\nPayload-Oxum: 11.2\n",
		"data/letter.txt":    "letter",
		"data/a/release.txt": "words",
		"index.csv":          "letter.txt\n",
	}
}

// early makes it a bag of version 0.97.
func (f files) early() files {
	f["bagit.txt"] = strings.Replace(f["bagit.txt"], "1.0", "0.97", 1)
	return f
}

// seal writes the manifests of a bag anew, with the payload manifests and then the
// tag manifests of SHA-512.
func (f files) seal() files {
	f["manifest-sha512.txt"] = f.list(func(name string) bool { return strings.HasPrefix(name, "data/") })
	return f.sealTags()
}

// sealTags writes the tag manifest anew.
func (f files) sealTags() files {
	delete(f, "tagmanifest-sha512.txt")
	f["tagmanifest-sha512.txt"] = f.list(func(name string) bool {
		return !strings.HasPrefix(name, "data/") && !strings.HasPrefix(name, "tagmanifest-")
	})
	return f
}

// list gives the lines of a manifest.
func (f files) list(of func(string) bool) string {
	var names []string
	for name := range f {
		if of(name) && !strings.HasSuffix(name, "/") && !strings.HasPrefix(f[name], "link:") && !strings.HasPrefix(f[name], "device:") {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	var text strings.Builder
	for _, name := range names {
		escaped := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(name)
		fmt.Fprintf(&text, "%x  %s\n", sha512.Sum512([]byte(f[name])), escaped)
	}
	return text.String()
}

// fs gives the bag as a file system.
func (f files) fs() fs.FS {
	m := fstest.MapFS{}
	for name, text := range f {
		if target, ok := strings.CutPrefix(text, "link:"); ok {
			m[name] = &fstest.MapFile{Data: []byte(target), Mode: fs.ModeSymlink | 0o777}
		} else if strings.HasPrefix(text, "device:") {
			m[name] = &fstest.MapFile{Mode: fs.ModeDevice | 0o666}
		} else if strings.HasSuffix(name, "/") {
			m[strings.TrimSuffix(name, "/")] = &fstest.MapFile{Mode: fs.ModeDir | 0o777}
		} else {
			m[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o666}
		}
	}
	return m
}

// judge validates a bag.
func judge(t testing.TB, f files) *Report {
	t.Helper()
	r, err := Validate(f.fs())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// codes are the codes of a report's problems, each once, in order of the alphabet.
func codes(r *Report) string {
	var all []string
	seen := map[string]bool{}
	for _, p := range r.Problems {
		if !seen[p.Code] {
			seen[p.Code] = true
			all = append(all, p.Code)
		}
	}
	sort.Strings(all)
	return strings.Join(all, " ")
}

// say gives a report's problems, a line each.
func say(r *Report) string {
	var text strings.Builder
	for _, p := range r.Problems {
		fmt.Fprintln(&text, " ", p)
	}
	return text.String()
}
