//go:build cgo

package main

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"strings"

	cryptoki "github.com/miekg/pkcs11"

	"chancery/archive/pkcs11"
)

// token is a device with a private key.
type token struct {
	uri     pkcs11.URI
	name    string
	flags   uint // of CK_TOKEN_INFO
	slot    uint
	ctx     *cryptoki.Ctx
	session cryptoki.SessionHandle

	key  cryptoki.ObjectHandle
	id   []byte // of the key, by which its certificate is found
	kind uint   // CKK_RSA or CKK_EC
	pin  string // of a key that wants it for every signature; "" of others
}

// fault is an error of a kind.
func fault(kind pkcs11.Kind, format string, args ...any) error {
	return &pkcs11.Error{Kind: kind, Text: fmt.Sprintf(format, args...)}
}

// is says whether an error is the device's of that number.
func is(err error, number uint) bool {
	var e cryptoki.Error
	return errors.As(err, &e) && uint(e) == number
}

// open loads the library and finds the device.
func open(u pkcs11.URI) (pkcs11.Device, error) {
	if _, err := os.Stat(u.Module); err != nil {
		return nil, fault(pkcs11.NoModule, "the device's library %s is not there", u.Module)
	}
	t := &token{uri: u, ctx: cryptoki.New(u.Module)}
	if t.ctx == nil {
		return nil, fault(pkcs11.NoModule, "%s is no library of PKCS#11 that this machine can load", u.Module)
	}
	if err := t.ctx.Initialize(); err != nil {
		t.ctx.Destroy()
		return nil, fault(pkcs11.Broken, "starting %s: %v", u.Module, err)
	}
	if err := t.choose(); err != nil {
		t.Close()
		return nil, err
	}
	return t, nil
}

// choose finds the device that is meant.
func (t *token) choose() error {
	slots, err := t.ctx.GetSlotList(true)
	if err != nil {
		return fault(pkcs11.Broken, "looking for devices: %v", err)
	}
	var there, fit []string
	for _, s := range slots {
		info, err := t.ctx.GetTokenInfo(s)
		if err != nil || info.Flags&cryptoki.CKF_TOKEN_INITIALIZED == 0 {
			continue
		}
		name, serial := trim(info.Label), trim(info.SerialNumber)
		called := fmt.Sprintf("%q (serial %s)", name, serial)
		there = append(there, called)
		wants := func(want, is string) bool { return want == "" || want == is }
		if wants(t.uri.Token, name) && wants(t.uri.Serial, serial) && wants(t.uri.Model, trim(info.Model)) &&
			wants(t.uri.Manufacturer, trim(info.ManufacturerID)) && (t.uri.Slot == nil || *t.uri.Slot == s) {
			fit = append(fit, called)
			t.name, t.slot, t.flags = name, s, info.Flags
		}
	}
	switch {
	case len(there) == 0:
		return fault(pkcs11.NoDevice, "no device is there: is the card in its reader?")
	case len(fit) == 0:
		return fault(pkcs11.NoDevice, "no device fits the key's address; there are %s", strings.Join(there, ", "))
	case len(fit) > 1:
		return fault(pkcs11.NoDevice, "several devices fit the key's address, %s: say token=… or serial=…", strings.Join(fit, ", "))
	}
	return nil
}

// trim takes the padding from a field of CK_TOKEN_INFO.
func trim(s string) string { return strings.TrimRight(s, " \x00") }

// Name is the device's label.
func (t *token) Name() string { return t.name }

// Asks says whether the device wants a PIN, and has no keys of its own to type it.
func (t *token) Asks() bool {
	return t.flags&cryptoki.CKF_LOGIN_REQUIRED != 0 && t.flags&cryptoki.CKF_PROTECTED_AUTHENTICATION_PATH == 0
}

// Close logs out and lets the library go.
func (t *token) Close() {
	if t.session != 0 {
		t.ctx.Logout(t.session)
		t.ctx.CloseSession(t.session)
	}
	t.ctx.Finalize()
	t.ctx.Destroy()
}

// Login opens a session and finds the key.
func (t *token) Login(pin string) error {
	var err error
	if t.session, err = t.ctx.OpenSession(t.slot, cryptoki.CKF_SERIAL_SESSION); err != nil {
		return fault(pkcs11.Broken, "opening the device: %v", err)
	}
	if t.flags&cryptoki.CKF_LOGIN_REQUIRED != 0 {
		if err := t.ctx.Login(t.session, cryptoki.CKU_USER, pin); err != nil && !is(err, cryptoki.CKR_USER_ALREADY_LOGGED_IN) {
			return t.refused(err)
		}
	}
	return t.find(pin)
}

// refused says why a login failed, and how many tries are left, as far as the
// device tells.
func (t *token) refused(err error) error {
	switch {
	case is(err, cryptoki.CKR_PIN_LOCKED):
		return fault(pkcs11.WrongPIN, "the device is locked after too many wrong PINs")
	case is(err, cryptoki.CKR_USER_PIN_NOT_INITIALIZED):
		return fault(pkcs11.WrongPIN, "the device has no PIN yet")
	case !is(err, cryptoki.CKR_PIN_INCORRECT) && !is(err, cryptoki.CKR_PIN_INVALID) && !is(err, cryptoki.CKR_PIN_LEN_RANGE):
		return fault(pkcs11.Broken, "logging in: %v", err)
	}
	left := ""
	if info, err := t.ctx.GetTokenInfo(t.slot); err == nil {
		switch {
		case info.Flags&cryptoki.CKF_USER_PIN_LOCKED != 0:
			left = ", and the device is locked now"
		case info.Flags&cryptoki.CKF_USER_PIN_FINAL_TRY != 0:
			left = "; one more wrong one locks the device"
		case info.Flags&cryptoki.CKF_USER_PIN_COUNT_LOW != 0:
			left = "; a few more wrong ones lock the device"
		}
	}
	return fault(pkcs11.WrongPIN, "the PIN is not right%s", left)
}

// objects finds the objects that have attributes, a hundred at most.
func (t *token) objects(attributes ...*cryptoki.Attribute) ([]cryptoki.ObjectHandle, error) {
	if err := t.ctx.FindObjectsInit(t.session, attributes); err != nil {
		return nil, err
	}
	list, _, err := t.ctx.FindObjects(t.session, 100)
	if e := t.ctx.FindObjectsFinal(t.session); err == nil {
		err = e
	}
	return list, err
}

// attribute gets one attribute; nil where the object has it not.
func (t *token) attribute(o cryptoki.ObjectHandle, kind uint) []byte {
	list, err := t.ctx.GetAttributeValue(t.session, o, []*cryptoki.Attribute{cryptoki.NewAttribute(kind, nil)})
	if err != nil || len(list) == 0 {
		return nil
	}
	return list[0].Value
}

// find finds the private key that is meant.
func (t *token) find(pin string) error {
	ask := []*cryptoki.Attribute{cryptoki.NewAttribute(cryptoki.CKA_CLASS, cryptoki.CKO_PRIVATE_KEY)}
	if t.uri.Object != "" {
		ask = append(ask, cryptoki.NewAttribute(cryptoki.CKA_LABEL, t.uri.Object))
	}
	if t.uri.ID != nil {
		ask = append(ask, cryptoki.NewAttribute(cryptoki.CKA_ID, t.uri.ID))
	}
	keys, err := t.objects(ask...)
	if err != nil {
		return fault(pkcs11.Broken, "looking for the key: %v", err)
	}
	var called []string
	for _, k := range keys {
		called = append(called, fmt.Sprintf("object=%s;id=%s", t.attribute(k, cryptoki.CKA_LABEL), percent(t.attribute(k, cryptoki.CKA_ID))))
	}
	switch {
	case len(keys) == 0:
		return fault(pkcs11.NoKey, "the device %q has no private key that fits the key's address", t.name)
	case len(keys) > 1:
		return fault(pkcs11.NoKey, "several keys fit the key's address, say which: %s", strings.Join(called, ", "))
	}
	t.key, t.id = keys[0], t.attribute(keys[0], cryptoki.CKA_ID)
	for _, kind := range []uint{cryptoki.CKK_RSA, cryptoki.CKK_EC} {
		if bytes.Equal(t.attribute(t.key, cryptoki.CKA_KEY_TYPE), cryptoki.NewAttribute(cryptoki.CKA_KEY_TYPE, kind).Value) {
			t.kind = kind
			if always := t.attribute(t.key, cryptoki.CKA_ALWAYS_AUTHENTICATE); len(always) == 1 && always[0] != 0 {
				t.pin = pin
			}
			return nil
		}
	}
	return fault(pkcs11.NoKey, "the key %s is neither RSA nor ECDSA", called[0])
}

// percent writes an identifier as it stands in an address.
func percent(id []byte) string {
	var b strings.Builder
	for _, c := range id {
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

// Certificates are all that the device holds, those of the key first.
func (t *token) Certificates() ([][]byte, error) {
	list, err := t.objects(cryptoki.NewAttribute(cryptoki.CKA_CLASS, cryptoki.CKO_CERTIFICATE))
	if err != nil {
		return nil, fault(pkcs11.Broken, "looking for certificates: %v", err)
	}
	var own, others [][]byte
	for _, o := range list {
		der := t.attribute(o, cryptoki.CKA_VALUE)
		switch {
		case len(der) == 0:
		case len(t.id) > 0 && bytes.Equal(t.attribute(o, cryptoki.CKA_ID), t.id):
			own = append(own, der)
		default:
			others = append(others, der)
		}
	}
	return append(own, others...), nil
}

// Public is the public key: of the device's own object of it, else of the
// certificate, else for RSA of the private key's.
func (t *token) Public() ([]byte, error) {
	if len(t.id) > 0 {
		list, err := t.objects(cryptoki.NewAttribute(cryptoki.CKA_CLASS, cryptoki.CKO_PUBLIC_KEY), cryptoki.NewAttribute(cryptoki.CKA_ID, t.id))
		if err == nil && len(list) > 0 {
			if der, err := t.public(list[0]); err == nil {
				return der, nil
			}
		}
		list, err = t.objects(cryptoki.NewAttribute(cryptoki.CKA_CLASS, cryptoki.CKO_CERTIFICATE), cryptoki.NewAttribute(cryptoki.CKA_ID, t.id))
		if err == nil && len(list) > 0 {
			if c, err := x509.ParseCertificate(t.attribute(list[0], cryptoki.CKA_VALUE)); err == nil {
				return c.RawSubjectPublicKeyInfo, nil
			}
		}
	}
	return t.public(t.key)
}

// public reads the public key off an object.
func (t *token) public(o cryptoki.ObjectHandle) ([]byte, error) {
	if t.kind == cryptoki.CKK_RSA {
		return rsaKey(t.attribute(o, cryptoki.CKA_MODULUS), t.attribute(o, cryptoki.CKA_PUBLIC_EXPONENT))
	}
	return ecKey(t.attribute(o, cryptoki.CKA_EC_PARAMS), t.attribute(o, cryptoki.CKA_EC_POINT))
}

// Sign signs a digest.
func (t *token) Sign(digest []byte, hash crypto.Hash) ([]byte, error) {
	mechanism, data := uint(cryptoki.CKM_ECDSA), digest
	if t.kind == cryptoki.CKK_RSA {
		mechanism, data = cryptoki.CKM_RSA_PKCS, digestInfo(digest, hash)
	}
	if err := t.ctx.SignInit(t.session, []*cryptoki.Mechanism{cryptoki.NewMechanism(mechanism, nil)}, t.key); err != nil {
		return nil, fault(pkcs11.Broken, "the device does not sign: %v", err)
	}
	if t.pin != "" {
		if err := t.ctx.Login(t.session, cryptoki.CKU_CONTEXT_SPECIFIC, t.pin); err != nil {
			return nil, t.refused(err)
		}
	}
	signature, err := t.ctx.Sign(t.session, data)
	if err != nil {
		return nil, fault(pkcs11.Broken, "the device does not sign: %v", err)
	}
	if t.kind == cryptoki.CKK_RSA {
		return signature, nil
	}
	return ecSignature(signature)
}
