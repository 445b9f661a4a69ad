package cms

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Purpose is what a certificate is used for.
type Purpose int

// The purposes.
const (
	ForSigning    Purpose = iota // of a document
	ForTimestamps                // of RFC 3161
)

// Store is what paths are built from. Roots are trusted because whoever asks
// says so; nothing of the rest is, and all of it may come from a file.
type Store struct {
	Roots    []*x509.Certificate
	Others   []*x509.Certificate
	Evidence []*Evidence

	// signedBy remembers which evidence was seen to be signed by whom.
	signedBy map[signing]bool
}

// signing is evidence and the certificate whose key may have signed it.
type signing struct {
	evidence *Evidence
	by       *x509.Certificate
}

// bySigner says whether evidence is signed by a certificate's key; check does it
// once for both.
func (s *Store) bySigner(e *Evidence, by *x509.Certificate, check func() bool) bool {
	key := signing{e, by}
	ok, known := s.signedBy[key]
	if !known {
		if s.signedBy == nil {
			s.signedBy = map[signing]bool{}
		}
		ok = check()
		s.signedBy[key] = ok
	}
	return ok
}

// Path is a chain of certificates from one that signed to a root, and how it is
// known that none of them had been revoked.
type Path struct {
	Certificates []*x509.Certificate // the signer's first, the root last
	Checked      []Checked           // one for each but the root
}

// Checked says how it is known that a certificate had not been revoked.
type Checked struct {
	Certificate *x509.Certificate
	Evidence    *Evidence // nil: its issuer says nowhere that it publishes any
	Revoked     time.Time // the later time at which it was revoked; zero if it was not
}

// Root is the end of the path.
func (p *Path) Root() *x509.Certificate { return p.Certificates[len(p.Certificates)-1] }

// Moments are the times that a path is judged by.
type Moments struct {
	Valid time.Time // every certificate must be valid then
	Used  time.Time // the key was used then: no certificate may have been revoked
	Now   time.Time // evidence that claims to be later counts for nothing
}

// Path finds a path from a certificate to one of the roots (RFC 5280, 6), with
// strong keys and digests, and evidence about revocation for each certificate
// whose issuer says that it publishes some. Where there is none the fault says
// why, and the path goes as far as it can be followed.
func (s *Store) Path(cert *x509.Certificate, purpose Purpose, m Moments) (*Path, error) {
	refuse := func(err error) (*Path, error) { return &Path{Certificates: s.follow(cert)}, err }
	if len(cert.UnhandledCriticalExtensions) > 0 {
		return refuse(&Fault{Misused, fmt.Sprintf("the certificate of %s says something critical that is not known here (%v)", Name(cert), cert.UnhandledCriticalExtensions[0])})
	}
	if err := fit(cert, purpose); err != nil {
		return refuse(err)
	}
	if err := within(cert, m.Valid); err != nil {
		return refuse(err)
	}
	if err := within(cert, m.Used); err != nil {
		return refuse(err)
	}
	options := x509.VerifyOptions{
		Roots: pool(s.Roots), Intermediates: pool(s.Others), CurrentTime: m.Valid,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	}
	if purpose == ForTimestamps {
		options.KeyUsages = []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}
	}
	chains, err := cert.Verify(options)
	if err != nil {
		partial := &Path{Certificates: s.follow(cert)}
		return partial, s.explain(partial, m.Valid, err)
	}
	var partial *Path
	var first error
	for _, chain := range chains {
		p := &Path{Certificates: chain}
		if err = s.check(p, purpose, m); err == nil {
			return p, nil
		}
		if first == nil {
			partial, first = p, err
		}
	}
	return partial, first
}

// check sees to the keys of a path and to revocation.
func (s *Store) check(p *Path, purpose Purpose, m Moments) error {
	for i, c := range p.Certificates {
		if err := Strong(c); err != nil {
			return err
		}
		if i+1 == len(p.Certificates) {
			break
		}
		checked, err := s.revocation(c, p.Certificates[i+1], purpose, m)
		if err != nil {
			return err
		}
		p.Checked = append(p.Checked, checked)
	}
	return nil
}

// pool makes Go's pool of certificates.
func pool(list []*x509.Certificate) *x509.CertPool {
	p := x509.NewCertPool()
	for _, c := range list {
		p.AddCert(c)
	}
	return p
}

// within sees that a certificate is valid at a time.
func within(c *x509.Certificate, at time.Time) error {
	switch {
	case at.After(c.NotAfter):
		return &Fault{Expired, fmt.Sprintf("the certificate of %s expired on %s, before %s", Name(c), day(c.NotAfter), day(at))}
	case at.Before(c.NotBefore):
		return &Fault{Expired, fmt.Sprintf("the certificate of %s is valid from %s only, and not on %s", Name(c), day(c.NotBefore), day(at))}
	}
	return nil
}

// day is a time as it is said in a sentence.
func day(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// Extended key usages that a signer of documents may have: RFC 9336, and those
// of Adobe and Microsoft that came before it.
var (
	oidDocumentSigning = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 36}
	oidAdobeAuthentic  = asn1.ObjectIdentifier{1, 2, 840, 113583, 1, 1, 5}
	oidMSDocument      = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 10, 3, 12}
	oidExtKeyUsage     = asn1.ObjectIdentifier{2, 5, 29, 37}
)

// fit sees that a certificate may be used for a purpose: for signing a key
// usage of digitalSignature or contentCommitment where there is one (RFC 5280,
// 4.2.1.3) and an extended one that documents may be signed with; for
// timestamps the extended usage timeStamping alone, and critical (RFC 3161, 2.3).
func fit(c *x509.Certificate, purpose Purpose) error {
	misused := func(what string) error {
		return &Fault{Misused, fmt.Sprintf("the certificate of %s is not one for %s", Name(c), what)}
	}
	if c.KeyUsage != 0 && c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		return misused("signatures")
	}
	if purpose == ForTimestamps {
		critical := slices.ContainsFunc(c.Extensions, func(e asnExtension) bool { return e.Id.Equal(oidExtKeyUsage) && e.Critical })
		if !critical || len(c.UnknownExtKeyUsage) > 0 || len(c.ExtKeyUsage) != 1 || c.ExtKeyUsage[0] != x509.ExtKeyUsageTimeStamping {
			return misused("timestamps")
		}
		return nil
	}
	if len(c.ExtKeyUsage) == 0 && len(c.UnknownExtKeyUsage) == 0 {
		return nil
	}
	if slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageAny) || slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageEmailProtection) {
		return nil
	}
	for _, oid := range c.UnknownExtKeyUsage {
		if oid.Equal(oidDocumentSigning) || oid.Equal(oidAdobeAuthentic) || oid.Equal(oidMSDocument) {
			return nil
		}
	}
	return misused("signing documents")
}

// maxPath bounds how far a path that leads nowhere is followed.
const maxPath = 10

// follow goes from a certificate to its issuers as far as their signatures hold,
// whatever else is wrong with them.
func (s *Store) follow(c *x509.Certificate) []*x509.Certificate {
	path := []*x509.Certificate{c}
	for len(path) < maxPath {
		c = path[len(path)-1]
		if bytes.Equal(c.RawSubject, c.RawIssuer) && c.CheckSignatureFrom(c) == nil {
			break
		}
		next := s.issuer(c)
		if next == nil || slices.ContainsFunc(path, next.Equal) {
			break
		}
		path = append(path, next)
	}
	return path
}

// issuer finds the certificate whose key signed another one.
func (s *Store) issuer(c *x509.Certificate) *x509.Certificate {
	for _, list := range [][]*x509.Certificate{s.Roots, s.Others} {
		for _, i := range list {
			if bytes.Equal(i.RawSubject, c.RawIssuer) && c.CheckSignatureFrom(i) == nil {
				return i
			}
		}
	}
	return nil
}

// explain says in plain words why no path was found.
func (s *Store) explain(partial *Path, at time.Time, err error) error {
	for _, c := range partial.Certificates {
		if e := within(c, at); e != nil {
			return e
		}
	}
	top := partial.Root()
	var invalid x509.CertificateInvalidError
	switch {
	case slices.ContainsFunc(s.Roots, top.Equal) && len(partial.Certificates) > 1, errors.As(err, &invalid):
		return &Fault{Misused, fmt.Sprintf("the path from %s to its root breaks a rule: %v", Name(partial.Certificates[0]), err)}
	case bytes.Equal(top.RawSubject, top.RawIssuer):
		return &Fault{Untrusted, fmt.Sprintf("%s is not among the roots that you trust", Name(top))}
	}
	for _, list := range [][]*x509.Certificate{s.Roots, s.Others} {
		for _, c := range list {
			if bytes.Equal(c.RawSubject, top.RawIssuer) {
				return &Fault{Untrusted, fmt.Sprintf("the certificate of %s says that it was made by %s, and it was not", Name(top), Name(c))}
			}
		}
	}
	return &Fault{Untrusted, fmt.Sprintf("the certificate of %s does not lead to a root that you trust: nothing here is the certificate of its issuer, %s", Name(top), Clean(top.Issuer.String()))}
}
