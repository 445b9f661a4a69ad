package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A setter is a program that sets the first packet's letter, and any text on any
// measure, as a PDF, in one typeface.
type setter struct {
	name   string
	letter func(ctx context.Context) (pdf string, err error)
	text   func(ctx context.Context, t *text, measure float64) (pdf string, err error)
}

// setters gives Chancery with each expansion (in per cent) and what other programs
// are on this machine, and says why the others are absent.
func (b *bencher) setters(ctx context.Context, expansions []string) (all []setter, absent []string, err error) {
	if err := b.buildGo(ctx, "chancery"); err != nil {
		return nil, nil, err
	}
	for _, e := range expansions {
		all = append(all, b.chancerySetter(e))
	}
	_, err = b.typstContenders()
	var missing *missingError
	switch {
	case errors.As(err, &missing):
		absent = append(absent, fmt.Sprintf("Typst (%v)", err))
	case err != nil:
		return nil, nil, err
	default:
		all = append(all, b.typstSetter("Typst "+toolTypst.version, ""), b.typstSetter("Typst, tuned", typstTuned))
	}
	for _, p := range others {
		if _, err := exec.LookPath(p.command); err != nil {
			absent = append(absent, p.name)
			continue
		}
		all = append(all, b.otherSetter(p))
	}
	return all, absent, nil
}

// chancerySetter builds packets. The letter is the first packet with the
// comparison's face; a text is a letter on a stationery with the measure's margins.
func (b *bencher) chancerySetter(expansion string) setter {
	build := func(ctx context.Context, packet string) (string, error) {
		to := filepath.Join(b.tmp, "out-"+expansion)
		err := step(ctx, "", nil, filepath.Join(b.tmp, "chancery"), "build", packet, "--quiet", "--format", "pdf", "--expansion", expansion, "--output", to)
		return filepath.Join(to, "letter.pdf"), err
	}
	return setter{
		name: "Chancery, ±" + expansion + " %",
		letter: func(ctx context.Context) (string, error) {
			dir := filepath.Join(b.tmp, "letter-"+expansion)
			if err := letterPacket(b.packet, dir); err != nil {
				return "", err
			}
			if err := b.face.intoPacket(dir); err != nil {
				return "", err
			}
			return build(ctx, dir)
		},
		text: func(ctx context.Context, t *text, measure float64) (string, error) {
			dir := filepath.Join(b.tmp, "text")
			if err := os.RemoveAll(dir); err != nil {
				return "", err
			}
			if err := textPacket(t, measure, dir); err != nil {
				return "", err
			}
			if err := b.face.intoPacket(dir); err != nil {
				return "", err
			}
			return build(ctx, dir)
		},
	}
}

// textPacket writes a text as a letter without addresses or signatories.
func textPacket(t *text, measure float64, dir string) error {
	var body strings.Builder
	for _, p := range t.paragraphs {
		body.WriteString("\n")
		for _, r := range p {
			if strings.ContainsRune("\\`*_{}[]<>#+|~^", r) {
				body.WriteByte('\\')
			}
			body.WriteRune(r)
		}
		body.WriteString("\n")
	}
	for name, content := range map[string]string{
		"office.yaml": "name: Office\njurisdiction: State\nofficial: Somebody\nofficial-title: Official\n",
		"packet.yaml": fmt.Sprintf("title: %s\nletterhead: measure\njustify: true\nhyphenate: true\nlanguage: %s\ndocuments: [letter.md]\n", t.name, t.lang),
		"letter.md":   "---\nkind: letter\ndate: 2018-06-19\nto: [Somebody]\nsalutation: \"Dear Sir:\"\nclosing: Sincerely,\nsignatories: []\n---\n" + body.String(),
		"letterheads/measure/letterhead.yaml": fmt.Sprintf("description: margins that leave a measure\nmargins: {left: 36, right: %g, bottom: 72}\ndate-baseline: 84\n"+
			"continuation: {baseline: 44, gap: 24}\naddresses: stacked\nsignatures: {columns: 1, gutter: 0, room: 40, small-capitals: false}\nfirst-page: []\n", paperWidth-36-measure),
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(content), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// intoPacket makes a packet be set in the face.
func (f *typeface) intoPacket(dir string) error {
	name := filepath.Join(dir, "packet.yaml")
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	head := fmt.Sprintf("face: %s\nsize: %g\n", f.family, f.size)
	if err := os.WriteFile(name, append([]byte(head), text...), 0o666); err != nil {
		return err
	}
	if own, err := ownTypeface(); err != nil || own.folder == f.folder {
		return err // Chancery has them built in
	}
	if err := os.MkdirAll(filepath.Join(dir, "fonts"), 0o777); err != nil {
		return err
	}
	for _, file := range f.files() {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, "fonts", filepath.Base(file)), data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// typstSetter sets with more settings after the common ones.
func (b *bencher) typstSetter(name, more string) setter {
	set := func(ctx context.Context, head, source string) (string, error) {
		file := filepath.Join(b.tmp, "even.typ")
		if err := os.WriteFile(file, []byte(strings.Replace(source, head, head+more, 1)), 0o666); err != nil {
			return "", err
		}
		_, err := b.typstContender(name, file, "even.pdf").run(ctx)
		return filepath.Join(b.tmp, "even.pdf"), err
	}
	return setter{
		name:   name,
		letter: func(ctx context.Context) (string, error) { return set(ctx, "spacing: 15pt)\n", typstLetter(b.face)) },
		text: func(ctx context.Context, t *text, measure float64) (string, error) {
			return set(ctx, "justify: true)\n", typstText(t, b.face, measure))
		},
	}
}

// otherProgram is one that is compared where the machine has it.
type otherProgram struct {
	name, command string
	suffix        string // of its source
	args          func(source, target, folder string) []string
	letter        func(*typeface) string
	text          func(*text, *typeface, float64) string
}

var others = []otherProgram{
	{"LuaLaTeX + microtype", "lualatex", ".tex", func(source, _, folder string) []string {
		return []string{"-interaction=batchmode", "-halt-on-error", "-output-directory", folder, source}
	}, texLetter, texText},
	{"WeasyPrint", "weasyprint", ".html", func(source, target, _ string) []string { return []string{"--quiet", source, target} }, htmlLetter, htmlText},
	{"Prince", "prince", ".html", func(source, target, _ string) []string { return []string{source, "-o", target} }, htmlLetter, htmlText},
}

// contender is the program setting a source, cold.
func (b *bencher) otherContender(p otherProgram, source string) (c *contender, pdf string, err error) {
	stem := filepath.Join(b.tmp, p.command)
	if err := os.WriteFile(stem+p.suffix, []byte(source), 0o666); err != nil {
		return nil, "", err
	}
	path, err := exec.LookPath(p.command)
	if err != nil {
		return nil, "", err
	}
	args := p.args(stem+p.suffix, stem+".pdf", b.tmp)
	return &contender{name: p.name + ", letter", args: append([]string{path}, args...)}, stem + ".pdf", nil
}

// version is what a program says of itself, in its first line.
func (p otherProgram) version(ctx context.Context) string {
	said, _ := exec.CommandContext(ctx, p.command, "--version").Output() // one that says nothing has no version
	first, _, _ := strings.Cut(strings.TrimSpace(string(said)), "\n")
	return strings.TrimPrefix(strings.TrimSpace(first), "This is ")
}

// printVersions names those of the other programs that are there.
func printVersions(ctx context.Context, out io.Writer) {
	for _, p := range others {
		if _, err := exec.LookPath(p.command); err == nil {
			fmt.Fprintf(out, "%s: %s\n", p.name, p.version(ctx))
		}
	}
}

func (b *bencher) otherSetter(p otherProgram) setter {
	set := func(ctx context.Context, source string) (string, error) {
		c, pdf, err := b.otherContender(p, source)
		if err != nil {
			return "", err
		}
		// A program of many native libraries may crash now and then; that is not
		// what is measured.
		for range 3 {
			if _, err = c.run(ctx); err == nil {
				break
			}
		}
		return pdf, err
	}
	return setter{
		name:   p.name,
		letter: func(ctx context.Context) (string, error) { return set(ctx, p.letter(b.face)) },
		text: func(ctx context.Context, t *text, measure float64) (string, error) {
			return set(ctx, p.text(t, b.face, measure))
		},
	}
}
