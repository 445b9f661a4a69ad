package drivertest

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/sha512"
	"fmt"
	mrand "math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"chancery/archive/ocfl"
)

// StoreForever stores versions of objects, three small files and one of 256 kB, and
// says of each that it was stored, until it is killed.
func StoreForever(d ocfl.Driver) error {
	ctx := context.Background()
	s, err := ocfl.Init(ctx, d, nil)
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		id := fmt.Sprintf("urn:example:%d-%d", time.Now().UnixNano(), n)
		for base := range 4 {
			big := make([]byte, 256<<10)
			rand.Read(big)
			files := map[string]string{"same.txt": "in every version", "a.txt": fmt.Sprint(base), "dir/b.txt": fmt.Sprint(n, base), "big": string(big)}
			if _, err := s.Put(ctx, Commit(id, base, files)); err != nil {
				return err
			}
			fmt.Printf("%s %d %x\n", id, base+1, sha512.Sum512(big))
		}
	}
}

// Kill runs TestKill of the test's own program, with these additions to the
// environment by which it knows that it is to call StoreForever; kills it at a moment
// of chance, at the most so long after the first version; and notes in kept what it
// had acknowledged: the digest of "big" by object and version.
func Kill(t *testing.T, kept map[string]string, most time.Duration, env ...string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKill$")
	cmd.Env = append(os.Environ(), env...)
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
	time.Sleep(mrand.N(most))
	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	<-done
	cmd.Wait()
}
