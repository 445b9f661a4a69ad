package source

import (
	"encoding/json"
	"testing"
)

// TestSchemaHasEveryKey sees that each key of the parser's tables stands in the
// schema with words about it, once.
func TestSchemaHasEveryKey(t *testing.T) {
	var schema struct {
		Defs map[string]struct {
			Properties map[string]struct {
				Description string
			}
			Required             []string
			AdditionalProperties *bool
		} `json:"$defs"`
	}
	if err := json.Unmarshal(Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	for name, table := range map[string]*table{"packet": packetKeys, "office": officeKeys, "letter": letterKeys, "release": releaseKeys} {
		def := schema.Defs[name]
		if len(def.Properties) != len(table.keys) {
			t.Errorf("%s: %d properties for %d keys", name, len(def.Properties), len(table.keys))
		}
		required := 0
		for _, k := range table.keys {
			if def.Properties[k.name].Description == "" {
				t.Errorf("%s: nothing is said about %q", name, k.name)
			}
			if k.required {
				required++
			}
		}
		if required != len(def.Required) || def.AdditionalProperties == nil || *def.AdditionalProperties {
			t.Errorf("%s: required %v, additional %v", name, def.Required, def.AdditionalProperties)
		}
	}
}
