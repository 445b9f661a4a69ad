package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"chancery/archive/minisign"
	"chancery/archive/ocfl/folder"
	"chancery/archive/official"
	"chancery/archive/verify"

	"github.com/urfave/cli/v2"
)

// verifyArchived is the verb on an object, on a store, on a folder of files, and on a
// file that is looked up in a store. It gives false where it is none of them.
func (p *program) verifyArchived(c *cli.Context, name string, o verify.Options) (bool, error) {
	info, err := os.Stat(name)
	if isURL(name) {
		return true, &usageError{name + " is a bucket", "chancery archive verify --store reads all that is in it; chancery verify FILE --store looks a file up in it"}
	}
	if err != nil || !info.IsDir() && !c.IsSet("store") {
		return false, nil
	}
	j := official.JudgeOptions{Options: o}
	for _, file := range c.StringSlice("key") {
		key, err := readOperand(file)
		if err != nil {
			return true, err
		}
		if !minisign.IsPublic(key) {
			return true, &usageError{file + " holds no public key of minisign", "it is the file that ends in .pub, of two lines"}
		}
		j.Keys = append(j.Keys, key)
	}
	if !info.IsDir() {
		data, err := readOperand(name)
		if err != nil {
			return true, err
		}
		a, _, err := p.openArchive(c)
		if err != nil {
			return true, err
		}
		r, err := a.JudgeFile(c.Context, data, j)
		if err != nil {
			return true, err
		}
		return true, p.printJudgement(c, r, fmt.Sprintf("the store %s, as it is now", c.String("store")), len(o.Trust))
	}
	d, err := folder.Open(name)
	if err != nil {
		return true, err
	}
	var r *official.Judgement
	switch {
	case has(name, "0=ocfl_object_*") || has(name, "inventory.json"):
		r, err = official.JudgeObject(c.Context, d, "", j)
	case has(name, "0=ocfl_*") || has(name, "ocfl_layout.json"):
		r, err = official.JudgeStore(c.Context, d, j)
	default:
		r, err = judgeFolder(name, j)
	}
	if err != nil {
		return true, err
	}
	return true, p.printJudgement(c, r, "the folder alone, which anybody could have made", len(o.Trust))
}

// has says whether a folder has a file of a pattern.
func has(dir, pattern string) bool {
	// Not Glob of the whole: the folder's own name may have its signs.
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if ok, _ := filepath.Match(pattern, e.Name()); ok && err == nil {
			return true
		}
	}
	return false
}

// judgeFolder judges the PDFs in a folder, each by itself.
func judgeFolder(dir string, o official.JudgeOptions) (*official.Judgement, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	j := &official.Judgement{Verdict: string(verify.Official), Reasons: []string{}, Documents: []*official.Judgement{}}
	for _, e := range entries {
		if e.IsDir() || !strings.EqualFold(filepath.Ext(e.Name()), ".pdf") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		r := verify.File(data, o.Options)
		one := &official.Judgement{Verdict: string(r.Verdict), ID: e.Name(), Reasons: []string{}, Bytes: int64(len(data)), PDF: r}
		for _, reason := range r.Reasons {
			one.Reasons = append(one.Reasons, reason.Text)
		}
		j.Documents = append(j.Documents, one)
		if r.Verdict == verify.Altered || r.Verdict == verify.Unknown && j.Verdict == string(verify.Official) {
			j.Verdict = string(r.Verdict)
		}
	}
	if len(j.Documents) == 0 {
		return nil, &usageError{fmt.Sprintf("%q is a folder without a PDF, and neither a bag nor a store nor an object of one", dir), "name a file"}
	}
	return j, nil
}

// printJudgement prints a judgement; its first line is the verdict. consulted says on
// what it rests.
func (p *program) printJudgement(c *cli.Context, j *official.Judgement, consulted string, roots int) error {
	if c.Bool("json") {
		if err := p.printJSON(j); err != nil {
			return err
		}
		return verdictError(j.Verdict)
	}
	fmt.Fprintf(p.out, "%s\n\n", j.Verdict)
	if j.ID != "" {
		fmt.Fprintf(p.out, "document   %s\n", j.ID)
	}
	if j.Title != "" {
		fmt.Fprintf(p.out, "title      %s\n", j.Title)
	}
	if j.Version > 0 {
		newest := "the newest"
		if j.Version != j.Head {
			newest = fmt.Sprintf("the newest is version %d", j.Head)
		}
		fmt.Fprintf(p.out, "version    %d (%s), %s\n", j.Version, newest, j.Status)
	}
	for _, pr := range j.Proofs {
		by := ""
		if len(pr.By) > 0 {
			by = ", signed by " + strings.Join(pr.By, ", ")
		}
		fmt.Fprintf(p.out, "file       %s: %s%s\n", pr.File, pr.Verdict, by)
	}
	for _, r := range j.Reasons {
		fmt.Fprintf(p.out, "because    %s\n", r)
	}
	counts := map[string]int{}
	for _, d := range j.Documents {
		first, _, _ := strings.Cut(d.Verdict, " ")
		counts[first]++
	}
	if len(j.Documents) > 0 {
		var words []string
		for _, word := range []string{"OFFICIAL", "SUPERSEDED", "WITHDRAWN", "UNKNOWN", "ALTERED"} {
			if counts[word] > 0 {
				words = append(words, fmt.Sprintf("%d %s", counts[word], word))
			}
		}
		fmt.Fprintf(p.out, "documents  %s\n", strings.Join(words, ", "))
		for _, d := range j.Documents {
			if d.Verdict != string(verify.Official) {
				fmt.Fprintf(p.out, "    %s: %s\n", d.ID, d.Verdict)
				for _, r := range d.Reasons {
					fmt.Fprintf(p.out, "        %s\n", r)
				}
			}
		}
	}
	if j.Files > 0 {
		fmt.Fprintf(p.out, "fixity     the digests of %s, %s, were compared\n", plural(j.Files, "file"), size(j.Bytes))
	}
	if j.PDF != nil && len(j.PDF.Signatures) > 0 {
		fmt.Fprintf(p.out, "signatures %d; chancery verify FILE.pdf without --store says all of them\n", len(j.PDF.Signatures))
	}
	fmt.Fprintf(p.out, "consulted  %s; %s that you trust\n", consulted, plural(roots, "root certificate"))
	return verdictError(j.Verdict)
}

// verdictError is the exit code of a verdict.
func verdictError(verdict string) error {
	switch verdict {
	case string(verify.Official):
		return nil
	case string(verify.Unknown):
		return &unknownError{}
	}
	return &sourceError{}
}
