package bucket

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"chancery/archive/internal/drivertest"
	"chancery/archive/ocfl"

	"gocloud.dev/blob/memblob"
)

// cutting is a driver whose writer dies after a number of calls.
type cutting struct {
	*Bucket
	left int
}

type cutChange struct {
	*change
	d    *cutting
	dead bool
}

var errCut = errors.New("cut short")

func (d *cutting) Begin(ctx context.Context, object string) (ocfl.Change, error) {
	c, err := d.Bucket.Begin(ctx, object)
	if err != nil {
		return nil, err
	}
	return &cutChange{change: c.(*change), d: d}, nil
}

// alive counts a call; the last one ends it all.
func (c *cutChange) alive() bool {
	if c.d.left == 0 && !c.dead {
		c.dead = true
		c.claim.stop()
		<-c.claim.gone
	}
	c.d.left--
	return !c.dead
}

func (c *cutChange) Write(ctx context.Context, name string, r io.Reader) error {
	if !c.alive() {
		return errCut
	}
	return c.change.Write(ctx, name, r)
}

func (c *cutChange) Remove(ctx context.Context, name string) error {
	if !c.alive() {
		return errCut
	}
	return c.change.Remove(ctx, name)
}

func (c *cutChange) Commit(ctx context.Context) error {
	if !c.alive() {
		return errCut
	}
	return c.change.Commit(ctx)
}

func (c *cutChange) Abort() error {
	if c.dead {
		return nil
	}
	return c.change.Abort()
}

// TestCut has writers, and those who repair, die after every call: then repairing
// makes all valid, and what counted is there.
func TestCut(t *testing.T) {
	ctx := t.Context()
	for before := range drivertest.Versions {
		for cut := 0; ; cut++ {
			b := memblob.OpenBucket(nil)
			d := &cutting{patient(b, 5*time.Millisecond), -1}
			s, err := ocfl.Init(ctx, d, nil)
			if err != nil {
				t.Fatal(err)
			}
			for base := range before {
				if _, err := s.Put(ctx, drivertest.Commit(drivertest.ID, base, drivertest.Versions[base])); err != nil {
					t.Fatal(err)
				}
			}
			d.left = cut
			_, err = s.Put(ctx, drivertest.Commit(drivertest.ID, before, drivertest.Versions[before]))
			done := err == nil
			if !done && !errors.Is(err, errCut) {
				t.Fatal(err)
			}
			for again := 0; ; again++ {
				d.left = again
				err := s.Repair(ctx, func(ocfl.Mended) {})
				if err == nil {
					break
				}
				if !errors.Is(err, errCut) {
					t.Fatal(err)
				}
			}
			d.left = -1
			head := 0
			if o, err := s.Object(ctx, drivertest.ID); err == nil {
				head = o.Inventory.HeadNumber()
				for name, text := range drivertest.Versions[head-1] {
					if got, err := o.Read(ctx, 0, name); err != nil || string(got) != text {
						t.Errorf("cut after %d calls: %s: %q, %v", cut, name, got, err)
					}
				}
			} else if !errors.Is(err, ocfl.ErrNoObject) {
				t.Error(err)
			}
			if head < before || done && head != before+1 {
				t.Errorf("cut after %d calls: version %d is the newest", cut, head)
			}
			drivertest.Sound(t, s, "", min(head, 1))
			if _, err := s.Put(ctx, drivertest.Commit(drivertest.ID, head, map[string]string{"next.txt": "n"})); err != nil {
				t.Errorf("cut after %d calls: %v", cut, err)
			}
			for name := range drivertest.Files(t, d, "") {
				if strings.HasPrefix(name, claims) {
					t.Errorf("cut after %d calls: left %s", cut, name)
				}
			}
			b.Close()
			if done {
				break
			}
		}
	}
}
