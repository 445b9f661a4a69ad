package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestCountTests(t *testing.T) {
	const good = `{"Action":"start","Package":"chancery/a"}
{"Action":"output","Package":"chancery/a","Test":"TestOne","Output":"=== RUN   TestOne\n"}
{"Action":"pass","Package":"chancery/a","Test":"TestOne","Elapsed":0}
{"Action":"output","Package":"chancery/a","Test":"TestTwo","Output":"    a_test.go:3: qpdf is missing\n"}
{"Action":"skip","Package":"chancery/a","Test":"TestTwo","Elapsed":0}
{"Action":"pass","Package":"chancery/a","Elapsed":0.5}
{"Action":"skip","Package":"chancery/b","Elapsed":0}
`
	const failed = `{"Action":"output","Package":"chancery/c","Test":"TestBad","Output":"    c_test.go:9: two is not three\n"}
{"Action":"fail","Package":"chancery/c","Test":"TestBad","Elapsed":0}
{"Action":"fail","Package":"chancery/c","Elapsed":0.1}
`
	const broken = `{"ImportPath":"chancery/d","Action":"build-output","Output":"d.go:1:1: syntax error\n"}
{"Action":"fail","Package":"chancery/d","Elapsed":0,"FailedBuild":"chancery/d"}
`
	for _, c := range []struct {
		name, in string
		fault    bool
		want     []string
	}{
		{"good", good, false, []string{
			"ok      chancery/a 0.50s\n", "skipped chancery/a TestTwo: a_test.go:3: qpdf is missing\n",
			"tests: 1 passed, 0 failed, 1 skipped; packages: 1 passed, 0 failed\n"}},
		{"failed", good + failed, true, []string{
			"c_test.go:9: two is not three\n", "FAIL    chancery/c 0.10s\n", "tests: 1 passed, 1 failed, 1 skipped; packages: 1 passed, 1 failed\n"}},
		{"broken", good + broken, true, []string{"d.go:1:1: syntax error\n", "packages: 1 passed, 1 failed\n"}},
	} {
		var out bytes.Buffer
		err := countTests(strings.NewReader(c.in), &out)
		if errors.Is(err, errFault) != c.fault || err != nil && !c.fault {
			t.Errorf("%s: %v", c.name, err)
		}
		for _, want := range c.want {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s: no %q in\n%s", c.name, want, out.String())
			}
		}
	}
	if err := countTests(strings.NewReader("go: no such thing\n"), &bytes.Buffer{}); err == nil {
		t.Error("nothing tested is no failure")
	}
}
