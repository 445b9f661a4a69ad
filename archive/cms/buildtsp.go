package cms

import (
	"bytes"
	"crypto"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// TimestampToken takes the token out of a TimeStampResp (RFC 3161, 2.4.2) and
// sees that it answers the request: that it was granted, that the authority
// signed it, for this digest, and with the nonce that was sent (nil: none was).
// Whether the authority is to be trusted is another matter: Store.Path.
func TimestampToken(response []byte, hash crypto.Hash, digest, nonce []byte) ([]byte, *Timestamp, error) {
	in := cryptobyte.String(response)
	var all, status, words, token cryptobyte.String
	var state int64
	if !in.ReadASN1(&all, tags.SEQUENCE) || !all.ReadASN1(&status, tags.SEQUENCE) || !status.ReadASN1Integer(&state) {
		return nil, nil, errors.New("the answer is not one of a timestamp authority")
	}
	if state != 0 && state != 1 { // granted, granted with modifications
		var why []string
		if status.ReadASN1(&words, tags.SEQUENCE) {
			for !words.Empty() {
				var one cryptobyte.String
				if !words.ReadASN1(&one, tags.UTF8String) {
					break
				}
				why = append(why, Clean(string(one)))
			}
		}
		return nil, nil, fmt.Errorf("it gives no timestamp (status %d): %s", state, strings.Join(append(why, "no reason given")[:max(1, len(why))], "; "))
	}
	if !all.ReadASN1Element(&token, tags.SEQUENCE) {
		return nil, nil, errors.New("the answer has no timestamp in it")
	}
	t, rest, err := ParseTimestamp(token)
	if err != nil {
		return nil, nil, err
	}
	if len(rest) > 0 {
		return nil, nil, errors.New("something follows the timestamp")
	}
	if _, err := t.Verify(func(h crypto.Hash) []byte {
		if h != hash {
			return nil
		}
		return digest
	}); err != nil {
		return nil, nil, err
	}
	if got := nonceOf(t.Token.Content); nonce != nil && (got == nil || got.Cmp(new(big.Int).SetBytes(nonce)) != 0) {
		return nil, nil, errors.New("the timestamp was made for another request")
	}
	return bytes.Clone(token), t, nil
}

// nonceOf is the nonce of a TSTInfo that has been read before; nil without one.
func nonceOf(info []byte) *big.Int {
	in := cryptobyte.String(info)
	var all cryptobyte.String
	if !in.ReadASN1(&all, tags.SEQUENCE) || !all.SkipASN1(tags.INTEGER) || !all.SkipASN1(tags.OBJECT_IDENTIFIER) ||
		!all.SkipASN1(tags.SEQUENCE) || !all.SkipASN1(tags.INTEGER) || !all.SkipASN1(tags.GeneralizedTime) ||
		!all.SkipOptionalASN1(tags.SEQUENCE) || !all.SkipOptionalASN1(tags.BOOLEAN) || !all.PeekASN1Tag(tags.INTEGER) {
		return nil
	}
	n := new(big.Int)
	if !all.ReadASN1Integer(n) {
		return nil
	}
	return n
}
