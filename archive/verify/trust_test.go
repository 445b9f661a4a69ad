package verify_test

import (
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"testing"
	"time"

	"chancery/archive/cms"
	"chancery/archive/internal/authority"
	"chancery/archive/verify"
)

// evidence parses lists.
func evidence(t testing.TB, ders ...[]byte) (all []*cms.Evidence) {
	t.Helper()
	for _, der := range ders {
		e, err := cms.ParseCRL(der, "given")
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	return all
}

// list is a list by an issuer, of one entry at most.
func list(t testing.TB, by authority.Identity, made, next time.Time, revoked *x509.RevocationListEntry, with ...pkix.Extension) []byte {
	t.Helper()
	l := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: made, NextUpdate: next, ExtraExtensions: with}
	if revoked != nil {
		l.RevokedCertificateEntries = append(l.RevokedCertificateEntries, *revoked)
	}
	der, err := x509.CreateRevocationList(rand.Reader, l, by.Certificate, by.Key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// TestCertificates signs with certificates that are good for it, and with such
// that are not.
func TestCertificates(t *testing.T) {
	w := newWorld(t)
	plain := letter(t, true)
	person := func(with ...func(*x509.Certificate)) authority.Identity {
		return w.Person("signer-p256", "Somebody", with...)
	}
	oid := func(n ...int) asn1.ObjectIdentifier { return n }
	selfSigned := w.Issue(authority.Identity{}, authority.Key(t, "other"), "Hector Balderas")
	// A certificate in the name of the staff's authority, by somebody else's key.
	forged := w.Issue(w.Issue(authority.Identity{}, authority.Key(t, "other"), "Test Staff CA", func(c *x509.Certificate) {
		c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign
	}), authority.Key(t, "signer-p256"), "Hector Balderas")
	forged.Chain = w.signer.Chain
	// One of whom the authority made a signer, and who makes signers himself.
	climber := w.Issue(w.signer, authority.Key(t, "other"), "Hector Balderas")
	// The same path to a root of the same name with another key.
	falseRoot := w.Issue(authority.Identity{}, authority.Key(t, "other"), "Test Root", func(c *x509.Certificate) {
		c.IsCA = true
		c.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	})
	underFalse := w.Issue(falseRoot, authority.Key(t, "signer-p256"), "Hector Balderas")
	for _, c := range []struct {
		name string
		id   authority.Identity
		code string
	}{
		{"a person", person(), ""},
		{"with a key usage of content commitment", person(func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageContentCommitment }), ""},
		{"for documents", person(func(c *x509.Certificate) {
			c.UnknownExtKeyUsage = []asn1.ObjectIdentifier{oid(1, 3, 6, 1, 5, 5, 7, 3, 36)}
		}), ""},
		{"for mail", person(func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection} }), ""},
		{"for enciphering", person(func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }), "misused"},
		{"of a web server", person(func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} }), "misused"},
		{"for timestamps", person(func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping} }), "misused"},
		{"with something critical", person(func(c *x509.Certificate) {
			c.ExtraExtensions = []pkix.Extension{{Id: oid(1, 2, 3, 4), Critical: true, Value: []byte{5, 0}}}
		}), "misused"},
		{"expired when it signed", person(func(c *x509.Certificate) { c.NotAfter = w.now.Add(-time.Hour) }), "expired"},
		{"not yet valid when it signed", person(func(c *x509.Certificate) { c.NotBefore = w.now.Add(time.Hour) }), "expired"},
		{"self-signed", selfSigned, "untrusted"},
		{"forged in an issuer's name", forged, "untrusted"},
		{"by one who is no issuer", climber, "untrusted"},
		{"under a root of the same name", underFalse, "untrusted"},
	} {
		verdict := verify.Unknown
		if c.code == "" {
			verdict = verify.Official
		}
		for _, m := range []making{{}, {token: w.token}} {
			o := w.options()
			expect(t, c.name, m.by(t, plain, c.id), o, verdict, c.code)
		}
	}
	// Who trusts the very certificate trusts it.
	o := w.options()
	o.Trust = []*x509.Certificate{selfSigned.Certificate}
	expect(t, "self-signed and trusted", making{}.by(t, plain, selfSigned), o, verify.Official, "")
	// An issuer that has expired since, and one that had.
	o = w.options()
	old := w.Staff
	old.Certificate = reissue(t, w, func(c *x509.Certificate) { c.NotAfter = w.now.Add(-time.Hour) })
	expect(t, "issuer expired when it signed", making{}.by(t, plain, authority.Identity{Key: w.signer.Key, Certificate: w.signer.Certificate,
		Chain: []*x509.Certificate{old.Certificate, w.Root.Certificate}}), o, verify.Unknown, "expired")
	no := reissue(t, w, func(c *x509.Certificate) { c.IsCA, c.KeyUsage = false, x509.KeyUsageDigitalSignature })
	expect(t, "issuer that is none", making{}.by(t, plain, authority.Identity{Key: w.signer.Key, Certificate: w.signer.Certificate,
		Chain: []*x509.Certificate{no, w.Root.Certificate}}), o, verify.Unknown, "untrusted")
	narrow := reissue(t, w, func(c *x509.Certificate) {
		c.ExtraExtensions = []pkix.Extension{{Id: oid(1, 2, 3, 4), Critical: true, Value: []byte{5, 0}}}
	})
	expect(t, "issuer with something critical", making{}.by(t, plain, authority.Identity{Key: w.signer.Key, Certificate: w.signer.Certificate,
		Chain: []*x509.Certificate{narrow, w.Root.Certificate}}), o, verify.Unknown, "misused")
}

// reissue makes another certificate for the key of the staff's authority.
func reissue(t *testing.T, w *world, with func(*x509.Certificate)) *x509.Certificate {
	t.Helper()
	return w.Issue(w.Root, w.Staff.Key, "Test Staff CA", func(c *x509.Certificate) {
		c.IsCA = true
		c.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
		c.CRLDistributionPoints = []string{w.URL + "/root.crl"}
		with(c)
	}).Certificate
}

// TestRevocation judges letters of a person whose certificate was revoked before,
// or after, with evidence of every kind and worth.
func TestRevocation(t *testing.T) {
	w := newWorld(t)
	plain := letter(t, true)
	signed := w.now
	b := making{}.by(t, plain, w.signer)
	stamped := making{token: w.token}.by(t, plain, w.signer)
	before, after, week := signed.Add(-time.Hour), signed.Add(time.Hour), signed.AddDate(0, 0, 7)
	entry := func(at time.Time, reason int) *x509.RevocationListEntry {
		return &x509.RevocationListEntry{SerialNumber: w.signer.Certificate.SerialNumber, RevocationTime: at, ReasonCode: reason}
	}
	critical := func(value []byte, oid ...int) pkix.Extension {
		return pkix.Extension{Id: oid, Critical: true, Value: value}
	}
	answer := func(at time.Time) []*cms.Evidence {
		clock := w.Clock
		w.Clock = func() time.Time { return at }
		defer func() { w.Clock = clock }()
		der, err := w.Answer(w.signer.Certificate.SerialNumber)
		if err != nil {
			t.Fatal(err)
		}
		es, err := cms.ParseOCSP(der, "given")
		if err != nil {
			t.Fatal(err)
		}
		return es
	}
	// The lists about the other certificates, good all the time.
	rest := evidence(t, list(t, w.Root, before, week, nil), list(t, w.TimeCA, before, week, nil))
	staff := func(made, next time.Time, e *x509.RevocationListEntry, with ...pkix.Extension) []*cms.Evidence {
		return evidence(t, list(t, w.Staff, made, next, e, with...))
	}
	other := w.Person("other", "Somebody Else")
	for _, c := range []struct {
		name     string
		data     []byte
		evidence []*cms.Evidence
		code     string
	}{
		{"good", stamped, staff(before, week, nil), ""},
		{"good, by a list of later", stamped, staff(after, week, nil), ""},
		{"good, by an answer", stamped, answer(after), ""},
		{"good by a list, good by an answer", stamped, append(staff(before, week, nil), answer(after)...), ""},
		{"revoked before", stamped, staff(after, week, entry(before, 1)), "revoked"},
		{"revoked at that second", stamped, staff(after, week, entry(signed, 1)), "revoked"},
		{"revoked after", stamped, staff(after, week, entry(signed.Add(time.Minute), 1)), ""},
		{"revoked after, without a timestamp", b, staff(after, week, entry(signed.Add(time.Minute), 1)), "revoked"},
		{"revoked after, the key lost before", stamped, staff(after, week, &x509.RevocationListEntry{SerialNumber: w.signer.Certificate.SerialNumber,
			RevocationTime: signed.Add(time.Minute), ExtraExtensions: []pkix.Extension{{Id: []int{2, 5, 29, 24}, Value: generalized(before)}}}), "revoked"},
		{"revoked by one, good by another", stamped, append(staff(after, week, entry(before, 1)), staff(before, week, nil)...), "revoked"},
		{"on hold", stamped, staff(after, week, entry(before, 6)), "revoked"},
		{"on hold, and off again", stamped, append(staff(signed, week, entry(before, 6)), staff(after, week, nil)...), ""},
		{"no news", stamped, nil, "unproven"},
		{"news too old", stamped, staff(before.AddDate(0, 0, -9), before, nil), "unproven"},
		{"news without end, too old", stamped, staff(before, before.Add(time.Minute), nil), "unproven"},
		{"news from the future", stamped, staff(signed.AddDate(2, 0, 0), signed.AddDate(3, 0, 0), nil), "unproven"},
		{"news by another issuer", stamped, evidence(t, list(t, w.TimeCA, before, week, entry(before, 1))), "unproven"},
		{"a list of changes only", stamped, staff(before, week, nil, critical([]byte{2, 1, 1}, 2, 5, 29, 27)), "unproven"},
		{"a list of authorities only", stamped, staff(before, week, nil, critical([]byte{0x30, 3, 0x82, 1, 0xFF}, 2, 5, 29, 28)), "unproven"},
		{"a list of people only", stamped, staff(before, week, nil, critical([]byte{0x30, 3, 0x81, 1, 0xFF}, 2, 5, 29, 28)), ""},
		{"a list for some reasons only", stamped, staff(before, week, nil, critical([]byte{0x30, 4, 0x83, 2, 1, 0x40}, 2, 5, 29, 28)), "unproven"},
		{"a list for several issuers", stamped, staff(before, week, nil, critical([]byte{0x30, 3, 0x84, 1, 0xFF}, 2, 5, 29, 28)), "unproven"},
		{"a list with something critical", stamped, staff(before, week, nil, critical([]byte{5, 0}, 1, 2, 3, 4)), "unproven"},
		{"somebody else was revoked", stamped, staff(after, week, &x509.RevocationListEntry{SerialNumber: other.Certificate.SerialNumber, RevocationTime: before}), ""},
	} {
		verdict := verify.Unknown
		if c.code == "" {
			verdict = verify.Official
		}
		o := verify.Options{Trust: []*x509.Certificate{w.Root.Certificate}, At: signed.AddDate(0, 0, 2), Evidence: append(c.evidence, rest...)}
		r := expect(t, c.name, c.data, o, verdict, c.code)
		if later := c.name == "revoked after"; later != (r.Signatures[0].RevokedLater != nil) {
			t.Errorf("%s: revoked later: %v", c.name, r.Signatures[0].RevokedLater)
		}
	}

	// The responder says so as well, and only the right one may.
	o := verify.Options{Trust: []*x509.Certificate{w.Root.Certificate}, At: signed.AddDate(0, 0, 2)}
	w.Revoke(w.signer.Certificate, before)
	o.Evidence = append(answer(after), rest...)
	expect(t, "revoked by an answer", stamped, o, verify.Unknown, "revoked")
	w.Revoke(w.signer.Certificate, signed.AddDate(9, 0, 0))
	right := w.OCSP
	w.OCSP = w.Issue(w.Staff, authority.Key(t, "ocsp"), "No Responder")
	o.Evidence = append(answer(after), rest...)
	expect(t, "an answer by one who is no responder", stamped, o, verify.Unknown, "unproven")
	w.OCSP = w.Issue(w.Staff, authority.Key(t, "ocsp"), "Responder", func(c *x509.Certificate) {
		c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning}
		c.CRLDistributionPoints = []string{w.URL + "/staff.crl"}
	})
	o.Evidence = append(answer(after), rest...)
	expect(t, "an answer by a responder of whom there is no news", stamped, o, verify.Unknown, "unproven")
	w.OCSP = w.Issue(w.TimeCA, authority.Key(t, "ocsp"), "Responder of Another", func(c *x509.Certificate) {
		c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning}
	})
	o.Evidence = append(answer(after), rest...)
	expect(t, "an answer by another's responder", stamped, o, verify.Unknown, "unproven")
	w.OCSP = right
	w.Fault = authority.OCSPUnknown
	o.Evidence = append(answer(after), rest...)
	expect(t, "an answer that says nothing", stamped, o, verify.Unknown, "unproven")
	w.Fault = authority.None

	// The issuer itself was revoked.
	revoked := &x509.RevocationListEntry{SerialNumber: w.Staff.Certificate.SerialNumber, RevocationTime: before}
	o.Evidence = append(staff(after, week, nil), evidence(t, list(t, w.Root, after, week, revoked), list(t, w.TimeCA, before, week, nil))...)
	expect(t, "issuer revoked before", stamped, o, verify.Unknown, "revoked")

	// Lists leave out who has expired.
	short := w.Person("signer-p256", "Somebody", func(c *x509.Certificate) { c.NotAfter = signed.Add(time.Hour) })
	o.Evidence = append(staff(signed.AddDate(0, 0, 1), week, nil), rest...)
	expect(t, "news from after it expired", making{token: w.token}.by(t, plain, short), o, verify.Unknown, "unproven")

	// Who publishes nothing need not be asked for it.
	silent := w.Person("signer-p256", "Somebody", func(c *x509.Certificate) { c.CRLDistributionPoints, c.OCSPServer = nil, nil })
	o.Evidence = rest
	r := expect(t, "no news is published", making{token: w.token}.by(t, plain, silent), o, verify.Official, "")
	if len(r.Signatures[0].NotPublished) != 1 {
		t.Errorf("of whom nothing is published: %v", r.Signatures[0].NotPublished)
	}
}

// generalized is a GeneralizedTime in DER.
func generalized(at time.Time) []byte {
	der, err := asn1.MarshalWithParams(at.UTC(), "generalized")
	if err != nil {
		panic(err)
	}
	return der
}

// TestTimestamps judges letters by the timestamps that they have, or had.
func TestTimestamps(t *testing.T) {
	w := newWorld(t)
	plain := letter(t, true)
	signed := w.now
	short := w.Person("signer-p256", "Somebody", func(c *x509.Certificate) { c.NotAfter = signed.AddDate(1, 0, 0) })
	b := making{}.by(t, plain, short)
	stamped := making{token: w.token}.by(t, plain, short)
	lt := w.stored(stamped)
	given := w.options()
	trust := given.Trust
	stranger := newWorld(t)
	stranger.Root = stranger.Issue(authority.Identity{}, authority.Key(t, "other"), "A Stranger's Root", func(c *x509.Certificate) {
		c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
	})
	tsa := func(with ...func(*x509.Certificate)) func([]byte) []byte {
		return func(digest []byte) []byte {
			right := w.TSA
			defer func() { w.TSA = right }()
			w.TSA = w.Issue(w.TimeCA, authority.Key(t, "tsa"), "Another Clock", append([]func(*x509.Certificate){timeStamping(true)}, with...)...)
			return w.token(digest)
		}
	}
	stranger.TSA = stranger.Issue(stranger.Root, authority.Key(t, "tsa"), "A Stranger's Clock", timeStamping(true))
	at := func(years int) verify.Options {
		return verify.Options{Trust: trust, Evidence: given.Evidence, At: signed.AddDate(years, 0, 1)}
	}
	expect(t, "stamped, later", stamped, at(2), verify.Official, "")
	expect(t, "the timestamp removed, later", b, at(2), verify.Unknown, "expired")
	expect(t, "the timestamp removed from the file with its store", w.stored(b), verify.Options{Trust: trust, At: signed.AddDate(0, 1, 0)}, verify.Unknown, "unproven")
	expect(t, "with its store, later", lt, verify.Options{Trust: trust, At: signed.AddDate(0, 1, 0)}, verify.Official, "")
	expect(t, "by a stranger's clock", making{token: stranger.token}.by(t, plain, short), at(0), verify.Unknown, "timestamp-untrusted")
	expect(t, "for something else", making{token: func([]byte) []byte { return w.token(sum([]byte("else"))) }}.by(t, plain, short), at(0), verify.Altered, "timestamp-digest")
	expect(t, "no token at all", making{token: func([]byte) []byte { return []byte{0x30, 0} }}.by(t, plain, short), at(0), verify.Altered, "timestamp-damaged")
	expect(t, "by somebody who is no clock", making{token: tsa(func(c *x509.Certificate) { c.ExtraExtensions = nil })}.by(t, plain, short), at(0), verify.Unknown, "timestamp-misused")
	expect(t, "by a clock for other things too", making{token: tsa(func(c *x509.Certificate) {
		c.ExtraExtensions = nil
		c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping, x509.ExtKeyUsageEmailProtection}
	})}.by(t, plain, short), at(0), verify.Unknown, "timestamp-misused")
	expect(t, "by a clock, not critically", making{token: tsa(timeStamping(false))}.by(t, plain, short), at(0), verify.Unknown, "timestamp-misused")
	expect(t, "by a clock that had expired", making{token: tsa(func(c *x509.Certificate) { c.NotAfter = signed.Add(-time.Hour) })}.by(t, plain, short), at(0), verify.Unknown, "timestamp-expired")

	early := making{token: tsa(func(c *x509.Certificate) { c.NotAfter = signed.AddDate(3, 0, 0) })}.by(t, plain, short)
	expect(t, "by a clock that is good still", early, at(2), verify.Official, "")
	expect(t, "by a clock that has expired since", early, at(4), verify.Unknown, "timestamp-expired")
	w.now = signed.AddDate(2, 0, 0)
	renewed := w.stamped(early, "Renewal")
	renewing := at(4)
	renewing.Evidence = append(renewing.Evidence, w.options().Evidence...)
	expect(t, "renewed before it expired", renewed, renewing, verify.Official, "")
	w.now = signed.AddDate(3, 6, 0)
	late := w.stamped(early, "Renewal")
	renewing.Evidence = append(renewing.Evidence, w.options().Evidence...)
	expect(t, "renewed after it expired", late, renewing, verify.Unknown, "timestamp-expired")
	w.now = signed

	// The clock's certificate was revoked: for the sake of its key, or to be
	// replaced by another.
	for reason, code := range map[int]string{0: "timestamp-revoked", 1: "timestamp-revoked", 4: "", 5: ""} {
		o := at(0)
		o.Evidence = append(o.Evidence, evidence(t, list(t, w.TimeCA, signed.Add(2*time.Hour), signed.AddDate(0, 0, 7),
			&x509.RevocationListEntry{SerialNumber: w.TSA.Certificate.SerialNumber, RevocationTime: signed.Add(time.Hour), ReasonCode: reason}))...)
		verdict := verify.Unknown
		if code == "" {
			verdict = verify.Official
		}
		expect(t, "clock revoked later", stamped, o, verdict, code)
	}

	// A timestamp that says a time at which it cannot have been made.
	w.now = signed.AddDate(1, 0, 0)
	future := making{token: w.token}.by(t, plain, short)
	w.now = signed
	expect(t, "from the future", future, at(0), verify.Unknown, "timestamp-future")

	// The document timestamp of an archive, broken or by a stranger.
	lta := w.stamped(lt, "Stamp")
	expect(t, "archived", lta, verify.Options{Trust: trust, At: signed.AddDate(5, 0, 0)}, verify.Official, "")
	m := making{field: "Stamp", subFilter: "ETSI.RFC3161", sign: func(digest []byte, _ cms.Signer) ([]byte, error) { return stranger.token(digest), nil }}
	expect(t, "archived by a stranger", m.by(t, lt, w.signer), verify.Options{Trust: trust, At: signed.AddDate(5, 0, 0)}, verify.Unknown, "timestamp-untrusted")
}

// timeStamping is the extended key usage of a clock.
func timeStamping(critical bool) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		c.ExtraExtensions = []pkix.Extension{{Id: []int{2, 5, 29, 37}, Critical: critical, Value: []byte{0x30, 0x0a, 0x06, 0x08, 0x2b, 6, 1, 5, 5, 7, 3, 8}}}
	}
}
