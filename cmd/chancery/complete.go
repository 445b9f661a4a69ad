package main

import (
	"fmt"
	"strings"

	"chancery/layout/press"

	"github.com/urfave/cli/v2"
)

// completeVerb is what the shells' scripts call, with the words after "chancery"
// up to the one that is being written. It is in no list.
const completeVerb = "__complete"

// candidate is a word that could be meant, with what it is.
type candidate struct{ word, what string }

// complete prints what could stand for the last word, one a line with a tab and
// what it is; nothing where a file is expected.
func (p *program) complete(words []string) error {
	if len(words) == 0 {
		words = []string{""}
	}
	for _, c := range p.candidates(words) {
		fmt.Fprintf(p.out, "%s\t%s\n", c.word, c.what)
	}
	return nil
}

// candidates are the words that could stand for the last one.
func (p *program) candidates(words []string) []candidate {
	app := p.app()
	words = joined(words)
	last := words[len(words)-1]
	if len(words) == 1 {
		if strings.HasPrefix(last, "-") {
			return matching(last, flagWords(append(app.Flags, cli.HelpFlag), nil))
		}
		return matching(last, verbWords(app))
	}
	verb := app.Command(words[0])
	if verb == nil {
		return nil
	}
	earlier := words[1 : len(words)-1]
	if name, part, ok := strings.Cut(last, "="); ok && strings.HasPrefix(last, "-") {
		var out []candidate
		for _, c := range matching(part, flagValues(flagName(name), earlier)) {
			out = append(out, candidate{name + "=" + c.word, c.what})
		}
		return out
	}
	if n := len(earlier); n > 0 && strings.HasPrefix(earlier[n-1], "-") && !strings.Contains(earlier[n-1], "=") {
		if f := findFlag(verb.Flags, flagName(earlier[n-1])); f != nil && takesValue(f) {
			return matching(last, flagValues(f.Names()[0], earlier))
		}
	}
	if strings.HasPrefix(last, "-") {
		return matching(last, flagWords(append(verb.Flags, cli.HelpFlag), earlier))
	}
	switch verb.Name {
	case "help":
		return matching(last, verbWords(app))
	case "schema":
		return matching(last, plainWords(schemas, "schema"))
	case "completion":
		return matching(last, plainWords(shells, "shell"))
	}
	return nil
}

// joined undoes what bash does to words: "--face=EB\ Gar" comes as "--face", "="
// and "EB\ Gar". The value then stands for itself.
func joined(words []string) []string {
	out := make([]string, 0, len(words))
	for i, w := range words {
		if w == "=" && i > 0 && strings.HasPrefix(words[i-1], "--") {
			if i == len(words)-1 {
				out = append(out, "")
			}
			continue
		}
		out = append(out, strings.ReplaceAll(w, `\ `, " "))
	}
	return out
}

// matching are the candidates that begin as was written.
func matching(written string, all []candidate) []candidate {
	var out []candidate
	for _, c := range all {
		if strings.HasPrefix(c.word, written) {
			out = append(out, c)
		}
	}
	return out
}

// verbWords are the verbs.
func verbWords(app *cli.App) []candidate {
	var out []candidate
	for _, c := range app.Commands {
		out = append(out, candidate{c.Name, c.Usage})
	}
	return out
}

// flagWords are the flags that are not there yet.
func flagWords(flags []cli.Flag, there []string) []candidate {
	given := map[string]bool{}
	for _, w := range there {
		if strings.HasPrefix(w, "-") {
			given[flagName(w)] = true
		}
	}
	var out []candidate
	for _, f := range flags {
		if name := f.Names()[0]; !given[name] {
			usage := ""
			if d, ok := f.(cli.DocGenerationFlag); ok {
				usage = strings.ReplaceAll(d.GetUsage(), "`", "")
			}
			out = append(out, candidate{"--" + name, usage})
		}
	}
	return out
}

// flagValues are the values that a flag could have, as far as they can be listed.
func flagValues(name string, earlier []string) []candidate {
	dir := "."
	for _, w := range earlier {
		if !strings.HasPrefix(w, "-") {
			dir = w
		}
	}
	switch name {
	case "page-size":
		return plainWords([]string{"letter", "a4"}, "page size")
	case "expansion":
		return plainWords([]string{"0", "0.5", "1", "1.5", "2"}, name)
	case "justify", "hyphenate", "smart-quotes", "number-sections", "print-links":
		return plainWords([]string{"yes", "no"}, name)
	case "face":
		var out []candidate
		for _, f := range press.FontNames(dir) {
			out = append(out, candidate{f, "face"})
		}
		return out
	case "letterhead":
		var out []candidate
		for _, h := range press.Letterheads(dir, "") {
			out = append(out, candidate{h.Name, h.Description})
		}
		return append(out, candidate{"none", "the bare sheet"})
	case "print":
		return plainWords(press.BuiltInLanguages(), "language")
	case "language":
		var out []candidate
		list, _, _ := press.Languages(dir, "") // a packet that cannot be read has none
		for _, l := range list {
			if l.Words != "" {
				out = append(out, candidate{l.Tag, "language"})
			}
		}
		return out
	}
	return nil
}

// plainWords are words of one sort.
func plainWords(words []string, what string) []candidate {
	var out []candidate
	for _, w := range words {
		out = append(out, candidate{w, what})
	}
	return out
}
