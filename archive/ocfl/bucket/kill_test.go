package bucket

import (
	"context"
	"fmt"
	"os"
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

// TestKill kills a process that stores into a bucket of S3, at moments of chance,
// and wants after a repair every object valid, every version that was acknowledged,
// and nothing else in the bucket. CHANCERY_KILLS says how often; 100 take some
// minutes.
func TestKill(t *testing.T) {
	if url := os.Getenv(killedStore); url != "" {
		b, err := Open(context.Background(), url)
		if err != nil {
			t.Fatal(err)
		}
		t.Fatal(drivertest.StoreForever(b))
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
		drivertest.Kill(t, kept, 200*time.Millisecond, killedStore+"="+url) // as long as some versions take
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
