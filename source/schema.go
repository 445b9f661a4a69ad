package source

import (
	"bytes"
	"encoding/json"
)

// Schema gives the JSON Schema (draft 2020-12) of the sources: packet.yaml,
// office.yaml and the front matter of letters and releases, under $defs as
// packet, office, letter and release; the whole accepts any of the four. It is
// made from the tables that the parser reads by, so an editor completes what
// Chancery accepts. The schema is for editors, Load is the judge: YAML gives a
// schema numbers and truth values where Chancery reads words, so text may be any
// scalar.
func Schema() []byte {
	defs := object{}
	for _, t := range []struct {
		name  string
		table *table
	}{{"packet", packetKeys}, {"office", officeKeys}, {"letter", letterKeys}, {"release", releaseKeys}} {
		defs = append(defs, member{t.name, tableSchema(t.table)})
	}
	ref := func(name string) object { return object{{"$ref", "#/$defs/" + name}} }
	root := object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", "Chancery: packet.yaml, office.yaml and the front matter of letters and releases"},
		{"anyOf", []object{ref("letter"), ref("release"), ref("packet"), ref("office")}},
		{"$defs", defs},
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(root); err != nil {
		panic(err) // the schema is made of strings, lists and objects alone
	}
	return b.Bytes()
}

// object is a JSON object whose members keep their order.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSON implements json.Marshaler.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := enc.Encode(m.name); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := enc.Encode(m.value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// tableSchema is the schema of a mapping of a table's keys.
func tableSchema(t *table) object {
	properties, required := object{}, []string{}
	for i := range t.keys {
		k := &t.keys[i]
		s := k.schema()
		if t == letterKeys && k.name == "kind" {
			s = object{{"const", string(KindLetter)}}
		}
		if t == releaseKeys && k.name == "kind" {
			s = object{{"const", string(KindRelease)}}
		}
		properties = append(properties, member{k.name, append(object{{"description", k.doc}}, s...)})
		if k.required {
			required = append(required, k.name)
		}
	}
	out := object{{"type", "object"}, {"properties", properties}}
	if len(required) > 0 {
		out = append(out, member{"required", required})
	}
	return append(out, member{"additionalProperties", false})
}

// schema is the schema of a key's value, without its description.
func (k *key) schema() object {
	text := object{{"type", []string{"string", "number", "boolean"}}}
	listOf := func(items object) object { return object{{"type", "array"}, {"items", items}} }
	switch k.shape {
	case shapeDate:
		return object{{"type", "string"}, {"format", "date"}, {"pattern", `^\d{4}-\d\d-\d\d$`}}
	case shapeMoment:
		return object{{"type", "string"}, {"pattern", `^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)? ?(Z|[+-]\d\d:\d\d)$`}}
	case shapeBool:
		return object{{"enum", []any{true, false, "yes", "no", "on", "off"}}}
	case shapeChoice:
		return object{{"enum", k.choices}}
	case shapeFace:
		return object{{"type", "string"}, {"examples", k.choices}}
	case shapeNumber:
		return object{{"type", "number"}, {"minimum", 6}, {"maximum", 24}}
	case shapeLanguage:
		return object{{"type", "string"}, {"pattern", `^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$`}}
	case shapeURI:
		return object{{"type", "string"}, {"format", "uri"}}
	case shapeReference:
		return object{{"type", []string{"string", "number"}}, {"pattern", `^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$`}, {"maxLength", maxReference}}
	case shapeKey:
		return object{{"type", []string{"string", "number"}}, {"pattern", `^[0-9A-Fa-f]{32}$`}}
	case shapePath:
		return object{{"type", "string"}}
	case shapeTexts, shapeBlocks:
		return listOf(text)
	case shapeFiles:
		return object{{"type", "array"}, {"items", object{{"type", "string"}, {"pattern", `\.[Mm][Dd]$`}}}, {"minItems", 1}}
	case shapeAddresses:
		entry := object{{"anyOf", []object{text, tableSchema(k.table)}}}
		return object{{"anyOf", []object{append(listOf(entry), member{"minItems", 1}), text, tableSchema(k.table)}}}
	case shapePersons:
		return listOf(tableSchema(k.table))
	case shapeLabelled:
		return object{{"type", "object"}, {"additionalProperties", text}}
	}
	return text // shapeText, shapeVerbatim, shapeLines
}
