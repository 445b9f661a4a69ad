package source

import (
	"fmt"
	"sort"
	"strings"
)

// builtIn is what holds where nobody says anything.
func builtIn(key string, kind Kind) string {
	switch key {
	case "page-size":
		return "letter"
	case "face":
		return faces[0]
	case "size":
		return "11.5"
	case "expansion":
		return "2"
	case "justify", "hyphenate", "smart-quotes", "print-links":
		return "true"
	case "number-sections":
		return "false"
	case "language":
		return "en-US"
	case "letterhead":
		if kind == KindLetter {
			return "plain"
		}
	}
	return ""
}

// fromBuiltIn is how a Setting names what is built in.
const fromBuiltIn = "built in"

// value reads and checks a setting where one file gives it. ok is false where it
// is absent or wrong.
func (m *mapping) value(name string) (value string, at Span, ok bool) {
	f := m.get(name)
	if f == nil {
		return "", Span{}, false
	}
	t := m.text(name, false)
	if t.Value == "" {
		if t.Span.File != nil {
			m.y.l.fail(f.span, CodeNoValue, fmt.Sprintf("%q has no value", name), "write it after the colon, or take the key out")
		}
		return "", f.span, false
	}
	value, hint := m.y.l.settingValue(f.key, t.Value)
	if value == "" {
		m.y.l.fail(t.Span, settingCode(f.key), fmt.Sprintf("%q cannot be %q", name, t.Value), hint)
		return "", t.Span, false
	}
	if f.key.shape == shapeLanguage {
		m.y.l.warnLanguage(value, t.Span)
	}
	return value, t.Span, true
}

// settingCode is the code of a wrong value.
func settingCode(k *key) string {
	switch k.shape {
	case shapeNumber:
		return CodeBadNumber
	case shapeLanguage:
		return CodeBadLanguage
	}
	return CodeBadChoice
}

// settingValue gives a value in its one form ("yes" is "true", "11.50" is
// "11.5"), or "" with a hint where the key cannot have it.
func (l *loader) settingValue(k *key, s string) (value, hint string) {
	switch k.shape {
	case shapeFace:
		all := append(append([]string{}, k.choices...), l.own.Faces...)
		for _, c := range all {
			if strings.EqualFold(c, s) {
				return c, ""
			}
		}
		return "", "write " + orList(all) + ", or put the files of the font into the folder fonts beside packet.yaml"
	case shapeBool:
		switch strings.ToLower(s) {
		case "true", "yes", "on":
			return "true", ""
		case "false", "no", "off":
			return "false", ""
		}
		return "", "write true or false"
	case shapeChoice:
		for _, c := range k.choices {
			if strings.EqualFold(c, s) {
				return c, ""
			}
		}
		return "", "write " + orList(k.choices)
	case shapeNumber:
		return pointSize(s)
	case shapeLanguage:
		return languageTag(s)
	}
	return s, ""
}

// pointSize reads a size in points: a decimal of at most three places from 6 to 24.
func pointSize(s string) (value, hint string) {
	hint = "write points as a number from 6 to 24, such as 11.5"
	whole, part, _ := strings.Cut(s, ".")
	n := 0
	for _, c := range whole + part {
		if c < '0' || c > '9' {
			if trimmed := strings.TrimSpace(strings.TrimSuffix(s, "pt")); trimmed != s {
				if v, _ := pointSize(trimmed); v != "" {
					return "", "write the number alone: " + v
				}
			}
			return "", hint
		}
	}
	if whole == "" || len(whole) > 2 || len(part) > 3 {
		return "", hint
	}
	for _, c := range whole {
		n = 10*n + int(c-'0')
	}
	part = strings.TrimRight(part, "0")
	if n < 6 || n > 24 || n == 24 && part != "" {
		return "", hint
	}
	value = strings.TrimLeft(whole, "0")
	if part != "" {
		value += "." + part
	}
	return value, ""
}

// checkFlags refuses overrides that no setting can have.
func (l *loader) checkFlags() error {
	names := make([]string, 0, len(l.flags.Settings))
	for name := range l.flags.Settings {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		k := overridable(name)
		if k == nil {
			return &UsageError{Text: fmt.Sprintf("%q is no setting", name)}
		}
		value, hint := l.settingValue(k, l.flags.Settings[name])
		if value == "" {
			return &UsageError{Text: fmt.Sprintf("--%s cannot be %q", name, l.flags.Settings[name]), Hint: hint}
		}
	}
	return nil
}

// overridable gives the key of a setting that a flag may set, or nil.
func overridable(name string) *key {
	switch name {
	case "letterhead":
		return &letterheadKey
	case "language":
		return &languageKey
	case "resources":
		return &resourcesKey
	}
	for i := range settingKeys {
		if settingKeys[i].name == name {
			return &settingKeys[i]
		}
	}
	return nil
}

// choices resolves settings for one document, or for the packet with a nil
// front matter: the nearest wins.
type choices struct {
	l        *loader
	document string
	kind     Kind
	maps     []*mapping // the nearest first
	head     map[string]string
	headName string
}

// resolve gives the value of a setting and notes in the packet's Config where it
// comes from.
func (c *choices) resolve(name string) (string, Span) {
	value, from, at := c.find(name)
	c.note(name, value, from, at)
	return value, at
}

func (c *choices) find(name string) (value, from string, at Span) {
	if v, ok := c.l.flags.Settings[name]; ok {
		v, _ = c.l.settingValue(overridable(name), v)
		return v, "flag --" + name, Span{}
	}
	for _, m := range c.maps {
		if m == nil || m.table.find(name) == nil {
			continue
		}
		if v, at, ok := m.value(name); ok {
			return v, place(at), at
		}
	}
	if v, ok := c.head[name]; ok {
		return v, "letterhead " + c.headName, Span{}
	}
	return builtIn(name, c.kind), fromBuiltIn, Span{}
}

// note adds a line to the packet's Config.
func (c *choices) note(key, value, from string, at Span) {
	c.l.packet.Config = append(c.l.packet.Config, Setting{Document: c.document, Key: key, Value: value, From: from, Span: at})
}

// place is a span as Config prints it: file and line.
func place(at Span) string {
	if at.File == nil {
		return ""
	}
	line, _ := at.File.Position(at.Start)
	return fmt.Sprintf("%s:%d", at.File.Name, line)
}

// letterhead resolves the letterhead; "none" is an empty name. Its folder's own
// settings hold from then on.
func (c *choices) letterhead() Text {
	name, at := c.resolve("letterhead")
	if name == "none" {
		name = ""
	}
	if name != "" && c.l.own.Letterhead != nil {
		c.head, c.headName = c.l.own.Letterhead(name), name
	}
	return Text{Value: name, Span: at}
}

// settings resolves what is left, the letterhead being known.
func (c *choices) settings() Settings {
	get := func(name string) string { v, _ := c.resolve(name); return v }
	return Settings{
		PageSize:    get("page-size"),
		Face:        get("face"),
		Size:        get("size"),
		Justify:     get("justify") == "true",
		Hyphenate:   get("hyphenate") == "true",
		Expansion:   get("expansion"),
		SmartQuotes: get("smart-quotes") == "true",

		NumberSections: get("number-sections") == "true",
		PrintLinks:     get("print-links") == "true",
	}
}
