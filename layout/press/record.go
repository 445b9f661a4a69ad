package press

import (
	"fmt"
	"time"
)

// Record says what a packet is to whoever has its files and not its source: who
// publishes it, when it may be published, and where. It stands beside the digests of
// the files in the ledger of their folder.
type Record struct {
	Title     string `json:"title"`
	Language  string `json:"language"`
	Publisher string `json:"publisher,omitempty"`
	Ink       string `json:"ink"` // of the first letterhead: "#1a3350"
	// Embargo is the moment before which nothing of the packet may be published, the
	// latest of its releases; Zone names its time zone as printed. Both may be empty.
	Embargo   *time.Time       `json:"embargo,omitempty"`
	Zone      string           `json:"zone,omitempty"`
	Documents []RecordDocument `json:"documents"`
}

// RecordDocument says what a document of the packet is.
type RecordDocument struct {
	Name      string `json:"name"`
	Kind      string `json:"kind"`
	Title     string `json:"title"`
	Language  string `json:"language"`
	Date      string `json:"date,omitempty"` // 2018-06-19
	Reference string `json:"reference,omitempty"`
	Address   string `json:"address,omitempty"` // of its verify page
}

// record is the record of the job's packet.
func (j *job) record() Record {
	p := j.packet
	r := Record{Title: p.Title.Value, Language: p.Language, Publisher: p.Publisher.Value, Ink: fmt.Sprintf("#%06x", uint32(j.ink))}
	for _, d := range p.Documents {
		k := RecordDocument{Name: d.Name, Kind: string(d.Kind), Title: d.Title.Value, Language: d.Language,
			Reference: d.Reference.Value, Address: d.Address}
		if d.Date.Year != 0 {
			k.Date = fmt.Sprintf("%04d-%02d-%02d", d.Date.Year, d.Date.Month, d.Date.Day)
		}
		if d.Release != nil {
			if t := d.Release.Timing; !t.Until.IsZero() && (r.Embargo == nil || t.Until.After(*r.Embargo)) {
				until := t.Until
				r.Embargo, r.Zone = &until, t.Zone
			}
		}
		r.Documents = append(r.Documents, k)
	}
	return r
}
