// Command chancery-pkcs11 signs with a key that a device keeps: a card, a token,
// a hardware security module. "chancery sign --key pkcs11:…" starts it and talks
// to it through its standard input and output.
//
// It is a program of its own because the makers' libraries are C: so chancery
// itself needs no C compiler to build, and a library that fails takes nothing
// else with it. It refuses to know of PDFs. archive/pkcs11 has what the two say
// to each other; here is what PKCS#11 is asked for it (token_cgo.go).
package main

import (
	"fmt"
	"os"

	"chancery/archive/pkcs11"
)

func main() {
	if len(os.Args) > 1 {
		fmt.Fprintln(os.Stderr, "chancery-pkcs11 is started by \"chancery sign --key pkcs11:…\"")
		os.Exit(2)
	}
	if err := pkcs11.Serve(os.Stdin, os.Stdout, open); err != nil {
		fmt.Fprintf(os.Stderr, "chancery-pkcs11: %v\n", err)
		os.Exit(1)
	}
}
