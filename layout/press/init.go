package press

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"chancery/assets"
)

// The packets that Init writes, as folders of assets/packets.
const (
	starterPacket = "starter"
	examplePacket = "2018-06-19-family-separation"
)

// InTheWayError says which files stand where Init would write. None of them was
// touched, and nothing was written.
type InTheWayError struct{ Paths []string }

// Error names them all and says what to do.
func (e *InTheWayError) Error() string {
	verb := "is"
	if len(e.Paths) > 1 {
		verb = "are"
	}
	return fmt.Sprintf("%s %s in the way, and nothing is ever overwritten\nhint: name another folder", strings.Join(e.Paths, ", "), verb)
}

// Started says what Init wrote.
type Started struct {
	Dir   string   `json:"dir"`
	Files []string `json:"files"` // in the order of their names
	// Office is the office.yaml further up that the packet shares, so that it got
	// none of its own; "" if it has its own.
	Office string `json:"office,omitempty"`
}

// Init writes a packet that builds at once into dir: the starter packet, or with
// example the release and the letter of June 19, 2018. An empty dir is "packet",
// or the name of the example. The folder may be there already, its files may not:
// then the error is an *InTheWayError that names them, and nothing is written. A
// starter packet below an office.yaml gets none of its own. Any other error is of
// the machine; what was written before it is removed.
func Init(dir string, example bool) (*Started, error) {
	name := starterPacket
	if example {
		name = examplePacket
	}
	if dir == "" {
		if dir = "packet"; example {
			dir = examplePacket
		}
	}
	s := &Started{Dir: dir}
	if !example {
		s.Office = officeAbove(dir)
	}
	packet, err := fs.Sub(assets.FS, "packets/"+name)
	if err != nil {
		panic("press: " + err.Error()) // the name is valid
	}
	files, err := starting(packet, s.Office != "")
	if err != nil {
		return nil, err
	}
	if err := clear(dir, files); err != nil {
		return nil, err
	}
	made := &undo{}
	for _, f := range files {
		data, err := fs.ReadFile(packet, f)
		if err != nil {
			err = fmt.Errorf("reading the packet: %w", err)
		} else {
			if !example && f == "packet.yaml" {
				data = append(data, verifyKey()...)
			}
			err = made.write(data, filepath.Join(dir, filepath.FromSlash(f)))
		}
		if err != nil {
			made.all()
			return nil, err
		}
		s.Files = append(s.Files, filepath.Join(dir, filepath.FromSlash(f)))
	}
	return s, nil
}

// officeAbove is the office.yaml that a packet in dir would share, dir's own left
// aside; "" if there is none.
func officeAbove(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	up := officeDir(filepath.Dir(abs))
	if up == "" || filepath.Dir(abs) == abs {
		return ""
	}
	path := filepath.Join(up, "office.yaml")
	if wd, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(wd, path); err == nil {
			return rel
		}
	}
	return path
}

// starting lists the files of a packet to write.
func starting(packet fs.FS, shared bool) ([]string, error) {
	var files []string
	err := fs.WalkDir(packet, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !(shared && path == "office.yaml") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing the packet: %w", err)
	}
	return files, nil
}

// clear is an *InTheWayError if any of files is in dir already, or something that
// is no folder stands in its place.
func clear(dir string, files []string) error {
	switch st, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Lstat(dir); err == nil { // a link that leads nowhere
			return &InTheWayError{Paths: []string{dir}}
		}
		return nil
	case err != nil:
		return fmt.Errorf("looking at the folder: %w", err)
	case !st.IsDir():
		return &InTheWayError{Paths: []string{dir}}
	}
	var there []string
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f))
		if _, err := os.Lstat(path); err == nil {
			there = append(there, path)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("looking at the folder: %w", err)
		}
	}
	if len(there) > 0 {
		return &InTheWayError{Paths: there}
	}
	return nil
}

// undo remembers what Init made, in order.
type undo struct{ paths []string }

// all removes it again, the last first. A folder that is not empty stays.
func (u *undo) all() {
	for i := len(u.paths) - 1; i >= 0; i-- {
		os.Remove(u.paths[i])
	}
}

// verifyKey gives the lines of packet.yaml about the packet's verify page, with a key
// that nobody can guess. It is drawn once, for one packet, and stands in its source:
// so the same source gives the same bytes, a correction keeps its address, and there
// is no secret of the office whose loss would give away the addresses of all that it
// has not published yet. Until then whoever can read the key can read the packet.
func verifyKey() string {
	var key [16]byte
	rand.Read(key[:]) // never fails
	return fmt.Sprintf(`
# The number under which the office knows this packet, printed at the foot of the
# first page. Where office.yaml has a verify-address, a QR code stands beside it that
# leads to the page where anybody can check a copy; the key, drawn at random for this
# packet alone, makes that page's address impossible to guess.
# reference: 2026-0001
verify-key: %X
`, key)
}

// write writes one file of the packet. A file that is there already is an error:
// nobody's words are overwritten, whoever put them there since.
func (u *undo) write(data []byte, path string) error {
	if err := u.mkdir(filepath.Dir(path)); err != nil {
		return fmt.Errorf("making the folder: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return fmt.Errorf("writing the packet: %w", err)
	}
	u.paths = append(u.paths, path)
	_, err = f.Write(data)
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("writing the packet: %w", err)
	}
	return nil
}

// mkdir makes a folder with those above it and remembers which are new.
func (u *undo) mkdir(dir string) error {
	var missing []string
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(d); !errors.Is(err, fs.ErrNotExist) {
			break
		}
		missing = append(missing, d)
	}
	for i := len(missing) - 1; i >= 0; i-- {
		if err := os.Mkdir(missing[i], 0o777); err != nil {
			return err
		}
		u.paths = append(u.paths, missing[i])
	}
	return nil
}
