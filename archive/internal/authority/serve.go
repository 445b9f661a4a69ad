package authority

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"encoding/asn1"
	"io"
	"math/big"
	"net/http"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/ocsp"

	"chancery/archive/cms"
)

// Fault is a way in which the servers misbehave.
type Fault string

// The faults.
const (
	None           Fault = ""
	TSARefuses     Fault = "the TSA refuses with a reason"
	TSAWrongDigest Fault = "the TSA stamps another digest"
	TSAWrongNonce  Fault = "the TSA gives another nonce"
	TSANonsense    Fault = "the TSA answers with a web page"
	OCSPUnknown    Fault = "the OCSP responder knows no certificate"
	OCSPRefuses    Fault = "the OCSP responder says try later"
	Down           Fault = "all answer with status 503"
)

// handler answers for everybody.
func (a *Authority) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /tsa", a.serveTSA)
	mux.HandleFunc("POST /ocsp", a.serveOCSP)
	mux.HandleFunc("GET /root.crl", a.serveCRL(func() Identity { return a.Root }))
	mux.HandleFunc("GET /staff.crl", a.serveCRL(func() Identity { return a.Staff }))
	mux.HandleFunc("GET /time.crl", a.serveCRL(func() Identity { return a.TimeCA }))
	mux.HandleFunc("GET /lists/{name}", func(w http.ResponseWriter, r *http.Request) {
		a.serveCRL(func() Identity { return a.Lists[r.PathValue("name")] })(w, r)
	})
	mux.HandleFunc("GET /root.cer", a.serveCertificate(func() Identity { return a.Root }))
	mux.HandleFunc("GET /staff.cer", a.serveCertificate(func() Identity { return a.Staff }))
	mux.HandleFunc("GET /time.cer", a.serveCertificate(func() Identity { return a.TimeCA }))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		a.asked[r.URL.Path]++
		a.mu.Unlock()
		if a.Fault == Down {
			http.Error(w, "closed", http.StatusServiceUnavailable)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// serveCertificate answers with an authority's certificate.
func (a *Authority) serveCertificate(who func() Identity) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/pkix-cert")
		w.Write(who().Certificate.Raw)
	}
}

// serveCRL answers with the list of what an authority has revoked.
func (a *Authority) serveCRL(who func() Identity) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		der, err := a.CRL(who())
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/pkix-crl")
		w.Write(der)
	}
}

// CRL makes the list of what an authority has revoked, as of the clock, good for
// a week. Serial numbers are unique in the whole authority, so each list may name
// all of them.
func (a *Authority) CRL(issuer Identity) ([]byte, error) {
	now := a.Clock()
	list := &x509.RevocationList{Number: big.NewInt(now.Unix()), ThisUpdate: now.Add(-time.Minute), NextUpdate: now.AddDate(0, 0, 7)}
	a.mu.Lock()
	for serial, at := range a.revoked {
		n, _ := new(big.Int).SetString(serial, 10)
		if !at.After(now) {
			list.RevokedCertificateEntries = append(list.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: n, RevocationTime: at})
		}
	}
	a.mu.Unlock()
	return x509.CreateRevocationList(rand.Reader, list, issuer.Certificate, issuer.Key)
}

// serveOCSP answers for the certificates of the staff's authority.
func (a *Authority) serveOCSP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/ocsp-response")
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	if err != nil {
		return
	}
	request, err := ocsp.ParseRequest(body)
	if err != nil {
		w.Write(ocsp.MalformedRequestErrorResponse)
		return
	}
	if a.Fault == OCSPRefuses {
		w.Write(ocsp.TryLaterErrorResponse)
		return
	}
	der, err := a.Answer(request.SerialNumber)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Write(der)
}

// Answer makes the OCSP responder's answer about a certificate of the staff's
// authority, as of the clock, good for a day.
func (a *Authority) Answer(serial *big.Int) ([]byte, error) {
	now := a.Clock()
	template := ocsp.Response{
		Status: ocsp.Good, SerialNumber: serial, ThisUpdate: now.Add(-time.Minute), NextUpdate: now.AddDate(0, 0, 1),
		Certificate: a.OCSP.Certificate, IssuerHash: crypto.SHA1,
	}
	if at, is := a.revokedAt(serial); is && !at.After(now) {
		template.Status, template.RevokedAt, template.RevocationReason = ocsp.Revoked, at, ocsp.KeyCompromise
	}
	if a.Fault == OCSPUnknown {
		template.Status = ocsp.Unknown
	}
	return ocsp.CreateResponse(a.Staff.Certificate, a.OCSP.Certificate, template, a.OCSP.Key)
}

// imprint is a MessageImprint (RFC 3161, 2.4.1).
type imprint struct {
	Algorithm struct {
		OID        asn1.ObjectIdentifier
		Parameters asn1.RawValue `asn1:"optional"`
	}
	Digest []byte
}

// request is a TimeStampReq.
type request struct {
	Version  int
	Imprint  imprint
	Policy   asn1.ObjectIdentifier `asn1:"optional"`
	Nonce    *big.Int              `asn1:"optional"`
	CertReq  bool                  `asn1:"optional,default:false"`
	Extended asn1.RawValue         `asn1:"optional,tag:0"`
}

// serveTSA answers timestamp requests.
func (a *Authority) serveTSA(w http.ResponseWriter, r *http.Request) {
	if a.Fault == TSANonsense {
		io.WriteString(w, "<html>please sign in</html>")
		return
	}
	w.Header().Set("Content-Type", "application/timestamp-reply")
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	if err != nil {
		return
	}
	var q request
	if rest, err := asn1.Unmarshal(body, &q); err != nil || len(rest) > 0 || r.Header.Get("Content-Type") != "application/timestamp-query" {
		w.Write(refusal("bad request"))
		return
	}
	if a.Fault == TSARefuses {
		w.Write(refusal("not today"))
		return
	}
	if a.Fault == TSAWrongDigest {
		q.Imprint.Digest[0] ^= 1
	}
	if a.Fault == TSAWrongNonce && q.Nonce != nil {
		q.Nonce.Add(q.Nonce, big.NewInt(1))
	}
	token, err := a.token(q)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	var b cryptobyte.Builder
	b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { // TimeStampResp
		b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1Int64(0) })
		b.AddBytes(token)
	})
	w.Write(b.BytesOrPanic())
}

// refusal is a TimeStampResp that rejects.
func refusal(why string) []byte {
	var b cryptobyte.Builder
	b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1Int64(2)
			b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1(tags.UTF8String, func(b *cryptobyte.Builder) { b.AddBytes([]byte(why)) })
			})
		})
	})
	return b.BytesOrPanic()
}

// token makes a TimeStampToken, as of the clock.
func (a *Authority) token(q request) ([]byte, error) {
	algorithm, err := asn1.Marshal(q.Imprint)
	if err != nil {
		return nil, err
	}
	now := a.Clock()
	a.mu.Lock()
	a.serial++
	serial := a.serial
	a.mu.Unlock()
	var b cryptobyte.Builder
	b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { // TSTInfo
		b.AddASN1Int64(1)
		b.AddASN1ObjectIdentifier(asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 13762, 3})
		b.AddBytes(algorithm)
		b.AddASN1Int64(serial)
		b.AddASN1GeneralizedTime(now.UTC())
		if q.Nonce != nil {
			b.AddASN1BigInt(q.Nonce)
		}
	})
	info, err := b.Bytes()
	if err != nil {
		return nil, err
	}
	signer := cms.Signer{Key: a.TSA.Key, Certificate: a.TSA.Certificate}
	if q.CertReq {
		signer.Chain = a.TSA.Chain[:len(a.TSA.Chain)-1]
	}
	return cms.Sign(cms.Content{Type: cms.OIDTSTInfo, Bytes: info}, signer, nil)
}

// Timestamp makes a token for a digest without the server.
func (a *Authority) Timestamp(hash crypto.Hash, digest []byte) ([]byte, error) {
	der, err := cms.TimestampRequest(hash, digest, nil)
	if err != nil {
		return nil, err
	}
	var q request
	if _, err := asn1.Unmarshal(der, &q); err != nil {
		return nil, err
	}
	return a.token(q)
}
