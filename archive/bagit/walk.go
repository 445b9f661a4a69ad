package bagit

import (
	"io/fs"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// walk finds all that the bag's folder holds. From here on only what it found is
// opened, whatever a manifest names: so no path of a manifest can lead out of the
// bag (RFC 8493, 5.1).
func (b *bag) walk() error {
	b.files, b.folders, b.odd, b.byNFC = map[string]int64{}, map[string]bool{}, map[string]string{}, map[string]string{}
	return fs.WalkDir(b.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			if name == "." {
				return err
			}
			b.unreadable(name, err)
			return nil
		}
		switch kind := d.Type(); {
		case kind.IsDir():
			b.folders[name] = true
		case kind.IsRegular():
			info, err := d.Info()
			if err != nil {
				b.unreadable(name, err)
				return nil
			}
			b.files[name] = info.Size()
			b.byNFC[norm.NFC.String(name)] = name
		case kind&fs.ModeSymlink != 0:
			b.odd[name] = "a symbolic link"
		default:
			b.odd[name] = "a device, a socket or the like"
		}
		return nil
	})
}

// inPayload says whether a name is of a payload file.
func inPayload(name string) bool { return strings.HasPrefix(name, "data/") }

// declaration reads bagit.txt (RFC 8493, 2.1.1).
func (b *bag) declaration() {
	const name = "bagit.txt"
	if kind := b.odd[name]; kind != "" {
		b.add("link", name, 0, "it is %s, and not a file", kind)
		return
	}
	if _, ok := b.files[name]; !ok {
		b.add("no-declaration", name, 0, "there is no file bagit.txt: this is no bag, or its beginning was lost")
		return
	}
	data, err := fs.ReadFile(b.fsys, name)
	if err != nil {
		b.unreadable(name, err)
		return
	}
	if strings.HasPrefix(string(data), "\uFEFF") {
		b.add("declaration-bom", name, 1, "the file begins with a byte order mark")
		data = data[3:]
	}
	text, err := decodeUTF8(data)
	if err != nil {
		b.add("declaration-encoding", name, 0, "the file is not UTF-8")
		return
	}
	all, ended := lines(text)
	var values []string
	for i, label := range [...]string{"BagIt-Version", "Tag-File-Character-Encoding"} {
		if len(all) <= i {
			b.add("declaration-lines", name, len(all), "there is no line %q", label+": …")
			return
		}
		found, value, _ := strings.Cut(all[i], ":")
		strict := strings.HasPrefix(value, " ") && strings.Trim(value, " \t") == value[1:] && strings.Trim(found, " \t") == found
		switch {
		case !strings.EqualFold(strings.Trim(found, " \t"), label):
			b.add("declaration-lines", name, i+1, "the line is %q, and has to be %q", all[i], label+": …")
			return
		case strings.Trim(found, " \t") != label:
			b.add("declaration-spelling", name, i+1, "the label is spelt %q, and is %q", strings.Trim(found, " \t"), label)
		}
		values = append(values, strings.Trim(value, " \t"))
		if i == 0 {
			b.version(values[0])
		}
		if !strict && !b.early {
			b.add("declaration-lines", name, i+1, "the line is %q, and has to be %q, without other spaces", all[i], label+": "+values[i])
		}
	}
	for i := 2; i < len(all); i++ {
		b.add("declaration-lines", name, i+1, "there is a line more: %q", all[i])
	}
	if !ended {
		b.add("text-end", name, len(all), "the last line has no line break")
	}
	b.r.Encoding = values[1]
	switch d := decoderOf(values[1]); {
	case values[1] == "":
		b.add("declaration-lines", name, 2, "the line names no encoding")
	case d == nil:
		b.add("encoding", name, 2, "tag files are in the encoding %q, which is not known here", values[1])
	default:
		b.decode = d
		if !b.utf8() {
			b.add("encoding-advice", name, 2, "tag files are in %s, and should be in UTF-8", values[1])
		}
	}
}

// version reads the version of the RFC or of a draft.
func (b *bag) version(v string) {
	b.r.Version = v
	major, minor, ok := strings.Cut(v, ".")
	switch {
	case !ok || !digits(major) || !digits(minor):
		b.add("declaration-version", "bagit.txt", 1, "%q is no version: that is two numbers with a full stop between them", v)
	case v == "1.0":
	case v == "0.93", v == "0.94", v == "0.95", v == "0.96", v == "0.97":
		b.early = true
	default:
		b.add("version", "bagit.txt", 1, "version %s of BagIt is not known here", v)
	}
}

// digits says whether a string is figures and nothing else.
func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
