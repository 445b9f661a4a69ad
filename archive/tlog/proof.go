package tlog

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	cosignature "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// proofHeader is the first line of a proof.
const proofHeader = "c2sp.org/tlog-proof@v1"

// Extension is what the name of a proof adds to that of the file that it is of.
const Extension = ".tlog-proof"

// Signer signs the heads of one log.
type Signer struct {
	name     string
	key      crypto.Signer
	public   string
	verifier note.Verifier
}

// NewSigner makes the signer of the log of that origin, which is its address without
// the scheme: "verify.example.gov/log". The error says that the key is none of Ed25519,
// or that the origin has spaces or plus signs.
func NewSigner(origin string, key crypto.Signer) (*Signer, error) {
	s := &Signer{name: origin, key: key}
	public, ok := key.Public().(ed25519.PublicKey)
	if !ok {
		return nil, errors.New("the key of a log is one of Ed25519")
	}
	var err error
	if s.public, err = note.NewEd25519VerifierKey(origin, public); err != nil {
		return nil, fmt.Errorf("tlog: %w", err)
	}
	if s.verifier, err = note.NewVerifier(s.public); err != nil {
		return nil, fmt.Errorf("tlog: %w", err)
	}
	return s, nil
}

// PublicKey is the key by which anybody checks the log, as one line of text
// (c2sp.org/signed-note).
func (s *Signer) PublicKey() string { return s.public }

// Name, KeyHash and Sign are those of note.Signer.
func (s *Signer) Name() string { return s.name }

// KeyHash tells the keys of one name apart.
func (s *Signer) KeyHash() uint32 { return s.verifier.KeyHash() }

// Sign signs the text of a note; the same text always in the same way (RFC 8032).
func (s *Signer) Sign(msg []byte) ([]byte, error) {
	return s.key.Sign(nil, msg, crypto.Hash(0))
}

// head is the checkpoint of a tree.
func (s *Signer) head(t tlog.Tree) ([]byte, error) {
	text := fmt.Sprintf("%s\n%d\n%s\n", s.name, t.N, base64.StdEncoding.EncodeToString(t.Hash[:]))
	data, err := note.Sign(&note.Note{Text: text}, s)
	if err != nil {
		return nil, fmt.Errorf("tlog: %w", err)
	}
	return data, nil
}

// Proven is what a proof proves: that an entry is in a log.
type Proven struct {
	Origin string // of the log
	Index  int64  // of the entry, from 0
	Size   int64  // of the tree that was signed
	Entry  []byte
	// Seen are the witnesses that signed the same head, of those whose keys were given.
	Seen []Seen
}

// Seen is that a witness saw a head, and that it went on from all heads of the log which
// the witness had seen before (c2sp.org/tlog-cosignature).
type Seen struct {
	Witness string    `json:"witness"`
	At      time.Time `json:"at"` // as its clock had it
}

// seen gives what witnesses say of a head. One whose signature is not there says
// nothing; one whose signature is of another head, or a key that is none, is an error.
func seen(head []byte, keys []string) (all []Seen, err error) {
	for _, key := range keys {
		key = strings.TrimSpace(key)
		v, err := cosignature.NewVerifierForCosignatureV1(key)
		if err != nil {
			return nil, fmt.Errorf("the public key of a witness cannot be read: %w", err)
		}
		n, err := note.Open(head, note.VerifierList(v))
		var unsigned *note.UnverifiedNoteError
		if errors.As(err, &unsigned) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("its head is not what the witness %s signed", v.Name())
		}
		at, err := cosignature.CoSigV1Timestamp(n.Sigs[0])
		if err != nil {
			return nil, fmt.Errorf("the signature of the witness %s cannot be read: %w", v.Name(), err)
		}
		all = append(all, Seen{v.Name(), at.UTC()})
	}
	return all, nil
}

// Check checks a proof with the public key of the log, and what witnesses say of its
// head, by their public keys. The error says why it proves nothing.
func Check(proof []byte, publicKey string, witnesses ...string) (*Proven, error) {
	verifier, err := note.NewVerifier(strings.TrimSpace(publicKey))
	if err != nil {
		return nil, fmt.Errorf("the public key of the log cannot be read: %w", err)
	}
	unreadable := errors.New("it is no proof of " + proofHeader)
	text, head, ok := bytes.Cut(proof, []byte("\n\n"))
	lines := strings.Split(string(text), "\n")
	if !ok || len(lines) < 3 || lines[0] != proofHeader {
		return nil, unreadable
	}
	extra, ok := strings.CutPrefix(lines[1], "extra ")
	number, numbered := strings.CutPrefix(lines[2], "index ")
	p := &Proven{Origin: verifier.Name()}
	if p.Entry, err = base64.StdEncoding.DecodeString(extra); err != nil || !ok || !numbered {
		return nil, unreadable
	}
	if p.Index, err = strconv.ParseInt(number, 10, 64); err != nil || strconv.FormatInt(p.Index, 10) != number {
		return nil, unreadable
	}
	var path tlog.RecordProof
	for _, line := range lines[3:] {
		h, err := tlog.ParseHash(line)
		if err != nil {
			return nil, unreadable
		}
		path = append(path, h)
	}
	tree, err := parseHead(head, verifier.Name(), verifier)
	if err != nil {
		return nil, err
	}
	if p.Seen, err = seen(head, witnesses); err != nil {
		return nil, err
	}
	p.Size = tree.N
	if p.Index < 0 || p.Index >= tree.N {
		return nil, errors.New("it is of an entry that the tree does not have")
	}
	if err := tlog.CheckRecord(path, tree.N, tree.Hash, p.Index, tlog.RecordHash(p.Entry)); err != nil {
		return nil, errors.New("the entry is not in the tree that was signed")
	}
	return p, nil
}
