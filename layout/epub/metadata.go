package epub

import (
	"slices"

	"chancery/layout/labels"
)

// metadata gathers what the package document says of the publication. It
// claims what the packet has and nothing else.
func metadata(in *Input, words *labels.Labels) Meta {
	p := in.Packet
	m := Meta{
		Identifier: p.Identifier.Value,
		Title:      p.Title.Value,
		Language:   p.Language,
		Languages:  []string{p.Language},
		Creator:    p.Author.Value,
		Publisher:  p.Publisher.Value,
		Modified:   in.Modified.UTC(),
		Certifier:  in.Certifier,
	}
	if in.Version != "" {
		m.Generator = "Chancery " + in.Version
	}
	if d, ok := newest(p.Documents); ok {
		m.Date = isoDate(d)
	}
	for _, t := range p.SubjectTerms {
		if !t.Empty() {
			m.Subjects = append(m.Subjects, t.Value)
		}
	}
	for _, d := range p.Documents {
		if !slices.Contains(m.Languages, d.Language) {
			m.Languages = append(m.Languages, d.Language)
		}
	}
	for _, l := range in.Layouts {
		if l != nil && len(l.Starts) > 0 {
			m.Sources = append(m.Sources, PDF{Name: l.Name + ".pdf", Identifier: l.Identifier})
		}
	}
	m.Summary = words.AccessibilitySummary(len(m.Sources) > 0)
	return m
}
