package verify_test

import (
	"testing"

	"chancery/archive/verify"
)

// TestMade sees that what the tests make is official before anything is done to it.
func TestMade(t *testing.T) {
	w := newWorld(t)
	for _, table := range []bool{true, false} {
		plain := letter(t, table)
		b := making{}.by(t, plain, w.signer)
		expect(t, "b", b, w.options(), verify.Official, "")
		expect(t, "reserved", making{field: "Reserved"}.by(t, plain, w.signer), w.options(), verify.Official, "")
		lt := w.stored(making{token: w.token}.by(t, plain, w.signer))
		r := expect(t, "lt", lt, verify.Options{Trust: w.options().Trust, At: w.now.AddDate(5, 0, 0)}, verify.Official, "")
		if levels(r) != "B-LT" {
			t.Errorf("levels %s", levels(r))
		}
		lta := w.stamped(lt, "Stamp")
		r = expect(t, "lta", lta, verify.Options{Trust: w.options().Trust, At: w.now.AddDate(5, 0, 0)}, verify.Official, "")
		if levels(r) != "B-LTA" {
			t.Errorf("levels %s", levels(r))
		}
		for p := 1; p <= 3; p++ {
			expect(t, "certified", making{docMDP: p}.by(t, plain, w.signer), w.options(), verify.Official, "")
		}
	}
}
