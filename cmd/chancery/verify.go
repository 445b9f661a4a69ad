package main

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"chancery/archive/cms"
	"chancery/archive/verify"

	"github.com/urfave/cli/v2"
)

// verifyVerb is "chancery verify".
func (p *program) verifyVerb() *cli.Command {
	return &cli.Command{
		Name:      "verify",
		Usage:     "say whether a PDF, a bag or an archive is official",
		UsageText: "chancery verify FILE|FOLDER|BAG|OBJECT|STORE [--store DIR] [--trust FILE]... [--crl FILE]... [--key FILE]... [--at TIME]",
		Description: `Reads the signatures of a PDF, of whatever origin, and says on one screen who
made them, when and how that is known, what each covers, and what was done to
the file since. The first line is one word:

    OFFICIAL   nothing in it was changed since it was signed, and every
               signature leads to a root that you trust (exit code 0)
    ALTERED    it is not what was signed (1)
    UNKNOWN    it cannot be said: no signature, or none that can be checked (3)

A file by itself cannot know that it was superseded or withdrawn.

A BAG is a folder as BagIt has it (RFC 8493), Chancery's or anybody's: it is
held against its own checksums, and what was issued in it against signatures.
--key names a public key of minisign, for files that are no PDFs, or for the
whole bag. SUPERSEDED and WITHDRAWN (1) say what was known when it was packed.

An OBJECT of an archive, or a whole STORE, is held against every rule of its
format, its digests, and the signatures of what was issued in it. With --store
a file is looked up in the office's archive, which says whether it is what was
issued, as which version, and whether that still holds. Of any other folder
each PDF is judged.

--log names the public key of the office's log, which you have from the office:
the file must be in it, as the proof beside the file shows.

Nothing is asked online. --trust names a file with the certificates of the roots
that you trust, which you have from the office itself; without it no file is
official. Whether a certificate had been revoked is taken from the file, or from
lists that you fetched and give with --crl. --at judges the file as of another
time than now: 2038-06-19, or 2038-06-19T09:00:00-06:00.

Example:

    chancery verify letter.pdf --trust office-root.pem`,
		Flags: []cli.Flag{
			&cli.StringSliceFlag{Name: "trust", TakesFile: true, Usage: "trust the certificates in `FILE` (PEM or DER); may be given again"},
			&cli.StringSliceFlag{Name: "crl", TakesFile: true, Usage: "use the list of revoked certificates, or the OCSP answer, in `FILE`; may be given again"},
			&cli.StringSliceFlag{Name: "key", TakesFile: true, Usage: "for files that are no PDFs: trust the public key of minisign in `FILE`; may be given again"},
			&cli.StringFlag{Name: "store", TakesFile: true, Usage: "look the file up in the archive in the folder `DIR`"},
			&cli.StringFlag{Name: "log", TakesFile: true, Usage: "of a PDF: want it in the log whose public key is in `FILE`"},
			&cli.StringFlag{Name: "proof", TakesFile: true, Usage: "the proof for --log is in `FILE`", DefaultText: "the PDF's name with .tlog-proof added"},
			&cli.StringSliceFlag{Name: "witness", TakesFile: true, Usage: "say whether the witness of the log whose public key is in `FILE` signed the proof's head, and when; may be given again"},
			&cli.StringFlag{Name: "at", Usage: "judge as of `TIME`, not of now"},
			jsonFlag(),
		},
		Action: p.verify,
	}
}

// verify is the verb. (The verdict goes to standard output: it is the result.)
func (p *program) verify(c *cli.Context) error {
	files, err := operands(c, 1, 1, "file")
	if err != nil {
		return err
	}
	o := verify.Options{At: time.Now().UTC()}
	if at := c.String("at"); c.IsSet("at") {
		if o.At, err = moment(at); err != nil {
			return err
		}
	}
	for _, name := range c.StringSlice("trust") {
		certs, err := readCertificates(name)
		if err != nil {
			return err
		}
		o.Trust = append(o.Trust, certs...)
	}
	for _, name := range c.StringSlice("crl") {
		evidence, err := readEvidence(name)
		if err != nil {
			return err
		}
		o.Evidence = append(o.Evidence, evidence...)
	}
	if info, e := os.Stat(files[0]); (c.IsSet("log") || c.IsSet("proof") || c.IsSet("witness")) && (c.IsSet("store") || e == nil && info.IsDir()) {
		return &usageError{"--log, --proof and --witness are for a PDF by itself", "leave them out, or name the one file"}
	}
	if isBag(files[0]) {
		return p.verifyBag(c, files[0], o)
	}
	if done, err := p.verifyArchived(c, files[0], o); done {
		return archiveError(err)
	}
	data, err := readOperand(files[0])
	if err != nil {
		return err
	}
	r := verify.File(data, o)
	logged, err := p.verifyLog(c, files[0], data, r)
	if err != nil {
		return err
	}
	if c.Bool("json") {
		err = p.printJSON(struct {
			*verify.Report
			Log *loggedJSON `json:"log,omitempty"`
		}{r, logged})
	} else {
		_, err = p.out.WriteString(r.Text() + logged.text())
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

// readOperand reads a file that the command line names.
func readOperand(name string) ([]byte, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &usageError{fmt.Sprintf("there is no file at %q", name), ""}
	}
	if info, e := os.Stat(name); e == nil && info.IsDir() {
		return nil, &usageError{fmt.Sprintf("%q is a folder", name), "name a file"}
	}
	return data, err
}

// moment reads a time of the command line; a day alone is its end in UTC, so that
// what was signed on that day counts.
func moment(s string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.UTC(), nil
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t.Add(24*time.Hour - time.Second), nil
	}
	return time.Time{}, &usageError{fmt.Sprintf("%q is no time", s), "write 2038-06-19 or 2038-06-19T09:00:00-06:00"}
}

// blocks gives what a file of PEM holds of a type, or the whole file where it is
// no PEM.
func blocks(data []byte, kind string) (ders [][]byte) {
	if !strings.Contains(string(data), "-----BEGIN ") {
		return [][]byte{data}
	}
	for {
		var b *pem.Block
		if b, data = pem.Decode(data); b == nil {
			return ders
		}
		if b.Type == kind {
			ders = append(ders, b.Bytes)
		}
	}
}

// readCertificates reads the certificates in a file.
func readCertificates(name string) (certs []*x509.Certificate, err error) {
	data, err := readOperand(name)
	if err != nil {
		return nil, err
	}
	for _, der := range blocks(data, "CERTIFICATE") {
		some, err := x509.ParseCertificates(der)
		if err != nil {
			return nil, &usageError{fmt.Sprintf("%s holds something that is no certificate: %v", name, err), "give certificates in PEM or DER"}
		}
		certs = append(certs, some...)
	}
	if len(certs) == 0 {
		return nil, &usageError{fmt.Sprintf("%s holds no certificate", name), "give certificates in PEM or DER"}
	}
	return certs, nil
}

// readEvidence reads a list of revoked certificates, or an answer of OCSP.
func readEvidence(name string) ([]*cms.Evidence, error) {
	data, err := readOperand(name)
	if err != nil {
		return nil, err
	}
	var all []*cms.Evidence
	for _, der := range blocks(data, "X509 CRL") {
		if e, err := cms.ParseCRL(der, name); err == nil {
			all = append(all, e)
		} else if es, err := cms.ParseOCSP(der, name); err == nil {
			all = append(all, es...)
		} else {
			return nil, &usageError{fmt.Sprintf("%s is neither a list of revoked certificates nor an answer about them", name), "give a CRL in PEM or DER, or an OCSP response in DER"}
		}
	}
	return all, nil
}
