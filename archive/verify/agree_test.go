package verify_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"chancery/archive/internal/judges"
	"chancery/archive/verify"
)

// judged is a file that a test has judged, and how.
type judged struct {
	name    string
	data    []byte
	verdict verify.Verdict
}

// agree has pyHanko judge the files as well: none may be official that it does
// not pass. Many that it passes are refused here, since it lets forms be filled
// in where a certification does.
func agree(t *testing.T, w *world, files []judged) {
	t.Helper()
	if testing.Short() {
		t.Skip("pyHanko takes a while")
	}
	dir := t.TempDir()
	root := filepath.Join(dir, "root.pem")
	if err := os.WriteFile(root, w.Roots(), 0o666); err != nil {
		t.Fatal(err)
	}
	args := []string{"--trust", root, "--revocation", "none", "--at", w.now.Format(time.RFC3339)}
	for i, f := range files {
		name := filepath.Join(dir, fmt.Sprintf("%d.pdf", i))
		if err := os.WriteFile(name, f.data, 0o666); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	refused, both := 0, 0
	for i, said := range judges.Signatures(t, args...) {
		pass := said.Error == "" && len(said.Signatures) > 0
		for _, s := range said.Signatures {
			pass = pass && s.Pass
		}
		switch f := files[i]; {
		case f.verdict == verify.Official && !pass:
			t.Errorf("%s: OFFICIAL, and pyHanko does not pass it: %+v", f.name, said)
		case f.verdict != verify.Official && pass:
			t.Logf("%s: %s, and pyHanko passes it", f.name, f.verdict)
		case pass:
			both++
		default:
			refused++
		}
	}
	t.Logf("of %d files both refuse %d and pass %d", len(files), refused, both)
	if both == 0 {
		t.Error("pyHanko passes none")
	}
}
