package sign

import (
	"crypto"
	"crypto/sha256"
	"fmt"

	"chancery/layout/pdf/cos"
)

// store appends the document security store (ETSI EN 319 142-1, 5.4): to what one
// that is there holds, each piece once. There is no VRI: the same clause lets it
// be left out, and readers look through the whole store.
func (s *signing) store(data []byte) ([]byte, error) {
	d, err := Open(data)
	if err != nil {
		return nil, err
	}
	u, err := cos.NewUpdate(data, d.file)
	if err != nil {
		return nil, err
	}
	dss := d.file.Dict(d.catalog.Get("DSS"))
	if dss == nil {
		dss = cos.NewDict(cos.Entry{Key: "Type", Value: cos.Name("DSS")})
	}
	var certificates [][]byte
	for _, c := range s.certificates {
		certificates = append(certificates, c.Raw)
	}
	changed := false
	for _, part := range []struct {
		key  cos.Name
		list [][]byte
	}{{"Certs", certificates}, {"CRLs", s.crls}, {"OCSPs", s.ocsps}} {
		here := append(cos.Array{}, d.file.Array(dss.Get(part.key))...)
		have := map[[sha256.Size]byte]bool{}
		for _, o := range here {
			if stream, ok := d.file.Resolve(o).(*cos.Stream); ok {
				old, err := stream.Decode()
				if err != nil {
					return nil, fmt.Errorf("its security store: %w", err)
				}
				have[sha256.Sum256(old)] = true
			}
		}
		n := len(here)
		for _, der := range part.list {
			if sum := sha256.Sum256(der); !have[sum] {
				have[sum] = true
				here = append(here, u.Add(&cos.Stream{Dict: cos.NewDict(), Data: der}))
			}
		}
		if len(here) > n {
			dss.Set(part.key, here)
			changed = true
		}
	}
	if !changed {
		return data, nil
	}
	if r, ok := d.catalog.Get("DSS").(cos.Ref); ok {
		u.Set(r, dss)
	} else {
		d.catalog.Set("DSS", u.Add(dss))
		u.Set(d.file.Root, d.catalog)
	}
	d.declare(u)
	out, _, err := u.Bytes()
	return out, err
}

// archive appends a document timestamp (ETSI EN 319 142-1, 5.4.3) over all that
// is there, and then what proves that its authority was in order, where the store
// lacks it. Field and time go into stamped, where no signature's are there.
func (s *signing) archive(data []byte, stamped *Signed) ([]byte, error) {
	d, err := Open(data)
	if err != nil {
		return nil, err
	}
	u, err := cos.NewUpdate(data, d.file)
	if err != nil {
		return nil, err
	}
	value := cos.NewDict(
		cos.Entry{Key: "Type", Value: cos.Name("DocTimeStamp")},
		cos.Entry{Key: "Filter", Value: cos.Name("Adobe.PPKLite")},
		cos.Entry{Key: "SubFilter", Value: cos.Name("ETSI.RFC3161")})
	ref := u.Add(value)
	name := d.fresh("Timestamp")
	field, err := d.newField(u, name)
	if err != nil {
		return nil, err
	}
	dict := d.file.Dict(field)
	dict.Set("V", ref)
	u.Set(field, dict)
	d.formFlags(u)
	d.declare(u)
	out, err := s.fill(u, ref, value, room, func(digest func(crypto.Hash) []byte) ([]byte, error) {
		token, err := s.stamp(crypto.SHA256, digest(crypto.SHA256))
		if err != nil {
			return nil, err
		}
		if stamped.Field == "" {
			stamped.Field, stamped.Time = name, token.at
		}
		return token.der, nil
	})
	if err != nil {
		return nil, err
	}
	return s.store(out)
}
