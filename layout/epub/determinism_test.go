package epub

import (
	"bytes"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"
)

// The same input gives the same bytes: again, from many goroutines at once, and
// whatever the zone of the times that are given.
func TestSameBytes(t *testing.T) {
	want := write(t, input())
	if again := write(t, input()); !bytes.Equal(again, want) {
		t.Fatal("a second run gives other bytes")
	}
	in := input()
	in.Modified = in.Modified.In(time.FixedZone("far", 13*3600))
	if elsewhere := write(t, in); !bytes.Equal(elsewhere, want) {
		t.Error("another zone gives other bytes")
	}
	var all sync.WaitGroup
	for range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			var b bytes.Buffer
			if _, err := Write(&b, input()); err != nil {
				t.Error(err)
			} else if !bytes.Equal(b.Bytes(), want) {
				t.Error("runs at the same time give other bytes")
			}
		}()
	}
	all.Wait()
}

// A process of its own, in another time zone and language, gives the same bytes.
func TestSameBytesInAnotherProcess(t *testing.T) {
	if file := os.Getenv("CHANCERY_EPUB_TEST_FILE"); file != "" {
		if err := os.WriteFile(file, write(t, input()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	file := t.TempDir() + "/other.epub"
	c := exec.Command(os.Args[0], "-test.run=^TestSameBytesInAnotherProcess$")
	c.Env = append(os.Environ(), "CHANCERY_EPUB_TEST_FILE="+file, "TZ=Pacific/Kiritimati", "LC_ALL=tr_TR.UTF-8")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, write(t, input())) {
		t.Error("another process gives other bytes")
	}
}
