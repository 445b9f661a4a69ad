package ocfl_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"chancery/archive/ocfl"
)

// memory is a driver that does everything in the order of the calls, as one of a
// bucket would: it has keys, and no folders. After a number of calls it fails, as
// if the machine had.
type memory struct {
	mu    sync.Mutex
	files map[string]string
	held  map[string]bool
	left  int // calls until it fails; less than 0: never
}

var errCut = errors.New("cut short")

func newMemory() *memory {
	return &memory{files: map[string]string{}, held: map[string]bool{}, left: -1}
}

func (m *memory) List(_ context.Context, name string) ([]ocfl.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	found := map[string]ocfl.Entry{}
	for key, text := range m.files {
		rest, ok := strings.CutPrefix(key, name+"/")
		if name == "" {
			rest, ok = key, true
		}
		if first, _, deeper := strings.Cut(rest, "/"); ok && deeper {
			found[first] = ocfl.Entry{Name: first, Kind: ocfl.Folder}
		} else if ok {
			found[rest] = ocfl.Entry{Name: rest, Size: int64(len(text))}
		}
	}
	if len(found) == 0 {
		return nil, fs.ErrNotExist
	}
	return slices.SortedFunc(maps.Values(found), func(a, b ocfl.Entry) int { return strings.Compare(a.Name, b.Name) }), nil
}

func (m *memory) Open(_ context.Context, name string) (io.ReadCloser, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	text, ok := m.files[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(strings.NewReader(text)), nil
}

func (m *memory) Begin(_ context.Context, object string) (ocfl.Change, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.held[object] {
		return nil, ocfl.ErrBusy
	}
	m.held[object] = true
	return &memoryChange{m: m, object: object}, nil
}

type memoryChange struct {
	m      *memory
	object string
	done   bool
}

// step counts a call.
func (c *memoryChange) step(do func()) error {
	c.m.mu.Lock()
	defer c.m.mu.Unlock()
	if c.m.left == 0 {
		return errCut
	}
	c.m.left--
	do()
	return nil
}

func (c *memoryChange) Write(_ context.Context, name string, r io.Reader) error {
	var b bytes.Buffer
	if _, err := b.ReadFrom(r); err != nil {
		return err
	}
	return c.step(func() { c.m.files[path.Join(c.object, name)] = b.String() })
}

func (c *memoryChange) Remove(_ context.Context, name string) error {
	return c.step(func() { delete(c.m.files, path.Join(c.object, name)) })
}

func (c *memoryChange) Commit(context.Context) error {
	if c.done {
		return errors.New("committed twice")
	}
	return c.Abort()
}

func (c *memoryChange) Abort() error {
	c.m.mu.Lock()
	defer c.m.mu.Unlock()
	if !c.done {
		c.done = true
		delete(c.m.held, c.object)
	}
	return nil
}

// TestCut cuts puts and repairs short after every call of a driver that cannot
// change all at once: after a repair every object is valid, and no version that
// counted is lost.
func TestCut(t *testing.T) {
	ctx := context.Background()
	versions := []map[string]string{
		{"a.txt": "a", "b.txt": "b"},
		{"a.txt": "a2", "b.txt": "b", "dir/c.txt": "c"},
	}
	needed := 0
	for before := range 2 { // a first version, and a second
		for cut := 0; ; cut++ {
			m := newMemory()
			s, err := ocfl.Init(ctx, m, nil)
			if err != nil {
				t.Fatal(err)
			}
			if before > 0 {
				put(t, s, id, 0, versions[0])
			}
			m.left = cut
			_, err = s.Put(ctx, commit(id, before, versions[before]))
			done := err == nil
			if err != nil && !errors.Is(err, errCut) {
				t.Fatal(err)
			}
			// The repair is cut short too, at every call, until it gets through.
			for again := 0; ; again++ {
				m.left = again
				err := s.Repair(ctx, func(ocfl.Mended) { needed++ })
				if err == nil {
					break
				}
				if !errors.Is(err, errCut) {
					t.Fatal(err)
				}
			}
			m.left = -1
			var head int
			found, err := s.Validate(ctx, ocfl.Sweep{Each: func(r *ocfl.Report) error {
				if !r.Valid() {
					t.Errorf("cut after %d calls:%s", cut, lines(r.Findings))
				}
				head = int(r.Head[1] - '0')
				return nil
			}})
			if err != nil || len(found) > 0 {
				t.Errorf("cut after %d calls: %v%s", cut, err, lines(found))
			}
			if head < before || done && head != before+1 {
				t.Errorf("cut after %d calls: version %d is the newest", cut, head)
			}
			if head > 0 {
				o, err := s.Object(ctx, id)
				if err != nil {
					t.Fatal(err)
				}
				for name, text := range versions[head-1] {
					if got, err := o.Read(ctx, 0, name); err != nil || string(got) != text {
						t.Errorf("cut after %d calls: %s: %q, %v", cut, name, got, err)
					}
				}
			}
			// The next version can be stored at once.
			put(t, s, id, head, map[string]string{"next.txt": "n"})
			if done {
				break
			}
		}
	}
	if needed == 0 {
		t.Error("nothing was ever repaired")
	}
}
