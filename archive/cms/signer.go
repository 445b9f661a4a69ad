package cms

import (
	"crypto/x509"
	"fmt"
	"time"
)

// Usable sees that a certificate may be used for a purpose, and at a time.
func Usable(c *x509.Certificate, purpose Purpose, at time.Time) error {
	if len(c.UnhandledCriticalExtensions) > 0 {
		return &Fault{Misused, fmt.Sprintf("the certificate of %s says something critical that is not known here (%v)", Name(c), c.UnhandledCriticalExtensions[0])}
	}
	if err := fit(c, purpose); err != nil {
		return err
	}
	if err := within(c, at); err != nil {
		return err
	}
	return Strong(c)
}
