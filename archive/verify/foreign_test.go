package verify_test

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"chancery/archive/cms"
	"chancery/archive/verify"
)

// foreign reads a file that pyHanko signed; testdata/foreign/make.py says how.
func foreign(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata/foreign", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// foreignOptions are the root of those files and, with lists, those of January 2026.
func foreignOptions(t testing.TB, at string, lists bool) verify.Options {
	t.Helper()
	when, err := time.Parse(time.DateOnly, at)
	if err != nil {
		t.Fatal(err)
	}
	o := verify.Options{At: when}
	block, _ := pem.Decode(foreign(t, "root.pem"))
	root, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	o.Trust = append(o.Trust, root)
	if !lists {
		return o
	}
	for rest := foreign(t, "crl.pem"); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return o
		}
		e, err := cms.ParseCRL(block.Bytes, "crl.pem")
		if err != nil {
			t.Fatal(err)
		}
		o.Evidence = append(o.Evidence, e)
	}
}

// codes are the reasons of a report, as machines read them, without repetitions.
func codes(r *verify.Report) string {
	var all []string
	for _, x := range r.Reasons {
		if !slices.Contains(all, x.Code) {
			all = append(all, x.Code)
		}
	}
	return strings.Join(all, " ")
}

// levels are the levels of the signatures of a report.
func levels(r *verify.Report) string {
	var all []string
	for _, s := range r.Signatures {
		if s.Level != "" {
			all = append(all, strings.TrimPrefix(s.Level, "PAdES "))
		}
	}
	return strings.Join(all, " ")
}

// TestForeign judges what pyHanko signed: every level, key and kind of file.
func TestForeign(t *testing.T) {
	for _, c := range []struct {
		file, at string
		lists    bool
		verdict  verify.Verdict
		codes    string
		levels   string
	}{
		{"unsigned", "2026-01-16", true, verify.Unknown, "no-signature", ""},

		// Without a timestamp: good while the certificate is, and there is news of it.
		{"b", "2026-01-16", true, verify.Official, "", "B-B"},
		{"b", "2026-01-16", false, verify.Unknown, "unproven", "B-B"},
		{"b", "2026-02-01", true, verify.Unknown, "unproven", "B-B"},
		{"b", "2029-01-01", true, verify.Unknown, "expired", "B-B"},
		{"b", "2024-01-01", true, verify.Unknown, "expired", "B-B"},

		// With one: for as long as the certificate of the clock is good.
		{"t", "2026-01-16", false, verify.Unknown, "timestamp-unproven unproven", "B-B"},
		{"t", "2035-01-01", true, verify.Official, "", "B-T"},
		{"t", "2026-01-10", true, verify.Unknown, "timestamp-future unproven", "B-B"},
		{"lt", "2026-01-16", false, verify.Official, "", "B-LT"},
		{"lt", "2035-01-01", false, verify.Official, "", "B-LT"},
		{"lt", "2037-01-01", false, verify.Unknown, "timestamp-expired expired", "B-B"},
		{"lta", "2035-01-01", false, verify.Official, "", "B-LTA"},
		{"lta-packed", "2035-01-01", false, verify.Official, "", "B-LTA"},
		{"lta-linear", "2035-01-01", false, verify.Official, "", "B-LTA"},
		{"certified-1-lta", "2035-01-01", false, verify.Official, "", "B-LTA"},
		{"two-lta", "2035-01-01", false, verify.Official, "", "B-LTA B-LTA"},

		// Keys, digests and kinds of file.
		{"b-linear", "2026-01-16", true, verify.Official, "", "B-B"},
		{"b-hybrid", "2026-01-16", true, verify.Official, "", "B-B"},
		{"b-p384", "2026-01-16", true, verify.Official, "", "B-B"},
		{"b-p521", "2026-01-16", true, verify.Official, "", "B-B"},
		{"b-rsa", "2026-01-16", true, verify.Official, "", "B-B"},
		{"b-rsa-sha512", "2026-01-16", true, verify.Official, "", "B-B"},
		{"b-pss", "2026-01-16", true, verify.Official, "", "B-B"},
		{"b-sha1", "2026-01-16", true, verify.Unknown, "refused", ""},
		{"b-ed25519", "2026-01-16", true, verify.Official, "", "B-B"},
		{"lta-ed25519", "2035-01-01", false, verify.Official, "", "B-LTA"},
		{"lta-pss", "2035-01-01", false, verify.Official, "", "B-LTA"},
		{"b-ed448", "2026-01-16", true, verify.Unknown, "refused", ""}, // sound, and not known here
		{"encrypted", "2026-01-16", true, verify.Unknown, "unreadable", ""},
		{"b-adbe", "2026-01-16", true, verify.Official, "", ""},

		// Where pyHanko puts what is needed later, and what else it can say.
		{"lt-with-signature", "2035-01-01", false, verify.Official, "", "B-LT"},
		{"lta-separate", "2035-01-01", false, verify.Official, "", "B-LTA"},
		{"lta-no-vri", "2035-01-01", false, verify.Official, "", "B-LTA"},
		{"lta-renewed", "2035-01-01", false, verify.Official, "", "B-LTA"},
		{"timestamp-only", "2035-01-01", true, verify.Unknown, "no-signature", ""},
		{"text-stamp", "2026-01-16", true, verify.Official, "", "B-B"},
		{"said-more", "2026-01-16", true, verify.Official, "", "B-B"},
		{"commitment", "2026-01-16", true, verify.Official, "", "B-T"},
		{"reserved-lta", "2035-01-01", false, verify.Official, "", "B-LTA B-LTA"},
		{"seeded", "2026-01-16", true, verify.Official, "", "B-B"},
		{"locked-include", "2026-01-16", true, verify.Altered, "fieldmdp", "B-B B-B"},
		{"locked-exclude", "2026-01-16", true, verify.Official, "", "B-B B-B"},

		// Several, and what certifications and locks permit.
		{"certified-2", "2026-01-16", true, verify.Official, "", "B-B"},
		{"certified-3", "2026-01-16", true, verify.Official, "", "B-B"},
		{"two-b", "2026-01-16", true, verify.Official, "", "B-B B-B"},
		{"visible-after", "2026-01-16", true, verify.Altered, "annotation", "B-B B-B"},
		{"visible-after-certified", "2026-01-16", true, verify.Altered, "annotation", "B-B B-B"},
		{"locked-all", "2026-01-16", true, verify.Altered, "fieldmdp", "B-B B-B"},
	} {
		r := verify.File(foreign(t, c.file+".pdf"), foreignOptions(t, c.at, c.lists))
		if r.Verdict != c.verdict || codes(r) != c.codes || levels(r) != c.levels {
			t.Errorf("%s on %s (lists: %v): %s [%s] %s, want %s [%s] %s\n%s", c.file, c.at, c.lists, r.Verdict, codes(r), levels(r), c.verdict, c.codes, c.levels, r.Text())
		}
	}
}

// TestOthers judges what OpenSSL signed; testdata/others/others.sh says how. Whose
// certificates name no place where revoked ones are listed.
func TestOthers(t *testing.T) {
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join("testdata/others", name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	block, _ := pem.Decode(read("root.pem"))
	root, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	o := verify.Options{Trust: []*x509.Certificate{root}, At: root.NotBefore.AddDate(1, 0, 0)}
	for name, code := range map[string]string{"cades": "", "adbe": "", "pss": "", "keyid": "", "sha1": "refused"} {
		verdict := verify.Official
		if code != "" {
			verdict = verify.Unknown
		}
		data := read("openssl-" + name + ".pdf")
		expect(t, name, data, o, verdict, code)
		if code != "" {
			continue
		}
		expect(t, name+", another sum", bytes.Replace(data, []byte("An official"), []byte("No official"), 1), o, verify.Altered, "digest")
	}
}

// TestNoTrust sees that nothing is official without a root, and that its
// fingerprint is said.
func TestNoTrust(t *testing.T) {
	o := foreignOptions(t, "2026-01-16", true)
	root := o.Trust[0]
	o.Trust = nil
	r := verify.File(foreign(t, "lta.pdf"), o)
	if r.Verdict != verify.Unknown || codes(r) != "no-trust" {
		t.Errorf("%s [%s]", r.Verdict, codes(r))
	}
	if len(r.Consulted.Untrusted) != 1 || r.Consulted.Untrusted[0].Name != root.Subject.CommonName {
		t.Errorf("paths end at %v, want the root", r.Consulted.Untrusted)
	}
}
