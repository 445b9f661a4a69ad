package press

import (
	"encoding/json"
	"testing"
)

func TestSchema(t *testing.T) {
	for name, key := range map[string]string{"packet": "documents", "office": "jurisdiction", "letter": "salutation", "release": "headline", "labels": "months"} {
		data, err := Schema(name)
		if err != nil {
			t.Fatal(err)
		}
		var s struct {
			Schema     string `json:"$schema"`
			Properties map[string]struct{ Description string }
		}
		if err := json.Unmarshal(data, &s); err != nil {
			t.Fatal(err)
		}
		if s.Schema == "" || s.Properties[key].Description == "" {
			t.Errorf("%s: no %q in\n%s", name, key, data)
		}
	}
	if data, err := Schema("letterx"); data != nil || err != nil {
		t.Errorf("%s %v", data, err)
	}
	if data, err := Schema(""); !json.Valid(data) || err != nil {
		t.Error(err)
	}
}
