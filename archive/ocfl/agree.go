package ocfl

import (
	"fmt"
	"hash"
	"io"
	"maps"
	"slices"
	"strings"
)

// agree compares the inventories of the versions with that of the root (3.7), and
// all of them with the files that there are.
func (v *validator) agree(folders []string) {
	for name := range v.inv.Versions {
		if versionNumber(name) > 0 && !slices.Contains(folders, name) {
			v.add("E046 E010", name, "the inventory has a version %s, and there is no folder of it", name)
		}
	}
	spec := ""
	for _, name := range folders {
		inv := v.byName[name]
		if inv == nil {
			continue
		}
		path := name + "/" + inventoryName
		if inv.ID != v.inv.ID {
			v.add("E110 E037", path, "its id is %q, and that of the object %q", inv.ID, v.inv.ID)
		}
		if inv.content() != v.inv.content() {
			// The two are the halves of one sentence; which was broken depends on which
			// version is thought to be right.
			v.add("E019 E020", path, "its content lies in %q, and that of the object in %q", inv.content(), v.inv.content())
		}
		if s := strings.TrimSuffix(strings.TrimPrefix(inv.Type, "https://ocfl.io/"), "/spec/#inventory"); slices.Contains(specs, s) {
			if slices.Index(specs, s) < slices.Index(specs, spec) {
				v.add("E103", path, "it is of version %s of the specification, and the one before it of %s", s, spec)
			}
			spec = s
			if r := v.report.spec; r != "" && slices.Index(specs, s) > slices.Index(specs, r) {
				v.add("E103", path, "it is of version %s of the specification, and the object of %s", s, r)
			}
		}
		if inv != v.inv {
			v.states(path, name, inv)
			v.manifest(path, inv, versionNumber(name))
		}
	}
	v.manifest(inventoryName, v.inv, v.inv.HeadNumber())
}

// states compares what an older inventory says of its versions with what the
// newest does.
func (v *validator) states(path, name string, inv *Inventory) {
	for n := 1; n <= versionNumber(name); n++ {
		old, now := inv.Version(n), v.inv.Version(n)
		switch {
		case old == nil && now == nil:
			continue
		case old == nil || now == nil:
			v.add("E066", path, "of version %d it says another thing than the object's inventory", n)
			continue
		}
		if why := differ(inv, v.inv, n); why != "" {
			v.add("E066", path, "version %d was another one than the object's inventory says: %s", n, why)
		}
		if old.Created != now.Created {
			v.add("W011", path, "version %d: the time of its creation is another one in the object's inventory", n)
		}
		if old.Message != now.Message || old.hasMessage != now.hasMessage {
			v.add("W011", path, "version %d: its message is another one in the object's inventory", n)
		}
		if old.User != now.User && (old.User == nil || now.User == nil || *old.User != *now.User) {
			v.add("W011", path, "version %d: its user is another one in the object's inventory", n)
		}
	}
	if n := len(inv.Versions); n > versionNumber(name) {
		v.add("E066", path, "it has %d versions, and is that of %s", n, name)
	}
}

// differ says how two inventories differ about a version; "" they do not.
func differ(old, now *Inventory, n int) string {
	was, is := old.Files(n), now.Files(n)
	for _, name := range slices.Sorted(maps.Keys(was)) {
		digest, there := is[name]
		switch {
		case !there:
			return fmt.Sprintf("it had %q", name)
		case old.DigestAlgorithm == now.DigestAlgorithm:
			if !strings.EqualFold(digest, was[name]) {
				return fmt.Sprintf("%q had another content", name)
			}
		default:
			// Digests of another kind: the same file of content must stand behind both.
			paths := now.Manifest[digest]
			if !slices.ContainsFunc(old.Manifest[was[name]], func(p string) bool { return slices.Contains(paths, p) }) {
				return fmt.Sprintf("%q had another content", name)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(is)) {
		if _, there := was[name]; !there {
			return fmt.Sprintf("it had not %q", name)
		}
	}
	return ""
}

// manifest compares a manifest with the files of content of versions up to n.
func (v *validator) manifest(path string, inv *Inventory, n int) {
	named := map[string]bool{}
	for _, paths := range inv.Manifest {
		for _, p := range paths {
			named[p] = true
			if _, there := v.content[p]; !there {
				v.add("E092", p, "it is not there, and %s says that it is", path)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(inv.Fixity)) {
		for _, paths := range inv.Fixity[name] {
			for _, p := range paths {
				if _, there := v.content[p]; !named[p] {
					v.add("E057 E093", p, "%s has a digest of it in its fixity, and no such file in its manifest", path)
				} else if !there {
					v.add("E093", p, "%s has a digest of it in its fixity, and it is not there", path)
				}
			}
		}
	}
	for _, p := range slices.Sorted(maps.Keys(v.content)) {
		version, _, _ := strings.Cut(p, "/")
		if !named[p] && versionNumber(version) <= n {
			v.add("E023", p, "the manifest of %s does not have it", path)
		}
	}
}

// claim is a digest that an inventory says of a file.
type claim struct {
	algorithm, digest string
	inventory         string // its path
	code              string
}

// digests reads every file of content once and compares it with all that is said
// of it.
func (v *validator) digests() error {
	claims := map[string][]claim{}
	note := func(path string, inv *Inventory) {
		put := func(algorithm, digest, code string, paths []string) {
			for _, p := range paths {
				c := claim{algorithm, strings.ToLower(digest), path, code}
				same := func(o claim) bool { return o.algorithm == c.algorithm && o.digest == c.digest }
				if algorithms[algorithm].new != nil && !slices.ContainsFunc(claims[p], same) {
					claims[p] = append(claims[p], c)
				}
			}
		}
		for digest, paths := range inv.Manifest {
			put(inv.DigestAlgorithm, digest, "E092", paths)
		}
		for name, digests := range inv.Fixity {
			for digest, paths := range digests {
				put(name, digest, "E093", paths)
			}
		}
	}
	note(inventoryName, v.inv)
	for _, name := range slices.Sorted(maps.Keys(v.byName)) {
		note(name+"/"+inventoryName, v.byName[name])
	}
	for _, path := range slices.Sorted(maps.Keys(claims)) {
		if _, there := v.content[path]; !there {
			continue
		}
		if err := v.digest(path, claims[path]); err != nil {
			return err
		}
	}
	return nil
}

// digest reads a file and compares it with what is claimed of it.
func (v *validator) digest(path string, claims []claim) error {
	hashes := map[string]hash.Hash{}
	var all []io.Writer
	for _, c := range claims {
		if hashes[c.algorithm] == nil {
			hashes[c.algorithm] = algorithms[c.algorithm].new()
			all = append(all, hashes[c.algorithm])
		}
	}
	f, err := v.d.Open(v.ctx, in(v.root, path))
	if err != nil {
		return err
	}
	n, err := io.Copy(io.MultiWriter(all...), cancellable{v.ctx, f})
	f.Close()
	if err != nil {
		return fmt.Errorf("%s: %w", in(v.root, path), err)
	}
	v.report.Files++
	v.report.Bytes += n
	for _, c := range claims {
		if sum(c.algorithm, hashes[c.algorithm]) != c.digest {
			v.add(c.code, path, "its %s is another one than %s says: its content was changed or damaged", c.algorithm, c.inventory)
		}
	}
	return nil
}
