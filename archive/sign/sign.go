// Package sign puts signatures into PDFs, its own or anybody's: PAdES at the
// levels B-B, B-T, B-LT and B-LTA (ETSI EN 319 142-1), as approval or as
// certification (ISO 32000-1, 12.8.2.2), in a field that was reserved or in a new
// one that is not seen. What was in the file stays, byte for byte: everything is
// appended.
//
// It takes bytes, keys and ways to ask authorities, and gives bytes. It refuses to
// know of files, of the network, of clocks and of fonts; the look of a visible
// signature is drawn by whoever calls. It does not judge signatures either: that
// is the work of archive/verify. Start with Sign, then Open for what a file has.
package sign

import (
	"context"
	"crypto/x509"
	"fmt"
	"io"
	"time"

	"chancery/archive/cms"
	"chancery/layout/pdf/cos"
)

// Level is how long a signature can be checked without the authorities.
type Level int

// The levels of ETSI EN 319 142-1 (6.1).
const (
	B   Level = iota // the signature alone
	T                // and when it was there, by a timestamp authority
	LT               // and what is needed to check it later, in the file
	LTA              // and a timestamp over all of that
)

// String is the level as it is asked for on a command line.
func (l Level) String() string { return [...]string{"b", "t", "lt", "lta"}[l] }

// ParseLevel reads what String gives.
func ParseLevel(s string) (Level, error) {
	for l := B; l <= LTA; l++ {
		if l.String() == s {
			return l, nil
		}
	}
	return 0, fmt.Errorf("no level %q, only b, t, lt and lta", s)
}

// Request is a request by HTTP: a POST of Body with its kind, or where Body is
// nil a GET.
type Request struct {
	URL, Kind string
	Body      []byte
}

// Look is what a visible signature shows: content operators that draw with no
// resources, from the lower left corner of the field's rectangle, in points.
type Look struct {
	Content []byte
	// Resources of the content; nil none.
	Resources *cos.Dict
}

// CertificationField is the name of the field that Chancery's letterheads reserve
// for the office that certifies a document.
const CertificationField = "Certification"

// Options say who signs, where and how.
type Options struct {
	Signer  cms.Signer
	Level   Level
	Certify bool

	// Field is the field to sign in. Where it is empty, a certification takes the
	// field CertificationField if that is free; else, if one other reserved field is
	// free, that is taken, and if several are, one must be named. Where the file has
	// none, or New is set, an invisible one is made.
	Field string
	New   bool

	// Draw draws the signature for a field. nil leaves the field as it looks, and so
	// does a field without extent.
	Draw func(Field) (Look, error)

	Reason, Location string
	Time             time.Time // that the signer claims, to the second

	// TSA is where timestamps come from, for all levels but B.
	TSA string
	// Ask asks an authority; for level B nil will do.
	Ask func(context.Context, Request) ([]byte, error)
	// Roots are trusted, for levels LT and LTA; without any, a root that comes with
	// the certificate, or that the authorities name, will do.
	Roots []*x509.Certificate
	// Others help to find the way from a certificate to its root.
	Others []*x509.Certificate
	// Random, when not nil, gives the nonces of timestamp requests.
	Random io.Reader
}

// Signed is what Sign did.
type Signed struct {
	Bytes   []byte
	Field   string    // where it signed
	Visible bool      // whether that is seen
	Time    time.Time // of the timestamp; zero for level B
	Last    bool      // whether nobody can sign after it

	// Unproven are the earlier signatures of which the file does not hold, and nobody
	// gave, what is needed to check them later: at the levels LT and LTA.
	Unproven []Unproven
}

// Unproven says why an earlier signature cannot be checked later.
type Unproven struct {
	Field string
	Err   error
}

// Sign signs a PDF. It gives an error, and does nothing that lasts, where the
// file or the field cannot be signed, the certificate is not one to sign with, an
// authority does not answer, or a certificate is not good. With a key in memory
// and no authority involved (level B) the same input gives the same bytes.
func Sign(ctx context.Context, data []byte, o Options) (*Signed, error) {
	if err := CheckSigner(o.Signer, o.Time); err != nil {
		return nil, err
	}
	if o.Level > B && o.TSA == "" {
		return nil, fmt.Errorf("level %s needs a timestamp authority", o.Level)
	}
	doc, err := Open(data)
	if err != nil {
		return nil, err
	}
	to, err := doc.choose(o)
	if err != nil {
		return nil, err
	}
	s := &signing{Options: o, ctx: ctx, known: map[string]bool{}}
	out := &Signed{}
	if o.Level >= LT {
		// Before the key is used: most of what goes wrong goes wrong here.
		if err := s.gather(o.Signer.Certificate, o.Signer.Chain, cms.ForSigning, s.ours(), s.now()); err != nil {
			return nil, err
		}
		if out.Unproven, err = s.earlier(doc, func(string) bool { return false }); err != nil {
			return nil, err
		}
	}
	if out.Bytes, err = s.sign(doc, to, out); err != nil {
		return nil, err
	}
	if o.Level >= LT {
		if out.Bytes, err = s.store(out.Bytes); err != nil {
			return nil, err
		}
	}
	if o.Level >= LTA {
		if out.Bytes, err = s.archive(out.Bytes, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// signing is the work of one call of Sign.
type signing struct {
	Options
	ctx context.Context

	evidence // what will be stored
	known    map[string]bool
}
