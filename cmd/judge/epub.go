package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// epubcheckReport is the part of EPUBCheck's JSON that is read.
type epubcheckReport struct {
	Messages []struct {
		ID, Severity, Message string
		AdditionalLocations   int
		Locations             []struct {
			Path         string
			Line, Column int
		}
	}
	Checker *struct {
		NFatal, NError, NWarning int
	}
}

// epubcheck judges EPUB files by EPUBCheck. A warning is a fault.
func epubcheck(ctx context.Context, files []string) ([]Verdict, error) {
	if err := readable(files); err != nil {
		return nil, err
	}
	lib, err := toolFile(toolEPUBCheck, "lib")
	if err != nil {
		return nil, err
	}
	java, err := lookTool("java")
	if err != nil {
		return nil, err
	}
	verdicts := make([]Verdict, len(files))
	err = each(len(files), func(i int) error {
		tmp, err := os.MkdirTemp("", "judge-epubcheck-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		path, err := filepath.Abs(files[i])
		if err != nil {
			return err
		}
		report := filepath.Join(tmp, "report.json")
		o, err := start(ctx, nil, java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
			"-cp", filepath.Join(lib, "*"), "com.adobe.epubcheck.tool.Checker", path,
			"--failonwarnings", "--locale", "en", "--json", report)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(report)
		if err != nil {
			return fmt.Errorf("EPUBCheck left no report on %s\n%s", files[i], o.tail())
		}
		verdicts[i], err = readEPUBCheck(data, o.Code)
		if err != nil {
			return fmt.Errorf("EPUBCheck on %s: %w\n%s", files[i], err, o.tail())
		}
		verdicts[i].File = files[i]
		return nil
	})
	return verdicts, err
}

// readEPUBCheck reads a report; code is EPUBCheck's exit status.
func readEPUBCheck(data []byte, code int) (Verdict, error) {
	v := Verdict{Judge: "EPUBCheck"}
	var r epubcheckReport
	if err := json.Unmarshal(data, &r); err != nil {
		return v, err
	}
	if r.Checker == nil {
		return v, fmt.Errorf("a report without counts")
	}
	v.Pass = code == 0 && r.Checker.NFatal+r.Checker.NError+r.Checker.NWarning == 0
	if v.Pass {
		return v, nil
	}
	for _, m := range r.Messages {
		f := Fault{Rule: m.Severity + " " + m.ID, Count: m.AdditionalLocations + 1, Text: m.Message}
		if len(m.Locations) > 0 {
			at := m.Locations[0]
			f.Place = fmt.Sprintf("%s:%d:%d", at.Path, at.Line, at.Column)
		}
		v.Faults = append(v.Faults, f)
	}
	if len(v.Faults) == 0 {
		v.Faults = append(v.Faults, Fault{Rule: "exit status", Count: 1, Text: fmt.Sprint(code)})
	}
	return v, nil
}

// aceReport is the part of Ace's JSON that is read. Ace writes JSON-LD in the
// vocabulary EARL; the outer assertions are one a content document.
type aceReport struct {
	Result     earlResult `json:"earl:result"`
	Assertions []struct {
		Subject struct {
			URL string `json:"url"`
		} `json:"earl:testSubject"`
		Assertions []struct {
			Result earlResult `json:"earl:result"`
			Test   struct {
				Impact string `json:"earl:impact"`
				Title  string `json:"dct:title"`
			} `json:"earl:test"`
		} `json:"assertions"`
	} `json:"assertions"`
}

// earlResult is the outcome of one check, or of all.
type earlResult struct {
	Outcome     string `json:"earl:outcome"`
	Description string `json:"dct:description"`
	Pointer     struct {
		CFI []string `json:"cfi"`
	} `json:"earl:pointer"`
}

// ace judges the accessibility of EPUB files by Ace, in a headless browser.
func ace(ctx context.Context, files []string) ([]Verdict, error) {
	if err := readable(files); err != nil {
		return nil, err
	}
	script, err := toolFile(toolAce, "node_modules", "@daisy", "ace-cli", "bin", "ace.js")
	if err != nil {
		return nil, err
	}
	node, err := lookTool("node")
	if err != nil {
		return nil, err
	}
	browser, err := lookBrowser()
	if err != nil {
		return nil, err
	}
	verdicts := make([]Verdict, len(files))
	err = each(len(files), func(i int) error {
		tmp, err := os.MkdirTemp("", "judge-ace-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		path, err := filepath.Abs(files[i])
		if err != nil {
			return err
		}
		o, err := start(ctx, []string{
			"PUPPETEER_EXECUTABLE_PATH=" + browser,
			"ACE_TIMEOUT_INITIAL=60000",                    // milliseconds for the browser to start
			"XDG_CONFIG_HOME=" + filepath.Join(tmp, "cfg"), // or it leaves logs in the home folder
			"XDG_STATE_HOME=" + filepath.Join(tmp, "state"),
		}, node, script, "--lang", "en", "--outdir", filepath.Join(tmp, "out"), "--tempdir", filepath.Join(tmp, "work"), path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(filepath.Join(tmp, "out", "report.json"))
		// A run that breaks off may still leave a report: only exit status 0 counts.
		if err != nil || o.Code != 0 {
			return fmt.Errorf("Ace left no report on %s (exit status %d)\n%s", files[i], o.Code, o.tail())
		}
		verdicts[i], err = readAce(data)
		if err != nil {
			return fmt.Errorf("Ace on %s: %w", files[i], err)
		}
		verdicts[i].File = files[i]
		return nil
	})
	return verdicts, err
}

// readAce reads a report.
func readAce(data []byte) (Verdict, error) {
	v := Verdict{Judge: "Ace"}
	var r aceReport
	if err := json.Unmarshal(data, &r); err != nil {
		return v, err
	}
	if r.Result.Outcome == "" {
		return v, fmt.Errorf("a report without an outcome")
	}
	for _, document := range r.Assertions {
		for _, a := range document.Assertions {
			if a.Result.Outcome != "fail" {
				continue
			}
			f := Fault{Rule: a.Test.Impact + " " + a.Test.Title, Count: 1, Place: document.Subject.URL}
			f.Text = strings.ReplaceAll(a.Result.Description, "\n", "; ")
			if len(a.Result.Pointer.CFI) > 0 {
				f.Place += "#" + a.Result.Pointer.CFI[0]
			}
			v.Faults = append(v.Faults, f)
		}
	}
	v.Pass = r.Result.Outcome == "pass" && len(v.Faults) == 0
	if !v.Pass && len(v.Faults) == 0 {
		v.Faults = append(v.Faults, Fault{Rule: "outcome", Count: 1, Text: r.Result.Outcome})
	}
	return v, nil
}

// lookBrowser finds the browser that Ace drives.
func lookBrowser() (string, error) {
	if path := os.Getenv("PUPPETEER_EXECUTABLE_PATH"); path != "" {
		return path, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	if runtime.GOOS == "darwin" {
		for _, app := range []string{"Google Chrome", "Chromium"} {
			path := "/Applications/" + app + ".app/Contents/MacOS/" + app
			if _, err := os.Stat(path); err == nil {
				return path, nil
			}
		}
	}
	return "", &missingError{"a Chromium browser", "run \"make judges\", or install " + systemPackage("chromium")}
}
