//go:build s3

package main

import (
	"context"
	"errors"

	"chancery/archive/ocfl"
	"chancery/archive/ocfl/bucket"

	_ "gocloud.dev/blob/s3blob" // the driver of s3://
)

// openBucket gives the driver of a store in a bucket.
func openBucket(ctx context.Context, url string) (ocfl.Driver, error) {
	d, err := bucket.Open(ctx, url)
	var wrong *bucket.URLError
	if errors.As(err, &wrong) {
		return nil, &usageError{wrong.Text, wrong.Hint}
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}
