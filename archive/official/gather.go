package official

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"chancery/source"
)

// gathered is the source of a packet: every file that its build reads.
type gathered struct {
	files map[string][]byte // by their paths below source/, with slashes
	// packet is the packet's path below source/: its folder, or its one file.
	packet string
}

// own are the folders whose files belong to what is set, beside the packet's files,
// beside office.yaml and in the folder of resources.
var own = []string{"fonts", "hyphenation", "labels", "letterheads"}

// gather reads the source of a packet that was loaded from path. The files keep
// their places to each other, so that the copy builds as the original did.
func gather(path string, p *source.Packet) (*gathered, error) {
	dir, err := filepath.Abs(path)
	if err == nil {
		dir, err = filepath.EvalSymlinks(dir)
	}
	if err != nil {
		return nil, err
	}
	single := ""
	if info, err := os.Stat(dir); err != nil {
		return nil, err
	} else if !info.IsDir() {
		dir, single = filepath.Dir(dir), filepath.Base(dir)
	}
	dirs := []string{dir}
	// The packet's own folder has a name, of which its identifier may be made.
	root := filepath.Dir(dir)
	add := func(d string) error {
		if d == "" {
			return nil
		}
		d, err := filepath.Abs(d)
		if err == nil {
			d, err = filepath.EvalSymlinks(d)
		}
		if err != nil {
			return err
		}
		dirs = append(dirs, d)
		for !within(root, d) {
			root = filepath.Dir(root)
		}
		return nil
	}
	if p.Office.File != nil {
		if err := add(p.Office.Dir); err != nil {
			return nil, err
		}
	}
	if err := add(p.Resources); err != nil {
		return nil, err
	}
	g := &gathered{files: map[string][]byte{}}
	take := func(file string) error {
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		g.files[filepath.ToSlash(rel)] = data
		return nil
	}
	var wanted []string
	if single == "" || single == "packet.yaml" {
		wanted, single = append(wanted, filepath.Join(dir, "packet.yaml")), ""
	}
	for _, d := range p.Documents {
		rel, err := filepath.Rel(p.Dir, filepath.FromSlash(d.File.Name))
		if err != nil {
			return nil, err
		}
		wanted = append(wanted, filepath.Join(dir, rel))
	}
	for name := range p.Assets { // by their paths from the packet's folder
		wanted = append(wanted, filepath.Join(dir, filepath.FromSlash(name)))
	}
	if p.Office.File != nil {
		wanted = append(wanted, filepath.Join(dirs[1], "office.yaml"))
		if p.Office.Seal != nil {
			wanted = append(wanted, filepath.Join(dirs[1], filepath.FromSlash(p.Office.Seal.Path)))
		}
	}
	for _, file := range wanted {
		if err := take(file); err != nil {
			return nil, fmt.Errorf("reading the source: %w", err)
		}
	}
	for _, d := range dirs {
		for _, name := range own {
			if err := takeAll(filepath.Join(d, name), take); err != nil {
				return nil, fmt.Errorf("reading the source: %w", err)
			}
		}
	}
	rel, err := filepath.Rel(root, filepath.Join(dir, single))
	g.packet = filepath.ToSlash(rel)
	return g, err
}

// within says whether a folder is another one or lies in it.
func within(outer, inner string) bool {
	rel, err := filepath.Rel(outer, inner)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// takeAll takes all files of a folder, if there is one.
func takeAll(dir string, take func(string) error) error {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
			return err
		}
		return take(path)
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// unpack writes the source into a folder and gives the path of the packet there.
func (g *gathered) unpack(dir string) (string, error) {
	for name, data := range g.files {
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			return "", fmt.Errorf("the archived source has a file %q, which leads elsewhere", name)
		}
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return "", err
		}
		if err := os.WriteFile(path, data, 0o666); err != nil {
			return "", err
		}
	}
	return filepath.Join(dir, filepath.FromSlash(g.packet)), nil
}
