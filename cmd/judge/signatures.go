package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"
)

// Signed is what pyHanko says of the signatures of one file.
type Signed struct {
	File       string      `json:"file"`
	Error      string      `json:"error"` // why the file could not be read; "" it was
	Signatures []Signature `json:"signatures"`
}

// Signature is what pyHanko says of one signature or document timestamp.
type Signature struct {
	Field string `json:"field"`
	Kind  string `json:"kind"` // signature, timestamp
	Pass  bool   `json:"pass"` // intact, valid, trusted, and changed afterwards only as it allows

	Verdict string `json:"verdict"` // OK, or the indication of ETSI EN 319 102-1: HASH_FAILURE, REVOKED …
	Reason  string `json:"reason"`  // why it does not pass, where pyHanko says so
	Signer  string `json:"signer"`  // the certificate's subject

	Intact  bool `json:"intact"`  // the digest is that of the bytes
	Valid   bool `json:"valid"`   // the signature value is right
	Trusted bool `json:"trusted"` // a chain leads to a given root

	Coverage     string `json:"coverage"`     // ENTIRE_FILE, ENTIRE_REVISION, …
	Modification string `json:"modification"` // what later updates change: NONE, LTA_UPDATES, FORM_FILLING, OTHER
	DocMDP       *bool  `json:"docmdp"`       // whether that is allowed
	Certified    string `json:"certified"`    // NO_CHANGES, FILL_FORMS, ANNOTATE for a certification

	Timestamp        string `json:"timestamp"` // RFC 3339; "" none
	TimestampTrusted bool   `json:"timestampTrusted"`
}

// question is what the script is asked.
type question struct {
	Files      []string `json:"files"`
	Trust      []string `json:"trust"`
	Revocation string   `json:"revocation"`
	At         string   `json:"at"`
	Lenient    bool     `json:"lenient"`
}

// signatures has pyHanko judge the signatures of PDF files: one process for all.
func signatures(ctx context.Context, q question) ([]Signed, error) {
	if err := readable(append(append([]string{}, q.Files...), q.Trust...)); err != nil {
		return nil, err
	}
	lib, err := toolFile(toolPyHanko, "lib")
	if err != nil {
		return nil, err
	}
	python, err := lookTool("python3")
	if err != nil {
		return nil, err
	}
	ask, err := json.Marshal(q)
	if err != nil {
		return nil, err
	}
	// Not from the tool's folder: it is kept by what the requirements pin alone.
	script, err := data.ReadFile("data/pyhanko/signatures.py")
	if err != nil {
		return nil, err
	}
	o, err := start(ctx, []string{"PYTHONPATH=" + lib, "PYTHONWARNINGS=ignore"}, python, "-c", string(script), string(ask))
	if err != nil {
		return nil, err
	}
	var all []Signed
	if err := json.Unmarshal(o.Stdout, &all); err != nil || o.Code != 0 || len(all) != len(q.Files) {
		return nil, fmt.Errorf("pyHanko broke off with exit status %d\n%s", o.Code, o.tail())
	}
	return all, nil
}

// verdict sums up a file: it passes when it has a signature and all of them pass.
func (s Signed) verdict() Verdict {
	v := Verdict{Judge: "pyHanko", File: s.File}
	if s.Error != "" {
		v.Faults = append(v.Faults, Fault{Rule: "not read", Count: 1, Text: s.Error})
	} else if len(s.Signatures) == 0 {
		v.Faults = append(v.Faults, Fault{Rule: "no signature", Count: 1, Text: "the file has none"})
	}
	for _, one := range s.Signatures {
		if one.Pass {
			continue
		}
		rule := one.Verdict
		if rule == "" {
			rule = "not judged"
		}
		v.Faults = append(v.Faults, Fault{Rule: rule, Count: 1, Text: one.String(), Place: one.Field})
	}
	v.Pass = len(v.Faults) == 0
	return v
}

// String says in a line what pyHanko found.
func (s Signature) String() string {
	words := []string{s.Kind}
	say := func(is bool, word string) {
		if !is {
			word = "not " + word
		}
		words = append(words, word)
	}
	say(s.Intact, "intact")
	say(s.Valid, "valid")
	say(s.Trusted, "trusted")
	if s.Coverage != "" {
		words = append(words, strings.ToLower(s.Coverage+" "+s.Modification))
	}
	if s.DocMDP != nil {
		say(*s.DocMDP, "allowed")
	}
	if s.Certified != "" {
		words = append(words, "certified "+strings.ToLower(s.Certified))
	}
	if s.Timestamp != "" {
		words = append(words, s.Timestamp)
	}
	if s.Kind == "signature" && s.Timestamp != "" {
		say(s.TimestampTrusted, "trusted time")
	}
	line := strings.Join(words, ", ")
	if s.Reason != "" {
		line += ": " + s.Reason
	}
	return line
}

// judgeSignatures is the verb signatures.
func judgeSignatures(ctx context.Context, args []string, out, errs io.Writer) error {
	q := question{Trust: []string{}}
	set := flag.NewFlagSet("judge signatures", flag.ContinueOnError)
	set.SetOutput(errs)
	set.Func("trust", "a root that is trusted, a `file` of PEM or DER; may be repeated", func(name string) error {
		q.Trust = append(q.Trust, name)
		return nil
	})
	set.StringVar(&q.Revocation, "revocation", "none", "what must prove that no certificate is revoked: `none`, embedded, fetch")
	set.StringVar(&q.At, "at", "", "judge as of this `time` (RFC 3339)")
	set.BoolVar(&q.Lenient, "lenient", false, "take files with hybrid cross-references")
	asJSON := set.Bool("json", false, "all that pyHanko said, as JSON")
	if err := set.Parse(args); err != nil {
		return errUsage
	}
	switch q.Revocation {
	case "none", "embedded", "fetch":
	default:
		fmt.Fprintf(errs, "judge: --revocation is none, embedded or fetch\n")
		return errUsage
	}
	if q.At != "" {
		if _, err := time.Parse(time.RFC3339, q.At); err != nil {
			fmt.Fprintf(errs, "judge: --at: %v\n", err)
			return errUsage
		}
	}
	if q.Files = set.Args(); len(q.Files) == 0 {
		return noFiles(errs)
	}
	all, err := signatures(ctx, q)
	if err != nil {
		return err
	}
	if *asJSON {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		if err := e.Encode(all); err != nil {
			return err
		}
		for _, s := range all {
			if !s.verdict().Pass {
				return errFault
			}
		}
		return nil
	}
	failed := error(nil)
	for _, s := range all {
		v := s.verdict()
		if err := report(out, []Verdict{v}); err != nil {
			failed = err
		}
		for _, one := range s.Signatures {
			if one.Pass {
				fmt.Fprintf(out, "     %s by %s: %s\n", one.Field, one.Signer, one)
			}
		}
	}
	return failed
}
