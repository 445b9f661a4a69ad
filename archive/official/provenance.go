package official

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	mini "aead.dev/minisign"

	"chancery/archive/minisign"
	"chancery/fonts"
)

// The types of an in-toto statement (in-toto Attestation Framework, Statement v1)
// about a build (SLSA Provenance v1), and of its signature (DSSE 1.0).
const (
	statementType = "https://in-toto.io/Statement/v1"
	predicateType = "https://slsa.dev/provenance/v1"
	payloadType   = "application/vnd.in-toto+json"
	// buildType is what externalParameters mean: "packet" is the folder below
	// source/ that was built, "sourceDateEpoch" the value of SOURCE_DATE_EPOCH.
	buildType = "urn:chancery:build:1"
)

type statement struct {
	Type          string     `json:"_type"`
	Subject       []resource `json:"subject"`
	PredicateType string     `json:"predicateType"`
	Predicate     predicate  `json:"predicate"`
}

type resource struct {
	Name   string            `json:"name"`
	Digest map[string]string `json:"digest"`
}

type predicate struct {
	Build struct {
		Type         string         `json:"buildType"`
		External     map[string]any `json:"externalParameters"`
		Internal     map[string]any `json:"internalParameters"`
		Dependencies []resource     `json:"resolvedDependencies"`
	} `json:"buildDefinition"`
	Run struct {
		Builder struct {
			ID      string            `json:"id"`
			Version map[string]string `json:"version"`
		} `json:"builder"`
	} `json:"runDetails"`
}

// provenance gives the statement of how the files of a record were built: of which
// tool, which source, which typefaces. What was signed is a subject as it was
// built, and as it is now.
func provenance(r *Record, files map[string][]byte, g *gathered) ([]byte, error) {
	s := statement{Type: statementType, PredicateType: predicateType}
	for _, f := range r.Files {
		s.Subject = append(s.Subject, resource{f.Name, map[string]string{"sha256": f.SHA256}})
		if f.Signed() {
			s.Subject = append(s.Subject, resource{fmt.Sprintf("%s, its first %d bytes", f.Name, f.Built), map[string]string{"sha256": f.SHA256Built}})
		}
	}
	b := &s.Predicate.Build
	b.Type = buildType
	b.External = map[string]any{"packet": r.Source}
	if r.Epoch != 0 {
		b.External["sourceDateEpoch"] = r.Epoch
	}
	b.Internal = map[string]any{"os": r.Tool.OS, "arch": r.Tool.Arch}
	for _, name := range slices.Sorted(maps.Keys(g.files)) {
		b.Dependencies = append(b.Dependencies, resource{"source/" + name, map[string]string{"sha256": digest256(files["source/"+name])}})
	}
	faces, err := builtInFaces()
	if err != nil {
		return nil, err
	}
	b.Dependencies = append(b.Dependencies, faces...)
	s.Predicate.Run.Builder.ID = "urn:chancery"
	s.Predicate.Run.Builder.Version = map[string]string{"chancery": r.Tool.Version, "go": r.Tool.Go}
	return encodeJSON(s), nil
}

// builtInFaces are the typefaces that the program carries. An office's own are files
// of the source.
func builtInFaces() ([]resource, error) {
	var all []resource
	for _, name := range fonts.Families() {
		family, err := fonts.Lookup(name)
		if err != nil {
			return nil, err
		}
		for i := range 4 {
			f := family.Face(i&1 != 0, i&2 != 0)
			res := resource{"font " + f.PostScriptName, map[string]string{"sha256": digest256(f.Data)}}
			if !slices.ContainsFunc(all, func(r resource) bool { return r.Name == res.Name }) {
				all = append(all, res)
			}
		}
	}
	slices.SortFunc(all, func(a, b resource) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}

// encodeJSON gives JSON that a person can read.
func encodeJSON(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		panic(err) // of strings, numbers and maps
	}
	return b.Bytes()
}

// dsse is a signed statement.
type dsse struct {
	PayloadType string          `json:"payloadType"`
	Payload     string          `json:"payload"` // base64
	Signatures  []dsseSignature `json:"signatures"`
}

type dsseSignature struct {
	KeyID string `json:"keyid"`
	Sig   string `json:"sig"` // base64, Ed25519
}

// envelope signs a statement (DSSE 1.0) with a key of minisign, which is one of
// Ed25519.
func envelope(statement []byte, key mini.PrivateKey) ([]byte, error) {
	sig, err := minisign.SignRaw(preAuth(statement), key)
	if err != nil {
		return nil, err
	}
	return encodeJSON(dsse{payloadType, base64.StdEncoding.EncodeToString(statement),
		[]dsseSignature{{fmt.Sprintf("%016X", key.ID()), base64.StdEncoding.EncodeToString(sig)}}}), nil
}

// preAuth is what is signed of a payload (DSSE, PAE).
func preAuth(payload []byte) []byte {
	return fmt.Appendf(nil, "DSSEv1 %d %s %d %s", len(payloadType), payloadType, len(payload), payload)
}
