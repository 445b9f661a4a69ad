package sign

import (
	"slices"
	"time"

	"chancery/archive/cms"
	"chancery/layout/pdf/cos"
)

// Signature is what a signed field says of itself. Nothing of it has been checked.
type Signature struct {
	Signer string    // the name in the certificate; "" if it cannot be read
	Until  time.Time // when the certificate expires; zero if it cannot be read
	Reason string    // as the signer gave it
	Date   time.Time // as the signer claims; zero if not
	// Stamped is the time of the signature's own timestamp, or for a document
	// timestamp of that; zero without one.
	Stamped time.Time
	// Document says that it is a timestamp over the document, not a person's signature.
	Document  bool
	Certifies int // what it allows, if it is a certification: P of DocMDP; else 0

	data   *cms.SignedData // nil where it cannot be read
	tokens []stamped       // its own timestamps
	covers int             // the end of what it signs
	lock   *lockRules      // FieldMDP
}

// stamped is a timestamp beside a signature.
type stamped struct {
	token *cms.SignedData
	at    time.Time
}

// lockRules say which fields nobody may change after a signature (table 256).
type lockRules struct {
	action string // All, Include, Exclude
	fields []string
}

// locks says whether a signature locks a field.
func (s *Signature) locks(field string) bool {
	if s.lock == nil {
		return false
	}
	named := slices.Contains(s.lock.fields, field)
	switch s.lock.action {
	case "All":
		return true
	case "Include":
		return named
	}
	return !named // Exclude
}

// who says who signed, in a sentence.
func (s *Signature) who() string {
	if s.Signer == "" {
		return "somebody whose certificate cannot be read"
	}
	return s.Signer
}

// signature reads a signature dictionary (12.8.1).
func (d *Document) signature(v *cos.Dict) *Signature {
	str := func(key cos.Name) string {
		t, _ := d.file.Resolve(v.Get(key)).(cos.String)
		return string(t)
	}
	s := &Signature{
		Reason:    text(cos.String(str("Reason"))),
		Date:      date(str("M")),
		Document:  d.file.Resolve(v.Get("Type")) == cos.Name("DocTimeStamp") || d.file.Resolve(v.Get("SubFilter")) == cos.Name("ETSI.RFC3161"),
		Certifies: d.docMDP(v),
	}
	if r := d.file.Array(v.Get("ByteRange")); len(r) == 4 {
		from, _ := r[2].(int)
		n, _ := r[3].(int)
		s.covers = from + n
	}
	for _, o := range d.file.Array(v.Get("Reference")) {
		ref := d.file.Dict(o)
		if d.file.Resolve(ref.Get("TransformMethod")) != cos.Name("FieldMDP") {
			continue
		}
		params := d.file.Dict(ref.Get("TransformParams"))
		action, _ := d.file.Resolve(params.Get("Action")).(cos.Name)
		s.lock = &lockRules{action: string(action)}
		for _, f := range d.file.Array(params.Get("Fields")) {
			if t, ok := d.file.Resolve(f).(cos.String); ok {
				s.lock.fields = append(s.lock.fields, text(t))
			}
		}
	}
	der := []byte(str("Contents"))
	if s.Document {
		if t, _, err := cms.ParseTimestamp(der); err == nil {
			s.Stamped = t.Time
			s.by(t.Token)
		}
		return s
	}
	if data, _, err := cms.Parse(der); err == nil {
		s.by(data)
		for _, token := range data.Timestamps {
			if t, _, err := cms.ParseTimestamp(token); err == nil {
				s.Stamped = t.Time
				s.tokens = append(s.tokens, stamped{t.Token, t.Time})
			}
		}
	}
	return s
}

// by takes note of who signed.
func (s *Signature) by(data *cms.SignedData) {
	s.data = data
	if c := data.SignerCertificate(); c != nil {
		s.Signer, s.Until = cms.Name(c), c.NotAfter
	}
}

// docMDP is what a signature allows as a certification: 0 if it is none.
func (d *Document) docMDP(v *cos.Dict) int {
	for _, o := range d.file.Array(v.Get("Reference")) {
		ref := d.file.Dict(o)
		if d.file.Resolve(ref.Get("TransformMethod")) != cos.Name("DocMDP") {
			continue
		}
		p, ok := d.file.Resolve(d.file.Dict(ref.Get("TransformParams")).Get("P")).(int)
		if !ok || p < 1 || p > 3 {
			p = 2 // the default (table 254)
		}
		return p
	}
	return 0
}

// Level is how far the file holds what is needed to check a signature later. It
// is read off what is there, none of which has been checked.
func (d *Document) Level(s *Signature) Level {
	switch {
	case s.Document || s.Stamped.IsZero():
		return B
	case d.file.Dict(d.catalog.Get("DSS")) == nil:
		return T
	}
	for _, f := range d.Fields {
		if f.Signature != nil && f.Signature.Document && f.Signature.covers > s.covers {
			return LTA
		}
	}
	return LT
}
