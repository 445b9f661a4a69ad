package sign

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"

	"chancery/archive/cms"
	"chancery/layout/pdf/cos"
)

// Renew makes a signed PDF last longer, without any key: it stores what proves
// the last document timestamp, or where there is none every signature, and stamps
// all of it anew (ETSI EN 319 142-1, 5.4.3). It has to be done while what it
// proves still can be proved: before the last timestamp's certificate expires.
// Of the options TSA, Ask, Time, Roots, Others and Random count. The error says
// what could not be proved; the file is then as it was.
func Renew(ctx context.Context, data []byte, o Options) (*Signed, error) {
	if o.TSA == "" {
		return nil, errors.New("to renew a file needs a timestamp authority")
	}
	o.Level = LTA
	d, err := Open(data)
	if err != nil {
		return nil, err
	}
	s := &signing{Options: o, ctx: ctx, known: map[string]bool{}}
	if s.Others, err = d.stored(o.Others); err != nil {
		return nil, err
	}
	// A stamp over the whole vouches for all before it; only it has to be proved.
	var last *Field
	signed := 0
	for i, f := range d.Fields {
		if f.Signature == nil {
			continue
		}
		signed++
		if f.Signature.Document && (last == nil || f.Signature.covers > last.Signature.covers) {
			last = &d.Fields[i]
		}
	}
	if signed == 0 {
		return nil, errors.New("nobody has signed it: there is nothing to renew")
	}
	for _, f := range d.Fields {
		// Who signed after the last stamp is not covered by it.
		if v := f.Signature; v != nil && (last == nil || v.covers >= last.Signature.covers) {
			if err := s.proveSignature(v); err != nil {
				return nil, fmt.Errorf("the signature in %s: %w", f.Name, err)
			}
		}
	}
	out := &Signed{}
	if out.Bytes, err = s.store(data); err != nil {
		return nil, err
	}
	if out.Bytes, err = s.archive(out.Bytes, out); err != nil {
		return nil, err
	}
	return out, nil
}

// proveSignature gathers what proves a signature, and its timestamps.
func (s *signing) proveSignature(v *Signature) error {
	if v.data == nil || v.data.SignerCertificate() == nil {
		return errors.New("it cannot be read")
	}
	purpose := cms.ForSigning
	if v.Document {
		purpose = cms.ForTimestamps
	}
	if err := s.gather(v.data.SignerCertificate(), v.data.Certificates, purpose); err != nil {
		return err
	}
	for _, t := range v.tokens {
		if t.SignerCertificate() == nil {
			return errors.New("its timestamp brings no certificate")
		}
		if err := s.gather(t.SignerCertificate(), t.Certificates, cms.ForTimestamps); err != nil {
			return err
		}
	}
	return nil
}

// stored adds the certificates of the file's security store to a list.
func (d *Document) stored(list []*x509.Certificate) ([]*x509.Certificate, error) {
	list = append([]*x509.Certificate{}, list...)
	for _, o := range d.file.Array(d.file.Dict(d.catalog.Get("DSS")).Get("Certs")) {
		stream, ok := d.file.Resolve(o).(*cos.Stream)
		if !ok {
			continue
		}
		der, err := stream.Decode()
		if err != nil {
			return nil, fmt.Errorf("its security store: %w", err)
		}
		if c, err := x509.ParseCertificate(der); err == nil {
			list = append(list, c)
		}
	}
	return list, nil
}
