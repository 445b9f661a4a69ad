package sign

import (
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"golang.org/x/crypto/ocsp"

	"chancery/archive/cms"
)

// evidence is what the security store of a file gets (ETSI EN 319 142-1, 5.4):
// certificates, lists of revoked ones and answers about them, each once.
type evidence struct {
	certificates []*x509.Certificate
	crls, ocsps  [][]byte
	parsed       []*cms.Evidence
}

// token is a timestamp token that has been checked.
type token struct {
	der []byte
	at  time.Time
}

// stamp asks the timestamp authority for a token over a digest.
func (s *signing) stamp(hash crypto.Hash, digest []byte) (*token, error) {
	var nonce []byte
	if s.Random != nil {
		nonce = make([]byte, 8)
		if _, err := io.ReadFull(s.Random, nonce); err != nil {
			return nil, err
		}
		nonce[0] |= 1 // not shorter than it is, whatever is drawn
	}
	request, err := cms.TimestampRequest(hash, digest, nonce)
	if err != nil {
		return nil, err
	}
	answer, err := s.Ask(s.ctx, Request{URL: s.TSA, Kind: "application/timestamp-query", Body: request})
	if err != nil {
		return nil, fmt.Errorf("timestamp authority: %w", err)
	}
	der, t, err := cms.TimestampToken(answer, hash, digest, nonce)
	if err != nil {
		return nil, fmt.Errorf("timestamp authority %s: %w", s.TSA, err)
	}
	if s.Level >= LT {
		if err := s.gather(t.Token.SignerCertificate(), t.Token.Certificates, cms.ForTimestamps, s.ours(), s.now()); err != nil {
			return nil, fmt.Errorf("timestamp authority: %w", err)
		}
	}
	return &token{der, t.Time}, nil
}

// maxChain bounds the way to a root.
const maxChain = 10

// trust says where a way from a certificate may end: at one of the roots, or
// without any at whatever vouches for itself. anybody lets it also end where no
// issuer is to be had, for signatures of others who trust somebody else.
type trust struct {
	roots   []*x509.Certificate
	anybody bool
}

// ours is whom the signer trusts.
func (s *signing) ours() trust { return trust{roots: s.Roots} }

// now is the moment of signing, for what is used then.
func (s *signing) now() cms.Moments { return cms.Moments{Valid: s.Time, Used: s.Time} }

// gather collects, for a certificate and those above it, what proves later that
// none of them was revoked, and sees that it proves it. come are certificates
// that came with it. Of the moments Now is put in.
func (s *signing) gather(cert *x509.Certificate, come []*x509.Certificate, purpose cms.Purpose, to trust, m cms.Moments) error {
	pool := slices.Concat(come, s.Others, s.certificates, s.Roots)
	chain, err := s.chain(cert, pool, to)
	if err != nil {
		return err
	}
	root := chain[len(chain)-1]
	for i, c := range chain {
		s.keep(c)
		if i+1 < len(chain) {
			if err := s.prove(c, chain[i+1]); err != nil {
				return err
			}
		} else if to.anybody {
			// Who knows its issuer will want to know what that says of it.
			for _, url := range c.CRLDistributionPoints {
				if err := s.list(c, url); err == nil {
					break
				}
			}
		}
	}
	roots := to.roots
	if len(roots) == 0 {
		roots = []*x509.Certificate{root}
	}
	store := cms.Store{Roots: roots, Others: s.certificates, Evidence: s.parsed}
	// Answers are made while we ask, and clocks differ a little.
	m.Now = s.Time.Add(time.Hour)
	_, err = store.Path(cert, purpose, m)
	return err
}

// chain goes from a certificate to a root, by those that came with it, those that
// are trusted, and where the certificates say that their issuer's can be had.
func (s *signing) chain(cert *x509.Certificate, pool []*x509.Certificate, to trust) ([]*x509.Certificate, error) {
	chain := []*x509.Certificate{cert}
	for len(chain) < maxChain {
		c := chain[len(chain)-1]
		for _, r := range to.roots {
			if r.Equal(c) {
				return chain, nil
			}
		}
		if next := issuerOf(c, to.roots); next != nil {
			return append(chain, next), nil
		}
		if c.CheckSignatureFrom(c) == nil {
			if len(to.roots) > 0 {
				return nil, fmt.Errorf("the certificate of %s leads to %s, which is not among the trusted roots", cms.Name(cert), cms.Name(c))
			}
			return chain, nil
		}
		next := issuerOf(c, pool)
		if next == nil {
			fetched, err := s.fetchIssuer(c)
			if err != nil && to.anybody && len(chain) > 1 {
				return chain, nil
			}
			if err != nil {
				return nil, err
			}
			next = fetched
		}
		chain = append(chain, next)
	}
	return nil, fmt.Errorf("the certificate of %s leads to no root", cms.Name(cert))
}

// issuerOf finds the certificate whose key signed another; nil without one.
func issuerOf(c *x509.Certificate, pool []*x509.Certificate) *x509.Certificate {
	for _, i := range pool {
		if !i.Equal(c) && string(i.RawSubject) == string(c.RawIssuer) && c.CheckSignatureFrom(i) == nil {
			return i
		}
	}
	return nil
}

// fetchIssuer asks for an issuer's certificate where the certificate says that it is.
func (s *signing) fetchIssuer(c *x509.Certificate) (*x509.Certificate, error) {
	var last error
	for _, url := range c.IssuingCertificateURL {
		der, err := s.Ask(s.ctx, Request{URL: url})
		if err != nil {
			last = err
			continue
		}
		i, err := x509.ParseCertificate(der)
		if err == nil && c.CheckSignatureFrom(i) == nil {
			return i, nil
		}
		last = fmt.Errorf("%s is not the certificate of its issuer", url)
	}
	if last == nil {
		last = errors.New("it is neither with the certificate nor among the trusted roots")
	}
	return nil, fmt.Errorf("the certificate of the issuer of %s (%s) is missing: %w", cms.Name(c), c.Issuer, last)
}

// keep puts a certificate into the store.
func (s *signing) keep(c *x509.Certificate) {
	if !s.known[string(c.Raw)] {
		s.known[string(c.Raw)] = true
		s.certificates = append(s.certificates, c)
	}
}

// prove gets a proof that a certificate is not revoked: the responder's answer,
// else the list. A certificate that names neither needs none; one that names some
// of which none can be had is an error.
func (s *signing) prove(c, issuer *x509.Certificate) error {
	if s.known["proof "+string(c.Raw)] {
		return nil
	}
	s.known["proof "+string(c.Raw)] = true
	if len(c.OCSPServer) == 0 && len(c.CRLDistributionPoints) == 0 {
		return nil
	}
	var failed []error
	for _, url := range c.OCSPServer {
		if err := s.answer(c, issuer, url); err != nil {
			failed = append(failed, err)
			continue
		}
		return nil
	}
	for _, url := range c.CRLDistributionPoints {
		if err := s.list(c, url); err != nil {
			failed = append(failed, err)
			continue
		}
		return nil
	}
	return fmt.Errorf("nothing says whether the certificate of %s was revoked: %w", cms.Name(c), errors.Join(failed...))
}

// answer asks a responder about a certificate (RFC 6960).
func (s *signing) answer(c, issuer *x509.Certificate, url string) error {
	// The digest names the issuer, and nothing rests on it; some responders know SHA-1 alone.
	request, err := ocsp.CreateRequest(c, issuer, &ocsp.RequestOptions{Hash: crypto.SHA1})
	if err != nil {
		return err
	}
	der, err := s.Ask(s.ctx, Request{URL: url, Kind: "application/ocsp-request", Body: request})
	if err != nil {
		return err
	}
	response, err := ocsp.ParseResponseForCert(der, c, issuer)
	if err != nil {
		return fmt.Errorf("%s: %w", url, err)
	}
	if response.Status == ocsp.Unknown {
		return fmt.Errorf("%s does not know it", url)
	}
	parsed, err := cms.ParseOCSP(der, url)
	if err != nil {
		return fmt.Errorf("%s: %w", url, err)
	}
	s.ocsps = append(s.ocsps, der)
	s.parsed = append(s.parsed, parsed...)
	if r := response.Certificate; r != nil {
		s.keep(r)
		// Who answers may be revoked too, unless his certificate says that nobody need ask.
		for _, x := range r.Extensions {
			if x.Id.String() == "1.3.6.1.5.5.7.48.1.5" {
				return nil
			}
		}
		if !r.Equal(issuer) {
			for _, url := range r.CRLDistributionPoints {
				if err = s.list(r, url); err == nil {
					break
				}
			}
			return err
		}
	}
	return nil
}

// list gets a list of revoked certificates, which may be there already.
func (s *signing) list(c *x509.Certificate, url string) error {
	if s.known["list "+url] {
		return nil
	}
	der, err := s.Ask(s.ctx, Request{URL: url})
	if err != nil {
		return err
	}
	parsed, err := cms.ParseCRL(der, url)
	if err != nil {
		return fmt.Errorf("%s: %w", url, err)
	}
	s.known["list "+url] = true
	s.crls = append(s.crls, der)
	s.parsed = append(s.parsed, parsed)
	return nil
}
