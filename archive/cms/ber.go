package cms

// maxDepth bounds how deep elements of indefinite length lie in each other: a
// SignedData has four of them at most.
const maxDepth = 8

// definite gives the first element of ber with definite lengths, as DER has them,
// and what follows it. ISO 32000-1 (12.8.3.3.1) asks for DER, and signers that rest
// on NSS (Poppler, Okular, LibreOffice) give structures of indefinite length all
// the same. An element that has a length comes back as it is, and one that is cut
// off too: whoever reads it finds that out.
func definite(ber []byte) (der, rest []byte) {
	if len(ber) < 2 || ber[1] != 0x80 {
		return ber, nil
	}
	der, rest, ok := element(ber, 0)
	if !ok {
		return ber, nil
	}
	return der, rest
}

// element reads one element, and gives it with a definite length.
func element(ber []byte, depth int) (der, rest []byte, ok bool) {
	if len(ber) < 2 || ber[0]&0x1F == 0x1F || depth > maxDepth {
		return nil, nil, false
	}
	tag, length, head := ber[0], int(ber[1]), 2
	if length == 0x80 {
		if tag&0x20 == 0 {
			return nil, nil, false // only what holds elements may leave its end open (X.690, 8.1.3.2)
		}
		var inside []byte
		for rest = ber[2:]; ; {
			if len(rest) >= 2 && rest[0] == 0 && rest[1] == 0 {
				return append(header(tag, len(inside)), inside...), rest[2:], true
			}
			one, after, ok := element(rest, depth+1)
			if !ok {
				return nil, nil, false
			}
			inside, rest = append(inside, one...), after
		}
	}
	if length > 0x80 {
		n := length & 0x7F
		if n > 4 || len(ber) < 2+n {
			return nil, nil, false
		}
		length, head = 0, 2+n
		for _, b := range ber[2:head] {
			length = length<<8 | int(b)
		}
	}
	if length < 0 || len(ber)-head < length {
		return nil, nil, false
	}
	return ber[:head+length], ber[head+length:], true
}

// header writes a tag and a length (X.690, 10.1).
func header(tag byte, length int) []byte {
	if length < 0x80 {
		return []byte{tag, byte(length)}
	}
	var digits []byte
	for n := length; n > 0; n >>= 8 {
		digits = append([]byte{byte(n)}, digits...)
	}
	return append([]byte{tag, 0x80 | byte(len(digits))}, digits...)
}
