package ocfl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// object is a JSON object whose keys were seen once each, in their order.
type object struct {
	keys   []string
	values map[string]any // string, json.Number, bool, nil, []any, *object
}

// depth is how deep an inventory may be; the specification's own have five.
const depth = 16

// parseJSON reads one JSON text in UTF-8 (RFC 8259), strictly: a key that comes
// twice, of which readers of JSON take the one or the other, is an error.
func parseJSON(data []byte) (any, error) {
	if !utf8.Valid(data) {
		return nil, errors.New("it is not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	v, err := parseValue(d, depth)
	if err != nil {
		if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("it ends too early")
		}
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("something follows its end")
	}
	return v, nil
}

func parseValue(d *json.Decoder, depth int) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	if depth == 0 {
		return nil, errors.New("it is nested too deep")
	}
	switch t {
	case json.Delim('{'):
		o := &object{values: make(map[string]any)}
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return nil, err
			}
			name := key.(string) // or Token had given an error
			if _, twice := o.values[name]; twice {
				return nil, fmt.Errorf("the key %q comes twice", name)
			}
			v, err := parseValue(d, depth-1)
			if err != nil {
				return nil, err
			}
			o.keys, o.values[name] = append(o.keys, name), v
		}
		_, err := d.Token()
		return o, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := parseValue(d, depth-1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := d.Token()
		return list, err
	}
	return t, nil
}
