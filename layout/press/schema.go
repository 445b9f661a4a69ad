package press

import (
	"bytes"
	"encoding/json"
	"fmt"

	"chancery/layout/labels"
	"chancery/source"
)

// Schema gives the JSON Schema of one file of a packet: "packet" (packet.yaml),
// "office" (office.yaml), "letter" or "release" (front matter); with "" that of
// any of them, which is source.Schema. "labels" is that of a file of the words of a
// language, labels.Schema. nil where there is no such name.
func Schema(name string) ([]byte, error) {
	all := source.Schema()
	switch name {
	case "":
		return all, nil
	case "labels":
		return labels.Schema(), nil
	}
	var root struct {
		Schema string                     `json:"$schema"`
		Defs   map[string]json.RawMessage `json:"$defs"`
	}
	if err := json.Unmarshal(all, &root); err != nil {
		return nil, fmt.Errorf("reading the schema: %w", err)
	}
	def, ok := root.Defs[name]
	if !ok {
		return nil, nil
	}
	head, err := json.Marshal(root.Schema)
	if err != nil {
		return nil, fmt.Errorf("writing the schema: %w", err)
	}
	one := append([]byte(`{"$schema":`), head...)
	one = append(one, ',')
	one = append(one, bytes.TrimPrefix(def, []byte("{"))...)
	var b bytes.Buffer
	if err := json.Indent(&b, one, "", "  "); err != nil {
		return nil, fmt.Errorf("writing the schema: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
