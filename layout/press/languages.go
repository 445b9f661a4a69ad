package press

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"chancery/layout/hyphen"
	"chancery/layout/labels"
	"chancery/source"
)

// Codes of files in the folders hyphenation and labels.
const (
	CodeUnreadFile = "unread-file" // a warning: a name that says no language
	CodeTwoFiles   = "two-files"   // two files of one folder for one language
)

// language is what folders have for a language: the file of its labels, or those of
// its patterns.
type language struct {
	tag   string
	words []string // files of divided words, the nearest first
	rules string   // the file of labels or patterns; "" for none
}

// paths are the files of a language: the words first, for of two entries for one
// word the first holds.
func (l language) paths() []string {
	if l.rules == "" {
		return l.words
	}
	return append(slices.Clip(l.words), l.rules)
}

// wordPart is the ending of a file of divided words.
const wordPart = ".hyp.txt"

// naming is how the files of a kind of folder are named after languages.
type naming struct {
	kind string // of folder
	// parse takes a name apart: the tag as written, and which of several files of
	// one language it is. ok is false for a file that is not read; hint, if not "",
	// says then what to do about it.
	parse func(name string) (tag, part, hint string, ok bool)
}

var labelFiles = naming{"labels", func(name string) (tag, part, hint string, ok bool) {
	switch ext := filepath.Ext(name); ext {
	case ".yaml":
		return strings.TrimSuffix(name, ext), "", "name the file after its language, such as fr.yaml", true
	case ".yml":
		return "", "", "rename it to " + strings.TrimSuffix(name, ext) + ".yaml", false
	}
	return "", "", "", false
}}

var patternFiles = naming{"hyphenation", func(name string) (tag, part, hint string, ok bool) {
	const form = "name the file after its language, such as hyph-fr.tex"
	base, found := strings.CutPrefix(name, "hyph-")
	for _, part := range []string{".tex", ".pat.txt", wordPart} {
		if tag, ok := strings.CutSuffix(base, part); ok && found {
			return tag, part, form, true
		}
	}
	switch filepath.Ext(name) {
	case ".dic":
		return "", "", "patterns of LibreOffice are of another form: take hyph-….tex of the hyph-utf8 project", false
	case ".tex", ".txt", ".pat", ".hyp":
		if !strings.Contains(strings.ToLower(name), "readme") && !strings.Contains(strings.ToLower(name), "licen") &&
			!strings.HasSuffix(name, ".chr.txt") && !strings.HasSuffix(name, ".lic.txt") {
			return "", "", form + ", hyph-fr.pat.txt or hyph-fr.hyp.txt", false
		}
	}
	return "", "", "", false
}}

// languages lists what the folders of a kind have for each language. Of what two
// folders have for one the nearer holds; but lists of divided words (.hyp.txt) add
// up, the nearest first, with whatever patterns there are.
func (f folders) languages(s naming) (all []language, wrong source.Problems, err error) {
	list, err := f.list(s.kind)
	if err != nil {
		return nil, nil, err
	}
	whole := map[string]bool{} // the tags that a nearer folder has more than words for
	for _, files := range list {
		here := map[string]string{} // by tag and part: the file
		for _, e := range files {
			written, part, hint, ok := s.parse(e.name)
			tag := source.Language(written)
			if !ok || tag == "" {
				if hint != "" {
					wrong = append(wrong, source.Problem{Path: filepath.ToSlash(e.path), Warning: true, Code: CodeUnreadFile, Text: "this file is not read: its name says no language", Hint: hint})
				}
				continue
			}
			if part != wordPart {
				part = ""
			}
			if twin := here[tag+part]; twin != "" {
				wrong = append(wrong, source.Problem{Path: filepath.ToSlash(e.path), Code: CodeTwoFiles, Text: fmt.Sprintf("%s is of the same language as %s", e.name, twin), Hint: "take one of the two out"})
				continue
			}
			here[tag+part] = e.name
			if part == "" && whole[tag] {
				continue
			}
			i := slices.IndexFunc(all, func(l language) bool { return l.tag == tag })
			if i < 0 {
				all, i = append(all, language{tag: tag}), len(all)
			}
			if l := &all[i]; part == wordPart {
				l.words = append(l.words, e.path)
			} else {
				l.rules = e.path
			}
		}
		for _, l := range all {
			whole[l.tag] = l.rules != ""
		}
	}
	return all, wrong, nil
}

// tags are the tags of languages.
func tags(all []language) []string {
	out := make([]string, len(all))
	for i, l := range all {
		out[i] = l.tag
	}
	return out
}

// maxFile is the most bytes of a file of labels or patterns that are read: the
// largest pattern files have a sixteenth of it.
const maxFile = 8 << 20

// open reads the files of a language.
func (l language) open() (files []*source.File, data [][]byte, wrong source.Problems, err error) {
	for _, path := range l.paths() {
		name := filepath.ToSlash(path)
		st, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist), err == nil && !st.Mode().IsRegular():
			wrong = append(wrong, source.Problem{Path: name, Code: source.CodeMissingFile, Text: "this is not a file", Hint: "put the file itself here"})
			continue
		case err != nil:
			return nil, nil, nil, fmt.Errorf("reading the languages: %w", err)
		case st.Size() > maxFile:
			wrong = append(wrong, source.Problem{Path: name, Code: source.CodeFileTooLarge, Text: fmt.Sprintf("the file is over %d MB", maxFile>>20), Hint: "is this the file that you mean?"})
			continue
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return nil, nil, nil, fmt.Errorf("reading the languages: %w", err)
		}
		files, data = append(files, &source.File{Name: name, Data: b}), append(data, b)
	}
	return files, data, wrong, nil
}

// languages reads the words and patterns of the languages that a packet is in, as
// far as its folders have them; those of the others are not looked at. failed are
// the languages whose words are wrong.
func (r *resources) languages(p *source.Packet) (s sets, failed []string, wrong source.Problems, err error) {
	s.faces = r.faces
	words, more, err := r.labelFiles()
	if err != nil {
		return s, nil, nil, err
	}
	wrong = append(wrong, more...)
	patterns, more, err := r.folders.languages(patternFiles)
	if err != nil {
		return s, nil, nil, err
	}
	wrong = append(wrong, more...)
	if words == nil && patterns == nil {
		return s, failed, wrong, nil
	}
	for _, lang := range languagesOf(p) {
		if i := labels.Choose(tags(words), lang); i >= 0 {
			l, more, err := r.library.words(words[i])
			if err != nil {
				return s, nil, nil, err
			}
			wrong = append(wrong, more...)
			if l == nil {
				failed = append(failed, words[i].tag)
			} else if !slices.Contains(s.labels, l) {
				s.labels = append(s.labels, l)
			}
		}
		if i := hyphen.Choose(tags(patterns), lang); i >= 0 {
			l, more, err := r.library.patterns(patterns[i])
			if err != nil {
				return s, nil, nil, err
			}
			if wrong = append(wrong, more...); l != nil && !slices.Contains(s.patterns, l) {
				s.patterns = append(s.patterns, l)
			}
		}
	}
	return s, failed, wrong, nil
}

// labelFiles lists the files of labels, once.
func (r *resources) labelFiles() ([]language, source.Problems, error) {
	if !r.listed {
		r.words, r.wrongWords, r.wordsErr = r.folders.languages(labelFiles)
		r.listed = true
	}
	return r.words, r.wrongWords, r.wordsErr
}

// quotes gives the quotation marks of a language, as its labels have them. What is
// wrong with those is said by languages.
func (r *resources) quotes(lang string) (source.Quotes, bool) {
	var words *labels.Labels
	if files, _, _ := r.labelFiles(); labels.Choose(tags(files), lang) >= 0 {
		words, _, _ = r.library.words(files[labels.Choose(tags(files), lang)])
	} else {
		words, _ = labels.Load(lang)
	}
	if words == nil {
		return source.Quotes{}, false
	}
	q, ok := words.Quotes()
	return source.Quotes{OpenDouble: q[0], CloseDouble: q[1], OpenSingle: q[2], CloseSingle: q[3]}, ok
}

// words reads a file of labels; nil with problems where it is wrong.
func (l *library) words(of language) (*labels.Labels, source.Problems, error) {
	files, data, wrong, err := of.open()
	if err != nil || len(wrong) > 0 {
		return nil, wrong, err
	}
	words, err := remember(l, "labels "+of.rules, data, func() (*labels.Labels, error) {
		words, problems := labels.Read(of.tag, files[0])
		wrong = problems
		return words, nil
	})
	return words, wrong, err
}

// patterns reads the patterns of a language; nil with problems where they are wrong.
func (l *library) patterns(of language) (*hyphen.Patterns, source.Problems, error) {
	files, data, wrong, err := of.open()
	if err != nil || len(wrong) > 0 {
		return nil, wrong, err
	}
	p, err := remember(l, "patterns "+strings.Join(of.paths(), " "), data, func() (*hyphen.Patterns, error) {
		p, problems := hyphen.Read(of.tag, files...)
		wrong = problems
		return p, nil
	})
	return p, wrong, err
}

// languagesOf lists the languages that a packet is in, each once: the packet's, the
// documents', and those of words and blocks among others.
func languagesOf(p *source.Packet) []string {
	all := []string{p.Language}
	add := func(lang string) {
		if lang != "" && !slices.Contains(all, lang) {
			all = append(all, lang)
		}
	}
	for _, d := range p.Documents {
		add(d.Language)
		d.Languages(add)
	}
	return all
}
