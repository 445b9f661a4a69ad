package site

import (
	"encoding/json"
	"fmt"
	"strings"

	"chancery/archive/tlog"
)

// LogFolder is where the log lies on a site.
const LogFolder = "log"

// Logged is what the log says of a file that was published: which file, where, and
// whether it held. There are no words of the document in it.
type Logged struct {
	Address string `json:"address"` // of the document's page
	File    string `json:"file"`    // "letter.pdf"
	SHA256  string `json:"sha256"`
	Status  Status `json:"status"`
}

// ParseLogged reads an entry of the log.
func ParseLogged(entry []byte) (*Logged, error) {
	var l Logged
	if err := json.Unmarshal(entry, &l); err != nil {
		return nil, fmt.Errorf("the entry of the log cannot be read: %w", err)
	}
	return &l, nil
}

// leaf is the entry of a file.
func (s *Site) leaf(folder string, e *Entry, f *EntryFile) []byte {
	data, err := json.Marshal(Logged{e.Base + folder, f.Name, f.SHA256, e.Status})
	if err != nil {
		panic("site: " + err.Error()) // strings can be written
	}
	return data
}

// Origin names the site's log: its address without the scheme.
func (s *Site) Origin() string {
	for _, e := range s.Entries {
		return strings.TrimPrefix(e.Base, "https://") + LogFolder
	}
	return ""
}

// AddTo adds to a log what it does not yet say of what is published, and gives the
// folders of which it says something new, or that have no proofs yet.
func (s *Site) AddTo(l *tlog.Log) (changed []string, err error) {
	for _, folder := range s.sorted() {
		e := s.Entries[folder]
		before := l.Size()
		for i := range e.Files {
			if f := &e.Files[i]; f.Kind != KindSignature {
				if err := l.Add(s.leaf(folder, e, f)); err != nil {
					return nil, err
				}
			}
		}
		if l.Size() > before || !e.Logged {
			changed = append(changed, folder)
		}
		e.Logged = true
	}
	return changed, nil
}

// Proofs gives the proofs that a publication's files are in a log, by path.
func (s *Site) Proofs(folder string, l *tlog.Log) (map[string][]byte, error) {
	e := s.Entries[folder]
	files := map[string][]byte{}
	for i := range e.Files {
		f := &e.Files[i]
		if f.Kind == KindSignature {
			continue
		}
		proof, err := l.Proof(s.leaf(folder, e, f))
		if err != nil {
			return nil, err
		}
		files[folder+"/"+f.Name+tlog.Extension] = proof
	}
	return files, nil
}
