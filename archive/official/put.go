package official

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	mini "aead.dev/minisign"

	"chancery/archive/ocfl"
	"chancery/layout"
	"chancery/layout/press"
	"chancery/source"
)

// PutOptions say what to archive.
type PutOptions struct {
	Packet string // as press.Options has it
	Epoch  time.Time
	// ID is the identifier of the document; "" for that of the packet (see ID).
	ID      string
	Message string    // why; must be there for a correction
	By      ocfl.User // who
	Now     time.Time

	// Signed are PDFs that were made by signing what this packet builds: they are kept
	// in the place of those.
	Signed []Attachment
	// Signatures are detached ones, named after what they sign: packet.epub.minisig.
	Signatures []Attachment
	Reports    []Attachment // of judges
	// Key, if there is one, signs the statement of how the files were built.
	Key *mini.PrivateKey
}

// Attachment is a file that the caller has.
type Attachment struct {
	Name string // its base name
	Data []byte
}

// Stored says what Put and the others did.
type Stored struct {
	ID       string          `json:"id"`
	Version  int             `json:"version"`
	Path     string          `json:"path"` // of the object in the store
	Record   *Record         `json:"record"`
	Warnings source.Problems `json:"-"` // of the source
}

// RefusedError says why something cannot be archived as it was asked for.
type RefusedError struct{ Text, Hint string }

// Error is the text, and the hint on a line of its own.
func (e *RefusedError) Error() string {
	if e.Hint == "" {
		return e.Text
	}
	return e.Text + "\nhint: " + e.Hint
}

// Put builds a packet and stores it with its source, as the first version of a
// document or as a further one. Errors are those of press.Build about the source,
// *RefusedError, and those of ocfl.Store.Put.
func (a *Archive) Put(ctx context.Context, o PutOptions) (*Stored, error) {
	p, made, warnings, g, err := build(ctx, o)
	if err != nil {
		return nil, err
	}
	id := o.ID
	if id == "" {
		id = ID(p)
	}
	before, err := a.Document(ctx, id)
	if errors.Is(err, ocfl.ErrNoObject) {
		before = nil
	} else if err != nil {
		return nil, err
	}
	r := newRecord(id, p, o)
	r.Source = "source/" + g.packet
	files := map[string][]byte{}
	for name, data := range g.files {
		files["source/"+name] = data
	}
	if err := issue(files, r, p, made, o); err != nil {
		return nil, err
	}
	if err := attach(files, o); err != nil {
		return nil, err
	}
	base := 0
	if before != nil {
		base = before.Inventory.HeadNumber()
		if err := follows(ctx, before, r, files, o.Message); err != nil {
			return nil, err
		}
	}
	if o.Message == "" {
		o.Message = "Issued"
	}
	pages, err := dumps(ctx, o)
	if err != nil {
		return nil, err
	}
	maps.Copy(files, pages)
	statement, err := provenance(r, files, g)
	if err != nil {
		return nil, err
	}
	files[intotoName] = statement
	if o.Key != nil {
		if files[dsseName], err = envelope(statement, *o.Key); err != nil {
			return nil, err
		}
	}
	log, err := history(ctx, before)
	if err != nil {
		return nil, err
	}
	log.stored(r, base+1, o)
	files[premisName], files[recordName] = log.encode(r), r.encode()
	return a.commit(ctx, r, base, o.Message, o.By, o.Now, files, nil, warnings)
}

// CheckPut says what is wrong with what is to be stored, as far as no store is needed
// to tell; errors as of Put.
func CheckPut(ctx context.Context, o PutOptions) error {
	p, made, _, _, err := build(ctx, o)
	if err != nil {
		return err
	}
	files := map[string][]byte{}
	if err := issue(files, newRecord("", p, o), p, made, o); err != nil {
		return err
	}
	return attach(files, o)
}

// commit stores a version: files, and of the version before those that are kept.
func (a *Archive) commit(ctx context.Context, r *Record, base int, message string, by ocfl.User, now time.Time, files map[string][]byte, kept map[string]string, warnings source.Problems) (*Stored, error) {
	c := ocfl.Commit{ID: r.ID, Base: base, Message: message, User: by, Created: now}
	for name, data := range files {
		c.Files = append(c.Files, ocfl.Bytes(name, data))
	}
	for name, digest := range kept {
		if _, written := files[name]; !written {
			c.Files = append(c.Files, ocfl.Content{Name: name, Digest: digest})
		}
	}
	if _, err := a.Store.Put(ctx, c); err != nil {
		return nil, err
	}
	return &Stored{ID: r.ID, Version: base + 1, Path: a.Store.Path(r.ID), Record: r, Warnings: warnings}, nil
}

// build builds a packet from the copy of its source that is archived, and sees that
// the original builds the same.
func build(ctx context.Context, o PutOptions) (*source.Packet, []press.Made, source.Problems, *gathered, error) {
	maker := press.New()
	opts := press.Options{Packet: o.Packet, Epoch: o.Epoch}
	made, warnings, err := maker.Make(ctx, opts)
	if err != nil {
		return nil, nil, nil, nil, err
	}
	p, _, err := press.Load(o.Packet, nil)
	if err != nil {
		return nil, nil, nil, nil, err
	}
	g, err := gather(o.Packet, p)
	if err != nil {
		return nil, nil, nil, nil, err
	}
	again, err := g.make(ctx, maker, o.Epoch)
	if err != nil {
		return nil, nil, nil, nil, fmt.Errorf("the copy of the source cannot be built: %w", err)
	}
	for i, m := range made {
		if i >= len(again) || again[i].Path != m.Path || !bytes.Equal(again[i].Data, m.Data) {
			return nil, nil, nil, nil, fmt.Errorf("the copy of the source builds another %s: was the source changed meanwhile? Store again", m.Path)
		}
	}
	return p, made, warnings, g, nil
}

// make builds the gathered source in a folder of its own.
func (g *gathered) make(ctx context.Context, maker *press.Press, epoch time.Time) ([]press.Made, error) {
	dir, err := os.MkdirTemp("", "chancery-source-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	packet, err := g.unpack(dir)
	if err != nil {
		return nil, err
	}
	made, _, err := maker.Make(ctx, press.Options{Packet: packet, Epoch: epoch})
	return made, err
}

// dumps gives the pages of all documents as text.
func dumps(ctx context.Context, o PutOptions) (map[string][]byte, error) {
	docs, err := press.Set(ctx, press.Options{Packet: o.Packet, Epoch: o.Epoch})
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, d := range docs {
		files[pagesDir+d.Name+".txt"] = []byte(layout.Dump(d))
	}
	return files, nil
}

// newRecord begins the record of a packet.
func newRecord(id string, p *source.Packet, o PutOptions) *Record {
	r := &Record{
		ID: id, Status: Issued, Title: p.Title.Value, Reference: reference(p), Packet: p.Identifier.Value,
		Office: p.Office.Words["name"].Value, Publisher: p.Publisher.Value, Language: p.Language,
		Tool: Tool{layout.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH},
	}
	if !o.Epoch.IsZero() {
		r.Epoch = o.Epoch.Unix()
	}
	var embargo time.Time
	for _, d := range p.Documents {
		r.Date = max(r.Date, day(d))
		if d.Release != nil && d.Release.Timing.Until.After(embargo) {
			embargo = d.Release.Timing.Until
			r.Embargo = embargo.Format(time.RFC3339)
		}
	}
	return r
}

// day is the date of a document; "" where it has none.
func day(d *source.Document) string {
	if d.Date.Year == 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Date.Year, d.Date.Month, d.Date.Day)
}

// issue puts what was built into the object, or the signed files that were made of
// it.
func issue(files map[string][]byte, r *Record, p *source.Packet, made []press.Made, o PutOptions) error {
	used := make([]bool, len(o.Signed))
	for _, m := range made {
		f := File{Name: "documents/" + m.Path, Document: m.Document, Kind: "epub", Title: p.Title.Value, Date: r.Date, Pages: m.Pages, Standards: m.Standards, Built: int64(len(m.Data)), SHA256Built: digest256(m.Data)}
		for _, d := range p.Documents {
			if d.Name == m.Document {
				f.Kind, f.Title, f.Date, f.Address = string(d.Kind), d.Title.Value, day(d), d.Address
			}
		}
		data := m.Data
		for i, s := range o.Signed {
			if m.Document == "" || len(s.Data) <= len(m.Data) || !bytes.HasPrefix(s.Data, m.Data) {
				continue
			}
			if f.Bytes > 0 {
				return &RefusedError{fmt.Sprintf("%s and another file are both signed copies of %s", s.Name, m.Path), "give the one that all have signed"}
			}
			data, used[i] = s.Data, true
			f.Bytes = int64(len(data))
		}
		f.Bytes, f.SHA256 = int64(len(data)), digest256(data)
		files[f.Name] = data
		r.Files = append(r.Files, f)
	}
	for i, s := range o.Signed {
		if !used[i] {
			return &RefusedError{fmt.Sprintf("%s was not made by signing what this packet builds, so the archive could not say what it was set from", s.Name),
				"build the packet with this version of Chancery (and the same SOURCE_DATE_EPOCH), sign that, and store it then"}
		}
	}
	return nil
}

// attach puts detached signatures and reports into the object.
func attach(files map[string][]byte, o PutOptions) error {
	for _, s := range o.Signatures {
		of, ok := strings.CutSuffix(s.Name, ".minisig")
		if _, there := files["documents/"+of]; !ok || !there {
			return &RefusedError{fmt.Sprintf("the signature %s is named after none of the files of this packet", s.Name), "name it as what it signs, with .minisig added: packet.epub.minisig"}
		}
		files["signatures/"+s.Name] = s.Data
	}
	for _, rep := range o.Reports {
		name := "reports/" + path.Base(filepath.ToSlash(rep.Name))
		if _, twice := files[name]; twice {
			return &RefusedError{fmt.Sprintf("two reports are called %s", rep.Name), "give them different names"}
		}
		files[name] = rep.Data
	}
	return nil
}

// follows sees whether a version may follow the one that there is.
func follows(ctx context.Context, before *Document, r *Record, files map[string][]byte, message string) error {
	old := before.Record
	if old.Packet != r.Packet {
		return &RefusedError{fmt.Sprintf("%s is another packet in the store: %q", r.ID, old.Title),
			fmt.Sprintf("a correction keeps the identifier of what it corrects: write identifier: %s into packet.yaml; a new document has a reference of its own, or give --id", old.Packet)}
	}
	if message == "" {
		return &RefusedError{fmt.Sprintf("%s is in the store already, and this would correct it: say why", r.ID), "--message \"Name of the third signatory corrected\""}
	}
	was := before.Inventory.Files(0)
	same := old.Status == Issued
	for _, name := range slices.Sorted(maps.Keys(files)) {
		data, err := before.Read(ctx, 0, name)
		same = same && err == nil && bytes.Equal(data, files[name])
	}
	for name := range was {
		if _, kept := files[name]; !kept && !strings.HasPrefix(name, "metadata/") {
			same = false
		}
	}
	if same {
		return &RefusedError{fmt.Sprintf("nothing has changed since version %d of %s", before.Inventory.HeadNumber(), r.ID), ""}
	}
	return nil
}

// digest256 is the SHA-256 of a file.
func digest256(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
