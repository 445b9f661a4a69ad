package bucket

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"gocloud.dev/blob"
)

// URLError says that a URL cannot name a store.
type URLError struct{ Text, Hint string }

// Error says what is wrong.
func (e *URLError) Error() string { return e.Text }

// Open opens the bucket of a URL such as
//
//	s3://BUCKET/FOLDER?region=us-gov-west-1
//	s3://BUCKET?region=us-east-1&endpoint=https://s3.example.gov&use_path_style=true
//
// with a driver of gocloud.dev/blob that the program has linked, which says what else
// the URL can have; FOLDER is the prefix of all keys. Credentials are none of it:
// they come from the environment, or from where the SDK of the driver looks. The
// error is a *URLError where the URL is at fault. The caller closes the driver.
func Open(ctx context.Context, text string) (*Bucket, error) {
	u, err := url.Parse(text)
	var bad *url.Error
	switch {
	case errors.As(err, &bad): // it quotes the whole URL, which may hold what is secret
		return nil, &URLError{fmt.Sprintf("the URL of the bucket cannot be read: %v", bad.Err), "s3://BUCKET?region=REGION"}
	case u.User != nil:
		return nil, &URLError{"the URL of a bucket has no name and no password in it", "the environment has them: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"}
	case u.Host == "":
		return nil, &URLError{fmt.Sprintf("%q names no bucket", text), "s3://BUCKET?region=REGION"}
	}
	q, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, &URLError{fmt.Sprintf("what stands after the \"?\" of %s://%s cannot be read: %v", u.Scheme, u.Host, err), "NAME=VALUE, with & between several"}
	}
	prefix := strings.Trim(u.Path, "/")
	if prefix != "" {
		prefix += "/"
	}
	if more := q.Get("prefix"); more != "" {
		prefix += strings.TrimSuffix(more, "/") + "/"
		q.Del("prefix")
	}
	// Every file that is read is compared with its SHA-512 here, and large ones have no
	// checksum that the SDK could check: without this it says so with each of them.
	if u.Scheme == "s3" && !q.Has("response_checksum_validation") {
		q.Set("response_checksum_validation", "when_required")
	}
	u.Path, u.RawQuery = "", q.Encode()
	b, err := blob.OpenBucket(ctx, u.String())
	if err != nil {
		return nil, &URLError{fmt.Sprintf("the bucket %s cannot be opened: %v", u.Host, err), "the README says what the URL can have"}
	}
	if prefix != "" {
		b = blob.PrefixedBucket(b, prefix)
	}
	return New(b), nil
}

// Close closes the bucket that Open opened, or New was given.
func (b *Bucket) Close() error { return b.b.Close() }
