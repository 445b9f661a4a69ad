package sign

import (
	"crypto"
	"errors"
	"fmt"
	"time"

	"chancery/archive/cms"
)

// CheckSigner sees that a key and its certificate may sign a document at a time:
// that they belong together, that the certificate is valid then, and that it is
// one for signing. The error says which of it is not so.
func CheckSigner(s cms.Signer, at time.Time) error {
	if s.Key == nil || s.Certificate == nil {
		return errors.New("a key and its certificate are needed to sign")
	}
	if _, err := s.Hash(); err != nil {
		return err
	}
	public, ok := s.Key.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !public.Equal(s.Certificate.PublicKey) {
		return fmt.Errorf("the key is not that of the certificate of %s", cms.Name(s.Certificate))
	}
	if s.Certificate.IsCA && s.Certificate.BasicConstraintsValid {
		return fmt.Errorf("the certificate of %s is an authority's, which signs certificates and not documents", cms.Name(s.Certificate))
	}
	return cms.Usable(s.Certificate, cms.ForSigning, at)
}
