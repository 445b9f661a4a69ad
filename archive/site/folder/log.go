package folder

import (
	"crypto"
	"os"
	"strings"

	"chancery/archive/site"
	"chancery/archive/tlog"
)

// logPrefix begins the names of the log's files.
const logPrefix = site.LogFolder + "/"

// enter enters what is published in the site's log, and adds its new files and proofs
// to those of the run. The log goes on from its head on the disk, which is written
// after all else: a run that was killed before has entered nothing.
func (u *update) enter(key crypto.Signer, made map[string][]byte) error {
	s := &u.led.Site
	switch {
	case key == nil && s.Log == "" || len(s.Entries) == 0:
		return nil
	case key == nil:
		return &KeyError{"this site has a log, which has to be continued", "--log-key names the file of its key"}
	}
	signer, err := tlog.NewSigner(s.Origin(), key)
	if err != nil {
		return &KeyError{err.Error(), "openssl genpkey -algorithm ed25519 -out log.key makes one"}
	}
	if s.Log != "" && s.Log != signer.PublicKey() {
		return &KeyError{"the log of this site has another key", "continue it with the key that it was begun with: " + s.Log}
	}
	s.Log = signer.PublicKey()
	l, err := tlog.Open(signer, func(name string) ([]byte, error) { return os.ReadFile(u.path(logPrefix + name)) })
	if err != nil {
		return err
	}
	changed, err := s.AddTo(l)
	if err != nil {
		return err
	}
	files, err := l.Files()
	if err != nil {
		return err
	}
	for name, data := range files {
		u.files[logPrefix+name] = data
	}
	u.files[logPrefix+"public-key"] = []byte(s.Log + "\n")
	for folder := range foldersOf(made) {
		changed = append(changed, folder)
	}
	for _, folder := range changed {
		proofs, err := s.Proofs(folder, l)
		if err != nil {
			return err
		}
		for name, data := range proofs {
			u.files[name] = data
		}
	}
	return nil
}

// ofLog says whether a file of the log stays: all of them do, but for a part of a tile
// that is there whole (c2sp.org/tlog-tiles, "Partial Tiles").
func (u *update) ofLog(name string) bool {
	if !strings.HasPrefix(name, logPrefix) || u.led.Site.Log == "" {
		return false
	}
	full, partial := tlog.Partial(name)
	return !partial || u.files[full] == nil && u.led.Files[full] == nil
}
