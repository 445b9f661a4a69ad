package sign

import (
	"context"
	"errors"
	"fmt"
)

// Renew makes a signed PDF last longer, without any key: it stores what proves
// the last document timestamp, or where there is none every signature, and stamps
// all of it anew (ETSI EN 319 142-1, 5.4.3). It has to be done while what it
// proves still can be proved: before the last timestamp's certificate expires.
// Of the options TSA, Ask, Time, Roots, Others and Random count. The error says
// what could not be proved; the file is then as it was.
func Renew(ctx context.Context, data []byte, o Options) (*Signed, error) {
	if o.TSA == "" {
		return nil, errors.New("to renew a file needs a timestamp authority")
	}
	o.Level = LTA
	d, err := Open(data)
	if err != nil {
		return nil, err
	}
	s := &signing{Options: o, ctx: ctx, known: map[string]bool{}}
	if !d.Signed() {
		return nil, errors.New("nobody has signed it: there is nothing to renew")
	}
	out := &Signed{}
	if out.Unproven, err = s.earlier(d, d.last); err != nil {
		return nil, err
	}
	// A stamp over the whole vouches for all before it: only that, and what came
	// after, has to be proved now or never.
	for _, u := range out.Unproven {
		if d.last(u.Field) {
			return nil, fmt.Errorf("the signature in %s: %w", u.Field, u.Err)
		}
	}
	if out.Bytes, err = s.store(data); err != nil {
		return nil, err
	}
	if out.Bytes, err = s.archive(out.Bytes, out); err != nil {
		return nil, err
	}
	return out, nil
}
