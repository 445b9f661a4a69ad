package main

import (
	"context"
	"fmt"
	"maps"
	"time"

	"chancery/archive/official"
	"chancery/archive/publish"
	"chancery/archive/site"
	sitefolder "chancery/archive/site/folder"
)

// batch is how many archived documents are held in memory at once.
const batch = 200

// published is one line of what publish prints.
type published struct {
	Reference string `json:"reference"`
	Title     string `json:"title"`
	Address   string `json:"address"`
}

// outcome is what publish did.
type outcome struct {
	list    []published
	skipped []string // why documents of an archive are not published
	res     sitefolder.Result
}

// add takes the result of one update.
func (o *outcome) add(res *sitefolder.Result) {
	o.res.Written = append(o.res.Written, res.Written...)
	o.res.Removed = append(o.res.Removed, res.Removed...)
	o.res.Unchanged = res.Unchanged
}

// publishStore puts all documents of an archive on the site: the newest version of
// each, how it stands, and the files of its earlier versions. What is under embargo,
// and what has no address, is left out and named.
func publishStore(ctx context.Context, a *official.Archive, out string, opts sitefolder.Options, now time.Time) (*outcome, error) {
	o := &outcome{}
	records := map[string]*official.Record{}
	var ids []string
	for d, err := range a.Documents(ctx) {
		if err != nil {
			return nil, err
		}
		r := d.Record
		until, err := time.Parse(time.RFC3339, r.Embargo)
		switch {
		case r.Embargo != "" && err != nil:
			return nil, fmt.Errorf("%s: the end of its embargo cannot be read: %w", r.ID, err)
		case r.Embargo != "" && now.Before(until):
			o.skipped = append(o.skipped, fmt.Sprintf("%s is under embargo until %s", r.ID, embargoEnd(until, "")))
		case len(publish.Addresses(r)) == 0:
			o.skipped = append(o.skipped, r.ID+" has no address at which a copy could be checked")
		default:
			records[r.ID] = r
			ids = append(ids, r.ID)
		}
	}
	for from := 0; from < len(ids); from += batch {
		some := ids[from:min(from+batch, len(ids))]
		res, err := sitefolder.Update(out, opts, func(s *site.Site) (map[string][]byte, error) {
			files := map[string][]byte{}
			for _, id := range some {
				if err := o.document(ctx, a, id, records, s, files); err != nil {
					return nil, faultError(err, false)
				}
			}
			return files, ctx.Err()
		})
		if err != nil {
			return nil, err
		}
		o.add(res)
	}
	return o, nil
}

// document puts one archived document on the site.
func (o *outcome) document(ctx context.Context, a *official.Archive, id string, records map[string]*official.Record, s *site.Site, files map[string][]byte) error {
	d, err := a.Document(ctx, id)
	if err != nil {
		return err
	}
	for _, address := range publish.Addresses(d.Record) {
		if !s.Holds(address, publish.Digests(d.Record, address)) {
			p, err := publish.Archived(ctx, d, address)
			if err != nil {
				return err
			}
			made, err := s.Publish(p)
			if err != nil {
				return err
			}
			maps.Copy(files, made)
			o.list = append(o.list, published{p.Reference, p.Title, p.Address})
		}
		st, err := publish.Standing(ctx, d, address, records)
		if err != nil {
			return err
		}
		if err := s.Stand(address, st); err != nil {
			return err
		}
	}
	return nil
}
