package verify

import (
	"bytes"
	"crypto"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"

	"chancery/archive/cms"
	"chancery/layout/pdf/cos"
)

// signature is a signature field with its value, as it is looked into.
type signature struct {
	*field
	dict    *cos.Dict // its value (ISO 32000-1, 12.8.1)
	ref     cos.Ref
	kind    string
	claimed string
	from    int // where the hexadecimal string of Contents begins, with its "<"
	to      int // and ends, after its ">"
	end     int // what it covers ends here
	der     []byte
	faults  []Reason

	revision *cos.File // the file as it was when it was signed
	data     *cms.SignedData
	stamp    *cms.Timestamp // of a document timestamp

	certifies bool // it is the catalog's DocMDP signature
	docMDP    int  // P of its DocMDP, 0 if it has none
	locks     []lock
}

// lock is a FieldMDP (12.8.2.4): fields that may not change.
type lock struct {
	action string
	names  []string
}

// holds says whether a field of a full name is locked.
func (l lock) holds(name string) bool {
	for _, n := range l.names {
		if name == n || strings.HasPrefix(name, n+".") {
			return l.action == "Include"
		}
	}
	return l.action == "All" || l.action == "Exclude"
}

// fault adds what is wrong with the signature itself.
func (s *signature) fault(v Verdict, code, format string, args ...any) {
	s.faults = append(s.faults, Reason{Verdict: v, Code: code, Text: fmt.Sprintf(format, args...)})
}

// find lists the signatures that the form of a file leads to.
func find(file *cos.File) (all []*signature) {
	catalog := file.Dict(file.Root)
	perms := file.Dict(catalog.Get("Perms"))
	for _, f := range formOf(file).list {
		value := f.value
		if f.kind != "Sig" || value == nil {
			continue
		}
		s := &signature{field: f, kind: "signature"}
		s.ref, _ = value.(cos.Ref)
		s.dict = file.Dict(value)
		if s.dict == nil {
			continue
		}
		s.claimed = date(s.dict.Get("M"))
		if s.dict.Get("Type") == cos.Name("DocTimeStamp") {
			s.kind = "timestamp"
		}
		s.references(file)
		if certified, ok := perms.Get("DocMDP").(cos.Ref); ok && certified == s.ref && s.docMDP > 0 {
			s.certifies, s.kind = true, "certification"
		}
		all = append(all, s)
	}
	return all
}

// references reads what the signature says may be done later (12.8.2).
func (s *signature) references(file *cos.File) {
	for _, o := range file.Array(s.dict.Get("Reference")) {
		d := file.Dict(o)
		params := file.Dict(d.Get("TransformParams"))
		switch d.Get("TransformMethod") {
		case cos.Name("DocMDP"):
			p, ok := file.Resolve(params.Get("P")).(int)
			if !ok || p < 1 || p > 3 {
				p = 2 // the default
			}
			if s.docMDP == 0 || p < s.docMDP {
				s.docMDP = p
			}
		case cos.Name("FieldMDP"):
			action, _ := file.Resolve(params.Get("Action")).(cos.Name)
			l := lock{action: string(action)}
			for _, o := range file.Array(params.Get("Fields")) {
				l.names = append(l.names, text(file.Resolve(o)))
			}
			s.locks = append(s.locks, l)
		}
	}
}

// permission says what a certification lets be done, for people.
func (s *signature) permission() string {
	switch s.docMDP {
	case 1:
		return "nothing may be changed"
	case 2:
		return "fields may be filled in and signed"
	case 3:
		return "fields may be filled in and signed, and notes be added"
	}
	return ""
}

// covers is how many bytes are signed.
func (s *signature) covers() int { return max(0, s.end-(s.to-s.from)) }

// locate finds what the signature covers, and sees that this is all of the file
// up to some place, but for the string that holds the signature (12.8.1, table
// 252), without which anything could be put where no digest looks.
func (s *signature) locate(data []byte, file *cos.File) {
	r, _ := file.Resolve(s.dict.Get("ByteRange")).(cos.Array)
	var n [4]int
	for i := range n {
		if len(r) != 4 {
			s.fault(Altered, "byte-range", "what the signature covers is not said in four numbers (ByteRange)")
			return
		}
		v, ok := r[i].(int)
		if !ok || v < 0 {
			s.fault(Altered, "byte-range", "what the signature covers is not said in four numbers (ByteRange)")
			return
		}
		n[i] = v
	}
	if n[0] != 0 || n[1] == 0 || n[2] <= n[1] || n[2] > len(data)+1 || n[3] == 0 {
		s.fault(Altered, "byte-range", "the signature does not cover the file from its beginning in two parts (ByteRange %v)", n)
		return
	}
	if n[3] > len(data)-n[2] {
		s.fault(Altered, "truncated", "the file is cut off: the signature covers it up to byte %d, and it has %d", n[2]+n[3], len(data))
		return
	}
	s.from, s.to, s.end = n[1], n[2], n[2]+n[3]
	if err := s.gap(data, file); err != nil {
		s.fault(Altered, "byte-range", "%v", err)
		return
	}
	der := make([]byte, hex.DecodedLen(s.to-s.from-2))
	if _, err := hex.Decode(der, data[s.from+1:s.to-1]); err != nil {
		s.fault(Altered, "contents", "the place of the signature holds something that is not hexadecimal")
		return
	}
	s.der = der
}

// gap sees that what is left out is the value of Contents in the signature's
// own object, all of it and nothing else.
func (s *signature) gap(data []byte, file *cos.File) error {
	p, ok := file.Place(int(s.ref))
	if !ok || p.InStream != 0 {
		return errors.New("the signature is not an object of its own in the file")
	}
	if file.Repeats(int(s.ref)) {
		return errors.New("the signature says something twice")
	}
	if data[s.from] != '<' || data[s.to-1] != '>' || s.to-s.from < 4 || (s.to-s.from)%2 != 0 {
		return errors.New("what the signature leaves out of the file is not one hexadecimal string")
	}
	lex := &cos.Lexer{Data: data, Pos: p.At}
	for range 3 { // n g obj
		if _, err := lex.Next(); err != nil {
			return err
		}
	}
	at := bytes.Index(data[lex.Pos:], []byte("<<"))
	if at < 0 || !blank(data[lex.Pos:lex.Pos+at]) {
		return errors.New("the signature is no dictionary")
	}
	for lex.Pos += at + 2; ; {
		key, err := lex.Next()
		if err != nil || key == cos.Keyword(">>") {
			return errors.New("the signature has no value")
		}
		before := lex.Pos
		if _, err := lex.Next(); err != nil {
			return err
		}
		if key != cos.Name("Contents") {
			continue
		}
		if before > s.from || lex.Pos != s.to || !blank(data[before:s.from]) {
			return errors.New("what the signature leaves out of the file is not the place of its value, neither more nor less")
		}
		return nil
	}
}

// blank says whether there is nothing but white space.
func blank(b []byte) bool { return len(bytes.Trim(b, "\x00\t\n\f\r ")) == 0 }

// check sees that the signature was made over what it covers.
func (s *signature) check(data []byte) {
	if s.der == nil {
		return
	}
	var err error
	if s.revision, err = cos.Read(data[:s.end]); err != nil {
		s.fault(Altered, "byte-range", "what the signature covers is no whole file: %v", err)
		return
	}
	was, _ := s.revision.Place(int(s.ref))
	if p := int(s.ref); p >= len(s.revision.Objects) || was.At == 0 || was.At > s.from {
		s.fault(Altered, "byte-range", "the signature is not in what it covers")
		return
	}
	digest := func(h crypto.Hash) []byte {
		w := h.New()
		w.Write(data[:s.from])
		w.Write(data[s.to:s.end])
		return w.Sum(nil)
	}
	var rest []byte
	switch sub := s.dict.Get("SubFilter"); sub {
	case cos.Name("ETSI.RFC3161"):
		if s.kind != "timestamp" {
			s.fault(Altered, "format", "the document timestamp does not say that it is one")
			return
		}
		if s.stamp, rest, err = cms.ParseTimestamp(s.der); err == nil {
			s.data = s.stamp.Token
			_, err = s.stamp.Verify(digest)
		}
	case cos.Name("ETSI.CAdES.detached"), cos.Name("adbe.pkcs7.detached"):
		if s.kind == "timestamp" {
			s.fault(Altered, "format", "the document timestamp is not of the form that timestamps have")
			return
		}
		if s.data, rest, err = cms.Parse(s.der); err == nil {
			if s.data.Content != nil || !s.data.Type.Equal(cms.OIDData) {
				s.fault(Altered, "format", "the signature brings content of its own, and so does not sign the file")
				return
			}
			_, err = s.data.Verify(digest, sub == cos.Name("ETSI.CAdES.detached"))
		}
	default:
		s.fault(Unknown, "format", "the signature is of a form that is not known here (%v)", sub)
		return
	}
	if err != nil {
		s.cmsFault(err)
	}
	for _, c := range rest {
		if c != 0 {
			s.fault(Altered, "padding", "something stands after the signature in its place, where zeros should be")
			break
		}
	}
}

// cmsFault takes over what is wrong with the CMS structure.
func (s *signature) cmsFault(err error) {
	var f *cms.Fault
	if !errors.As(err, &f) {
		f = &cms.Fault{Kind: cms.Damaged, Text: err.Error()}
	}
	s.fault(verdictOf(f.Kind), codeOf(f.Kind), "the signature does not hold: %s", f.Text)
}

// verdictOf says what a fault makes of a file.
func verdictOf(k cms.Kind) Verdict {
	if k == cms.Mismatch || k == cms.Damaged {
		return Altered
	}
	return Unknown
}

// codeOf names a fault for machines.
func codeOf(k cms.Kind) string {
	if k == cms.Mismatch {
		return "digest"
	}
	return k.String()
}

// text decodes a text string (7.9.2.2): UTF-16 or PDFDocEncoding, of which the
// characters that are Latin-1's are read as such.
func text(o cos.Object) string {
	s, _ := o.(cos.String)
	if strings.HasPrefix(string(s), "\xFE\xFF") {
		units := make([]uint16, 0, len(s)/2)
		for i := 2; i+1 < len(s); i += 2 {
			units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
		}
		return string(utf16.Decode(units))
	}
	if strings.HasPrefix(string(s), "\xEF\xBB\xBF") {
		return string(s[3:])
	}
	out := make([]rune, 0, len(s))
	for i := range len(s) {
		out = append(out, rune(s[i]))
	}
	return string(out)
}

// date reads a date (7.9.4) as far as it is one: for showing it, no more.
func date(o cos.Object) string {
	s := strings.TrimPrefix(text(o), "D:")
	digits := 0
	for digits < len(s) && s[digits] >= '0' && s[digits] <= '9' {
		digits++
	}
	if digits < 8 {
		return ""
	}
	out := s[:4] + "-" + s[4:6] + "-" + s[6:8]
	if digits >= 14 {
		out += " " + s[8:10] + ":" + s[10:12] + ":" + s[12:14]
		zone := strings.ReplaceAll(strings.TrimSuffix(s[14:], "'"), "'", ":")
		switch {
		case strings.HasPrefix(zone, "Z"), strings.Trim(zone, "+-0:") == "" && zone != "":
			out += " UTC"
		case len(zone) == 6 && strings.Trim(zone, "+-0123456789:") == "":
			out += " " + zone
		}
	}
	return out
}

// byteRange is made when a signature is first looked for: every run of the program
// would pay for it at its start.
var byteRange = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`/ByteRange\s*\[\s*0\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]`)
})

// signedEnds are the ends of what signatures cover, by the look of the bytes
// alone, for files that cannot be read and those that hide a signature.
func signedEnds(data []byte) (ends []int) {
	for _, m := range byteRange().FindAllSubmatch(data, -1) {
		from, _ := strconv.Atoi(string(m[2]))
		n, _ := strconv.Atoi(string(m[3]))
		ends = append(ends, from+n)
	}
	return ends
}

// lastSigned is the farthest of them, 0 if there is none.
func lastSigned(data []byte) (end int) {
	for _, e := range signedEnds(data) {
		end = max(end, e)
	}
	return end
}
