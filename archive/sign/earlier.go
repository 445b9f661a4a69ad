package sign

import (
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"time"

	"chancery/archive/cms"
	"chancery/layout/pdf/cos"
)

// earlier gathers what is needed to check the signatures and timestamps that the
// document bears already, where its security store lacks it: who closes a file
// for the record closes all of it (ETSI EN 319 142-1, 5.4). It gives those of
// which that could not be had; the error is that somebody would not wait, or that
// the store cannot be read. Those that renew says are proved anew, whatever is
// there, and by the roots that are trusted.
func (s *signing) earlier(d *Document, renew func(field string) bool) (unproven []Unproven, err error) {
	here, err := d.stored()
	if err != nil {
		return nil, err
	}
	s.Others = slices.Concat(s.Others, here.Others)
	for _, f := range d.Fields {
		v := f.Signature
		if v == nil {
			continue
		}
		if err := s.proveSignature(here, v, d.provenBy(v, s.Time), renew(f.Name)); err != nil {
			if s.ctx.Err() != nil {
				return nil, s.ctx.Err()
			}
			unproven = append(unproven, Unproven{f.Name, err})
		}
	}
	return unproven, nil
}

// provenBy is the time at which something proves that a signature is there: the
// next document timestamp after it, else that at which it is looked at.
func (d *Document) provenBy(v *Signature, now time.Time) time.Time {
	for _, f := range d.Fields {
		if w := f.Signature; w != nil && w.Document && w.covers > v.covers && !w.Stamped.IsZero() && w.Stamped.Before(now) {
			now = w.Stamped
		}
	}
	return now
}

// last says whether the signature in a field is the last document timestamp, or
// none covers it.
func (d *Document) last(field string) bool {
	var of *Signature
	for _, f := range d.Fields {
		if f.Name == field {
			of = f.Signature
		}
	}
	return of != nil && !slices.ContainsFunc(d.Fields, func(f Field) bool {
		return f.Signature != nil && f.Signature.Document && f.Signature.covers > of.covers
	})
}

// proveSignature gathers what proves a signature that something proves to have
// been there at a time, and its timestamps.
func (s *signing) proveSignature(here *cms.Store, v *Signature, at time.Time, anew bool) error {
	if v.data == nil || v.data.SignerCertificate() == nil {
		return errors.New("it cannot be read")
	}
	for _, t := range v.tokens {
		if t.token.SignerCertificate() == nil {
			return errors.New("its timestamp brings no certificate")
		}
		if err := s.proveOne(here, t.token, cms.ForTimestamps, cms.Moments{Valid: at, Used: t.at}, anew); err != nil {
			return err
		}
	}
	if v.Document {
		return s.proveOne(here, v.data, cms.ForTimestamps, cms.Moments{Valid: at, Used: v.Stamped}, anew)
	}
	if len(v.tokens) > 0 && v.Stamped.Before(at) {
		at = v.Stamped
	}
	return s.proveOne(here, v.data, cms.ForSigning, cms.Moments{Valid: at, Used: at}, anew)
}

// proveOne gathers what proves who made a SignedData, unless the file's store
// proves it. What others trust need not be trusted here: where the way to one of
// the roots is not to be had, any root will do.
func (s *signing) proveOne(here *cms.Store, data *cms.SignedData, purpose cms.Purpose, m cms.Moments, anew bool) error {
	cert := data.SignerCertificate()
	if anew {
		return s.gather(cert, data.Certificates, purpose, s.ours(), m)
	}
	m.Now = s.Time.Add(time.Hour)
	store := cms.Store{Roots: s.Roots, Others: slices.Concat(here.Others, data.Certificates), Evidence: here.Evidence}
	if chain, err := s.chain(cert, store.Others, trust{anybody: true}); err == nil {
		store.Roots = append(slices.Clip(store.Roots), chain[len(chain)-1])
	}
	if _, err := store.Path(cert, purpose, m); err == nil {
		return nil
	}
	err := s.gather(cert, data.Certificates, purpose, s.ours(), m)
	var f *cms.Fault
	if err != nil && (!errors.As(err, &f) || f.Kind == cms.Untrusted) {
		err = s.gather(cert, data.Certificates, purpose, trust{anybody: true}, m)
	}
	return err
}

// stored reads the file's security store.
func (d *Document) stored() (*cms.Store, error) {
	store := &cms.Store{}
	dss := d.file.Dict(d.catalog.Get("DSS"))
	for _, key := range []cos.Name{"Certs", "CRLs", "OCSPs"} {
		for _, o := range d.file.Array(dss.Get(key)) {
			stream, ok := d.file.Resolve(o).(*cos.Stream)
			if !ok {
				continue
			}
			der, err := stream.Decode()
			if err != nil {
				return nil, fmt.Errorf("its security store: %w", err)
			}
			// What cannot be read proves nothing; it stays where it is.
			switch key {
			case "Certs":
				if c, err := x509.ParseCertificate(der); err == nil {
					store.Others = append(store.Others, c)
				}
			case "CRLs":
				if e, err := cms.ParseCRL(der, "in the file"); err == nil {
					store.Evidence = append(store.Evidence, e)
				}
			case "OCSPs":
				if es, err := cms.ParseOCSP(der, "in the file"); err == nil {
					store.Evidence = append(store.Evidence, es...)
				}
			}
		}
	}
	return store, nil
}
