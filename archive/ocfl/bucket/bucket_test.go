package bucket

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chancery/archive/internal/drivertest"
	"chancery/archive/internal/judges"
	"chancery/archive/ocfl"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"gocloud.dev/blob"
	"gocloud.dev/blob/memblob"
	_ "gocloud.dev/blob/s3blob"
)

func TestMain(m *testing.M) {
	code := m.Run()
	judges.Clean()
	os.Exit(code)
}

// in gives a place in a bucket.
func in(b *blob.Bucket, folder string) drivertest.Place {
	return drivertest.Place{Driver: func() ocfl.Driver { return New(b) }, Folder: folder}
}

func TestMemory(t *testing.T) {
	drivertest.Run(t, func(t *testing.T) drivertest.Place {
		b := memblob.OpenBucket(nil)
		t.Cleanup(func() { b.Close() })
		return in(b, "")
	})
}

// TestPrefix keeps a store beside other things in a bucket.
func TestPrefix(t *testing.T) {
	drivertest.Run(t, func(t *testing.T) drivertest.Place {
		b := memblob.OpenBucket(nil)
		if err := b.WriteAll(t.Context(), "other/letter.txt", []byte("x"), nil); err != nil {
			t.Fatal(err)
		}
		p := blob.PrefixedBucket(b, "archive/2026/")
		t.Cleanup(func() { p.Close() })
		return in(p, "")
	})
}

// server starts a server of S3 that runs until the test ends.
func server(t testing.TB, args ...string) *judges.Server {
	t.Helper()
	s := judges.S3(t, args...)
	for _, line := range s.Environ() {
		name, value, _ := strings.Cut(line, "=")
		t.Setenv(name, value)
	}
	return s
}

// openURL opens the bucket of a URL until the test ends.
func openURL(t testing.TB, url string) *Bucket {
	t.Helper()
	b, err := Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

// TestS3 keeps the stores in a folder of the bucket: the server keeps its own files
// of the moment beside it.
func TestS3(t *testing.T) {
	drivertest.Run(t, func(t *testing.T) drivertest.Place {
		s := server(t)
		b := openURL(t, s.FolderURL("store"))
		t.Cleanup(func() { checkFolder(t, s, "store") })
		return in(b.b, filepath.Join(s.Folder, "store"))
	})
}

// checkFolder wants nothing in the server's bucket but a store, and the folder in
// which versitygw makes files, without any.
func checkFolder(t testing.TB, s *judges.Server, store string) {
	t.Helper()
	err := filepath.WalkDir(s.Folder, func(path string, d fs.DirEntry, err error) error {
		name, _ := filepath.Rel(s.Folder, path)
		if name == store {
			return filepath.SkipDir
		}
		if err == nil && name != "." && (!strings.HasPrefix(name, ".sgwtmp") || !d.IsDir()) {
			t.Errorf("the bucket holds also %s", name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestWhole keeps a store in the whole of a bucket of S3.
func TestWhole(t *testing.T) {
	s := server(t)
	store := drivertest.Fill(t, openURL(t, s.URL()))
	drivertest.Sound(t, store, "", 1)
}

// TestURLs has URLs that name no store.
func TestURLs(t *testing.T) {
	for _, c := range []struct{ url, want string }{
		{"s3://who:secret@archive", "no name and no password"},
		{"s3:///folder", "names no bucket"},
		{"s3://archive?%zz", "cannot be read"},
		{"s3://archive:secret:x", "cannot be read"},
		{"s3://archive?color=red", "cannot be opened"},
		{"s5://archive", "cannot be opened"},
	} {
		_, err := Open(t.Context(), c.url)
		var bad *URLError
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret") || bad.Hint == "" {
			t.Errorf("%s: %v", c.url, err)
		}
	}
}

// TestMarkers has a console's marks of folders and keys that are no paths.
func TestMarkers(t *testing.T) {
	ctx := t.Context()
	b := memblob.OpenBucket(nil)
	defer b.Close()
	for _, key := range []string{"marked/", "odd//a", "odd/./b", "odd/c"} {
		if err := b.WriteAll(ctx, key, nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	d := New(b)
	if entries, err := d.List(ctx, "marked"); err != nil || len(entries) != 0 {
		t.Errorf("%v, %v", entries, err)
	}
	entries, err := d.List(ctx, "odd")
	if err != nil || len(entries) != 3 || entries[0].Kind != ocfl.Other || entries[1].Kind != ocfl.Other || entries[2].Kind != ocfl.File {
		t.Errorf("%v, %v", entries, err)
	}
}

// TestNoBucket has a name of no bucket.
func TestNoBucket(t *testing.T) {
	s := server(t)
	none := openURL(t, strings.Replace(s.URL(), "s3://archive", "s3://no-such", 1))
	if _, err := ocfl.Init(t.Context(), none, nil); err == nil || !strings.Contains(err.Error(), "there is no such bucket") || errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if _, err := ocfl.Open(t.Context(), none); err == nil || !strings.Contains(err.Error(), "there is no such bucket") {
		t.Error(err)
	}
}

// TestVersioning has a bucket with versioning on a service that takes what was
// deleted for what is there: it is told apart from a document that somebody is
// writing, and nothing is spoilt.
func TestVersioning(t *testing.T) {
	server := server(t, "--versioning")
	b := openURL(t, server.URL())
	var client *s3.Client
	if !b.b.As(&client) {
		t.Fatal("there is no client of S3")
	}
	on := &s3.PutBucketVersioningInput{Bucket: &server.Bucket, VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled}}
	if _, err := client.PutBucketVersioning(t.Context(), on); err != nil {
		t.Fatal(err)
	}
	s, err := ocfl.Init(t.Context(), b, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), drivertest.Commit(drivertest.ID, 0, drivertest.Versions[0])); err != nil {
		t.Fatal(err)
	}
	_, err = s.Put(t.Context(), drivertest.Commit(drivertest.ID, 1, drivertest.Versions[1]))
	switch {
	case err == nil:
		t.Log("this server has learnt it: the README can say so")
	case !errors.Is(err, errDeleted):
		t.Error(err)
	}
	o, err := s.Object(t.Context(), drivertest.ID)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range drivertest.Versions[0] {
		if got, err := o.Read(t.Context(), 1, name); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// patient gives a driver whose claims are soon known for dead.
func patient(b *blob.Bucket, d time.Duration) *Bucket {
	p := New(b)
	p.Patience = d
	return p
}

// TestClaims has a writer who is slow, and one who is dead.
func TestClaims(t *testing.T) {
	ctx := t.Context()
	b := memblob.OpenBucket(nil)
	defer b.Close()
	const wait = 300 * time.Millisecond
	s := drivertest.Fill(t, patient(b, wait))
	object := s.Path(drivertest.ID)
	begin := func() *change {
		c, err := patient(b, wait).Begin(ctx, object)
		if err != nil {
			t.Fatal(err)
		}
		return c.(*change)
	}
	slow := begin()
	if freed, err := patient(b, wait).Release(ctx); err != nil || len(freed) > 0 {
		t.Errorf("freed %v, %v: its writer is at work", freed, err)
	}
	if err := slow.Abort(); err != nil {
		t.Error(err)
	}
	dead := begin()
	dead.claim.stop()
	<-dead.claim.gone
	if freed, err := patient(b, wait).Release(ctx); err != nil || len(freed) != 1 || freed[0] != object {
		t.Errorf("freed %v, %v", freed, err)
	}
	// It was not dead, and wakes up: it neither writes what counts nor drops the
	// claim of the next one.
	next := begin()
	if err := dead.Write(ctx, "inventory.json", strings.NewReader("spoilt")); !errors.Is(err, errLost) {
		t.Error(err)
	}
	if err := dead.Write(ctx, "v3/content/a", strings.NewReader("spoilt")); !errors.Is(err, errLost) {
		t.Error(err)
	}
	if err := dead.Abort(); err != nil {
		t.Error(err)
	}
	if err := next.claim.holds(ctx, true); err != nil {
		t.Error(err)
	}
	if err := next.Commit(ctx); err != nil {
		t.Error(err)
	}
	drivertest.Sound(t, s, "", 1)
	// A claim that nobody can read is nobody's.
	if err := b.WriteAll(ctx, claimKey(object), []byte("{"), nil); err != nil {
		t.Fatal(err)
	}
	n := 0
	if err := s.Repair(ctx, func(ocfl.Mended) { n++ }); err != nil || n != 1 {
		t.Error(n, err)
	}
	begin().Abort()
}

// TestStaleSidecar reads an object whose writer died between the root's inventory
// and its digest.
func TestStaleSidecar(t *testing.T) {
	ctx := t.Context()
	b := memblob.OpenBucket(nil)
	defer b.Close()
	s := drivertest.Fill(t, patient(b, time.Millisecond))
	side := s.Path(drivertest.ID) + "/inventory.json.sha512"
	old, err := b.ReadAll(ctx, s.Path(drivertest.ID)+"/v1/inventory.json.sha512")
	if err != nil {
		t.Fatal(err)
	}
	now, err := b.ReadAll(ctx, side)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.WriteAll(ctx, side, old, nil); err != nil {
		t.Fatal(err)
	}
	o, err := s.Object(ctx, drivertest.ID)
	if err != nil || o.Inventory.HeadNumber() != 2 {
		t.Fatal(err)
	}
	if got, err := o.Read(ctx, 0, "a.txt"); err != nil || string(got) != "a, changed" {
		t.Errorf("%q, %v", got, err)
	}
	if err := s.Repair(ctx, func(ocfl.Mended) {}); err != nil {
		t.Fatal(err)
	}
	if again, err := b.ReadAll(ctx, side); err != nil || !bytes.Equal(again, now) {
		t.Errorf("%q, %v", again, err)
	}
}
