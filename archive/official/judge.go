package official

import (
	"context"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"strings"

	"chancery/archive/minisign"
	"chancery/archive/ocfl"
	"chancery/archive/verify"
)

// JudgeOptions are what an archived document is judged by.
type JudgeOptions struct {
	verify.Options          // of the PDFs
	Keys           [][]byte // public keys of minisign that are trusted: the text of their files
}

// Judgement says whether something that was archived is the official copy.
type Judgement struct {
	// Verdict is the first line: OFFICIAL, ALTERED, UNKNOWN, WITHDRAWN or "SUPERSEDED
	// by …".
	Verdict string   `json:"verdict"`
	Reasons []string `json:"reasons"` // why not OFFICIAL: sentences without full stops

	ID      string `json:"id,omitempty"`
	Title   string `json:"title,omitempty"`
	Version int    `json:"version,omitempty"` // that was judged
	Head    int    `json:"head,omitempty"`    // the newest
	Status  Status `json:"status,omitempty"`
	Files   int    `json:"files,omitempty"` // whose digests were compared
	Bytes   int64  `json:"bytes,omitempty"`

	Proofs []Proof        `json:"proofs,omitempty"` // of what was issued
	PDF    *verify.Report `json:"pdf,omitempty"`    // where one PDF was judged

	Documents []*Judgement `json:"documents,omitempty"` // of a store
}

// Proof is what the signatures of a file that was issued are worth.
type Proof struct {
	File    string         `json:"file"`
	Verdict verify.Verdict `json:"verdict"`
	By      []string       `json:"by"` // who signed it, or the key of minisign
}

// conclude finds the verdict: what was altered is said first, then what no longer
// holds, then what cannot be said.
func (j *Judgement) conclude(altered, unknown bool, standing string) {
	switch {
	case altered:
		j.Verdict = string(verify.Altered)
	case standing != "":
		j.Verdict = standing
	case unknown:
		j.Verdict = string(verify.Unknown)
	default:
		j.Verdict = string(verify.Official)
	}
}

func (j *Judgement) because(format string, args ...any) {
	j.Reasons = append(j.Reasons, fmt.Sprintf(format, args...))
}

// JudgeObject judges the object in a folder of a driver by itself. It is OFFICIAL
// where it keeps every rule of OCFL and every digest, what was issued last is
// proven, each PDF by its signatures and every other file by one of minisign, and
// it says that it still holds. Digests alone prove nothing: anybody can make them.
// The error is of the machine.
func JudgeObject(ctx context.Context, d ocfl.Driver, path string, o JudgeOptions) (*Judgement, error) {
	r, err := ocfl.Validate(ctx, d, path)
	if err != nil {
		return nil, err
	}
	return judgeReport(ctx, d, r, o)
}

// judgeReport goes on where the rules of OCFL end.
func judgeReport(ctx context.Context, d ocfl.Driver, r *ocfl.Report, o JudgeOptions) (*Judgement, error) {
	j := &Judgement{Reasons: []string{}, ID: r.ID, Files: r.Files, Bytes: r.Bytes}
	for _, f := range ocfl.Errors(r.Findings) {
		j.because("%s", f)
	}
	if !r.Valid() {
		j.conclude(true, false, "")
		return j, nil
	}
	doc, err := ReadDocument(ctx, d, r.Path)
	if err != nil {
		var broken *ocfl.BrokenError
		var fixity *ocfl.FixityError
		if ctx.Err() != nil || errors.As(err, &broken) || errors.As(err, &fixity) {
			return nil, err // it was sound a moment ago
		}
		j.because("%v", err)
		j.conclude(false, true, "")
		return j, nil
	}
	rec := doc.Record
	j.Title, j.Status, j.Head = rec.Title, rec.Status, doc.Inventory.HeadNumber()
	j.Version = j.Head
	altered, unknown := false, false
	for _, f := range rec.Files {
		data, err := doc.Read(ctx, 0, f.Name)
		if err != nil {
			return nil, err
		}
		if digest256(data) != f.SHA256 {
			j.because("%s is another file than %s says", f.Name, recordName)
			altered = true
		}
		p := doc.prove(ctx, f, data, o, j)
		altered, unknown = altered || p.Verdict == verify.Altered, unknown || p.Verdict == verify.Unknown
		j.Proofs = append(j.Proofs, p)
	}
	standing := doc.Standing(j.Head)
	if standing != "" {
		j.because("the office says so: %s", rec.Reason)
	}
	j.conclude(altered, unknown, standing)
	return j, nil
}

// prove says what vouches for a file that was issued.
func (d *Document) prove(ctx context.Context, f File, data []byte, o JudgeOptions, j *Judgement) Proof {
	p := Proof{File: f.Name, Verdict: verify.Unknown, By: []string{}}
	if strings.HasSuffix(f.Name, ".pdf") {
		r := verify.File(data, o.Options)
		p.Verdict = r.Verdict
		for _, s := range r.Signatures {
			if s.Signer != nil {
				p.By = append(p.By, s.Signer.Name)
			}
		}
		for _, reason := range r.Reasons {
			j.because("%s: %s", f.Name, reason.Text)
		}
		return p
	}
	base := path.Base(f.Name)
	signature, err := d.Read(ctx, 0, "signatures/"+base+".minisig")
	for _, key := range o.Keys {
		if err != nil {
			break
		}
		s, e := minisign.Verify(data, signature, key)
		switch {
		case errors.Is(e, minisign.ErrOtherKey):
		case e != nil:
			p.Verdict = verify.Altered
			j.because("%s: the signature of minisign does not hold: %v", f.Name, e)
		case s.Name == "" || s.Name == base:
			p.Verdict, p.By = verify.Official, append(p.By, "the key "+s.Key)
			return p
		}
	}
	if p.Verdict == verify.Unknown {
		j.because("%s: no signature of minisign by a trusted key proves it", f.Name)
	}
	return p
}

// JudgeStore judges a store and every document in it. It is OFFICIAL where every
// document is, or says that it no longer holds and is proven all the same.
func JudgeStore(ctx context.Context, d ocfl.Driver, o JudgeOptions) (*Judgement, error) {
	j := &Judgement{Reasons: []string{}, Documents: []*Judgement{}}
	altered, unknown := false, false
	found, err := ocfl.ValidateRoot(ctx, d, ocfl.Sweep{Each: func(r *ocfl.Report) error {
		one, err := judgeReport(ctx, d, r, o)
		if err != nil {
			return err
		}
		j.Files, j.Bytes = j.Files+one.Files, j.Bytes+one.Bytes
		altered = altered || one.Verdict == string(verify.Altered)
		for _, p := range one.Proofs {
			unknown = unknown || p.Verdict == verify.Unknown
		}
		unknown = unknown || one.Verdict == string(verify.Unknown)
		j.Documents = append(j.Documents, one)
		return nil
	}})
	if err != nil {
		return nil, err
	}
	for _, f := range ocfl.Errors(found) {
		j.because("%s", f)
		altered = true
	}
	if len(j.Documents) == 0 && !altered {
		j.because("there is no document in it")
		unknown = true
	}
	j.conclude(altered, unknown, "")
	return j, nil
}

// JudgeFile judges a PDF, or any other file that was issued, by what this archive
// has: where it is, byte for byte, what the office archived, the archive vouches for
// it and says whether it still holds. A file that the archive has not is judged by
// its signatures alone; that it is not there is said.
func (a *Archive) JudgeFile(ctx context.Context, data []byte, o JudgeOptions) (*Judgement, error) {
	j := &Judgement{Reasons: []string{}, Bytes: int64(len(data)), PDF: verify.File(data, o.Options)}
	sum := sha512.Sum512(data)
	place, err := a.Find(ctx, hex.EncodeToString(sum[:]))
	if err != nil {
		return nil, err
	}
	if place == nil {
		j.because("the store has no such file: what follows is said of the file alone")
		for _, r := range j.PDF.Reasons {
			j.because("%s", r.Text)
		}
		// The archive would know it if it were the office's, so no word of the file alone
		// makes it more than unknown.
		j.conclude(j.PDF.Verdict == verify.Altered, true, "")
		return j, nil
	}
	d := place.Document
	j.ID, j.Title, j.Version, j.Head, j.Status = d.Record.ID, d.Record.Title, place.Version, d.Inventory.HeadNumber(), d.Record.Status
	report, err := ocfl.Validate(ctx, a.d, d.Path)
	if err != nil {
		return nil, err
	}
	j.Files, j.Bytes = report.Files, report.Bytes
	for _, f := range ocfl.Errors(report.Findings) {
		j.because("the object in the store is broken: %s", f)
	}
	altered := j.PDF.Verdict == verify.Altered
	if altered {
		for _, r := range j.PDF.Reasons {
			j.because("%s", r.Text)
		}
	}
	standing := d.Standing(place.Version)
	if standing != "" && d.Record.Reason != "" {
		j.because("the office says so: %s", d.Record.Reason)
	}
	// What a broken object says counts for nothing.
	if !report.Valid() {
		standing = ""
	}
	j.conclude(altered, !report.Valid(), standing)
	return j, nil
}
