package verify_test

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"testing"

	"chancery/archive/cms"
	"chancery/archive/internal/authority"
	"chancery/archive/sign"
	"chancery/archive/verify"
)

// ask asks an authority by HTTP.
func ask(ctx context.Context, q sign.Request) ([]byte, error) {
	return authority.Ask(ctx, q.URL, q.Kind, q.Body)
}

// signs signs with archive/sign.
func (w *world) signs(data []byte, id authority.Identity, o sign.Options) []byte {
	w.t.Helper()
	o.Signer = cms.Signer{Key: id.Key, Certificate: id.Certificate, Chain: id.Chain[:len(id.Chain)-1]}
	o.Time, o.TSA, o.Ask, o.Random, o.Roots = w.now, w.URL+"/tsa", ask, rand.Reader, []*x509.Certificate{w.Root.Certificate}
	out, err := sign.Sign(w.t.Context(), data, o)
	if err != nil {
		w.t.Fatal(err)
	}
	return out.Bytes
}

// TestSigned judges what archive/sign makes, at every level, with nothing but the
// root once its authority is gone.
func TestSigned(t *testing.T) {
	w := newWorld(t)
	w.now = w.now.AddDate(0, 0, -30) // so that what the lists say is no longer current
	rsa := w.Person("signer-rsa", "Xavier Becerra")
	p384 := w.Person("signer-p384", "George Jepsen")
	root := []*x509.Certificate{w.Root.Certificate}
	lists := w.options().Evidence
	type made struct {
		name   string
		data   []byte
		lists  bool
		codes  string
		levels string
	}
	var all []made
	var longest []byte
	for _, table := range []bool{true, false} {
		plain := letter(t, table)
		for _, id := range []authority.Identity{w.signer, rsa, p384} {
			b := w.signs(plain, id, sign.Options{Level: sign.B})
			s := w.signs(plain, id, sign.Options{Level: sign.T})
			lt := w.signs(plain, id, sign.Options{Level: sign.LT})
			longest = w.signs(plain, id, sign.Options{Level: sign.LTA, Certify: true})
			all = append(all,
				made{"b", b, true, "unproven", "B-B"},
				made{"t", s, false, "timestamp-unproven unproven", "B-B"}, made{"t and lists", s, true, "", "B-T"},
				made{"lt", lt, false, "", "B-LT"}, made{"lta", longest, false, "", "B-LTA"})
		}
		one := w.signs(plain, rsa, sign.Options{Level: sign.LTA, New: true, Certify: true})
		two := w.signs(one, p384, sign.Options{Level: sign.LTA, Field: "Reserved"})
		all = append(all, made{"certified, then signed", two, false, "", "B-LTA B-LTA"})
		all = append(all, made{"signed after the certification and before the timestamp", w.signs(w.signs(plain, rsa, sign.Options{New: true, Certify: true}),
			p384, sign.Options{Level: sign.LTA, Field: "Reserved"}), false, "", "B-LTA B-LTA"})
	}
	w.Close()
	var files []judged
	for _, m := range all {
		o := verify.Options{Trust: root, At: w.now.AddDate(0, 0, 30)}
		if m.lists {
			o.Evidence = lists
		}
		verdict := verify.Unknown
		if m.codes == "" {
			verdict = verify.Official
		}
		files = append(files, judged{m.name, m.data, verdict})
		r := verify.File(m.data, o)
		if r.Verdict != verdict || codes(r) != m.codes || levels(r) != m.levels {
			t.Errorf("%s: %s [%s] %s, want %s [%s] %s\n%s", m.name, r.Verdict, codes(r), levels(r), verdict, m.codes, m.levels, r.Text())
		}
	}
	// Every byte of two small files, one of which ends behind what is signed.
	step := 23
	if testing.Short() {
		step = 211
	}
	o := verify.Options{Trust: root, At: w.now.AddDate(0, 0, 30)}
	everyByte(t, "lt", all[3].data, o, step)
	everyByte(t, "lta", longest, o, step)
	agree(t, w, files)
}
