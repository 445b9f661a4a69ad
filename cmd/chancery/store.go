package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"

	"chancery/archive/ocfl"
	"chancery/archive/ocfl/folder"
)

// place is where a store is.
type place struct {
	ocfl.Driver
	work string
}

// Work is a folder of this machine for what is of no lasting worth.
func (l *place) Work() string { return l.work }

// isURL says whether the name of a store is a URL, of a bucket, and no folder's. A
// letter alone before the colon is a drive of Windows.
func isURL(name string) bool {
	return regexp.MustCompile(`^[a-z][a-z0-9+.-]+://`).MatchString(name)
}

// openPlace gives the driver of a store in a folder, or in a bucket, which need not
// be there yet.
func openPlace(ctx context.Context, name string) (*place, error) {
	if !isURL(name) {
		d, err := folder.Open(name)
		if err != nil {
			return nil, err
		}
		return &place{d, d.Work()}, nil
	}
	d, err := openBucket(ctx, name)
	if err != nil {
		return nil, err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	sum := sha256.Sum256([]byte(name))
	return &place{d, filepath.Join(cache, "chancery", "store-"+hex.EncodeToString(sum[:8]))}, nil
}
