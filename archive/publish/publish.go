// Package publish makes of what an office has, in a folder that was built or in its
// archive, what its verify site shows. It refuses to know how the site looks, where
// it lies, and whether the time has come: whoever calls it looks at the embargo.
// Start with Issued and Archived.
package publish

import (
	"context"
	"errors"
	"path"
	"slices"
	"strings"

	"chancery/archive/official"
	"chancery/archive/site"
	"chancery/layout/press"
)

// NoAddressError says that a document has no address at which a copy could be checked.
type NoAddressError struct{ Document string }

// Error says what is missing and what to do.
func (e *NoAddressError) Error() string {
	return e.Document + ": there is no address at which a copy could be checked\n" +
		"hint: write verify-address into office.yaml, reference and verify-key into packet.yaml, and build the packet again"
}

// Issued divides a packet by the addresses of its documents, in their order. The
// error joins a *NoAddressError for each document that has none.
func Issued(p *press.Issued) ([]site.Publication, error) {
	var all []site.Publication
	var wrong []error
	at := map[string]int{}
	for i, d := range p.Record.Documents {
		if d.Address == "" {
			wrong = append(wrong, &NoAddressError{p.Documents[i].Path})
			continue
		}
		n, known := at[d.Address]
		if !known {
			n = len(all)
			at[d.Address] = n
			all = append(all, site.Publication{Address: d.Address, Reference: d.Reference, Title: d.Title, Language: d.Language,
				Publisher: p.Record.Publisher, Ink: p.Record.Ink, Book: p.Book.Data, Signatures: map[string][]byte{}})
			for _, s := range p.Signatures {
				all[n].Signatures[strings.TrimSuffix(s.Name, ".minisig")] = s.Data
			}
		}
		all[n].Documents = append(all[n].Documents, site.Document{Name: d.Name, Title: d.Title, Language: d.Language, Date: d.Date,
			PDF: p.Documents[i].Data, InBook: i})
	}
	if len(all) == 1 {
		all[0].Title, all[0].Language = p.Record.Title, p.Record.Language
	}
	return all, errors.Join(wrong...)
}

// Addresses gives the addresses of an archived document, each once, in the order of
// its files; none where it has none.
func Addresses(r *official.Record) []string {
	var all []string
	for _, f := range r.Files {
		if f.Address != "" && !slices.Contains(all, f.Address) {
			all = append(all, f.Address)
		}
	}
	return all
}

// Digests gives the SHA-256 digests of what is published at an address: of the PDFs
// that have it, and of the book.
func Digests(r *official.Record, address string) []string {
	var all []string
	for _, f := range r.Files {
		if f.Address == address || f.Document == "" {
			all = append(all, f.SHA256)
		}
	}
	return all
}

// Archived reads what is published of an archived document at one of its addresses:
// the files of its newest version. Errors are those of ocfl.Object.Read.
func Archived(ctx context.Context, d *official.Document, address string) (*site.Publication, error) {
	r := d.Record
	p := &site.Publication{Address: address, Title: r.Title, Language: r.Language, Publisher: r.Publisher, Signatures: map[string][]byte{}}
	if p.Publisher == "" {
		p.Publisher = r.Office
	}
	p.Reference = referenceOf(address)
	if strings.EqualFold(p.Reference, r.Reference) {
		p.Reference = r.Reference // as it was written
	}
	n := 0
	for _, f := range r.Files {
		if f.Document != "" && f.Address != address {
			n++
			continue
		}
		data, err := d.Read(ctx, 0, f.Name)
		if err != nil {
			return nil, err
		}
		if f.Document == "" {
			p.Book = data
			continue
		}
		p.Documents = append(p.Documents, site.Document{Name: f.Document, Title: f.Title, Date: f.Date, PDF: data, InBook: n})
		n++
	}
	if len(Addresses(r)) > 1 {
		p.Title = p.Documents[0].Title
	}
	for _, name := range d.Names(0) {
		if of, ok := strings.CutPrefix(name, "signatures/"); ok {
			data, err := d.Read(ctx, 0, name)
			if err != nil {
				return nil, err
			}
			p.Signatures[strings.TrimSuffix(of, ".minisig")] = data
		}
	}
	return p, nil
}

// referenceOf is the reference in an address: the last part but one.
func referenceOf(address string) string { return path.Base(path.Dir(address)) }

// Standing says how an archived document stands, and which files it had in earlier
// versions, the newest first. documents gives others by their identifiers; what is
// superseded by one that it does not give is superseded by nothing that is published.
func Standing(ctx context.Context, d *official.Document, address string, documents map[string]*official.Record) (site.Standing, error) {
	r := d.Record
	st := site.Standing{Status: site.Issued, Reason: r.Reason}
	switch r.Status {
	case official.Withdrawn:
		st.Status = site.Withdrawn
	case official.Superseded:
		st.Status = site.Superseded
		if by := documents[r.SupersededBy]; by != nil {
			if to := Addresses(by); len(to) > 0 {
				st.By = to[0]
			}
		}
	}
	numbers := d.Inventory.Numbers()
	slices.Reverse(numbers)
	for _, n := range numbers {
		if n == d.Inventory.HeadNumber() {
			continue
		}
		old, err := d.RecordOf(ctx, n)
		if err != nil {
			return st, err
		}
		sums := d.Inventory.Files(n)
		for _, f := range old.Files {
			if f.Document != "" && f.Address != address {
				continue
			}
			st.Former = append(st.Former, site.EntryFile{Name: path.Base(f.Name), Kind: kindOf(f), Title: f.Title, Date: f.Date,
				Size: int(f.Bytes), SHA256: f.SHA256, SHA512: sums[f.Name]})
		}
	}
	return st, nil
}

// kindOf is the kind of a file on the site.
func kindOf(f official.File) string {
	if f.Document == "" {
		return site.KindBook
	}
	return site.KindDocument
}
