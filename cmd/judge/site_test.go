package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"chancery/layout/press"
)

// TestSite has a browser look at a verify site as a reader would: files chosen,
// dropped and found by keyboard, without JavaScript, on a narrow screen, in the dark;
// axe finds nothing, and nothing is asked of any other machine.
func TestSite(t *testing.T) {
	script, err := toolFile(toolAce, "node_modules", "@daisy", "axe-core-for-ace", "axe.min.js")
	need(t, err)
	node, err := lookTool("node")
	need(t, err)
	browser, err := lookBrowser()
	need(t, err)

	tmp := t.TempDir()
	site := filepath.Join(tmp, "site")
	program := filepath.Join(tmp, "chancery")
	if out, err := exec.Command("go", "build", "-o", program, "../chancery").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	publish := func(args ...string) {
		t.Helper()
		if out, err := exec.Command(program, append([]string{"publish", "--output", site, "--log-key", logKey(t, tmp)}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	const key = "verify-key: 3f0c5a719be24d86a1c7e2f95b08d364\n"
	build := func(name, reference, edit string) string {
		t.Helper()
		dir, out := filepath.Join(tmp, name), filepath.Join(tmp, "dist-"+name)
		if err := os.CopyFS(dir, os.DirFS(packet)); err != nil {
			t.Fatal(err)
		}
		appendTo(t, filepath.Join(dir, "office.yaml"), "verify-address: https://verify.example.gov/\n")
		appendTo(t, filepath.Join(dir, "packet.yaml"), "reference: "+reference+"\n"+key)
		appendTo(t, filepath.Join(dir, "letter.md"), edit)
		if _, err := press.Build(t.Context(), press.Options{Packet: dir, Output: out}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	first, corrected, withdrawn := build("first", "2018-0123", ""), build("corrected", "2018-0123", "\nCorrected.\n"), build("withdrawn", "2018-0099", "\nOther words.\n")
	publish(first)
	publish(corrected, withdrawn)
	publish("--withdraw", "2018-0099", "--reason", "Sent in error.")
	altered := filepath.Join(tmp, "altered.pdf")
	data, err := os.ReadFile(filepath.Join(corrected, "letter.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(altered, data, 0o666); err != nil {
		t.Fatal(err)
	}

	const folder = "2018-0123/3F0C5A719BE24D86A1C7E2F95B08D364/"
	const other = "2018-0099/3F0C5A719BE24D86A1C7E2F95B08D364/"
	type file struct {
		Path    string `json:"path"`
		Verdict string `json:"verdict"`
		Says    string `json:"says"`
		Page    string `json:"page"`
	}
	in := struct {
		Files   []file   `json:"files"`
		Entry   string   `json:"entry"`
		Pages   []string `json:"pages"`
		Digests []string `json:"digests"`
	}{
		Files: []file{
			{filepath.Join(corrected, "letter.pdf"), "genuine", "Genuine. letter.pdf is what was published as letter.pdf", folder + "index.html"},
			{filepath.Join(corrected, "packet.epub"), "genuine", "packet.epub", folder + "index.html"},
			{filepath.Join(first, "letter.pdf"), "former", "a newer version has taken its place", folder + "index.html"},
			{filepath.Join(withdrawn, "letter.pdf"), "withdrawn", "which has been withdrawn", other + "index.html"},
			{altered, "unknown", "Not known. altered.pdf", ""},
		},
		Entry: folder + "index.html",
		Pages: []string{"index.html", folder + "index.html", other + "index.html", folder + "read/letter.html", folder + "read/release.html"},
	}
	for _, name := range []string{"letter.pdf", "release.pdf", "packet.epub"} {
		sum := fileDigest(t, filepath.Join(corrected, name))
		in.Digests = append(in.Digests, sum)
		in.Pages = append(in.Pages, "sha256/"+sum+"/index.html")
	}
	cases := filepath.Join(tmp, "cases.json")
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(cases, text, 0o666); err != nil {
		t.Fatal(err)
	}

	server := httptest.NewServer(plainFiles(site))
	defer server.Close()
	modules := strings.TrimSuffix(script, filepath.Join("@daisy", "axe-core-for-ace", "axe.min.js"))
	o, err := start(t.Context(), []string{"PUPPETEER_EXECUTABLE_PATH=" + browser, "NODE_PATH=" + modules},
		node, filepath.Join("testdata", "site.cjs"), script, server.URL+"/", cases)
	if err != nil || o.Code != 0 {
		t.Fatalf("%v\n%s", err, o.tail())
	}
	var report struct {
		Checks int      `json:"checks"`
		Faults []string `json:"faults"`
	}
	if err := json.Unmarshal(o.Stdout, &report); err != nil {
		t.Fatalf("%v\n%s", err, o.tail())
	}
	for _, f := range report.Faults {
		t.Error(f)
	}
	if report.Checks < 100 {
		t.Errorf("%d checks", report.Checks)
	}
}

// logKey writes a key for the site's log.
func logKey(t *testing.T, dir string) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "log.key")
	if err := os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// plainFiles serves the files of a folder under their own names, each time whole.
func plainFiles(dir string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path.Clean("/"+r.URL.Path))))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(r.URL.Path)))
		w.Header().Set("Cache-Control", "no-store")
		w.Write(data)
	})
}

// appendTo writes at the end of a file.
func appendTo(t *testing.T, name, text string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, append(data, text...), 0o666); err != nil {
		t.Fatal(err)
	}
}

// fileDigest is the SHA-256 of a file.
func fileDigest(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", sha256.Sum256(data))
}
