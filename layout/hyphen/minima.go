package hyphen

import (
	"bytes"
	"strconv"
	"strings"
)

// minima reads the least letters before and after a hyphen from the comments at
// the head of a file, which are YAML:
//
//	% hyphenmins:
//	%     generation:
//	%         left: 1
//	%         right: 1
//	%     typesetting:
//	%         left: 2
//	%         right: 3
//
// Those for typesetting are wanted; those that the patterns were generated with
// stand in for them. Without a heading, "lefthyphenmin: 2" and "righthyphenmin: 3"
// say it, too.
func (r *reader) minima() {
	var path []string // the keys around a line
	var indents []int
	found := map[string]int{}
	for at := 0; at < len(r.data); {
		end := r.lineEnd(at)
		line := string(bytes.TrimRight(bytes.TrimPrefix(r.data[at:end], []byte("\uFEFF")), " \t\r\n"))
		from := at
		at = end
		if line == "" {
			continue
		}
		if line[0] != '%' {
			break
		}
		text := strings.TrimLeft(line[1:], " \t")
		indent := len(line) - len(text)
		key, value, ok := strings.Cut(text, ":")
		if !ok {
			continue
		}
		for len(indents) > 0 && indents[len(indents)-1] >= indent {
			path, indents = path[:len(path)-1], indents[:len(indents)-1]
		}
		value = strings.TrimSpace(value)
		if value == "" {
			path, indents = append(path, key), append(indents, indent)
			continue
		}
		name := strings.Join(append(path, key), "/")
		switch name {
		case "hyphenmins/left", "hyphenmins/right", "hyphenmins/typesetting/left", "hyphenmins/typesetting/right",
			"hyphenmins/generation/left", "hyphenmins/generation/right", "lefthyphenmin", "righthyphenmin":
		default:
			continue
		}
		value, _, _ = strings.Cut(value, " #")
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || n < 0 || n > 20 {
			r.fail(from, from+len(line), "the least letters before or after a hyphen cannot be \""+value+"\"", "write a number up to 20, such as 2")
			continue
		}
		found[name] = n
	}
	set := func(to *int, side string) {
		for _, name := range []string{"hyphenmins/typesetting/" + side, "hyphenmins/" + side, side + "hyphenmin", "hyphenmins/generation/" + side} {
			if n, ok := found[name]; ok {
				*to = max(n, 1) // 0 stands where there are no patterns at all
				return
			}
		}
	}
	set(&r.p.Left, "left")
	set(&r.p.Right, "right")
}
