package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"chancery/archive/cms"
	"chancery/archive/site"
	"chancery/archive/tlog"
	"chancery/archive/verify"

	"github.com/urfave/cli/v2"
)

// loggedJSON is what the log says of a file, for machines.
type loggedJSON struct {
	Origin  string      `json:"origin"`
	Index   int64       `json:"index"` // from 0
	Size    int64       `json:"size"`  // of the log when the proof was made
	File    string      `json:"file"`
	Address string      `json:"address"`
	Status  site.Status `json:"status"`
	Seen    []tlog.Seen `json:"seen"` // by witnesses that --witness names

	asked bool // there were any
}

// text is what the log says of a file, for people; "" where it was not asked.
func (l *loggedJSON) text() string {
	if l == nil {
		return ""
	}
	text := fmt.Sprintf("\nLog %s, entry %d of %d\nsays       %s was published as %s, at\n           %s\n",
		cms.Clean(l.Origin), l.Index+1, l.Size, cms.Clean(l.File), cms.Clean(string(l.Status)), cms.Clean(l.Address))
	for _, s := range l.Seen {
		text += fmt.Sprintf("seen by    %s, %s\n", cms.Clean(s.Witness), s.At.Format("2006-01-02 15:04:05 UTC"))
	}
	if l.asked && len(l.Seen) == 0 {
		text += "seen by    none of the witnesses that you name\n"
	}
	return text
}

// verifyLog holds a file against the log whose key --log names. What is missing or
// wrong is a reason of the report: a file that is to be in the log and is not is
// never official. nil means that there is nothing that the log says.
func (p *program) verifyLog(c *cli.Context, name string, data []byte, r *verify.Report) (*loggedJSON, error) {
	if !c.IsSet("log") {
		if c.IsSet("proof") {
			return nil, &usageError{"--proof proves nothing without a key", "--log names the file with the public key of the log"}
		}
		if c.IsSet("witness") {
			return nil, &usageError{"--witness is of a log", "--log names the file with the public key of the log"}
		}
		return nil, nil
	}
	key, err := readOperand(c.String("log"))
	if err != nil {
		return nil, err
	}
	var witnesses []string
	for _, file := range c.StringSlice("witness") {
		w, err := readOperand(file)
		if err != nil {
			return nil, err
		}
		witnesses = append(witnesses, string(w))
	}
	where := c.String("proof")
	if where == "" {
		where = name + tlog.Extension
	}
	proof, err := os.ReadFile(where)
	if errors.Is(err, fs.ErrNotExist) {
		r.Doubt("log", fmt.Sprintf("there is no proof at %s that it is in the log", where))
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the proof: %w", err)
	}
	proven, err := tlog.Check(proof, string(key), witnesses...)
	if err != nil {
		r.Doubt("log", "the proof that it is in the log does not hold: "+err.Error())
		return nil, nil
	}
	entry, err := site.ParseLogged(proven.Entry)
	if err != nil {
		r.Doubt("log", err.Error())
		return nil, nil
	}
	if sum := sha256.Sum256(data); entry.SHA256 != hex.EncodeToString(sum[:]) {
		r.Doubt("log", "the proof is of another file: "+entry.File+" at "+entry.Address)
		return nil, nil
	}
	if entry.Status != site.Issued {
		r.Doubt("log", "the log says that it is "+string(entry.Status))
	}
	return &loggedJSON{proven.Origin, proven.Index, proven.Size, entry.File, entry.Address, entry.Status, append([]tlog.Seen{}, proven.Seen...), len(witnesses) > 0}, nil
}
