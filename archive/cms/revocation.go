package cms

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

type asnExtension = pkix.Extension

// Extensions about revocation: RFC 5280 (5.2, 5.3), RFC 6960 (4.2.2.2.1), RFC 9608.
var (
	oidDeltaCRL      = asn1.ObjectIdentifier{2, 5, 29, 27}
	oidDistribution  = asn1.ObjectIdentifier{2, 5, 29, 28}
	oidInvalidity    = asn1.ObjectIdentifier{2, 5, 29, 24}
	oidNoRevocation  = asn1.ObjectIdentifier{2, 5, 29, 56}
	oidOCSPNoCheck   = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5}
	oidOCSPBasic     = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 1}
	oidCRLReasonCode = asn1.ObjectIdentifier{2, 5, 29, 21}
)

// Reasons of revocation that are looked at (RFC 5280, 5.3.1).
const (
	reasonAffiliation = 3
	reasonSuperseded  = 4
	reasonCessation   = 5
	reasonHold        = 6
	reasonRemove      = 8
)

// Evidence is a list of revoked certificates (CRL, RFC 5280, 5) or an answer
// about one (OCSP, RFC 6960). What it says counts only once its own signature
// has been checked, which Store.Path does.
type Evidence struct {
	Kind       string    // "CRL" or "OCSP"
	Source     string    // where it came from, as whoever gave it says
	Made, Next time.Time // thisUpdate, nextUpdate; Next is zero where it is absent

	list   *x509.RevocationList
	answer *answer
}

// ParseCRL reads a list in DER.
func ParseCRL(der []byte, source string) (*Evidence, error) {
	list, err := x509.ParseRevocationList(der)
	if err != nil {
		return nil, damaged("it is no list of revoked certificates in DER")
	}
	return &Evidence{Kind: "CRL", Source: source, Made: list.ThisUpdate.UTC(), Next: list.NextUpdate.UTC(), list: list}, nil
}

// status is what one piece of evidence says of a certificate.
type status struct {
	evidence *Evidence
	revoked  bool
	when     time.Time
	reason   int
}

// revocation says how it is known that a certificate had not been revoked when
// its key was used. A piece of evidence reaches that time if it was made later,
// or says that the next one was due later; one that was made after the
// certificate had expired proves nothing good, because expired certificates are
// taken off the lists (RFC 5280, 5).
func (s *Store) revocation(c, issuer *x509.Certificate, purpose Purpose, m Moments) (Checked, error) {
	out := Checked{Certificate: c}
	all := s.statuses(c, issuer, m.Now, true)
	var late *Evidence
	for _, st := range all {
		if st.revoked && st.reason == reasonHold && lifted(all, st) || st.reason == reasonRemove {
			continue
		}
		if st.revoked {
			if !st.when.After(m.Used) {
				return out, &Fault{Revoked, fmt.Sprintf("the certificate of %s was revoked on %s, and used on %s", Name(c), day(st.when), day(m.Used))}
			}
			if purpose == ForTimestamps && st.reason != reasonAffiliation && st.reason != reasonSuperseded && st.reason != reasonCessation {
				return out, &Fault{Revoked, fmt.Sprintf("the certificate of %s was revoked on %s, and for such a reason that none of its timestamps counts any more (RFC 3161, 4)", Name(c), day(st.when))}
			}
			out.Revoked = st.when
		}
		reaches := !st.evidence.Made.Before(m.Used) || !st.evidence.Next.Before(m.Used)
		if !reaches || st.evidence.Made.After(c.NotAfter) && !st.revoked {
			if late == nil || late.Made.Before(st.evidence.Made) {
				late = st.evidence
			}
			continue
		}
		if out.Evidence == nil || out.Evidence.Made.Before(st.evidence.Made) {
			out.Evidence = st.evidence
		}
	}
	switch {
	case out.Evidence != nil || !published(c):
		return out, nil
	case late != nil && late.Made.After(c.NotAfter):
		return out, &Fault{Unproven, fmt.Sprintf("nothing says whether the certificate of %s had been revoked: the %s here was made on %s, after it had expired", Name(c), late.Kind, day(late.Made))}
	case late != nil:
		return out, &Fault{Unproven, fmt.Sprintf("nothing says whether the certificate of %s had been revoked by %s: the newest %s here was made on %s and was good until %s", Name(c), day(m.Used), late.Kind, day(late.Made), day(late.Next))}
	}
	return out, &Fault{Unproven, fmt.Sprintf("nothing here says whether the certificate of %s had been revoked; its issuer publishes that at %s", Name(c), Clean(places(c)))}
}

// lifted says whether later evidence does not have a hold any more.
func lifted(all []status, hold status) bool {
	return slices.ContainsFunc(all, func(st status) bool { return !st.revoked && st.evidence.Made.After(hold.evidence.Made) })
}

// published says whether a certificate names a place that says of its
// revocation, and its issuer does not say that there is none.
func published(c *x509.Certificate) bool {
	return places(c) != "" && !slices.ContainsFunc(c.Extensions, func(e asnExtension) bool { return e.Id.Equal(oidNoRevocation) })
}

// places are the first addresses that a certificate names.
func places(c *x509.Certificate) string {
	switch {
	case len(c.CRLDistributionPoints) > 0:
		return c.CRLDistributionPoints[0]
	case len(c.OCSPServer) > 0:
		return c.OCSPServer[0]
	}
	return ""
}

// statuses collects what the evidence says of a certificate, as far as it is
// signed by who may say so and not later than now, which may be zero. answers is false where answers of OCSP do not count,
// which ends the circle of responders that vouch for each other.
func (s *Store) statuses(c, issuer *x509.Certificate, now time.Time, answers bool) (all []status) {
	for _, e := range s.Evidence {
		if !now.IsZero() && e.Made.After(now) {
			continue
		}
		if e.list != nil {
			if st, ok := e.ofList(s, c, issuer); ok {
				all = append(all, st)
			}
		} else if answers {
			if st, ok := e.ofAnswer(s, c, issuer); ok {
				all = append(all, st)
			}
		}
	}
	return all
}

// strongList are the algorithms that a list may be signed with.
var strongList = []x509.SignatureAlgorithm{
	x509.SHA256WithRSA, x509.SHA384WithRSA, x509.SHA512WithRSA, x509.ECDSAWithSHA256, x509.ECDSAWithSHA384, x509.ECDSAWithSHA512,
	x509.SHA256WithRSAPSS, x509.SHA384WithRSAPSS, x509.SHA512WithRSAPSS, x509.PureEd25519,
}

// madeBy says whether a list was signed by an issuer while its certificate was
// valid.
func (s *Store) madeBy(e *Evidence, issuer *x509.Certificate) bool {
	return bytes.Equal(e.list.RawIssuer, issuer.RawSubject) && slices.Contains(strongList, e.list.SignatureAlgorithm) &&
		within(issuer, e.Made) == nil && s.bySigner(e, issuer, func() bool { return e.list.CheckSignatureFrom(issuer) == nil })
}

// Vouched says whether what the evidence says is signed by whom it names: an
// issuer among the certificates of the store, or a responder of one. What is not
// is damaged, or comes from somebody about whom nothing is known.
func (s *Store) Vouched(e *Evidence) bool {
	for _, list := range [][]*x509.Certificate{s.Roots, s.Others} {
		for _, issuer := range list {
			if e.list != nil && s.madeBy(e, issuer) || e.answer != nil && e.answer.answeredFor(s, e, issuer) {
				return true
			}
		}
	}
	return false
}

// VouchedCertificate says whether a certificate is signed by one of the store's,
// or by its own key.
func (s *Store) VouchedCertificate(c *x509.Certificate) bool {
	return slices.ContainsFunc(s.Roots, c.Equal) || s.issuer(c) != nil ||
		bytes.Equal(c.RawSubject, c.RawIssuer) && c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
}

// ofList says what a list has of a certificate, if it is a whole one by its issuer.
func (e *Evidence) ofList(s *Store, c, issuer *x509.Certificate) (status, bool) {
	l := e.list
	st := status{evidence: e}
	if !bytes.Equal(l.RawIssuer, c.RawIssuer) || !s.madeBy(e, issuer) {
		return st, false
	}
	for _, x := range l.Extensions {
		switch {
		case x.Id.Equal(oidDeltaCRL):
			return st, false
		case x.Id.Equal(oidDistribution):
			if !inScope(x.Value, c) {
				return st, false
			}
		case x.Critical:
			return st, false
		}
	}
	for _, entry := range l.RevokedCertificateEntries {
		if entry.SerialNumber.Cmp(c.SerialNumber) != 0 {
			continue
		}
		st.revoked, st.when, st.reason = true, entry.RevocationTime.UTC(), entry.ReasonCode
		for _, x := range entry.Extensions {
			switch {
			case x.Id.Equal(oidInvalidity):
				in := cryptobyte.String(x.Value)
				var t time.Time
				if in.ReadASN1GeneralizedTime(&t) && t.Before(st.when) {
					st.when = t // since when the key may have been in other hands
				}
			case x.Critical && !x.Id.Equal(oidCRLReasonCode):
				return st, false // of another issuer, which only an indirect list has
			}
		}
	}
	return st, true
}

// inScope says whether an IssuingDistributionPoint (RFC 5280, 5.2.5) takes a
// certificate in, for all reasons.
func inScope(der []byte, c *x509.Certificate) bool {
	in := cryptobyte.String(der)
	var all, name cryptobyte.String
	var has bool
	if !in.ReadASN1(&all, tags.SEQUENCE) || !in.Empty() || !all.ReadOptionalASN1(&name, &has, explicit(0)) {
		return false
	}
	for !all.Empty() {
		var one cryptobyte.String
		var tag tags.Tag
		if !all.ReadAnyASN1(&one, &tag) {
			return false
		}
		yes := len(one) == 1 && one[0] != 0
		switch tag {
		case tags.Tag(1).ContextSpecific():
			if yes && c.IsCA {
				return false
			}
		case tags.Tag(2).ContextSpecific():
			if yes && !c.IsCA {
				return false
			}
		case tags.Tag(4).ContextSpecific(), tags.Tag(5).ContextSpecific():
			if yes {
				return false
			}
		default: // some reasons only
			return false
		}
	}
	return true
}
