package labels

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Schema gives the JSON Schema (draft 2020-12) of a file of labels, for editors
// that complete and check; Read is the judge.
func Schema() []byte {
	var b bytes.Buffer
	b.WriteString(`{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Chancery: the words of a language","type":"object","properties":{`)
	var required []string
	for i, k := range keys {
		if i > 0 {
			b.WriteByte(',')
		}
		doc := k.Doc
		if len(k.Places) > 0 {
			doc += " Places: " + braced(k.Places) + "."
		}
		value := `"type":"string","minLength":1`
		if k.List {
			value = `"anyOf":[{"type":"string","minLength":1},{"type":"array","items":{"type":["string","number"]}}]`
		}
		fmt.Fprintf(&b, `%s:{"description":%s,%s}`, quoted(k.Name), quoted(doc), value)
		if !k.Optional {
			required = append(required, k.Name)
		}
	}
	list, err := json.Marshal(required)
	if err != nil {
		panic(err) // strings alone
	}
	fmt.Fprintf(&b, `},"required":%s,"additionalProperties":false}`, list)
	var out bytes.Buffer
	if err := json.Indent(&out, b.Bytes(), "", "  "); err != nil {
		panic(err) // written above
	}
	out.WriteByte('\n')
	return out.Bytes()
}

// quoted is a string as JSON has it.
func quoted(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		panic(err) // a string alone
	}
	return string(bytes.TrimRight(b.Bytes(), "\n"))
}
