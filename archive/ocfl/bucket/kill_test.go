package bucket

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/sha512"
	"fmt"
	mrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"chancery/archive/internal/drivertest"
	"chancery/archive/internal/judges"
	"chancery/archive/ocfl"
)

// killedStore, in the environment of the process that is killed, is its store.
const killedStore = "CHANCERY_KILLED_STORE"

// storeForever stores versions of objects, three small files and one of 256 kB, and
// says of each that it was stored, until it is killed.
func storeForever(url string) error {
	ctx := context.Background()
	b, err := Open(ctx, url)
	if err != nil {
		return err
	}
	s, err := ocfl.Init(ctx, b, nil)
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		id := fmt.Sprintf("urn:example:%d-%d", time.Now().UnixNano(), n)
		for base := range 4 {
			big := make([]byte, 256<<10)
			rand.Read(big)
			files := map[string]string{"same.txt": "in every version", "a.txt": fmt.Sprint(base), "dir/b.txt": fmt.Sprint(n, base), "big": string(big)}
			if _, err := s.Put(ctx, drivertest.Commit(id, base, files)); err != nil {
				return err
			}
			fmt.Printf("%s %d %x\n", id, base+1, sha512.Sum512(big))
		}
	}
}

// TestKill kills a process that stores into a bucket of S3, at moments of chance,
// and wants after a repair every object valid, every version that was acknowledged,
// and nothing else in the bucket. CHANCERY_KILLS says how often; 100 take some
// minutes.
func TestKill(t *testing.T) {
	if url := os.Getenv(killedStore); url != "" {
		t.Fatal(storeForever(url))
	}
	kills, before := 4, false
	if n, err := strconv.Atoi(os.Getenv("CHANCERY_KILLS")); err == nil {
		kills, before = n, true // also what ocfl-py says before the repairs
	}
	server := server(t)
	counts := map[string]int{}
	versions, invalid, damaged := 0, 0, 0
	var store string
	kept := map[string]string{} // id and version, and the digest of the large file
	for i := range kills {
		if i%10 == 0 { // a new store, so that looking through it stays quick
			store = fmt.Sprint("store", i)
			clear(kept)
		}
		url := server.FolderURL(store)
		n := len(kept)
		killOne(t, url, kept)
		versions += len(kept) - n
		folder := filepath.Join(server.Folder, store)
		if before && !judges.OCFL(t, folder)[0].Pass {
			damaged++
		}
		b := openURL(t, url)
		// The writer is known to be dead: only what it had sent need be waited for.
		b.Patience = 200 * time.Millisecond
		s, err := ocfl.Open(t.Context(), b)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Repair(t.Context(), func(m ocfl.Mended) {
			what, _, _ := strings.Cut(m.What, ":")
			counts[strings.TrimRight(what, "1234567890")]++
		}); err != nil {
			t.Fatal(err)
		}
		objects := 0
		found, err := s.Validate(t.Context(), ocfl.Sweep{Each: func(r *ocfl.Report) error {
			objects++
			for _, f := range r.Findings {
				t.Errorf("kill %d: %s: %s", i, r.Path, f)
			}
			return nil
		}})
		if err != nil || len(found) > 0 {
			t.Errorf("kill %d: %v %v", i, found, err)
		}
		if v := judges.OCFL(t, folder)[0]; !v.Pass || v.Objects != objects || v.Good != objects || len(v.Warnings) > 0 {
			invalid += v.Objects - v.Good
			t.Errorf("kill %d: ocfl-py: %+v", i, v)
		}
		for line, want := range kept {
			id, version, _ := strings.Cut(line, " ")
			n, _ := strconv.Atoi(version)
			o, err := s.Object(t.Context(), id)
			if err != nil {
				t.Errorf("kill %d: %s: %v", i, id, err)
			} else if got := o.Inventory.Files(n)["big"]; got != want {
				t.Errorf("kill %d: version %s of %s was acknowledged, and is lost", i, version, id)
			}
		}
		for name := range drivertest.Files(t, b, "extensions") {
			if strings.HasPrefix(name, claims) {
				t.Errorf("kill %d: left %s", i, name)
			}
		}
	}
	if before {
		t.Logf("after %d of the kills ocfl-py found fault, before anything was repaired", damaged)
	}
	t.Logf("%d kills; after the repairs %d invalid objects; %d versions acknowledged; repairs: %v", kills, invalid, versions, counts)
}

// killOne runs the process, kills it, and notes what it had acknowledged.
func killOne(t *testing.T, url string, kept map[string]string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKill$")
	cmd.Env = append(os.Environ(), killedStore+"="+url)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	first, done := make(chan bool), make(chan bool)
	go func() {
		defer close(done)
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			if f := strings.Fields(lines.Text()); len(f) == 3 && strings.HasPrefix(f[0], "urn:") {
				kept[f[0]+" "+f[1]] = f[2]
			} else {
				t.Errorf("it said %q", lines.Text())
			}
			if n == 0 {
				close(first)
			}
		}
	}()
	select {
	case <-first:
	case <-done:
		t.Fatal("it stored nothing")
	case <-time.After(time.Minute):
		t.Error("it stores nothing")
	}
	// As long as some versions take.
	time.Sleep(time.Duration(mrand.IntN(200_000)) * time.Microsecond)
	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	<-done
	cmd.Wait()
}
