package ocfl_test

import (
	"context"
	"errors"
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
	"chancery/archive/ocfl/folder"
)

// The environment of the process that is killed.
const (
	killedStore   = "CHANCERY_KILLED_STORE"
	killedInPlace = "CHANCERY_KILLED_IN_PLACE"
)

// TestKill kills a process that stores, at moments of chance, and wants every object
// valid and every version that was acknowledged: at once with folders that are
// exchanged, after a repair without. CHANCERY_KILLS says how often; 100 take some
// minutes.
func TestKill(t *testing.T) {
	if root := os.Getenv(killedStore); root != "" {
		d, err := folder.Open(root)
		if err != nil {
			t.Fatal(err)
		}
		d.InPlace = os.Getenv(killedInPlace) != ""
		t.Fatal(drivertest.StoreForever(d))
	}
	kills := 6
	if n, err := strconv.Atoi(os.Getenv("CHANCERY_KILLS")); err == nil {
		kills = n
	}
	for _, inPlace := range []bool{false, true} {
		t.Run(fmt.Sprintf("in place %t", inPlace), func(t *testing.T) {
			repaired, stored, cut := 0, 0, 0
			root := ""
			kept := map[string]string{} // id and version, and the digest of the large file
			for i := range kills {
				if i%10 == 0 { // a new store, so that looking through it stays quick
					root, kept = filepath.Join(t.TempDir(), "store"), map[string]string{}
				}
				n := len(kept)
				env := []string{killedStore + "=" + root}
				if inPlace {
					env = append(env, killedInPlace+"=1")
				}
				drivertest.Kill(t, kept, 60*time.Millisecond, env...)
				stored += len(kept) - n
				if left, _ := filepath.Glob(root + ".work/*.new"); len(left) > 0 {
					cut++
				}
				mended := checkKilled(t, root, inPlace, kept)
				repaired += mended
				if mended > 0 && !inPlace {
					t.Errorf("kill %d: %d objects needed a repair", i, mended)
				}
			}
			t.Logf("%d kills, %d of them in the middle of a change; %d versions acknowledged, none lost; %d objects repaired", kills, cut, stored, repaired)
		})
	}
}

// checkKilled looks at what a killed process has left; it gives how many objects a
// repair mended.
func checkKilled(t *testing.T, root string, inPlace bool, kept map[string]string) (mended int) {
	t.Helper()
	ctx := context.Background()
	s, err := ocfl.Open(ctx, open(t, root))
	if err != nil {
		t.Fatal(err)
	}
	if !inPlace { // nothing may be wrong before anybody has done anything
		checkSound(t, s, root)
	}
	if err := s.Repair(ctx, func(ocfl.Mended) { mended++ }); err != nil {
		t.Fatal(err)
	}
	if inPlace {
		checkSound(t, s, root)
	}
	for line, want := range kept {
		id, version, _ := strings.Cut(line, " ")
		n, _ := strconv.Atoi(version)
		o, err := s.Object(ctx, id)
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		if got := o.Inventory.Files(n)["big"]; got != want {
			t.Errorf("%s: version %s was acknowledged, and is lost", id, version)
		}
	}
	return mended
}

// checkSound has the validator and ocfl-py look through a store.
func checkSound(t *testing.T, s *ocfl.Store, root string) {
	t.Helper()
	found, err := s.Validate(context.Background(), ocfl.Sweep{Each: func(r *ocfl.Report) error {
		if len(r.Findings) > 0 {
			return errors.New(r.Path + lines(r.Findings))
		}
		return nil
	}})
	if err != nil || len(found) > 0 {
		t.Errorf("%v%s", err, lines(found))
	}
	if v := judges.OCFL(t, root)[0]; !v.Pass || v.Good != v.Objects {
		t.Errorf("ocfl-py: %+v", v)
	}
}
