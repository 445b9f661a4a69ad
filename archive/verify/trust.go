package verify

import (
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"chancery/archive/cms"
	"chancery/layout/pdf/cos"
)

// trust sees who made the signatures, when, and whether that holds (ETSI EN 319
// 102-1, 5.6, as far as a file alone can answer). The latest is judged as of
// now; a document timestamp that holds proves that all before it was there at
// its time, and that is judged as of then.
func (r *Report) trust(file *cos.File, o Options) {
	store := &cms.Store{Roots: o.Trust, Evidence: slices.Clone(o.Evidence)}
	loose := gather(store, file, r.Signatures[len(r.Signatures)-1].in.end)
	for _, s := range r.Signatures {
		if s.in.data != nil {
			take(store, s.in.data)
		}
	}
	known, by := o.At, "" // until when the signature at hand is proven to have been there
	var chains []bool
	for i := len(r.Signatures) - 1; i >= 0; i-- {
		s := r.Signatures[i]
		if s.in.data == nil {
			continue
		}
		if s.in.stamp != nil {
			if t, ok := r.stamped(store, s, s.in.stamp, known, o); ok && s.Intact {
				known, by = t, cms.Name(s.in.data.SignerCertificate())
				s.Time, s.TimeBy = &s.in.stamp.Time, by
			}
			continue
		}
		chains = append(chains, r.signed(store, s, known, by, o))
	}
	r.levels(chains)
	bad := 0
	for _, vouched := range loose {
		if !vouched() {
			bad++
		}
	}
	if bad > 0 {
		r.because(Unknown, "dss", "", "%d of the certificates and lists that were added behind the last signature are damaged, or by somebody of whom nothing is known", bad)
	}
}

// gather takes the certificates and revocation data out of a security store. It
// gives checks of those that stand behind the end of all signatures, where a
// change would be seen by nothing else.
func gather(store *cms.Store, file *cos.File, end int) (loose []func() bool) {
	dss := file.Dict(file.Dict(file.Root).Get("DSS"))
	each := func(key cos.Name, take func(der []byte) func() bool) {
		for _, o := range file.Array(dss.Get(key)) {
			ref, _ := o.(cos.Ref)
			s, ok := file.Resolve(o).(*cos.Stream)
			if !ok {
				continue
			}
			vouched := func() bool { return false }
			if der, err := s.Decode(); err == nil {
				vouched = take(der)
			}
			if p, ok := file.Place(int(ref)); !ok || p.At >= end {
				loose = append(loose, vouched)
			}
		}
	}
	never := func() bool { return false }
	each("Certs", func(der []byte) func() bool {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return never
		}
		store.Others = append(store.Others, c)
		return func() bool { return store.VouchedCertificate(c) }
	})
	each("CRLs", func(der []byte) func() bool {
		e, err := cms.ParseCRL(der, inFile)
		if err != nil {
			return never
		}
		store.Evidence = append(store.Evidence, e)
		return func() bool { return store.Vouched(e) }
	})
	each("OCSPs", func(der []byte) func() bool {
		es, err := cms.ParseOCSP(der, inFile)
		if err != nil || len(es) == 0 {
			return never
		}
		store.Evidence = append(store.Evidence, es...)
		return func() bool {
			for _, c := range es[0].Certificates() {
				if !store.VouchedCertificate(c) {
					return false
				}
			}
			return !slices.ContainsFunc(es, func(e *cms.Evidence) bool { return !store.Vouched(e) })
		}
	})
	return loose
}

// inFile is the source of evidence that the file brings.
const inFile = "in the file"

// take adds what a signature, and the timestamps beside it, bring.
func take(store *cms.Store, d *cms.SignedData) {
	store.Others = append(store.Others, d.Certificates...)
	for _, der := range d.CRLs {
		if e, err := cms.ParseCRL(der, inFile); err == nil {
			store.Evidence = append(store.Evidence, e)
		}
	}
	for _, der := range d.OCSPs {
		if es, err := cms.ParseOCSP(der, inFile); err == nil {
			store.Evidence = append(store.Evidence, es...)
		}
	}
	for _, der := range d.Timestamps {
		if t, _, err := cms.ParseTimestamp(der); err == nil {
			take(store, t.Token)
		}
	}
}

// signed judges a signature: its own timestamps, then the certificate at the
// time that is proven. It says whether all that it rests on is in the file.
func (r *Report) signed(store *cms.Store, s *Signature, known time.Time, by string, o Options) bool {
	at := known
	if known.Before(o.At) {
		s.Time, s.TimeBy = &known, by
	}
	for _, der := range s.in.data.Timestamps {
		t, _, err := cms.ParseTimestamp(der)
		if err != nil {
			r.fault(s, "timestamp-", err, "the timestamp beside the signature does not hold: ")
			s.Intact = false
			continue
		}
		if _, ok := r.stampedBeside(store, s, t, known, o); !ok {
			continue
		}
		if s.Time == nil || !t.Time.After(*s.Time) {
			s.Time = &t.Time
			s.TimeBy = cms.Name(t.Token.SignerCertificate())
		}
	}
	if s.Time != nil {
		at = *s.Time
	}
	cert := s.in.data.SignerCertificate()
	if cert == nil {
		return false // check has said so
	}
	s.Signer = named(cert)
	path, err := store.Path(cert, cms.ForSigning, cms.Moments{Valid: at, Used: at, Now: o.At})
	r.untrusted(path, err)
	inFile := r.path(s, path, err)
	if err != nil {
		hint := ""
		var f *cms.Fault
		if errors.As(err, &f) && s.Time == nil && (f.Kind == cms.Expired || f.Kind == cms.Unproven || f.Kind == cms.Revoked) {
			hint = "; no timestamp proves that the signature was made before"
		}
		r.faultAfter(s, "", err, "", hint)
		return false
	}
	s.Trusted = true
	return inFile
}

// imprint gives the digest that a timestamp beside a signature was made for.
func imprint(s *Signature) func(crypto.Hash) []byte {
	return func(h crypto.Hash) []byte {
		w := h.New()
		w.Write(s.in.data.Signature)
		return w.Sum(nil)
	}
}

// stampedBeside judges a timestamp over a signature value.
func (r *Report) stampedBeside(store *cms.Store, s *Signature, t *cms.Timestamp, known time.Time, o Options) (time.Time, bool) {
	cert, err := t.Verify(imprint(s))
	if err != nil {
		r.fault(s, "timestamp-", err, "the timestamp beside the signature does not hold: ")
		return time.Time{}, false
	}
	return r.stampedBy(store, s, t, cert, known, o, false)
}

// stamped judges a document timestamp, of which check has seen what it covers.
func (r *Report) stamped(store *cms.Store, s *Signature, t *cms.Timestamp, known time.Time, o Options) (time.Time, bool) {
	cert := t.Token.SignerCertificate()
	if cert == nil {
		return time.Time{}, false // check has said so
	}
	s.Signer = named(cert)
	return r.stampedBy(store, s, t, cert, known, o, true)
}

// stampedBy judges who made a timestamp. Its certificate must be valid until the
// time at which something later proves the timestamp, and not revoked when it
// was made (RFC 3161, 4).
func (r *Report) stampedBy(store *cms.Store, s *Signature, t *cms.Timestamp, cert *x509.Certificate, known time.Time, o Options, own bool) (time.Time, bool) {
	if t.Time.After(known) {
		r.because(Unknown, "timestamp-future", s.Field, "the timestamp of %s says %s, which is later than it can have been made", cms.Name(cert), moment(t.Time))
		return time.Time{}, false
	}
	path, err := store.Path(cert, cms.ForTimestamps, cms.Moments{Valid: known, Used: t.Time, Now: o.At})
	r.untrusted(path, err)
	if own {
		r.path(s, path, err)
	} else {
		r.used(path)
	}
	if err != nil {
		after := ""
		var f *cms.Fault
		if errors.As(err, &f) && f.Kind == cms.Expired {
			after = ", and no later timestamp renews this one"
		}
		r.faultAfter(s, "timestamp-", err, fmt.Sprintf("the timestamp by %s is not confirmed: ", cms.Name(cert)), after)
		return time.Time{}, false
	}
	if own {
		s.Trusted = true
	}
	return t.Time, true
}

// untrusted notes where a path ends that leads to no root that is trusted, so
// that its fingerprint can be compared with what the office publishes.
func (r *Report) untrusted(path *cms.Path, err error) {
	var f *cms.Fault
	if !errors.As(err, &f) || f.Kind != cms.Untrusted {
		return
	}
	end := named(path.Root())
	for _, c := range r.Consulted.Untrusted {
		if c.Fingerprint == end.Fingerprint {
			return
		}
	}
	r.Consulted.Untrusted = append(r.Consulted.Untrusted, *end)
}

// path shows a path in the report and what was consulted for it. It says whether
// the file brought all evidence.
func (r *Report) path(s *Signature, p *cms.Path, err error) bool {
	for i, c := range p.Certificates[1:] {
		if i+2 == len(p.Certificates) {
			s.Root = named(c)
		} else {
			s.Issuers = append(s.Issuers, cms.Name(c))
		}
	}
	if len(p.Certificates) == 1 {
		s.Root = named(p.Root())
	}
	whole := r.used(p)
	for _, c := range p.Checked {
		if c.Evidence == nil {
			s.NotPublished = append(s.NotPublished, cms.Name(c.Certificate))
		}
		if !c.Revoked.IsZero() {
			t := c.Revoked
			s.RevokedLater = &t
		}
	}
	return whole && err == nil
}

// used notes what evidence a path rests on, and says whether it is all in the file.
func (r *Report) used(p *cms.Path) bool {
	whole := true
	for _, c := range p.Checked {
		e := c.Evidence
		if e == nil {
			continue
		}
		whole = whole && e.Source == inFile
		one := Evidence{Kind: e.Kind, About: cms.Name(c.Certificate), Source: e.Source, Made: e.Made}
		if !e.Next.IsZero() {
			next := e.Next
			one.Next = &next
		}
		known := false
		for _, k := range r.Consulted.Evidence {
			known = known || k.Kind == one.Kind && k.About == one.About && k.Source == one.Source && k.Made.Equal(one.Made)
		}
		if !known {
			r.Consulted.Evidence = append(r.Consulted.Evidence, one)
		}
	}
	return whole
}

// fault takes a fault of a signature over as a reason.
func (r *Report) fault(s *Signature, prefix string, err error, before string) {
	r.faultAfter(s, prefix, err, before, "")
}

func (r *Report) faultAfter(s *Signature, prefix string, err error, before, after string) {
	var f *cms.Fault
	if !errors.As(err, &f) {
		f = &cms.Fault{Kind: cms.Damaged, Text: err.Error()}
	}
	r.because(verdictOf(f.Kind), prefix+codeOf(f.Kind), s.Field, "%s%s%s", before, f.Text, after)
}

// named is a certificate for people.
func named(c *x509.Certificate) *Certificate {
	sum := sha256.Sum256(c.Raw)
	out := &Certificate{Name: c.Subject.CommonName, Fingerprint: hex.EncodeToString(sum[:]), From: c.NotBefore.UTC(), Until: c.NotAfter.UTC()}
	if len(c.Subject.Organization) > 0 {
		out.Organization = cms.Clean(c.Subject.Organization[0])
	}
	if out.Name = cms.Clean(out.Name); out.Name == "" {
		out.Name = cms.Name(c)
	}
	return out
}

// levels says how far each signature goes (EN 319 142-1, 6): B-T where its time
// is proven, B-LT where the file also brings what is needed to check it, B-LTA
// where a document timestamp closes that.
func (r *Report) levels(whole []bool) {
	n := 0
	for i := len(r.Signatures) - 1; i >= 0; i-- {
		s := r.Signatures[i]
		if s.in.stamp != nil || s.in.data == nil || s.in.dict.Get("SubFilter") != cos.Name("ETSI.CAdES.detached") {
			if s.in.data != nil && s.in.stamp == nil {
				n++
			}
			continue
		}
		s.Level = "PAdES B-B"
		if s.Time != nil {
			s.Level = "PAdES B-T"
			if n < len(whole) && whole[n] {
				s.Level = "PAdES B-LT"
				for _, later := range r.Signatures[i+1:] {
					if later.in.stamp != nil && later.Trusted && later.Intact {
						s.Level = "PAdES B-LTA"
					}
				}
			}
		}
		n++
	}
}
