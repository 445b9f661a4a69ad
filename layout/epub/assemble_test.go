package epub

import (
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

// A folder for temporary files is neither needed nor, where go-epub uses one,
// left with anything in it.
func TestWorkingFolder(t *testing.T) {
	if os.Getenv("CHANCERY_EPUB_TEST_FOLDER") != "" {
		write(t, input())
		return
	}
	folder := t.TempDir()
	paths := []string{folder}
	if runtime.GOOS != "windows" {
		paths = append(paths, folder+"/none")
	}
	for _, path := range paths {
		c := exec.Command(os.Args[0], "-test.run=^TestWorkingFolder$")
		c.Env = append(os.Environ(), "CHANCERY_EPUB_TEST_FOLDER=x", "TMPDIR="+path, "TMP="+path)
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", path, err, out)
		}
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestNoNetwork(t *testing.T) {
	c := http.Client{Transport: noNetwork{}}
	if _, err := c.Get("http://127.0.0.1:1/"); err == nil || !strings.Contains(err.Error(), "without the network") {
		t.Errorf("got %v", err)
	}
}

// A shell that is not the known one, or another body, is refused.
func TestFinishDocument(t *testing.T) {
	d := &document{title: "T", lang: `en-"US`, body: "<p>x</p>"}
	shell := "<?xml?>\n" + shellRoot + "\n  <head>\n    " + shellTitle + "T</title>\n  " + shellHead + "\n  " + shellBody + "\n<p>x</p>\n</body>\n</html>\n"
	got, err := finishDocument([]byte(shell), d)
	if err != nil || !strings.Contains(string(got), `lang="en-&quot;US" xml:lang="en-&quot;US"`) || strings.Contains(string(got), "dir=") {
		t.Errorf("got %s, %v", got, err)
	}
	for _, part := range []string{shellRoot, shellTitle, shellHead, shellBody, "<p>x</p>"} {
		if _, err := finishDocument([]byte(strings.Replace(shell, part, "<other>", 1)), d); err == nil {
			t.Errorf("without %s there is no error", part)
		}
	}
}
