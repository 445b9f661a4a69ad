package cms

// Kind says in what way something fails to hold.
type Kind int

// The kinds of faults, the gravest first.
const (
	Mismatch  Kind = iota + 1 // what was signed is not what is there, or another key signed it
	Damaged                   // the structure cannot be read, or contradicts itself
	Revoked                   // a certificate had been revoked
	Expired                   // a certificate had expired, or was not yet valid
	Misused                   // a certificate is for something else
	Refused                   // an algorithm is too weak, or is not known here
	Untrusted                 // no path leads to a root that was given
	Unproven                  // nothing says that a certificate was not revoked
)

// String names the kind as machines read it.
func (k Kind) String() string {
	names := [...]string{"", "mismatch", "damaged", "revoked", "expired", "misused", "refused", "untrusted", "unproven"}
	if k < 0 || int(k) >= len(names) {
		return ""
	}
	return names[k]
}

// Fault is why something fails to hold: a clause in plain words, for a person
// who has never seen a certificate.
type Fault struct {
	Kind Kind
	Text string
}

func (f *Fault) Error() string { return f.Text }

// damaged makes a fault of structure.
func damaged(text string) error { return &Fault{Damaged, text} }
