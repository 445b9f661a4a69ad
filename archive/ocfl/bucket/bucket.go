// Package bucket keeps a store of package ocfl in a bucket of S3 or of its kin,
// through gocloud.dev/blob, so that a writer can be killed at any moment.
//
// A bucket has no rename: a change is made file by file, in the order in which
// ocfl.Store.Put writes, so that the root's inventory is the one key with which a
// version begins to count, and Store.Repair can tell and mend what was cut short. A
// writer keeps others away from its object with a claim, a key that can be created
// only where it is not there yet:
//
//	extensions/chancery-claims/<digest of the object's path>.json
//
// It is deleted when the change ends, and renewed every so often as long as it does
// not. One that a writer left who was killed stays, until Release, which
// Store.Repair begins with, has watched that nobody renews it.
//
// What it needs of the service: that a read sees the last write, as S3 grants since
// 2020, and If-None-Match with PutObject (since 2024), which is tried once by every
// Bucket that writes. It refuses to know which service that is: the caller opens
// the bucket. Start with New.
package bucket

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"chancery/archive/ocfl"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"
)

// DefaultPatience is Bucket.Patience where that is 0.
const DefaultPatience = 30 * time.Second

// Bucket is a driver of package ocfl.
type Bucket struct {
	// Patience is how long Release watches whether a claim is renewed. All who write
	// into one store must have the same: claims are renewed three times as often.
	Patience time.Duration

	b *blob.Bucket

	mu    sync.Mutex
	tried bool // that the service refuses to create what is there
}

var (
	_ ocfl.Driver   = (*Bucket)(nil)
	_ ocfl.Releaser = (*Bucket)(nil)
)

// New gives the driver of the store in a bucket; one that begins with a prefix is
// made with blob.PrefixedBucket. Closing the bucket is the caller's.
func New(b *blob.Bucket) *Bucket { return &Bucket{b: b} }

func (b *Bucket) patience() time.Duration {
	if b.Patience > 0 {
		return b.Patience
	}
	return DefaultPatience
}

// failed says what the bucket's driver says, in one error: nil for nil.
func failed(err error) error {
	switch {
	case err == nil:
		return nil
	case strings.Contains(err.Error(), "get credentials:"):
		return fmt.Errorf("there are no credentials for the bucket (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, in the environment): %w", err)
	}
	return fmt.Errorf("the bucket: %w", err)
}

// failedList is failed for a listing: what is not found is the bucket.
func failedList(err error) error {
	if gcerrors.Code(err) == gcerrors.NotFound {
		return fmt.Errorf("there is no such bucket: %w", err)
	}
	return failed(err)
}

// remove deletes a key, which need not be there.
func (b *Bucket) remove(ctx context.Context, key string) error {
	err := b.b.Delete(ctx, key)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil
	}
	return failed(err)
}

// List lists the keys that begin with the folder's name.
func (b *Bucket) List(ctx context.Context, name string) ([]ocfl.Entry, error) {
	prefix := ""
	if name != "" {
		prefix = name + "/"
	}
	var entries []ocfl.Entry
	marked := false
	for it := b.b.List(&blob.ListOptions{Prefix: prefix, Delimiter: "/"}); ; {
		o, err := it.Next(ctx)
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, failedList(err)
		}
		if o.Key == prefix {
			marked = true // the empty key by which consoles show a folder
			continue
		}
		e := ocfl.Entry{Name: strings.TrimPrefix(o.Key, prefix), Size: o.Size}
		if o.IsDir {
			e.Name, e.Kind, e.Size = strings.TrimSuffix(e.Name, "/"), ocfl.Folder, 0
		}
		if e.Name == "" || e.Name == "." || e.Name == ".." {
			e.Kind = ocfl.Other // no path of OCFL leads there (3.5.3.1)
		}
		entries = append(entries, e)
	}
	if len(entries) == 0 && !marked {
		return nil, &fs.PathError{Op: "list", Path: name, Err: fs.ErrNotExist}
	}
	slices.SortFunc(entries, func(a, b ocfl.Entry) int { return strings.Compare(a.Name, b.Name) })
	return entries, nil
}

// Open opens a key.
func (b *Bucket) Open(ctx context.Context, name string) (io.ReadCloser, error) {
	r, err := b.b.NewReader(ctx, name, nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if err != nil {
		return nil, failed(err)
	}
	return r, nil
}

// write writes a key: all of it, or where it fails nothing. fresh: only where it is
// not there yet.
func (b *Bucket) write(ctx context.Context, name string, content io.Reader, fresh bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // before Close it gives the upload up
	w, err := b.b.NewWriter(ctx, name, &blob.WriterOptions{
		IfNotExist:                  fresh,
		DisableContentTypeDetection: true,
		ContentType:                 "application/octet-stream",
	})
	if err != nil {
		return failed(err)
	}
	if _, err := io.Copy(w, content); err != nil {
		cancel()
		_ = w.Close() // it says that it was given up
		return err
	}
	return failed(w.Close())
}

// Begin begins a change with a claim.
func (b *Bucket) Begin(ctx context.Context, object string) (ocfl.Change, error) {
	if object == "" {
		// A store that is being made has nothing yet that two could spoil: they write the
		// same. A claim would be in the way of whoever makes it when they were cut short.
		made, err := b.isStore(ctx)
		if err != nil {
			return nil, err
		}
		if !made {
			return &change{b: b}, nil
		}
	}
	c, err := b.claim(ctx, object)
	if err != nil {
		return nil, err
	}
	return &change{b: b, object: object, claim: c}, nil
}

// isStore says whether there is a declaration of a storage root.
func (b *Bucket) isStore(ctx context.Context) (bool, error) {
	o, err := b.b.List(&blob.ListOptions{Prefix: "0=ocfl_"}).Next(ctx)
	if err == io.EOF {
		return false, nil
	}
	return o != nil, failedList(err)
}

// change is a change of one object.
type change struct {
	b      *Bucket
	object string
	claim  *claim // nil with the files of a new store
	done   bool
}

func (c *change) key(name string) string {
	if c.object == "" {
		return name
	}
	return c.object + "/" + name
}

// Write writes a key at once. What counts, the files of the object's own folder, is
// written only while the claim is known to hold.
func (c *change) Write(ctx context.Context, name string, content io.Reader) error {
	if err := c.claim.holds(ctx, !strings.Contains(name, "/")); err != nil {
		return err
	}
	if err := c.b.write(ctx, c.key(name), content, false); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// Remove deletes a key at once.
func (c *change) Remove(ctx context.Context, name string) error {
	if err := c.claim.holds(ctx, false); err != nil {
		return err
	}
	return c.b.remove(ctx, c.key(name))
}

// Commit gives the object free. The change has been made by now: a claim that cannot
// be deleted is told to whoever comes next, and is no error of this one.
func (c *change) Commit(context.Context) error {
	if c.done {
		return errors.New("bucket: a change was committed twice")
	}
	_ = c.Abort()
	return nil
}

// Abort gives the object free. What was written stays: Store.Repair removes it.
func (c *change) Abort() error {
	if c.done {
		return nil
	}
	c.done = true
	// Also where the caller's context is what has ended.
	ctx, cancel := context.WithTimeout(context.Background(), DefaultPatience)
	defer cancel()
	return c.claim.drop(ctx)
}
