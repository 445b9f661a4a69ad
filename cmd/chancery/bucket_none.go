//go:build !s3

package main

import (
	"context"

	"chancery/archive/ocfl"
)

// openBucket says that this program has no drivers of buckets: the SDK of AWS would
// double its size and delay the start of every verb.
func openBucket(context.Context, string) (ocfl.Driver, error) {
	return nil, &usageError{"this chancery keeps stores in folders alone, not in buckets", `"make s3" builds chancery-s3, which does all that chancery does, and that`}
}
