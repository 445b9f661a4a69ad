//go:build !cgo

package main

import "chancery/archive/pkcs11"

// open says that this build cannot load the makers' libraries.
func open(pkcs11.URI) (pkcs11.Device, error) {
	return nil, &pkcs11.Error{Kind: pkcs11.NoModule, Text: "this chancery-pkcs11 was built without a C compiler and cannot load the device's library: build it with \"make pkcs11\""}
}
