// Package verify says what the signatures of a PDF are worth: whether it is, to
// the last byte, what was signed, by whom, when, and what was added since. It
// reads PDFs of any origin, asks nobody, and never calls valid what it could not
// see to be so. It refuses to know files and the network: it takes bytes, the
// certificates that are trusted, and a time. Start reading at File.
//
// Standards: ISO 32000-1, 12.8 (signatures, DocMDP, FieldMDP), ETSI EN 319 142-1
// (PAdES), and chancery/archive/cms for what is inside a signature. What may be
// done to a file in steps is less here than the standards allow: see compare.
package verify

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"chancery/archive/cms"
	"chancery/layout/pdf/cos"
)

// Options are what a file is judged by.
type Options struct {
	// Trust are the certificates of the roots that are trusted; without any
	// nothing is OFFICIAL.
	Trust []*x509.Certificate
	// Evidence about revocation, besides what the file brings.
	Evidence []*cms.Evidence
	// At is the time as of which the file is judged: now.
	At time.Time
}

// Verdict is what a file is, in one word.
type Verdict string

// The verdicts on a file alone. Whether a document was superseded or withdrawn
// no file can say of itself.
const (
	Official Verdict = "OFFICIAL"
	Altered  Verdict = "ALTERED"
	Unknown  Verdict = "UNKNOWN"
)

// Reason is one thing that keeps a file from being OFFICIAL.
type Reason struct {
	Verdict Verdict `json:"verdict"` // Altered or Unknown
	Code    string  `json:"code"`    // for machines; README.md has them all
	Field   string  `json:"field,omitempty"`
	Text    string  `json:"text"` // a sentence without its full stop
}

// Report is all that is found of a file.
type Report struct {
	Verdict    Verdict      `json:"verdict"`
	Reasons    []Reason     `json:"reasons"`    // empty only for OFFICIAL
	Signatures []*Signature `json:"signatures"` // in the order in which they were made
	Claims     []string     `json:"claims"`     // the standards that the file says it keeps
	Consulted  Consulted    `json:"consulted"`
	Bytes      int          `json:"bytes"`
}

// Consulted is what a report rests on.
type Consulted struct {
	At       time.Time  `json:"at"`
	Roots    []string   `json:"roots"`    // names of those that were given
	Evidence []Evidence `json:"evidence"` // what was used about revocation

	// Untrusted are the certificates at which paths end that lead to none of Roots.
	Untrusted []Certificate `json:"untrusted"`
}

// Evidence is a list or an answer about revocation that was used.
type Evidence struct {
	Kind   string     `json:"kind"` // "CRL", "OCSP"
	About  string     `json:"about"`
	Source string     `json:"source"`
	Made   time.Time  `json:"made"`
	Next   *time.Time `json:"next,omitempty"`
}

// Signature is one signature or document timestamp of a file.
type Signature struct {
	Field        string       `json:"field"`
	Kind         string       `json:"kind"` // "signature", "certification", "timestamp"
	Level        string       `json:"level,omitempty"`
	Signer       *Certificate `json:"signer,omitempty"`
	Issuers      []string     `json:"issuers"` // from the signer's up, the root not among them
	Root         *Certificate `json:"root,omitempty"`
	Trusted      bool         `json:"trusted"`        // the path leads to a root that was given, and holds
	Intact       bool         `json:"intact"`         // what it covers is what was signed
	Time         *time.Time   `json:"time,omitempty"` // proven by a timestamp
	TimeBy       string       `json:"timeBy,omitempty"`
	Claimed      string       `json:"claimed,omitempty"` // the time that the signer's computer wrote
	Covers       int          `json:"covers"`            // bytes from the file's beginning, without the signature itself
	Permits      string       `json:"permits,omitempty"` // what a certification lets be done
	Since        []Change     `json:"since"`             // what was done to the file afterwards
	NotPublished []string     `json:"notPublished,omitempty"`
	RevokedLater *time.Time   `json:"revokedLater,omitempty"`

	in *signature
}

// Certificate is whom a certificate names.
type Certificate struct {
	Name         string    `json:"name"`
	Organization string    `json:"organization,omitempty"`
	Fingerprint  string    `json:"sha256"` // of the certificate in DER, hexadecimal
	From         time.Time `json:"from"`
	Until        time.Time `json:"until"`
}

// Change is something that was done to a file after a signature.
type Change struct {
	Code    string `json:"code"`
	Text    string `json:"text"`
	Allowed bool   `json:"allowed"` // it leaves the document as it was signed
}

// maxSignatures bounds the work on one file: each is compared with all of it.
const maxSignatures = 500

// File judges a PDF.
func File(data []byte, o Options) *Report {
	r := &Report{Reasons: []Reason{}, Signatures: []*Signature{}, Claims: []string{}, Bytes: len(data)}
	r.Consulted = Consulted{At: o.At.UTC(), Roots: []string{}, Evidence: []Evidence{}, Untrusted: []Certificate{}}
	for _, c := range o.Trust {
		r.Consulted.Roots = append(r.Consulted.Roots, cms.Name(c))
	}
	file, err := cos.Read(data)
	if err != nil {
		r.unreadable(data, err)
		return r.conclude(o)
	}
	r.Claims = claims(file)
	signatures := find(file)
	if len(signatures) == 0 {
		r.unsigned(data)
		return r.conclude(o)
	}
	if !slices.ContainsFunc(signatures, func(s *signature) bool { return s.kind != "timestamp" }) {
		// Anybody can have anything stamped: it says when a file was there, not whose it is.
		r.because(Unknown, "no-signature", "", "the file bears timestamps alone, and nobody's signature")
	}
	if len(signatures) > maxSignatures {
		r.because(Unknown, "unreadable", "", "the file bears more signatures than are looked at (%d)", maxSignatures)
		return r.conclude(o)
	}
	for _, s := range signatures {
		s.locate(data, file)
	}
	sort.SliceStable(signatures, func(i, j int) bool { return signatures[i].end < signatures[j].end })
	for _, s := range signatures {
		s.check(data)
		shown := &Signature{Field: s.name, Kind: s.kind, Issuers: []string{}, Since: []Change{}, Covers: s.covers(), Claimed: s.claimed, Permits: s.permission(), in: s}
		r.Signatures = append(r.Signatures, shown)
		for _, f := range s.faults {
			f.Field = s.name
			r.Reasons = append(r.Reasons, f)
		}
		shown.Intact = len(s.faults) == 0
	}
	r.removed(data, signatures)
	r.compare(data, file, signatures)
	r.trust(file, o)
	return r.conclude(o)
}

// conclude draws the verdict from the reasons, the gravest first.
func (r *Report) conclude(o Options) *Report {
	sort.SliceStable(r.Reasons, func(i, j int) bool {
		return r.Reasons[i].Verdict == Altered && r.Reasons[j].Verdict != Altered
	})
	if len(o.Trust) == 0 && len(r.Consulted.Untrusted) > 0 {
		r.Reasons = slices.DeleteFunc(r.Reasons, func(x Reason) bool { return strings.HasSuffix(x.Code, "untrusted") })
		r.because(Unknown, "no-trust", "", "no root was named that you trust (--trust FILE), so that nobody vouches for who signed")
	}
	r.Verdict = Official
	if len(r.Reasons) > 0 {
		r.Verdict = r.Reasons[0].Verdict
	}
	return r
}

// because adds a reason.
func (r *Report) because(v Verdict, code, field, format string, args ...any) {
	r.Reasons = append(r.Reasons, Reason{v, code, field, fmt.Sprintf(format, args...)})
}

// unreadable says of a file whose objects cannot be read what can be said: a
// signature that is in it somewhere was broken with it.
func (r *Report) unreadable(data []byte, err error) {
	switch end := lastSigned(data); {
	case end > len(data):
		r.because(Altered, "truncated", "", "the file is cut off: a signature in it covers %d bytes, and it has %d", end, len(data))
	case errors.Is(err, cos.ErrEncrypted) && !readableBefore(data):
		r.because(Unknown, "unreadable", "", "the file is encrypted, so that its signatures cannot be checked")
	case bytes.Contains(data, []byte("/ByteRange")):
		r.because(Altered, "damaged", "", "the file bears a signature and is damaged: %v", err)
	case !bytes.HasPrefix(data, []byte("%PDF-")):
		r.because(Unknown, "not-pdf", "", "this is no PDF")
	default:
		r.because(Unknown, "unreadable", "", "the file cannot be read: %v", err)
	}
}

// maxRemoved bounds how many places that look signed are looked into.
const maxRemoved = 20

// removed says which signatures the file had once and has no more: their bytes are
// there, and nothing in the form leads to them, while others still hold.
func (r *Report) removed(data []byte, there []*signature) {
	var looked []int
	for _, end := range signedEnds(data) {
		if end > len(data) || len(looked) == maxRemoved || slices.Contains(looked, end) ||
			slices.ContainsFunc(there, func(s *signature) bool { return s.end == end }) {
			continue
		}
		looked = append(looked, end)
		before, err := cos.Read(data[:end])
		if err != nil {
			continue
		}
		for _, s := range find(before) {
			if s.locate(data[:end], before); s.end == end && len(s.faults) == 0 {
				r.because(Altered, "signature-removed", s.field.name, "the file had a %s in the field %s, over its first %d bytes, which was taken away", s.kind, s.field.name, end)
			}
		}
	}
}

// readableBefore says whether a part of the file that a signature covers is a file
// that can be read: then what came after it is what is wrong.
func readableBefore(data []byte) bool {
	return slices.ContainsFunc(signedEnds(data), func(end int) bool {
		if end > len(data) {
			return false
		}
		_, err := cos.Read(data[:end])
		return err == nil
	})
}

// unsigned says why there is no signature: because there never was one, or
// because a later part of the file hides it.
func (r *Report) unsigned(data []byte) {
	for _, end := range signedEnds(data) {
		if end > len(data) {
			r.because(Altered, "truncated", "", "the file is cut off: a signature in it covers %d bytes, and it has %d", end, len(data))
			return
		}
		before, err := cos.Read(data[:end])
		if err == nil && len(find(before)) > 0 {
			r.because(Altered, "signature-removed", "", "the first %d bytes of the file are signed, and what was added to them takes the signature away", end)
			return
		}
	}
	if bytes.Contains(data, []byte("/ByteRange")) {
		r.because(Altered, "signature-removed", "", "there is a signature in the file, and nothing in the form that leads to it")
		return
	}
	r.because(Unknown, "no-signature", "", "the file bears no signature")
}
