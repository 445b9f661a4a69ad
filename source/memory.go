package source

import (
	"strings"
	"sync"
	"sync/atomic"

	"go.yaml.in/yaml/v3"
)

// Memory keeps what the YAML of one packet can give to the next: the keys with
// their values, by their text. The letters of a series have all of them in common
// but one or two. What is read with it is the same as without. The first packet is
// read as if there were no memory: most processes read no other, and to read keys
// one by one takes longer.
//
// The zero Memory is ready. It is safe for concurrent use, and bounded: it keeps
// some maxYAML bytes of text and then begins anew.
type Memory struct {
	used atomic.Bool // a packet has been read
	mu   sync.Mutex
	keys map[string]*keptKey
	size int // bytes of text
}

// maxYAML bounds the text that is kept. What is read from it takes some ten times
// its room.
const maxYAML = 1 << 17

// keptKey is a key of the topmost mapping with its value, as YAML reads them where
// they begin a text.
type keptKey struct {
	key, value *yaml.Node
	nodes      int
}

// Load is the function Load, with this memory.
func (m *Memory) Load(path string, flags Overrides) (*Packet, Problems, error) {
	l := &loader{flags: flags, assets: map[string]*Asset{}}
	if m != nil && m.used.Swap(true) {
		l.memory = m
	}
	if err := l.checkFlags(); err != nil {
		return nil, nil, err
	}
	p, err := l.load(path)
	if err != nil {
		return nil, nil, err
	}
	return p, l.problems.Sort(), nil
}

// root gives the top node of a text, as yaml would; nil where the text has anything
// that must be read as a whole: yaml reads it then, and finds what is wrong with it.
//
// The text is cut before each line that begins with a letter: in a mapping that is
// written as Chancery's files are, a key begins there and nowhere else. A piece that
// is no mapping of one key by itself is the sign of another kind of text.
func (m *Memory) root(text string) *yaml.Node {
	starts := keyLines(text)
	if starts == nil {
		return nil
	}
	kept := make([]*keptKey, len(starts))
	count, from := 1, 0
	for i := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		if kept[i] = m.key(text[from:end]); kept[i] == nil {
			return nil
		}
		count += kept[i].nodes
		from = end
	}
	room := make([]yaml.Node, 0, count)
	room = append(room, yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Column: 1, Content: make([]*yaml.Node, 0, 2*len(kept))})
	top := &room[0]
	line, at := 0, 0 // of the piece
	for i, k := range kept {
		top.Content = append(top.Content, lower(&room, k.key, line), lower(&room, k.value, line))
		if i+1 < len(starts) {
			line += strings.Count(text[at:starts[i+1]], "\n")
			at = starts[i+1]
		}
	}
	top.Line = top.Content[0].Line
	return top
}

// keyLines gives the places of the lines that begin with a letter; nil where there
// are none, a line begins with what makes a text more than one mapping, or one ends
// with another character than LF, of which YAML 1.1 knows four.
func keyLines(text string) []int {
	for _, end := range [...]string{"\r", "\u0085", "\u2028", "\u2029"} {
		if strings.Contains(text, end) {
			return nil
		}
	}
	var starts []int
	for at := 0; at < len(text); {
		switch c := text[at]; {
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			starts = append(starts, at)
		case c == ' ', c == '\n', c == '#':
		case c == '-' && !strings.HasPrefix(text[at:], "---"): // an entry of a list
		default:
			return nil
		}
		n := strings.IndexByte(text[at:], '\n')
		if n < 0 {
			break
		}
		at += n + 1
	}
	return starts
}

// key reads a piece of text that is one key with its value; nil if it is not, or has
// what is not used here.
func (m *Memory) key(text string) *keptKey {
	m.mu.Lock()
	k := m.keys[text]
	m.mu.Unlock()
	if k != nil {
		return k
	}
	var doc yaml.Node
	if yaml.Unmarshal([]byte(text), &doc) != nil || len(doc.Content) != 1 {
		return nil
	}
	top := doc.Content[0]
	if top.Kind != yaml.MappingNode || top.Style != 0 || top.Tag != "!!map" || top.Column != 1 || len(top.Content) != 2 {
		return nil
	}
	k = &keptKey{key: top.Content[0], value: top.Content[1]}
	for _, n := range top.Content {
		count, ok := usual(n)
		if !ok {
			return nil
		}
		k.nodes += count
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.size += len(text); m.size > maxYAML || m.keys == nil {
		m.keys, m.size = map[string]*keptKey{}, len(text)
	}
	m.keys[strings.Clone(text)] = k // not the whole file
	return k
}

// usual counts a node with those in it, and says whether they are text, lists and
// mappings alone. Comments, for which Chancery has no use, are dropped.
func usual(n *yaml.Node) (count int, ok bool) {
	if n.Kind == yaml.AliasNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 {
		return 0, false
	}
	n.HeadComment, n.LineComment, n.FootComment = "", "", ""
	count = 1
	for _, kid := range n.Content {
		k, ok := usual(kid)
		if !ok {
			return 0, false
		}
		count += k
	}
	return count, true
}

// lower copies a node and those in it into the room that is left, so many lines
// further down.
func lower(room *[]yaml.Node, n *yaml.Node, lines int) *yaml.Node {
	*room = append(*room, *n)
	c := &(*room)[len(*room)-1]
	c.Line += lines
	if n.Content != nil {
		c.Content = make([]*yaml.Node, len(n.Content))
		for i, kid := range n.Content {
			c.Content[i] = lower(room, kid, lines)
		}
	}
	return c
}
