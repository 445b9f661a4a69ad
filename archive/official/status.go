package official

import (
	"context"
	"fmt"
	"time"

	"chancery/archive/ocfl"
)

// StatusOptions say why and by whom a document's status changes.
type StatusOptions struct {
	ID      string
	Message string // why
	By      ocfl.User
	Now     time.Time
}

// Withdraw stores a version of a document that says that it no longer holds. Its
// files are kept. Errors as of Put.
func (a *Archive) Withdraw(ctx context.Context, o StatusOptions) (*Stored, error) {
	return a.change(ctx, o, Withdrawn, "")
}

// Supersede stores a version of a document that says that another one has taken
// its place, which is in the store. Errors as of Put.
func (a *Archive) Supersede(ctx context.Context, o StatusOptions, by string) (*Stored, error) {
	if by == o.ID {
		return nil, &RefusedError{fmt.Sprintf("%s cannot take its own place", by), "a correction is a further version: put it"}
	}
	if _, err := a.Document(ctx, by); err != nil {
		return nil, err
	}
	return a.change(ctx, o, Superseded, by)
}

func (a *Archive) change(ctx context.Context, o StatusOptions, status Status, by string) (*Stored, error) {
	if o.Message == "" {
		return nil, &RefusedError{fmt.Sprintf("%s is to be %s: say why", o.ID, status), `--message "Issued in error"`}
	}
	d, err := a.Document(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	if d.Record.Status == status && d.Record.SupersededBy == by {
		return nil, &RefusedError{fmt.Sprintf("%s is %s already", o.ID, status), ""}
	}
	r := *d.Record
	r.Status, r.SupersededBy, r.Reason = status, by, o.Message
	log, err := history(ctx, d)
	if err != nil {
		return nil, err
	}
	detail := fmt.Sprintf("status: %s", status)
	if by != "" {
		detail += " by " + by
	}
	log.happened(o.ID, "metadata modification", detail+": "+o.Message, "success", o.Now, o.By)
	files := map[string][]byte{recordName: r.encode(), premisName: log.encode(&r)}
	return a.commit(ctx, &r, d.Inventory.HeadNumber(), o.Message, o.By, o.Now, files, d.Inventory.Files(0), nil)
}
