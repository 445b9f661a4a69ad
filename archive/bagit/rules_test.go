package bagit

import (
	"crypto/md5"
	"crypto/sha256"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf16"
)

// broken is a bag with which one thing is wrong.
type broken struct {
	code  string // the rule that it breaks
	also  string // what else is then said of it, by code, in order
	state State
	make  func() files
}

// with gives a good bag after a change, with its manifests written after it.
func with(change func(f files)) func() files {
	return func() files {
		f := good()
		change(f)
		return f.seal()
	}
}

// after gives a good bag that is changed after its payload manifest was written.
func after(change func(f files)) func() files {
	return func() files {
		f := good().seal()
		change(f)
		return f.sealTags()
	}
}

// tags gives a good bag that is changed after all its manifests were written.
func tags(change func(f files)) func() files {
	return func() files {
		f := good().seal()
		change(f)
		return f
	}
}

// set gives a change that writes a file.
func set(name, text string) func(files) { return func(f files) { f[name] = text } }

// swap gives a change of words in a file.
func swap(name, old, new string) func(files) {
	return func(f files) {
		if !strings.Contains(f[name], old) {
			panic(fmt.Sprintf("%s has no %q", name, old))
		}
		f[name] = strings.Replace(f[name], old, new, 1)
	}
}

// info gives a change of bag-info.txt by lines at its end.
func info(more string) func(files) { return func(f files) { f["bag-info.txt"] += more } }

// both gives two changes, one after the other.
func both(a, b func(files)) func(files) { return func(f files) { a(f); b(f) } }

// twice gives a change that lists the letter again, with the checksum that it has
// or with another.
func twice(same bool) func(files) {
	return func(f files) {
		_, line, _ := strings.Cut(f["manifest-sha512.txt"], "\n")
		if !same {
			line = strings.Repeat("0", 8) + line[8:]
		}
		f["manifest-sha512.txt"] += line
	}
}

// second gives a change that adds a manifest of another algorithm.
func second(name string, sum func(string) string, of ...string) func(files) {
	return func(f files) {
		for _, file := range of {
			f[name] += sum(f[file]) + "  " + file + "\n"
		}
	}
}

func sumMD5(s string) string    { return fmt.Sprintf("%x", md5.Sum([]byte(s))) }
func sumSHA256(s string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(s))) }

// someSum is a checksum for what is not there.
var someSum = strings.Repeat("ab", 64)

// bags breaks every rule.
var bags = []broken{
	{"no-declaration", "tag-missing", Invalid, tags(func(f files) { delete(f, "bagit.txt") })},
	{"declaration-bom", "", Invalid, with(swap("bagit.txt", "BagIt", "\uFEFFBagIt"))},
	{"declaration-encoding", "", Invalid, with(set("bagit.txt", "BagIt-Version: 1.0\xff\nTag-File-Character-Encoding: UTF-8\n"))},
	{"declaration-lines", "", Invalid, with(set("bagit.txt", "BagIt-Version: 1.0\n"))},
	{"declaration-lines", "", Invalid, with(set("bagit.txt", ""))},
	{"declaration-lines", "", Invalid, with(set("bagit.txt", "Tag-File-Character-Encoding: UTF-8\nBagIt-Version: 1.0\n"))},
	{"declaration-lines", "", Invalid, with(swap("bagit.txt", "UTF-8\n", "UTF-8\n\n"))},
	{"declaration-lines", "", Invalid, with(swap("bagit.txt", "1.0", "1.0 "))},
	{"declaration-lines", "", Invalid, with(swap("bagit.txt", "Version: ", "Version : "))},
	{"declaration-lines", "", Invalid, with(swap("bagit.txt", "Encoding: UTF-8", "Encoding:\tUTF-8"))},
	{"declaration-lines", "", Invalid, with(swap("bagit.txt", "UTF-8", ""))},
	{"declaration-version", "", Invalid, with(swap("bagit.txt", "1.0", ".97"))},
	{"declaration-version", "", Invalid, with(swap("bagit.txt", "1.0", "1.0.1"))},
	{"declaration-spelling", "", Valid, with(swap("bagit.txt", "Version", "version"))},
	{"version", "", Unknown, with(swap("bagit.txt", "1.0", "2.0"))},
	{"encoding-advice", "", Valid, with(swap("bagit.txt", "UTF-8", "ISO-8859-1"))},
	{"encoding", "", Unknown, with(swap("bagit.txt", "UTF-8", "Big5"))},
	{"no-payload", "missing oxum", Invalid, after(func(f files) { delete(f, "data/letter.txt"); delete(f, "data/a/release.txt") })},
	{"no-payload", "missing oxum", Invalid, after(func(f files) {
		delete(f, "data/letter.txt")
		delete(f, "data/a/release.txt")
		f["data"] = "a file"
	})},
	{"no-manifest", "tag-algorithms tag-missing", Invalid, tags(func(f files) { delete(f, "manifest-sha512.txt") })},
	{"manifest-line", "", Invalid, after(func(f files) { f["manifest-sha512.txt"] += "\n" })},
	{"manifest-line", "", Invalid, after(func(f files) { f["manifest-sha512.txt"] += someSum + "\n" })},
	{"manifest-line", "", Invalid, after(func(f files) { f["manifest-sha512.txt"] += " data/letter.txt\n" })},
	{"manifest-checksum", "", Invalid, after(func(f files) { f["manifest-sha512.txt"] = f["manifest-sha512.txt"][1:] })},
	{"manifest-checksum", "", Invalid, after(func(f files) { f["manifest-sha512.txt"] = "g" + f["manifest-sha512.txt"][1:] })},
	{"manifest-twice", "", Invalid, after(twice(true))},
	{"manifest-conflict", "checksum", Invalid, after(twice(false))},
	{"manifest-outside", "", Invalid, after(func(f files) { f["manifest-sha512.txt"] += someSum + "  index.csv\n" })},
	{"manifest-outside", "", Invalid, after(func(f files) { f["manifest-sha512.txt"] += someSum + `  data\letter.txt` + "\n" })},
	{"manifest-folder", "", Invalid, after(func(f files) { f["manifest-sha512.txt"] += someSum + "  data/a\n" })},
	{"manifest-folder", "", Invalid, after(func(f files) { f["manifest-sha512.txt"] += someSum + "  data/a/\n" })},
	{"manifest-percent", "", Invalid, func() files {
		f := good()
		f["data/50%.txt"] = ""
		f["bag-info.txt"] = strings.Replace(f["bag-info.txt"], "11.2", "11.3", 1)
		f.seal()
		swap("manifest-sha512.txt", "%25", "%")(f)
		return f.sealTags()
	}},
	{"manifest-percent", "missing unlisted", Invalid, after(swap("manifest-sha512.txt", "letter.txt", "%6Cetter.txt"))},
	{"manifest-path", "", Valid, after(swap("manifest-sha512.txt", "data/letter", "./data/letter"))},
	{"manifest-path", "", Valid, after(swap("manifest-sha512.txt", "data/letter", "data//letter"))},
	{"tag-payload", "", Invalid, tags(func(f files) { f["tagmanifest-sha512.txt"] += someSum + "  data/letter.txt\n" })},
	{"tag-tag", "checksum", Invalid, tags(func(f files) { f["tagmanifest-sha512.txt"] += someSum + "  tagmanifest-sha512.txt\n" })},
	{"tag-manifest", "", Invalid, tags(func(f files) {
		kept := f["manifest-sha512.txt"]
		delete(f, "manifest-sha512.txt")
		f.sealTags()
		f["manifest-sha512.txt"] = kept
	})},
	{"tag-rest", "", Valid, tags(set("notes.txt", "notes"))},
	{"tag-sets", "tag-algorithms tag-manifest", Invalid, tags(second("tagmanifest-sha256.txt", sumSHA256, "bagit.txt"))},
	{"tag-sets", "tag-algorithms", Valid, tags(second("tagmanifest-sha256.txt", sumSHA256, "bagit.txt", "manifest-sha512.txt"))},
	{"tag-algorithms", "", Valid, tags(second("tagmanifest-sha256.txt", sumSHA256, "bagit.txt", "manifest-sha512.txt", "bag-info.txt", "index.csv"))},
	{"info-line", "", Invalid, with(info("no colon\n"))},
	{"info-line", "", Invalid, with(info("\n"))},
	{"info-line", "", Invalid, with(info("Label:value\n"))},
	{"info-line", "", Invalid, with(info("Label : value\n"))},
	{"info-line", "", Invalid, with(info(": value\n"))},
	{"info-line", "", Invalid, with(func(f files) { f["bag-info.txt"] = " continues\n" + f["bag-info.txt"] })},
	{"info-long", "", Valid, with(info("Label: " + strings.Repeat("long ", 20) + "\n"))},
	{"info-repeated", "", Valid, with(info("bagging-date: 2018-06-20\n"))},
	{"info-date", "", Valid, with(swap("bag-info.txt", "2018-06-19", "19 June 2018"))},
	{"info-count", "", Valid, with(info("Bag-Group-Identifier: a\nBag-Count: one of two\n"))},
	{"info-group", "", Valid, with(info("Bag-Count: 1 of ?\n"))},
	{"oxum-repeated", "", Invalid, with(info("Payload-Oxum: 11.2\n"))},
	{"oxum-form", "", Invalid, with(swap("bag-info.txt", "11.2", "11 bytes"))},
	{"oxum", "", Invalid, with(swap("bag-info.txt", "11.2", "11.3"))},
	{"oxum", "", Invalid, with(swap("bag-info.txt", "11.2", "12.2"))},
	{"fetch-line", "", Invalid, with(set("fetch.txt", "https://example.gov/a\n"))},
	{"fetch-line", "", Invalid, with(set("fetch.txt", "https://example.gov/a ten data/letter.txt\n"))},
	{"fetch-line", "", Invalid, with(set("fetch.txt", "https://example.gov/a 6\n"))},
	{"fetch-url", "", Invalid, with(set("fetch.txt", "letter.txt 6 data/letter.txt\n"))},
	{"fetch-tag", "", Invalid, with(set("fetch.txt", "https://example.gov/a - index.csv\n"))},
	{"fetch-unlisted", "hole", Invalid, with(set("fetch.txt", "https://example.gov/a - data/other.txt\n"))},
	{"fetch-percent", "fetch-unlisted hole", Invalid, with(set("fetch.txt", "https://example.gov/a - data/%6Cetter.txt\n"))},
	{"hole", "", Incomplete, after(func(f files) {
		delete(f, "data/letter.txt")
		f["fetch.txt"] = "https://example.gov/a\t6 \tdata/letter.txt\n"
	})},
	{"text-encoding", "", Invalid, with(info("Label: \xff\n"))},
	{"text-encoding", "encoding-advice", Invalid, with(both(swap("bagit.txt", "UTF-8", "US-ASCII"), info("Label: é\n")))},
	{"text-bom", "", Invalid, with(func(f files) { f["bag-info.txt"] = "\uFEFF" + f["bag-info.txt"] })},
	{"text-end", "", Valid, with(func(f files) { f["bag-info.txt"] = strings.TrimSuffix(f["bag-info.txt"], "\n") })},
	{"text-end", "", Valid, with(func(f files) { f["bagit.txt"] = strings.TrimSuffix(f["bagit.txt"], "\n") })},
	{"algorithm-name", "tag-algorithms", Invalid, after(func(f files) { f["manifest-SHA-512.txt"] = f["manifest-sha512.txt"] })},
	{"algorithm-name", "tag-algorithms", Invalid, after(func(f files) { f["manifest-.txt"] = f["manifest-sha512.txt"] })},
	{"algorithm", "tag-algorithms", Unknown, after(func(f files) { f["manifest-whirlpool.txt"] = f["manifest-sha512.txt"] })},
	{"algorithm-weak", "tag-algorithms", Valid, after(second("manifest-md5.txt", sumMD5, "data/letter.txt", "data/a/release.txt"))},
	{"tag-missing", "", Invalid, tags(func(f files) { delete(f, "index.csv") })},
	{"missing", "oxum", Invalid, after(func(f files) { delete(f, "data/letter.txt") })},
	{"unlisted", "oxum", Invalid, after(set("data/more.txt", "more"))},
	{"unlisted", "tag-algorithms", Invalid, after(second("manifest-sha256.txt", sumSHA256, "data/letter.txt"))},
	{"checksum", "", Invalid, after(set("data/letter.txt", "Letter"))},
	{"checksum", "", Invalid, tags(set("index.csv", "Letter.txt\n"))},
	{"unsafe", "", Invalid, after(func(f files) { f["manifest-sha512.txt"] += someSum + "  data/../../etc/passwd\n" })},
	{"unsafe", "", Invalid, after(func(f files) { f["manifest-sha512.txt"] += someSum + "  /etc/passwd\n" })},
	{"unsafe", "", Invalid, after(func(f files) { f["manifest-sha512.txt"] += someSum + "  ~root/passwd\n" })},
	{"unsafe", "", Invalid, after(func(f files) { f["manifest-sha512.txt"] += someSum + `  C:\Windows\setx.exe` + "\n" })},
	{"unsafe", "", Invalid, after(func(f files) { f["manifest-sha512.txt"] += someSum + `  \\?\UNC\server\setx.exe` + "\n" })},
	{"unsafe", "", Invalid, after(func(f files) { f["manifest-sha512.txt"] += someSum + `  data/a\..\..\b` + "\n" })},
	{"unsafe", "", Invalid, tags(func(f files) { f["tagmanifest-sha512.txt"] += someSum + "  ../bagit.txt\n" })},
	{"unsafe", "manifest-percent", Invalid, after(func(f files) { f["manifest-sha512.txt"] += someSum + "  %HomeDrive%/x\n" })},
	{"unsafe", "", Invalid, with(set("fetch.txt", "https://example.gov/a - data/../../.ssh/authorized_keys\n"))},
	{"unsafe", "", Invalid, after(func(f files) { f["manifest-sha512.txt"] += someSum + "  data/\x00\n" })},
	{"link", "oxum", Invalid, after(set("data/letter.txt", "link:../../secret"))},
	{"link", "", Invalid, after(set("data/b", "link:a"))},
	{"link", "", Invalid, tags(set("bagit.txt", "link:x"))},
	{"link", "", Invalid, tags(set("bag-info.txt", "link:x"))},
	{"link", "", Invalid, tags(set("fetch.txt", "link:x"))},
	{"link", "no-manifest tag-algorithms", Invalid, tags(set("manifest-sha512.txt", "link:x"))},
	{"link", "", Invalid, after(set("data/pipe", "device:"))},
	{"link-aside", "", Valid, tags(set("latest", "link:data"))},
	{"fetch-size", "", Valid, with(set("fetch.txt", "https://example.gov/a 7 data/letter.txt\n"))},
	{"case", "", Valid, with(both(set("data/Letter.txt", ""), swap("bag-info.txt", "11.2", "11.3")))},
	{"case", "", Valid, with(both(both(set("data/é", ""), set("data/É", "")), swap("bag-info.txt", "11.2", "11.4")))},
	{"normalization", "", Valid, func() files {
		f := good()
		f["data/Nu\u0301n\u0303ez"] = ""
		swap("bag-info.txt", "11.2", "11.3")(f)
		f.seal()
		swap("manifest-sha512.txt", "Nu\u0301n\u0303ez", "N\u00fa\u00f1ez")(f)
		return f.sealTags()
	}},
	{"normalization", "", Valid, with(both(both(set("data/e\u0301", ""), set("data/\u00e9", "")), swap("bag-info.txt", "11.2", "11.4")))},
	{"windows", "", Valid, with(both(set("data/aux.txt", ""), swap("bag-info.txt", "11.2", "11.3")))},
	{"windows", "", Valid, with(both(set("data/why?.txt", ""), swap("bag-info.txt", "11.2", "11.3")))},
	{"windows", "", Valid, with(both(set("data/"+strings.Repeat("long/", 60)+"a", ""), swap("bag-info.txt", "11.2", "11.3")))},
	{"md5sum", "", Invalid, after(swap("manifest-sha512.txt", "  data/letter", " *data/letter"))},
	{"md5sum", "windows", Invalid, func() files {
		f := good()
		f[`data/a\b`] = ""
		swap("bag-info.txt", "11.2", "11.3")(f)
		f.seal()
		lines := strings.SplitAfter(f["manifest-sha512.txt"], "\n")
		for i, line := range lines {
			if strings.Contains(line, `a\b`) {
				lines[i] = `\` + strings.Replace(line, `a\b`, `a\\b`, 1)
			}
		}
		f["manifest-sha512.txt"] = strings.Join(lines, "")
		return f.sealTags()
	}},
}

// TestRules breaks every rule: what is found is that rule and what follows from
// it, and nothing else.
func TestRules(t *testing.T) {
	if r := judge(t, good().seal()); r.State != Valid || len(r.Problems) > 0 || r.Files != 2 || r.Bytes != 11 {
		t.Fatalf("the bag that all others are made from is not good: %+v", r)
	}
	seen := map[string]bool{"unreadable": true} // in TestUnreadable: a file system has to fail
	for i, b := range bags {
		seen[b.code] = true
		r := judge(t, b.make())
		want := map[string]bool{b.code: true}
		for _, c := range strings.Fields(b.also) {
			want[c] = true
		}
		for _, p := range r.Problems {
			if p.Section != ruleOf(p.Code).Section || p.Text == "" {
				t.Errorf("%d %s: %+v", i, b.code, p)
			}
			if !want[p.Code] {
				t.Errorf("%d %s: also %s", i, b.code, p)
			}
		}
		for c := range want {
			if !strings.Contains(" "+codes(r)+" ", " "+c+" ") {
				t.Errorf("%d %s: nothing is said of %s\n%s", i, b.code, c, say(r))
			}
		}
		if r.State != b.state {
			t.Errorf("%d %s: the bag is %s, want %s\n%s", i, b.code, r.State, b.state, say(r))
		}
	}
	for _, rule := range Rules() {
		if !seen[rule.Code] {
			t.Errorf("no test breaks %s", rule.Code)
		}
	}
}

// TestEarly reads bags of before version 1.0 by what holds for them.
func TestEarly(t *testing.T) {
	for i, c := range []struct {
		change func(f files)
		codes  string
		state  State
	}{
		{func(f files) {}, "", Valid},
		{func(f files) { f["bagit.txt"] = "BagIt-Version : 0.97\r\nTag-File-Character-Encoding:  UTF-8" }, "text-end", Valid},
		{func(f files) { f["bag-info.txt"] += "Test-Tag   :\t 3\nEmpty:\n" }, "", Valid},
		{func(f files) { twice(true)(f) }, "manifest-twice", Valid},
		{func(f files) { twice(false)(f) }, "checksum manifest-conflict", Invalid},
		{func(f files) { second("manifest-sha256.txt", sumSHA256, "data/letter.txt")(f) }, "tag-algorithms", Valid},
		{func(f files) { swap("manifest-sha512.txt", "  data/letter", " *data/letter")(f) }, "md5sum", Valid},
		{func(f files) { f["data/more.txt"] = "" }, "oxum unlisted", Invalid},
		{func(f files) { // a percent sign is itself
			f["data/%7Ea%0Db"] = f["data/letter.txt"]
			delete(f, "data/letter.txt")
			swap("manifest-sha512.txt", "letter.txt", "%7Ea%0Db")(f)
		}, "", Valid},
		{func(f files) { // and stands for CR where no file has it
			f["data/a\rb"] = f["data/letter.txt"]
			delete(f, "data/letter.txt")
			swap("manifest-sha512.txt", "letter.txt", "a%0Db")(f)
		}, "", Valid},
	} {
		f := good().early().seal()
		c.change(f)
		if r := judge(t, f.sealTags()); codes(r) != c.codes || r.State != c.state {
			t.Errorf("%d: %s, want %s:\n%s", i, r.State, c.state, say(r))
		}
	}
}

// TestEncodings reads tag files in encodings other than UTF-8.
func TestEncodings(t *testing.T) {
	for encoding, code := range map[string]func(string) string{
		"ISO-8859-1": func(s string) string {
			var b []byte
			for _, r := range s {
				b = append(b, byte(r))
			}
			return string(b)
		},
		"UTF-16":   func(s string) string { return "\xff\xfe" + utf16Bytes(s, false) },
		"utf-16":   func(s string) string { return "\xfe\xff" + utf16Bytes(s, true) },
		"UTF-16BE": func(s string) string { return utf16Bytes(s, true) },
		"UTF-16LE": func(s string) string { return utf16Bytes(s, false) },
	} {
		f := good()
		f["bagit.txt"] = strings.Replace(f["bagit.txt"], "UTF-8", encoding, 1)
		f["data/Núñez"] = f["data/letter.txt"]
		delete(f, "data/letter.txt")
		f["bag-info.txt"] = code(f["bag-info.txt"] + "Contact-Name: Núñez\n")
		f.seal()
		f["manifest-sha512.txt"] = code(f["manifest-sha512.txt"])
		f.sealTags()
		f["tagmanifest-sha512.txt"] = code(f["tagmanifest-sha512.txt"])
		r := judge(t, f)
		if codes(r) != "encoding-advice" || strings.Join(r.Find("contact-name"), "") != "Núñez" {
			t.Errorf("%s:\n%s%q", encoding, say(r), r.Find("contact-name"))
		}
		if !strings.HasPrefix(strings.ToUpper(encoding), "UTF-16") {
			continue
		}
		f["bag-info.txt"] += "\x00"
		if r := judge(t, f.sealTags()); !strings.Contains(codes(r), "text-encoding") {
			t.Errorf("%s with half a character:\n%s", encoding, say(r))
		}
		for _, units := range [][]uint16{{0xD800}, {0xDC00}, {0xD800, 'a'}} {
			if _, err := decodeUTF16([]byte(bytesOf(units, true)), true); err == nil {
				t.Errorf("half of a pair is read: %x", units)
			}
		}
	}
}

func utf16Bytes(s string, big bool) string { return bytesOf(utf16.Encode([]rune(s)), big) }

func bytesOf(units []uint16, big bool) string {
	var b []byte
	for _, u := range units {
		if big {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return string(b)
}

// TestConformance holds the table of CONFORMANCE.md against the rules.
func TestConformance(t *testing.T) {
	page, err := os.ReadFile("CONFORMANCE.md")
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	for _, r := range Rules() {
		early := ""
		switch r.Early {
		case none:
			early = "nothing is said"
		case "":
		default:
			early = string(r.Early)
		}
		fmt.Fprintf(&table, "| %s | `%s` | %s | %s | %s |\n", r.Section, r.Code, r.Says, r.Level, early)
	}
	if !strings.Contains(string(page), table.String()) {
		t.Errorf("the table of CONFORMANCE.md is not that of the rules:\n%s", table.String())
	}
}
