package bucket

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"chancery/archive/ocfl"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"
)

// claims is where the claims lie: an extension of the store (4.4), so that they are
// no fault of it while they are there.
const claims = "extensions/chancery-claims/"

// claimed is what a claim says. Nothing but equality is asked of it, so that no
// clock need be right.
type claimed struct {
	Object string    `json:"object"`
	Since  time.Time `json:"since"` // for people
	Token  string    `json:"token"` // who holds it
	Beat   int       `json:"beat"`  // how often it was renewed
}

// claim is one that is held. The nil claim always holds.
type claim struct {
	b    *Bucket
	key  string
	stop func() // ends the renewing
	gone chan struct{}

	mu    sync.Mutex
	what  claimed
	known time.Time // when it was last seen that it holds
	err   error     // that it does not
}

// claimKey is the key of an object's claim.
func claimKey(object string) string {
	sum := sha256.Sum256([]byte(object))
	return claims + hex.EncodeToString(sum[:16]) + ".json"
}

// errLost says that another one took the claim, which happens to a writer who
// stood still for longer than Patience.
var errLost = errors.New("this writer stood still for so long that a repair took it for dead: nothing more was written; store again")

// claim claims an object. The error is ocfl.ErrBusy where somebody has it.
func (b *Bucket) claim(ctx context.Context, object string) (*claim, error) {
	c := &claim{b: b, key: claimKey(object), what: claimed{Object: object, Since: time.Now().UTC().Truncate(time.Second), Token: rand.Text()}, gone: make(chan struct{})}
	for range 10 {
		c.known = wall()
		err := b.write(ctx, c.key, c.what.reader(), true)
		if err == nil {
			return c.hold(ctx)
		}
		if !taken(err) {
			return nil, err
		}
		now, err := b.readClaim(ctx, c.key)
		switch {
		case gcerrors.Code(err) == gcerrors.NotFound: // dropped since: again
		case err != nil:
			return nil, err
		case now.Token == c.what.Token:
			// The answer to our own request was lost, so it was sent again, and refused.
			return c.hold(ctx)
		default:
			return nil, fmt.Errorf("%w, since %s UTC (if they were cut short, repairing the store gives it free)", ocfl.ErrBusy, now.Since.Format(time.DateTime))
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	return nil, errDeleted
}

// errDeleted says that a claim cannot be created that is not there.
var errDeleted = errors.New("the service refuses to create a key that is not there, because it was there once: in a bucket with versioning it takes what was deleted for what exists, which S3 does not. Switch versioning off in this bucket, or use another service")

// hold renews the claim from now on.
func (c *claim) hold(ctx context.Context) (*claim, error) {
	if err := c.b.try(ctx, c); err != nil {
		return nil, errors.Join(err, c.b.remove(ctx, c.key))
	}
	beating, stop := context.WithCancel(context.WithoutCancel(ctx))
	c.stop = stop
	go c.beat(beating)
	return c, nil
}

// try sees, once, that the service refuses to create what is there: without that,
// two writers would both believe that they have the object.
func (b *Bucket) try(ctx context.Context, c *claim) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.tried {
		return nil
	}
	switch err := b.write(ctx, c.key, c.what.reader(), true); {
	case err == nil:
		return errors.New("this service overwrites what it was told only to create (PutObject with If-None-Match): two who store at once would spoil each other's work, so nothing is stored there")
	case !taken(err):
		return err
	}
	b.tried = true
	return nil
}

// taken says whether a key was not created because it is there, or because somebody
// else is creating it at this moment (S3's 412 and 409).
func taken(err error) bool {
	return gcerrors.Code(err) == gcerrors.FailedPrecondition || strings.Contains(err.Error(), "ConditionalRequestConflict")
}

// wall is the time without the monotonic clock, which stands still while the
// machine sleeps.
func wall() time.Time { return time.Now().Round(0) }

// beat renews the claim until it is dropped, or lost.
func (c *claim) beat(ctx context.Context) {
	defer close(c.gone)
	t := time.NewTicker(c.b.patience() / 3)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			c.mu.Lock()
			err := c.look(ctx)
			if err == nil {
				c.what.Beat++
				// Where it fails, the next look or the next beat says so.
				_ = c.b.write(ctx, c.key, c.what.reader(), false)
			}
			c.mu.Unlock()
			if errors.Is(err, errLost) {
				return
			}
		}
	}
}

// holds says whether the claim still holds; where it was seen to a moment ago, and
// now is not asked for, without a look.
func (c *claim) holds(ctx context.Context, now bool) error {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil && !now && wall().Sub(c.known).Abs() < c.b.patience()/3 {
		return nil
	}
	return c.look(ctx)
}

// look reads the claim and compares; c.mu is held.
func (c *claim) look(ctx context.Context) error {
	if c.err != nil {
		return c.err
	}
	now, err := c.b.readClaim(ctx, c.key)
	switch {
	case gcerrors.Code(err) == gcerrors.NotFound || err == nil && now.Token != c.what.Token:
		c.err = errLost
		return c.err
	case err != nil:
		return err
	}
	c.known = wall()
	return nil
}

// drop gives the object free. A claim that was lost is somebody else's.
func (c *claim) drop(ctx context.Context) error {
	if c == nil {
		return nil
	}
	c.stop()
	<-c.gone
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil && wall().Sub(c.known).Abs() > c.b.patience()/3 {
		_ = c.look(ctx)
	}
	if c.err != nil {
		return nil
	}
	return c.b.remove(ctx, c.key)
}

func (w claimed) reader() io.Reader {
	data, err := json.MarshalIndent(w, "", "  ")
	if err != nil {
		panic(err) // strings, a time and a number
	}
	return bytes.NewReader(append(data, '\n'))
}

// readClaim reads a claim. What is no JSON is a claim of nobody.
func (b *Bucket) readClaim(ctx context.Context, key string) (w claimed, err error) {
	data, err := b.b.ReadAll(ctx, key)
	if err != nil {
		return w, failed(err)
	}
	if json.Unmarshal(data, &w) != nil {
		return claimed{}, nil
	}
	return w, nil
}

// readClaims reads all claims, by their keys.
func (b *Bucket) readClaims(ctx context.Context) (map[string]claimed, error) {
	all := map[string]claimed{}
	for it := b.b.List(&blob.ListOptions{Prefix: claims}); ; {
		o, err := it.Next(ctx)
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return nil, failedList(err)
		}
		w, err := b.readClaim(ctx, o.Key)
		if gcerrors.Code(err) == gcerrors.NotFound {
			continue // dropped since
		}
		if err != nil {
			return nil, err
		}
		all[o.Key] = w
	}
}

// Release deletes the claims of writers who are no more: those that are the same
// after Patience, which it waits where there are any. It gives their objects.
func (b *Bucket) Release(ctx context.Context) (objects []string, err error) {
	before, err := b.readClaims(ctx)
	if err != nil || len(before) == 0 {
		return nil, err
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(b.patience()):
	}
	after, err := b.readClaims(ctx)
	if err != nil {
		return nil, err
	}
	for key, w := range after {
		if before[key] != w {
			continue
		}
		if err := b.remove(ctx, key); err != nil {
			return objects, err
		}
		objects = append(objects, w.Object)
	}
	return objects, nil
}
