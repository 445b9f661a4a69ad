// Command warm is the part of "make bench" that keeps one press.Press and sets a
// letter over and over, as a merge of letters or a preview does. It prints one
// line of JSON. The judge starts it, alone or two at once; it judges nothing.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"chancery/layout/pdf/cos"
	"chancery/layout/press"
)

// Figures is what a run prints. Times are in milliseconds of wall clock.
type Figures struct {
	Letters int     `json:"letters"`
	Seconds float64 `json:"seconds"`
	Best    float64 `json:"best"`
	Median  float64 `json:"median"`
	Floor   float64 `json:"floor"` // deflating the last file's streams and writing it, median
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "warm: %v\n", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	set := flag.NewFlagSet("warm", flag.ContinueOnError)
	packet := set.String("packet", "", "the packet's `folder`, of one letter; the run changes its letter.md")
	out := set.String("output", "", "the `folder` for letter.pdf")
	vary := set.String("vary", "all", "what differs from letter to letter: addressee, all (every paragraph), or word (one of the first paragraph)")
	letters := set.Int("letters", 300, "how many")
	cores := set.Int("cores", 1, "how many cores it may use")
	if err := set.Parse(args); err != nil {
		return err
	}
	runtime.GOMAXPROCS(*cores)
	source := filepath.Join(*packet, "letter.md")
	text, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	change, err := changer(string(text), *vary)
	if err != nil {
		return err
	}
	p := press.New()
	target := filepath.Join(*out, "letter.pdf")
	const warming = 20
	var times []time.Duration
	var last []byte
	for i := range warming + *letters {
		began := time.Now()
		if err := os.WriteFile(source, []byte(change(i)), 0o666); err != nil {
			return err
		}
		files, _, err := p.Make(context.Background(), press.Options{Packet: *packet, Formats: []press.Format{press.PDF}})
		if err != nil {
			return err
		}
		if err := os.WriteFile(target, files[0].Data, 0o666); err != nil {
			return err
		}
		if bytes.Equal(last, files[0].Data) {
			return errors.New("two letters are the same")
		}
		if last = files[0].Data; i >= warming {
			times = append(times, time.Since(began))
		}
	}
	var f Figures
	f.Letters = *letters
	for _, t := range times {
		f.Seconds += t.Seconds()
	}
	f.Best, f.Median = spread(times)
	if f.Floor, err = floor(last, target); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(f)
}

// changer gives the letter of each number.
func changer(text, vary string) (func(int) string, error) {
	head, body, ok := strings.Cut(text, "\n---\n")
	if !ok {
		return nil, errors.New("letter.md has no front matter")
	}
	const name = "Jeff Sessions"
	switch vary {
	case "addressee":
		return func(i int) string {
			return strings.Replace(head, name, fmt.Sprintf("%s the %d", name, i), 1) + "\n---\n" + body
		}, nil
	case "word":
		return func(i int) string {
			return head + "\n---\n" + strings.Replace(body, " to ", fmt.Sprintf(" to%d ", i), 1)
		}, nil
	case "all":
		paragraphs := strings.Split(strings.TrimSpace(body), "\n\n")
		return func(i int) string {
			var b strings.Builder
			b.WriteString(strings.Replace(head, name, fmt.Sprintf("%s the %d", name, i), 1))
			b.WriteString("\n---\n")
			for _, p := range paragraphs {
				fmt.Fprintf(&b, "%s In the matter of %d.\n\n", p, i)
			}
			return b.String()
		}, nil
	}
	return nil, fmt.Errorf("nothing varies by %q", vary)
}

// floor times what no way of making this file can save: deflating its streams
// and writing it.
func floor(data []byte, target string) (float64, error) {
	file, err := cos.Read(data)
	if err != nil {
		return 0, err
	}
	var plain [][]byte
	for _, o := range file.Objects {
		if s, ok := o.(*cos.Stream); ok && s.Dict.Get("Filter") != nil {
			data, err := s.Decode()
			if err != nil {
				return 0, err
			}
			plain = append(plain, data)
		}
	}
	var times []time.Duration
	for range 51 {
		began := time.Now()
		for _, data := range plain {
			cos.Compress(data)
		}
		if err := os.WriteFile(target, data, 0o666); err != nil {
			return 0, err
		}
		times = append(times, time.Since(began))
	}
	_, median := spread(times)
	return median, nil
}

// spread is the least and the median time in milliseconds.
func spread(times []time.Duration) (best, median float64) {
	times = slices.Clone(times)
	slices.Sort(times)
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	return ms(times[0]), ms(times[len(times)/2])
}
