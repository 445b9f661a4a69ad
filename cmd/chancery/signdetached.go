package main

import (
	"fmt"
	"path/filepath"
	"time"

	"chancery/archive/minisign"

	"github.com/urfave/cli/v2"
)

// signDetached signs any file with a key of minisign, into a file beside it.
func (p *program) signDetached(c *cli.Context, in string, key []byte) error {
	for _, f := range []string{"cert", "level", "certify", "field", "new-field", "invisible", "resources", "tsa", "trust", "reason", "location"} {
		if c.IsSet(f) {
			return &usageError{fmt.Sprintf("--key names a key of minisign, and --%s is for signatures in a PDF", f), ""}
		}
	}
	out := c.String("output")
	if out == "" {
		out = in + ".minisig"
	}
	if err := notThere(in, out); err != nil {
		return err
	}
	data, err := readOperand(in)
	if err != nil {
		return err
	}
	secret, err := minisign.ReadKey(key, func() ([]byte, error) { return p.secret(c, "password", c.String("key")) })
	if err != nil {
		return keyError(c.String("key"), err)
	}
	signature, err := minisign.Sign(data, secret, filepath.Base(in), time.Now())
	if err != nil {
		return &sourceError{err.Error()}
	}
	if err := writeNew(out, signature); err != nil {
		return err
	}
	id := fmt.Sprintf("%X", secret.ID())
	switch {
	case c.Bool("json"):
		return p.printJSON(struct {
			File string `json:"file"`
			Of   string `json:"of"`
			Key  string `json:"key"`
		}{out, in, id})
	case !c.Bool("quiet"):
		fmt.Fprintf(p.out, "%s   the signature of %s, with the key %s\n", out, in, id)
	}
	return nil
}
