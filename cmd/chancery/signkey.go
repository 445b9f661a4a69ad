package main

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"

	"chancery/archive/pkcs11"
	"chancery/archive/sign"

	"github.com/urfave/cli/v2"
)

// signKey reads the key, or finds it in its device, and finds its certificate.
// release lets it go.
func (p *program) signKey(c *cli.Context, o *sign.Options) (release func(), err error) {
	name := c.String("key")
	key, certificates, letGo, err := p.findKey(c, name)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			letGo()
		}
	}()
	if more := c.String("cert"); more != "" {
		list, err := readCertificates(more)
		if err != nil {
			return nil, err
		}
		certificates = append(list, certificates...)
	}
	if o.Signer, err = sign.FindSigner(key, certificates); err != nil {
		hint := ""
		if c.String("cert") == "" {
			hint = "\nhint: --cert FILE names the certificate's file"
		}
		return nil, &sourceError{fmt.Sprintf("%s: %v%s", name, err, hint)}
	}
	o.Others = append(o.Others, certificates...)
	if err := sign.CheckSigner(o.Signer, o.Time); err != nil {
		return nil, &sourceError{fmt.Sprintf("%s: %v", name, err)}
	}
	return letGo, nil
}

// findKey gets the key that a name means, a file's or an address of PKCS#11, with
// the certificates that are with it.
func (p *program) findKey(c *cli.Context, name string) (crypto.Signer, []*x509.Certificate, func(), error) {
	if pkcs11.IsURI(name) {
		return p.deviceKey(c, name)
	}
	data, err := readOperand(name)
	if err != nil {
		return nil, nil, nil, err
	}
	key, certificates, err := sign.ReadKey(data, func() ([]byte, error) { return p.secret(c, "password", name) })
	clear(data)
	if err != nil {
		return nil, nil, nil, keyError(name, err)
	}
	return key, certificates, func() {}, nil
}

// keyError says what is wrong with a key.
func keyError(name string, err error) error {
	var usage *usageError
	if errors.As(err, &usage) || errors.Is(err, context.Canceled) {
		return err
	}
	return &sourceError{fmt.Sprintf("%s: %v", name, err)}
}
