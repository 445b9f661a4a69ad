package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"chancery/archive/cms"
	"chancery/archive/minisign"
	"chancery/archive/pkcs11"
	"chancery/archive/sign"
	"chancery/layout/press"
	"chancery/source"

	"github.com/urfave/cli/v2"
)

// signVerb is "chancery sign".
func (p *program) signVerb() *cli.Command {
	return &cli.Command{
		Name:      "sign",
		Usage:     "sign a PDF, or say who has signed it",
		UsageText: "chancery sign --key FILE|pkcs11:… --output OUT.pdf [flags] IN.pdf\n   chancery sign --renew --tsa URL --output OUT.pdf [flags] IN.pdf\n   chancery sign --status IN.pdf",
		Description: `Puts a digital signature into IN.pdf, which Chancery or anybody else made, and
writes the result to OUT.pdf. What was in the file stays, byte for byte; PDF/A
and PDF/UA still hold. A letter has a field for every signatory whose entry says
"signature: digital": they sign one after another, each in a field of their own,
and --status says whose turn it is.

The key is a file of PEM or PKCS#12 (.p12, .pfx). If it is locked, its password
is asked for, read from a file descriptor (--password-fd), or taken from the
environment variable CHANCERY_KEY_PASSWORD; it is never an argument. A key in a
device has an address, pkcs11:token=LABEL;object=LABEL?module-path=LIBRARY
(RFC 7512); its PIN is asked for in the same ways.

Levels, of ETSI EN 319 142-1 (PAdES): b is the signature alone, t adds a
timestamp of the authority at --tsa, lt adds what is needed to check the
signature when the authorities are gone, lta adds a timestamp over all of it.
--renew needs no key: it proves what is there once more and stamps it anew, as
has to be done before the certificate of the last timestamp expires.

Where the key is one of minisign, any file is signed, an EPUB too: the signature
is a file of its own, FILE.minisig.

Examples:

    chancery sign --key balderas.p12 --field Signature1 -o signed.pdf letter.pdf
    chancery sign --key office.p12 --certify --level lta -o official.pdf \
        --tsa http://tsa.example.gov --trust roots.pem release.pdf
    chancery sign --key 'pkcs11:token=Office?module-path=/lib/maker.so' \
        -o signed.pdf letter.pdf
    chancery sign --status signed.pdf
    chancery sign --key office.key packet.epub`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "key", TakesFile: true, Usage: "sign with the key in `FILE`, PEM, PKCS#12 or minisign's, or in a device (pkcs11:…)"},
			&cli.StringFlag{Name: "cert", TakesFile: true, Usage: "take the key's certificate, and those above it, from `FILE` too"},
			&cli.StringFlag{Name: "level", Value: "b", Usage: "sign at `LEVEL` b, t, lt or lta"},
			&cli.BoolFlag{Name: "certify", Usage: "certify: from now on nothing may change but reserved fields be signed", DisableDefaultText: true},
			&cli.StringFlag{Name: "field", Usage: "sign in the field `NAME`; needed where several are free"},
			&cli.BoolFlag{Name: "new-field", Usage: "sign in a new field, which is not seen, though reserved ones are free", DisableDefaultText: true},
			&cli.BoolFlag{Name: "invisible", Usage: "show nothing in the field", DisableDefaultText: true},
			&cli.StringFlag{Name: "tsa", Usage: "get timestamps from the authority at `URL`"},
			&cli.StringSliceFlag{Name: "trust", TakesFile: true, Usage: "trust the root certificates in `FILE` (PEM); may be repeated"},
			&cli.StringFlag{Name: "resources", TakesFile: true, Usage: "take fonts and words for what is seen from the folder `DIR`, too"},
			&cli.StringFlag{Name: "reason", Usage: "say `WHY` it is signed"},
			&cli.StringFlag{Name: "location", Usage: "say `WHERE` it is signed"},
			&cli.IntFlag{Name: "password-fd", Value: -1, DefaultText: "none", Usage: "read the key's password, or PIN, from the file descriptor `N`"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, TakesFile: true, Usage: "write the signed file to `OUT.pdf`"},
			&cli.BoolFlag{Name: "renew", Usage: "sign nothing, and make what is signed last longer", DisableDefaultText: true},
			&cli.BoolFlag{Name: "status", Usage: "say who has signed, and which fields are free; check nothing", DisableDefaultText: true},
			quietFlag("print no more than what is wrong"),
			jsonFlag(),
		},
		Action: p.sign,
	}
}

// sign is the verb.
func (p *program) sign(c *cli.Context) error {
	list, err := operands(c, 1, 1, "PDF")
	if err != nil {
		return err
	}
	if c.Bool("status") {
		for _, f := range c.FlagNames() {
			if f != "status" && f != "json" {
				return &usageError{fmt.Sprintf("--status goes with no other flag, and --%s is one", f), ""}
			}
		}
		return p.signStatus(c, list[0])
	}
	if c.Bool("renew") {
		for _, f := range []string{"key", "cert", "level", "certify", "field", "new-field", "invisible", "resources", "reason", "location", "password-fd"} {
			if c.IsSet(f) {
				return &usageError{fmt.Sprintf("--renew signs nothing, and --%s is for signing", f), ""}
			}
		}
	}
	if name := c.String("key"); name != "" && !pkcs11.IsURI(name) {
		key, err := readOperand(name)
		if err != nil {
			return err
		}
		if minisign.IsKey(key) {
			return p.signDetached(c, list[0], key)
		}
	}
	out := c.String("output")
	o, err := signOptions(c, list[0], out)
	if err != nil {
		return err
	}
	data, err := readOperand(list[0])
	if err != nil {
		return err
	}
	doc, err := sign.Open(data)
	if err != nil {
		hint := ""
		if !bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
			hint = "\nhint: what is no PDF is signed with a key of minisign"
		}
		return &sourceError{fmt.Sprintf("%s: %v%s", list[0], err, hint)}
	}
	if !c.Bool("renew") {
		release, err := p.signKey(c, &o)
		if err != nil {
			return err
		}
		defer release()
	}
	if !c.Bool("renew") && !c.Bool("invisible") {
		shared, err := sharedFolder(c)
		if err != nil {
			return err
		}
		name := o.Signer.Certificate.Subject.CommonName
		if name == "" {
			name = cms.Name(o.Signer.Certificate)
		}
		o.Draw = func(f sign.Field) (sign.Look, error) {
			content, err := press.Signature{Lang: doc.Language(), Name: name, Reason: o.Reason, Time: o.Time,
				Seal: f.Name == sign.CertificationField, Resources: shared}.Draw(f.Width, f.Height)
			return sign.Look{Content: content}, err
		}
	}
	var g *progress
	if p.terminal && !c.Bool("quiet") {
		g = startProgress(p.errs, patience)
		o.Ask = func(ctx context.Context, q sign.Request) ([]byte, error) {
			g.step(0, 0, "asking "+q.URL)
			return ask(ctx, q)
		}
	}
	do := sign.Sign
	if c.Bool("renew") {
		do = sign.Renew
	}
	signed, err := do(c.Context, data, o)
	g.done()
	if err != nil {
		return signError(c.Context, list[0], err)
	}
	if err := writeNew(out, signed.Bytes); err != nil {
		return err
	}
	for _, u := range signed.Unproven {
		fmt.Fprintf(p.errs, "chancery: warning: in %s nothing proves later that the signature in %s holds: %v\n", out, u.Field, u.Err)
	}
	return p.printSigned(c, out, o, signed)
}

// signOptions reads the flags that need no file.
func signOptions(c *cli.Context, in, out string) (o sign.Options, err error) {
	if out == "" {
		return o, &usageError{"--output names no file", "the signed file never takes the place of the one that is signed"}
	}
	if c.Bool("renew") {
		if o.TSA = c.String("tsa"); o.TSA == "" {
			return o, &usageError{"--renew needs a timestamp authority", "--tsa URL names it"}
		}
		err := signFiles(c, in, out, &o)
		return o, err
	}
	if c.String("key") == "" {
		return o, &usageError{"--key names no file", "a file of PEM or PKCS#12, or a device (pkcs11:…), holds the key to sign with; --status needs none"}
	}
	if o.Level, err = sign.ParseLevel(c.String("level")); err != nil {
		return o, &usageError{fmt.Sprintf("--level cannot be %q", c.String("level")), "b, t, lt or lta"}
	}
	if o.TSA = c.String("tsa"); o.TSA == "" && o.Level > sign.B {
		return o, &usageError{fmt.Sprintf("--level %s needs a timestamp authority", o.Level), "--tsa URL names it"}
	} else if o.TSA != "" && o.Level == sign.B {
		return o, &usageError{"--tsa is of no use at level b", "--level t, lt or lta asks for a timestamp"}
	}
	if o.Field = c.String("field"); o.Field != "" && c.Bool("new-field") {
		return o, &usageError{"--field and --new-field contradict each other", ""}
	}
	o.New, o.Certify = c.Bool("new-field"), c.Bool("certify")
	o.Reason, o.Location = c.String("reason"), c.String("location")
	err = signFiles(c, in, out, &o)
	return o, err
}

// signFiles sees that nothing is in the way of the output, and reads the roots.
func signFiles(c *cli.Context, in, out string, o *sign.Options) error {
	if err := notThere(in, out); err != nil {
		return err
	}
	o.Time = time.Now().UTC().Truncate(time.Second)
	o.Ask, o.Random = ask, rand.Reader
	for _, name := range c.StringSlice("trust") {
		list, err := readCertificates(name)
		if err != nil {
			return err
		}
		for _, r := range list {
			// A file of roots may hold what leads to them too.
			if r.CheckSignatureFrom(r) == nil {
				o.Roots = append(o.Roots, r)
			} else {
				o.Others = append(o.Others, r)
			}
		}
	}
	return nil
}

// notThere sees that the output is another file than the input, and not there yet.
func notThere(in, out string) error {
	if a, err := os.Stat(in); err == nil {
		if b, err := os.Stat(out); err == nil && os.SameFile(a, b) {
			return &usageError{"--output is the file that is signed", "name another file; move it afterwards if you must"}
		}
	}
	if _, err := os.Lstat(out); err == nil {
		return &usageError{fmt.Sprintf("%s is there already", out), "name another file, or move it away"}
	}
	return nil
}

// signError sorts what went wrong: an authority that does not answer, or a device
// that fails, is the machine's fault, everything else that of the file, the field or the certificate.
func signError(ctx context.Context, in string, err error) error {
	var net *askError
	var missing *press.CharacterError
	var wrong source.Problems
	var device *pkcs11.Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &net), errors.As(err, &device) && device.Kind == pkcs11.Broken:
		return fmt.Errorf("%s: nothing was written: %w", in, err)
	case errors.As(err, &wrong):
		return wrong
	case errors.As(err, &missing):
		return &sourceError{fmt.Sprintf("%s: %v\nhint: --resources DIR names a folder that has a font for it in a folder fonts; --invisible signs without showing a name", in, err)}
	}
	return &sourceError{fmt.Sprintf("%s: %v", in, err)}
}

// printSigned says what was done.
func (p *program) printSigned(c *cli.Context, out string, o sign.Options, s *sign.Signed) error {
	if c.Bool("renew") {
		return p.printRenewed(c, out, s)
	}
	who := cms.Name(o.Signer.Certificate)
	if c.Bool("json") {
		j := struct {
			File    string `json:"file"`
			Field   string `json:"field"`
			Signer  string `json:"signer"`
			Level   string `json:"level"`
			Visible bool   `json:"visible"`
			Certify bool   `json:"certified"`
			Time    string `json:"timestamp,omitempty"`
		}{out, s.Field, who, o.Level.String(), s.Visible, o.Certify, ""}
		if !s.Time.IsZero() {
			j.Time = s.Time.Format(time.RFC3339)
		}
		return p.printJSON(j)
	}
	if c.Bool("quiet") {
		return nil
	}
	did := "signed"
	if o.Certify {
		did = "certified"
	}
	fmt.Fprintf(p.out, "%s   %s by %s in %s, level %s", out, did, who, s.Field, o.Level)
	if !s.Time.IsZero() {
		fmt.Fprintf(p.out, ", stamped %s", s.Time.UTC().Format("2006-01-02 15:04:05 UTC"))
	}
	fmt.Fprintln(p.out)
	return nil
}

// printRenewed says what a renewal did.
func (p *program) printRenewed(c *cli.Context, out string, s *sign.Signed) error {
	switch {
	case c.Bool("json"):
		return p.printJSON(struct {
			File  string `json:"file"`
			Field string `json:"field"`
			Time  string `json:"timestamp"`
		}{out, s.Field, s.Time.Format(time.RFC3339)})
	case !c.Bool("quiet"):
		fmt.Fprintf(p.out, "%s   stamped %s\n", out, s.Time.UTC().Format("2006-01-02 15:04:05 UTC"))
	}
	return nil
}

// writeNew writes a file that is not there yet: under a temporary name, which
// gets its own when all of it is on the disk.
func writeNew(name string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return fmt.Errorf("writing the signed file: %w", err)
	}
	defer os.Remove(f.Name()) // gone already when all went well
	if err := f.Chmod(0o644); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		f.Close()
		return fmt.Errorf("writing the signed file: %w", err)
	}
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("writing the signed file: %w", err)
	}
	if _, err := os.Lstat(name); err == nil {
		return &usageError{fmt.Sprintf("%s is there already", name), "name another file, or move it away"}
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return fmt.Errorf("writing the signed file: %w", err)
	}
	return nil
}
