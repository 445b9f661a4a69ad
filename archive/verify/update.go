package verify

import (
	"errors"
	"fmt"

	"chancery/layout/pdf/cos"
)

// maxUpdates bounds how many updates of one file are looked at.
const maxUpdates = 1000

// updates sees that what stands in a file behind its first end bytes, which are
// a whole file, is a sequence of incremental updates (ISO 32000-1, 7.5.6) that
// all readers read alike: every byte belongs to an object that the update's own
// table names, to that table, or to white space between them; tables lead back
// to those before them and to no other, and point to no older object anew; no
// dictionary has a key twice. A file that readers do not agree on can show one
// thing to who checks it and another to who reads it.
func updates(data []byte, end int, before *cos.File) error {
	u := &updater{data: data, lex: cos.Lexer{Data: data, Pos: end}, file: before, from: end}
	for n := 0; u.from < len(data); n++ {
		if n == maxUpdates {
			return errors.New("the file was added to more often than is looked at")
		}
		if err := u.one(); err != nil {
			return err
		}
	}
	return nil
}

// updater reads one update after another.
type updater struct {
	data  []byte
	lex   cos.Lexer
	from  int       // where the update begins
	file  *cos.File // as it was before
	found map[int]span
	table span // of the cross-reference section
}

// span is where an object stands, and its generation.
type span struct{ from, to, generation int }

// astray is the error for bytes that belong to nothing.
func (u *updater) astray(at int) error {
	return fmt.Errorf("bytes were added at %d that are no part of an update", at)
}

// one reads an update up to its %%EOF and compares it with what a reader makes of it.
func (u *updater) one() error {
	u.found, u.table = map[int]span{}, span{}
	var streams []int
	for {
		u.space()
		at := u.lex.Pos
		o, err := u.next()
		if err != nil {
			return u.astray(at)
		}
		if number, ok := o.(int); ok {
			isTable, err := u.object(at, number)
			if err != nil {
				return err
			}
			streams = append(streams, number)
			if !isTable {
				continue
			}
			u.table = u.found[number]
		} else if o == cos.Keyword("xref") {
			if err := u.xref(at); err != nil {
				return err
			}
		} else {
			return u.astray(at)
		}
		break
	}
	end, err := u.tail()
	if err != nil {
		return err
	}
	after, err := cos.Read(u.data[:end])
	if err != nil {
		return fmt.Errorf("what was added up to byte %d cannot be read: %w", end, err)
	}
	if err := u.agrees(after, streams); err != nil {
		return err
	}
	u.file, u.from = after, end
	return nil
}

// space passes over white space: what is left of comments are tokens, which
// belong to no update.
func (u *updater) space() {
	for u.lex.Pos < len(u.data) && blank(u.data[u.lex.Pos:u.lex.Pos+1]) {
		u.lex.Pos++
	}
}

// next takes one token, which no comment may stand before.
func (u *updater) next() (cos.Object, error) {
	u.space()
	if u.lex.Pos < len(u.data) && u.data[u.lex.Pos] == '%' {
		return nil, u.astray(u.lex.Pos)
	}
	return u.lex.Next()
}

// word takes one keyword.
func (u *updater) word(w string) bool {
	u.space()
	at := u.lex.Pos
	if len(u.data)-at < len(w) || string(u.data[at:at+len(w)]) != w {
		return false
	}
	u.lex.Pos += len(w)
	return true
}

// object reads the rest of "n g obj … endobj", and says whether it is a
// cross-reference stream.
func (u *updater) object(at, number int) (isTable bool, err error) {
	generation, err := u.next()
	g, ok := generation.(int)
	if err != nil || !ok || !u.word("obj") {
		return false, u.astray(at)
	}
	from := u.lex.Pos
	o, err := u.lex.Next()
	if err != nil || !clear(u.data[from:u.lex.Pos]) {
		return false, u.astray(at)
	}
	if d, ok := o.(*cos.Dict); ok && u.word("stream") {
		length, err := u.length(d)
		if err != nil {
			return false, err
		}
		switch p := u.lex.Pos; {
		case p+1 < len(u.data) && u.data[p] == '\r' && u.data[p+1] == '\n':
			u.lex.Pos += 2
		case p < len(u.data) && u.data[p] == '\n':
			u.lex.Pos++
		default:
			return false, u.astray(p)
		}
		if length < 0 || length > len(u.data)-u.lex.Pos {
			return false, u.astray(at)
		}
		u.lex.Pos += length
		if !u.word("endstream") {
			return false, fmt.Errorf("the length of a stream added at byte %d is not the one it says", at)
		}
		isTable = d.Get("Type") == cos.Name("XRef")
	}
	if !u.word("endobj") {
		return false, u.astray(u.lex.Pos)
	}
	if _, twice := u.found[number]; twice {
		return false, fmt.Errorf("object %d was added twice in one go", number)
	}
	u.found[number] = span{at, u.lex.Pos, g}
	return isTable, nil
}

// clear says whether there are neither comments nor control characters between
// the tokens of an object but those that all readers take for white space.
func clear(b []byte) bool {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case depth > 0 && c == '\\':
			i++
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case depth > 0:
		case c == '%', c < ' ' && c != '\n' && c != '\r' && c != '\t':
			return false
		}
	}
	return true
}

// length is the length that a stream says it has: where that is an object of its
// own, one that was there before.
func (u *updater) length(d *cos.Dict) (int, error) {
	n, ok := u.file.Resolve(d.Get("Length")).(int)
	if !ok {
		return 0, errors.New("a stream was added that does not say how long it is")
	}
	return n, nil
}

// xref reads a cross-reference table with its trailer.
func (u *updater) xref(at int) error {
	for {
		o, err := u.next()
		if err != nil {
			return u.astray(at)
		}
		if o == cos.Keyword("trailer") {
			break
		}
		count, _ := u.next()
		n, ok := count.(int)
		if _, isInt := o.(int); !isInt || !ok || n < 0 || n > len(u.data) {
			return u.astray(at)
		}
		for range n {
			a, _ := u.next()
			b, _ := u.next()
			c, _ := u.next()
			_, ok := a.(int)
			_, ok2 := b.(int)
			if !ok || !ok2 || c != cos.Keyword("n") && c != cos.Keyword("f") {
				return u.astray(at)
			}
		}
	}
	u.lex.Repeated = false
	from := u.lex.Pos
	o, err := u.lex.Next()
	if _, ok := o.(*cos.Dict); !ok || err != nil || !clear(u.data[from:u.lex.Pos]) {
		return u.astray(at)
	}
	if u.lex.Repeated {
		return errors.New("the trailer of an update says something twice")
	}
	u.table = span{at, u.lex.Pos, 0}
	return nil
}

// tail reads "startxref n %%EOF" and gives the update's end, with the end of the
// line.
func (u *updater) tail() (int, error) {
	if !u.word("startxref") {
		return 0, u.astray(u.lex.Pos)
	}
	o, err := u.next()
	if n, ok := o.(int); err != nil || !ok || n != u.table.from {
		return 0, fmt.Errorf("the update that begins at byte %d does not lead to its own table", u.from)
	}
	if !u.word("%%EOF") {
		return 0, u.astray(u.lex.Pos)
	}
	if u.lex.Pos < len(u.data) && u.data[u.lex.Pos] == '\r' {
		u.lex.Pos++
	}
	if u.lex.Pos < len(u.data) && u.data[u.lex.Pos] == '\n' {
		u.lex.Pos++
	}
	return u.lex.Pos, nil
}

// agrees compares what stands in the update with what the file is afterwards.
func (u *updater) agrees(after *cos.File, added []int) error {
	if after.Root != u.file.Root {
		return errRoot
	}
	if err := u.trailer(after); err != nil {
		return err
	}
	if len(after.Sections) == 0 || after.Sections[0].At != u.table.from || after.Sections[0].Hybrid != 0 ||
		len(after.Sections) != len(u.file.Sections)+1 {
		return errors.New("the table of an update does not lead back to the one before it")
	}
	for i, s := range u.file.Sections {
		if after.Sections[i+1].At != s.At {
			return errors.New("the table of an update does not lead back to the one before it")
		}
	}
	for n := 1; n < max(len(after.Objects), len(u.file.Objects)); n++ {
		now, is := after.Place(n)
		old, was := u.file.Place(n)
		f, added := u.found[n]
		switch {
		case is && now.InStream == 0 && now.At >= u.from:
			if !added || f.from != now.At || f.generation != now.Generation || was && old.Generation != now.Generation || !was && now.Generation != 0 {
				return fmt.Errorf("object %d is not where the table of an update has it", n)
			}
		case is && now.InStream != 0 && now.At >= u.from:
			if s, ok := u.found[now.InStream]; !ok || s.from != now.At || added || was && old.Generation != 0 {
				return fmt.Errorf("object %d is not where the table of an update has it", n)
			}
		case is && now != old:
			return fmt.Errorf("the table of an update gives object %d a form that lay hidden in the file", n)
		case added && f != u.table:
			return fmt.Errorf("object %d was added, and no table names it", n)
		}
		if is && now != old && after.Repeats(n) {
			return fmt.Errorf("object %d was added and says something twice", n)
		}
		if is && now != old && after.Astray(n) {
			return fmt.Errorf("object %d was added and refers to a generation that readers may not find", n)
		}
	}
	for _, n := range added {
		if err := members(after, n); err != nil {
			return err
		}
	}
	return nil
}

// trailer sees that the newest trailer by itself says what it must: some readers
// ask those before it for what it lacks, and others do not.
func (u *updater) trailer(after *cos.File) error {
	t := after.Sections[0].Trailer
	root, _ := t.Get("Root").(cos.Ref)
	info, _ := t.Get("Info").(cos.Ref)
	if root != u.file.Root {
		return errRoot
	}
	if info != u.file.Info && u.file.Info != 0 {
		return errors.New("an update puts other data about the document in the place of those that were signed")
	}
	if size, ok := t.Get("Size").(int); !ok || size < len(after.Objects) {
		return errors.New("the trailer of an update does not say how many objects there are")
	}
	if t.Get("Type") == cos.Name("XRef") {
		index, _ := t.Get("Index").(cos.Array)
		if !ints(index) || len(index)%2 != 0 || t.Get("Index") != nil && len(index) == 0 {
			return errors.New("the table of an update cannot be read")
		}
	}
	id, ok := t.Get("ID").(cos.Array)
	before := u.file.Sections[0].Trailer.Get("ID")
	if !ok {
		if before != nil || t.Get("ID") != nil {
			return errors.New("an update takes the identifier of the file away")
		}
		return nil
	}
	if len(id) != 2 {
		return errors.New("an update has an identifier that is none")
	}
	_, ok = id[0].(cos.String)
	_, ok2 := id[1].(cos.String)
	if !ok || !ok2 || before != nil && string(id[0].(cos.String)) != u.file.ID {
		return errors.New("an update has another identifier than the file before it")
	}
	return nil
}

// ints says whether all members of an array are integers.
func ints(a cos.Array) bool {
	for _, o := range a {
		if _, ok := o.(int); !ok {
			return false
		}
	}
	return true
}

// errRoot says that an update has another catalog.
var errRoot = errors.New("an update puts another catalog in the place of the one that was signed")

// members sees that an object stream has each object once, and none that the
// table does not name.
func members(after *cos.File, n int) error {
	if n >= len(after.Objects) {
		return nil
	}
	s, ok := after.Objects[n].(*cos.Stream)
	if !ok || s.Dict.Get("Type") != cos.Name("ObjStm") {
		return nil
	}
	data, err := s.Decode()
	if err != nil {
		return err
	}
	count, _ := s.Dict.Get("N").(int)
	if !clear(data) {
		return fmt.Errorf("object stream %d holds something that is no object", n)
	}
	head := cos.Lexer{Data: data}
	seen := map[int]bool{}
	for range count {
		a, _ := head.Next()
		_, err := head.Next()
		number, ok := a.(int)
		if err != nil || !ok {
			return fmt.Errorf("object stream %d cannot be read", n)
		}
		if p, ok := after.Place(number); seen[number] || !ok || p.InStream != n {
			return fmt.Errorf("object stream %d holds object %d, and no table says so", n, number)
		}
		seen[number] = true
	}
	return nil
}
