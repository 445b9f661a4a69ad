// Command token puts into a token of PKCS#11 what softhsm2-util cannot: a
// certificate, or a key that wants its PIN for each signature, as cards for
// qualified signatures do. It is what a test needs and no more.
//
//	token LIBRARY LABEL PIN certificate ID CERTIFICATE.pem
//	token LIBRARY LABEL PIN key ID KEY.pem
package main

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"log"
	"os"
	"strings"

	"github.com/miekg/pkcs11"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 7 {
		log.Fatal("usage: token LIBRARY LABEL PIN certificate|key ID FILE")
	}
	library, label, pin, kind := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	id, err := hex.DecodeString(os.Args[5])
	check(err)
	data, err := os.ReadFile(os.Args[6])
	check(err)
	block, _ := pem.Decode(data)

	ctx := pkcs11.New(library)
	check(ctx.Initialize())
	defer ctx.Finalize()
	slots, err := ctx.GetSlotList(true)
	check(err)
	for _, slot := range slots {
		info, err := ctx.GetTokenInfo(slot)
		check(err)
		if strings.TrimRight(info.Label, " \x00") != label {
			continue
		}
		session, err := ctx.OpenSession(slot, pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION)
		check(err)
		check(ctx.Login(session, pkcs11.CKU_USER, pin))
		_, err = ctx.CreateObject(session, object(kind, id, block.Bytes))
		check(err)
		return
	}
	log.Fatalf("no token is called %s", label)
}

// object is what is put there.
func object(kind string, id, der []byte) []*pkcs11.Attribute {
	list := []*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true),
		pkcs11.NewAttribute(pkcs11.CKA_ID, id),
	}
	if kind == "certificate" {
		c, err := x509.ParseCertificate(der)
		check(err)
		return append(list,
			pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_CERTIFICATE),
			pkcs11.NewAttribute(pkcs11.CKA_CERTIFICATE_TYPE, pkcs11.CKC_X_509),
			pkcs11.NewAttribute(pkcs11.CKA_SUBJECT, c.RawSubject),
			pkcs11.NewAttribute(pkcs11.CKA_VALUE, der))
	}
	key, err := x509.ParsePKCS8PrivateKey(der)
	check(err)
	secret, err := key.(*ecdsa.PrivateKey).Bytes()
	check(err)
	return append(list,
		pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_PRIVATE_KEY),
		pkcs11.NewAttribute(pkcs11.CKA_KEY_TYPE, pkcs11.CKK_EC),
		pkcs11.NewAttribute(pkcs11.CKA_LABEL, "careful"),
		pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, true),
		pkcs11.NewAttribute(pkcs11.CKA_SENSITIVE, true),
		pkcs11.NewAttribute(pkcs11.CKA_SIGN, true),
		pkcs11.NewAttribute(pkcs11.CKA_ALWAYS_AUTHENTICATE, true),
		// P-256, by name
		pkcs11.NewAttribute(pkcs11.CKA_EC_PARAMS, []byte{6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7}),
		pkcs11.NewAttribute(pkcs11.CKA_VALUE, secret))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
