// Package cms makes and reads the signatures that go into files: SignedData
// (RFC 5652) with the attributes that ETSI EN 319 122-1 asks for, and timestamp
// tokens (RFC 3161).
//
// It takes and gives bytes, keys and certificates. It refuses to know of PDF, of
// files, of clocks and of the network. Start with Sign.
package cms
