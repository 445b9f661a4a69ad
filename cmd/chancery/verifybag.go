package main

import (
	"os"
	"path/filepath"

	"chancery/archive/minisign"
	"chancery/archive/transfer"
	"chancery/archive/verify"

	"github.com/urfave/cli/v2"
)

// isBag says whether a folder is a bag, also one that lost its declaration.
func isBag(name string) bool {
	if info, err := os.Stat(filepath.Join(name, "bagit.txt")); err == nil && info.Mode().IsRegular() {
		return true
	}
	manifests, err := filepath.Glob(filepath.Join(name, "*manifest-*.txt"))
	info, e := os.Stat(filepath.Join(name, "data"))
	return err == nil && len(manifests) > 0 && e == nil && info.IsDir()
}

// verifyBag is the verb on a bag. No file outside the folder is read, whatever the
// bag has of links and paths.
func (p *program) verifyBag(c *cli.Context, name string, o verify.Options) error {
	judged := transfer.JudgeOptions{Options: o}
	for _, file := range c.StringSlice("key") {
		key, err := readOperand(file)
		if err != nil {
			return err
		}
		if !minisign.IsPublic(key) {
			return &usageError{file + " holds no public key of minisign", "it is the file that ends in .pub, of two lines"}
		}
		judged.Keys = append(judged.Keys, key)
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		return err
	}
	defer root.Close()
	r, err := transfer.Judge(c.Context, root.FS(), judged)
	if err != nil {
		return err
	}
	if c.Bool("json") {
		err = p.printJSON(r)
	} else {
		_, err = p.out.WriteString(r.Text(judged))
	}
	if err != nil {
		return err
	}
	switch r.Verdict {
	case verify.Official:
		return nil
	case verify.Unknown:
		return &unknownError{}
	}
	return &sourceError{}
}
