package transfer

import (
	"bytes"
	"context"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"sort"
	"strings"

	"chancery/archive/bagit"
	"chancery/archive/minisign"
	"chancery/archive/ocfl"
	"chancery/archive/verify"
)

// The verdicts on a bag: those of package verify on a PDF, and what its documents
// say of themselves.
const (
	Superseded verify.Verdict = "SUPERSEDED"
	Withdrawn  verify.Verdict = "WITHDRAWN"
)

// JudgeOptions are what a bag is judged by.
type JudgeOptions struct {
	verify.Options          // of the PDFs
	Keys           [][]byte // public keys of minisign that are trusted: the text of their files
}

// Reason is one thing that keeps a bag from being OFFICIAL.
type Reason struct {
	Verdict verify.Verdict `json:"verdict"`
	Code    string         `json:"code"`
	File    string         `json:"file,omitempty"` // in the bag
	Text    string         `json:"text"`           // a sentence without its full stop
}

// Report is all that is found of a bag.
type Report struct {
	Verdict   verify.Verdict `json:"verdict"`
	Reasons   []Reason       `json:"reasons"` // empty only for OFFICIAL
	Bag       *bagit.Report  `json:"bag"`
	Documents []Document     `json:"documents"`          // the objects that it holds
	Files     []Proof        `json:"files"`              // what was judged by signatures, in the order of the names
	SignedBy  string         `json:"signedBy,omitempty"` // the key of minisign that signed the whole
	Unproven  int            `json:"unproven"`           // payload files that no signature proves
}

// Document is one archived document in a bag.
type Document struct {
	ID           string `json:"id"`
	Title        string `json:"title"`
	Version      string `json:"version"`
	Status       string `json:"status,omitempty"` // as the bag says it; nobody signs that
	SupersededBy string `json:"supersededBy,omitempty"`
}

// Proof is a file with what its own signature is worth.
type Proof struct {
	File    string         `json:"file"`
	Also    []string       `json:"also,omitempty"` // files with the same bytes
	PDF     *verify.Report `json:"pdf,omitempty"`
	Key     string         `json:"key,omitempty"` // of minisign, that signed it; "" none that is trusted
	Verdict verify.Verdict `json:"verdict"`
}

// judge judges a bag.
type judge struct {
	ctx  context.Context
	fsys fs.FS
	o    JudgeOptions
	r    *Report

	signed bool              // a trusted key signed the whole
	old    map[string]bool   // files of objects that are not what was issued last
	sums   map[string]string // SHA-512 of files, hexadecimal
}

// Judge says whether a bag in fsys, its base directory, is official.
//
// It is OFFICIAL where it is valid (RFC 8493), its objects are (OCFL), and what was
// issued is proven: each PDF by its own signatures, every other file by a detached
// signature of minisign, or all of it by one of tagmanifest-sha512.txt. Checksums
// alone prove nothing: anybody can make them. The error is of the machine.
func Judge(ctx context.Context, fsys fs.FS, o JudgeOptions) (*Report, error) {
	bag, err := bagit.Validate(fsys)
	if err != nil {
		return nil, err
	}
	j := &judge{ctx: ctx, fsys: fsys, o: o, old: map[string]bool{}, sums: map[string]string{},
		r: &Report{Reasons: []Reason{}, Bag: bag, Documents: []Document{}, Files: []Proof{}}}
	j.fixity()
	j.whole()
	if err := j.objects(); err != nil {
		return nil, err
	}
	if err := j.payload(); err != nil {
		return nil, err
	}
	j.conclude()
	return j.r, nil
}

// because adds a reason.
func (j *judge) because(v verify.Verdict, code, file, format string, args ...any) {
	j.r.Reasons = append(j.r.Reasons, Reason{v, code, file, fmt.Sprintf(format, args...)})
}

// fixity says what the rules of bags find.
func (j *judge) fixity() {
	for _, p := range j.r.Bag.Faults() {
		v := verify.Unknown
		if p.Lost() {
			v = verify.Altered
		}
		j.because(v, p.Code, p.File, "%s (RFC 8493, %s)", p.Text, p.Section)
	}
}

// whole judges the detached signature of the tag manifest, which covers the payload
// manifest and so all that is listed there.
func (j *judge) whole() {
	const name = "tagmanifest-sha512.txt"
	if j.r.SignedBy, _ = j.detached(name); j.r.SignedBy == "" {
		return
	}
	// What the tag manifest says counts where the payload manifest is among it.
	for _, p := range j.r.Bag.Problems {
		if p.Code == "tag-manifest" && p.File == name {
			return
		}
	}
	j.signed = slices.Contains(j.r.Bag.Algorithms, "sha512")
}

// detached gives the trusted key whose signature of minisign beside a file holds;
// "" where there is none, or where it is of another key. A signature holds for the
// name that it was made for, so that one file is not shown for another. One of a
// trusted key that does not hold is wrong, which is said.
func (j *judge) detached(name string) (key string, wrong bool) {
	signature, err := fs.ReadFile(j.fsys, name+".minisig")
	if err != nil {
		return "", false
	}
	data, err := fs.ReadFile(j.fsys, name)
	if err != nil {
		return "", false
	}
	for _, k := range j.o.Keys {
		s, err := minisign.Verify(data, signature, k)
		switch {
		case errors.Is(err, minisign.ErrOtherKey):
		case err != nil:
			wrong = true
			j.because(verify.Altered, "minisign", name, "the signature beside it does not hold: %v", err)
		case s.Name != "" && s.Name != path.Base(name):
			wrong = true
			j.because(verify.Unknown, "minisign", name, "the signature beside it was made for a file called %s", s.Name)
		default:
			return s.Key, false
		}
	}
	return "", wrong
}

// objects judges the storage root in the bag, if it has one.
func (j *judge) objects() error {
	const root = "data/ocfl"
	if _, err := fs.Stat(j.fsys, root+"/0=ocfl_1.1"); err != nil {
		return nil
	}
	sub, err := fs.Sub(j.fsys, root)
	if err != nil {
		return err
	}
	d := fsDriver{sub}
	var folders []string
	found, err := ocfl.ValidateRoot(j.ctx, d, ocfl.Sweep{Each: func(r *ocfl.Report) error {
		for _, f := range ocfl.Errors(r.Findings) {
			j.because(verify.Altered, f.Codes[0], path.Join(root, r.Path, f.Path), "%s (OCFL, %s)", f.Text, strings.Join(f.Codes, " "))
		}
		if r.Valid() {
			folders = append(folders, r.Path)
			return nil
		}
		for name := range j.names(path.Join(root, r.Path)) {
			j.old[name] = true // nothing of it is relied on
		}
		return nil
	}})
	if err != nil {
		return err
	}
	for _, f := range ocfl.Errors(found) {
		j.because(verify.Altered, f.Codes[0], path.Join(root, f.Path), "%s (OCFL, %s)", f.Text, strings.Join(f.Codes, " "))
	}
	for _, folder := range folders {
		o, err := readObject(j.ctx, d, folder)
		if err != nil {
			j.because(verify.Unknown, "record", path.Join(root, folder), "%v", err)
			continue
		}
		j.object(o, path.Join(root, folder))
	}
	return nil
}

// object notes what an object says of itself and which of its files were issued,
// and holds the copies of those against it.
func (j *judge) object(o *object, folder string) {
	j.r.Documents = append(j.r.Documents, Document{o.ID, o.Title, o.Inventory.Head, o.Status, o.SupersededBy})
	switch o.Status {
	case "withdrawn":
		j.because(Withdrawn, "withdrawn", folder, "%s was withdrawn: %s", o.ID, o.Reason)
	case "superseded":
		j.because(Superseded, "superseded", folder, "%s was superseded by %s: %s", o.ID, o.SupersededBy, o.Reason)
	}
	now := map[string]bool{} // what was issued, with its signatures
	for _, f := range o.Files {
		now[path.Join(folder, o.Inventory.ContentPath(o.files[f.Name]))] = true
	}
	for name := range j.names(folder) {
		j.old[name] = !now[name]
	}
	// The copies are named after the object's folder; what has another content than
	// the object's newest version is no copy.
	copies := path.Join("data/records", path.Base(folder))
	want := map[string]string{}
	for name, digest := range o.files {
		if plain := o.plain(name); plain != "" {
			want[path.Join(copies, plain)] = digest
		}
	}
	for name := range j.names(copies) {
		digest, ok := want[name]
		sum, err := j.sum(name)
		switch {
		case err != nil: // said by the bag
		case !ok:
			j.because(verify.Altered, "copy", name, "no file of %s, version %s, is called so", o.ID, o.Inventory.Head)
		case o.Inventory.DigestAlgorithm == "sha512" && !strings.EqualFold(sum, digest):
			j.because(verify.Altered, "copy", name, "it is not what version %s of %s has under this name", o.Inventory.Head, o.ID)
		}
		delete(want, name)
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if len(j.names(copies)) > 0 { // a bag may do without copies
			j.because(verify.Altered, "copy", name, "it is missing, and version %s of %s has it", o.Inventory.Head, o.ID)
		}
	}
}

// names gives all regular files below a folder of the bag.
func (j *judge) names(folder string) map[string]bool {
	all := map[string]bool{}
	fs.WalkDir(j.fsys, folder, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			all[name] = true
		}
		return nil // what cannot be read was said by the bag
	})
	return all
}

// sum gives the SHA-512 of a file of the bag.
func (j *judge) sum(name string) (string, error) {
	if s, ok := j.sums[name]; ok {
		return s, nil
	}
	data, err := fs.ReadFile(j.fsys, name)
	if err != nil {
		return "", err
	}
	h := sha512.Sum512(data)
	j.sums[name] = hex.EncodeToString(h[:])
	return j.sums[name], nil
}

// payload judges by their signatures the files that were issued, those of foreign
// bags included: each content once.
func (j *judge) payload() error {
	all := make([]string, 0, 16)
	for name := range j.names("data") {
		if !j.old[name] && name != "data/ocfl/0=ocfl_1.1" && !strings.HasSuffix(name, ".minisig") {
			all = append(all, name)
		} else if j.old[name] && !j.signed {
			j.r.Unproven++
		}
	}
	sort.Strings(all)
	// What lies in records is named first: people look there.
	slices.SortStableFunc(all, func(a, b string) int {
		return boolOrder(strings.HasPrefix(b, "data/records/"), strings.HasPrefix(a, "data/records/"))
	})
	at := map[string]int{}
	for _, name := range all {
		if err := j.ctx.Err(); err != nil {
			return err
		}
		sum, err := j.sum(name)
		if err != nil {
			continue // said by the bag
		}
		if i, ok := at[sum]; ok {
			j.r.Files[i].Also = append(j.r.Files[i].Also, name)
			continue
		}
		at[sum] = len(j.r.Files)
		j.r.Files = append(j.r.Files, j.prove(name))
	}
	for _, p := range j.r.Files {
		if p.Verdict == verify.Unknown {
			j.r.Unproven += 1 + len(p.Also)
		}
	}
	if len(j.r.Files) == 0 {
		j.because(verify.Unknown, "empty", "", "there is nothing in it that was issued")
	}
	return nil
}

// boolOrder sorts what is before what is not.
func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// prove judges one file: a PDF by its signatures, another one by a detached one,
// or either by that of the whole.
func (j *judge) prove(name string) Proof {
	p := Proof{File: name, Verdict: verify.Unknown}
	data, err := fs.ReadFile(j.fsys, name)
	if err != nil {
		return p // said by the bag
	}
	var wrong bool
	if p.Key, wrong = j.detached(name); p.Key == "" && j.signed {
		p.Key = j.r.SignedBy
	}
	if p.Key != "" {
		p.Verdict = verify.Official
	}
	if !bytes.HasPrefix(data, []byte("%PDF-")) {
		if p.Verdict == verify.Unknown && !wrong {
			j.because(verify.Unknown, "unsigned", name, "no signature that can be checked here proves it")
		}
		return p
	}
	p.PDF = verify.File(data, j.o.Options)
	switch {
	case p.PDF.Verdict == verify.Altered, p.Verdict == verify.Unknown:
		p.Verdict = p.PDF.Verdict
		for _, reason := range p.PDF.Reasons {
			j.because(reason.Verdict, reason.Code, name, "%s", reason.Text)
		}
	}
	return p
}

// conclude draws the verdict from the reasons, the gravest first.
func (j *judge) conclude() {
	rank := map[verify.Verdict]int{verify.Altered: 0, verify.Unknown: 1, Withdrawn: 2, Superseded: 3}
	sort.SliceStable(j.r.Reasons, func(a, b int) bool { return rank[j.r.Reasons[a].Verdict] < rank[j.r.Reasons[b].Verdict] })
	j.r.Verdict = verify.Official
	if len(j.r.Reasons) > 0 {
		j.r.Verdict = j.r.Reasons[0].Verdict
	}
}
