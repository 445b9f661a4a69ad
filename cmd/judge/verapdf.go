package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// flavours are the standards that veraPDF judges, by its own names.
var flavours = []string{"1a", "1b", "2a", "2b", "2u", "3a", "3b", "3u", "4", "4e", "4f", "ua1", "ua2", "wt1a", "wt1r"}

// verapdfReport is the part of veraPDF's JSON that is read.
type verapdfReport struct {
	Report struct {
		Jobs []struct {
			ItemDetails   struct{ Name string }
			TaskException *struct {
				ExceptionMessage string
			}
			ValidationResult []struct {
				Compliant    bool
				JobEndStatus string
				Details      struct {
					RuleSummaries []struct {
						Specification, Clause, Description string
						TestNumber, FailedChecks           int
						Checks                             []struct {
							Context      string
							ErrorMessage string
						}
					}
				}
			}
		}
	}
}

// verapdf judges PDF files by each of the flavours ("2a", "ua1"). One virtual
// machine a flavour takes all the files, so give it many at once. The verdicts
// come file by file in the order given, and for each file flavour by flavour.
func verapdf(ctx context.Context, files, flavours []string) ([]Verdict, error) {
	if err := knownFlavours(flavours); err != nil {
		return nil, err
	}
	if err := readable(files); err != nil {
		return nil, err
	}
	jar, err := toolFile(toolVeraPDF, "verapdf.jar")
	if err != nil {
		return nil, err
	}
	java, err := lookTool("java")
	if err != nil {
		return nil, err
	}
	// By absolute path: the report names files so, and a name may begin with "-".
	paths := make([]string, len(files))
	for i, name := range files {
		if paths[i], err = filepath.Abs(name); err != nil {
			return nil, err
		}
	}
	byFlavour := make([]map[string]Verdict, len(flavours))
	err = each(len(flavours), func(i int) error {
		args := append([]string{"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", jar,
			"--flavour", flavours[i], "--format", "json", "--loglevel", "0", "--nonpdfext",
			"--maxfailuresdisplayed", "1"}, paths...)
		o, err := start(ctx, nil, java, args...)
		if err != nil {
			return err
		}
		byFlavour[i], err = readVeraPDF(o.Stdout, flavours[i])
		if err != nil {
			return fmt.Errorf("veraPDF %s: %w\n%s", flavours[i], err, o.tail())
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var verdicts []Verdict
	for i, path := range paths {
		for j, flavour := range flavours {
			v, ok := byFlavour[j][path]
			if !ok {
				return nil, fmt.Errorf("veraPDF %s gave no verdict on %s", flavour, files[i])
			}
			v.File = files[i]
			verdicts = append(verdicts, v)
		}
	}
	return verdicts, nil
}

// readVeraPDF reads a report into verdicts by the file's absolute path.
func readVeraPDF(data []byte, flavour string) (map[string]Verdict, error) {
	var r verapdfReport
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, err
	}
	verdicts := make(map[string]Verdict)
	for _, job := range r.Report.Jobs {
		v := Verdict{Judge: "veraPDF " + flavour}
		if job.TaskException != nil {
			v.Faults = append(v.Faults, Fault{Rule: "not read", Count: 1, Text: job.TaskException.ExceptionMessage})
		} else if len(job.ValidationResult) == 1 {
			result := job.ValidationResult[0]
			v.Pass = result.Compliant && result.JobEndStatus == "normal"
			for _, rule := range result.Details.RuleSummaries {
				f := Fault{
					Rule:  fmt.Sprintf("%s %s-%d", rule.Specification, rule.Clause, rule.TestNumber),
					Count: rule.FailedChecks,
					Text:  rule.Description,
				}
				if len(rule.Checks) > 0 {
					f.Place = rule.Checks[0].Context
					if m := rule.Checks[0].ErrorMessage; m != "" {
						f.Text = m
					}
				}
				v.Faults = append(v.Faults, f)
			}
			if !v.Pass && len(v.Faults) == 0 {
				v.Faults = append(v.Faults, Fault{Rule: "broken off", Count: 1, Text: result.JobEndStatus})
			}
		} else {
			return nil, fmt.Errorf("%d results for %s", len(job.ValidationResult), job.ItemDetails.Name)
		}
		verdicts[job.ItemDetails.Name] = v
	}
	return verdicts, nil
}

// knownFlavours refuses a flavour that veraPDF would not know: it answers such a
// one by judging by another.
func knownFlavours(names []string) error {
	for _, name := range names {
		known := false
		for _, f := range flavours {
			known = known || f == name
		}
		if !known {
			return fmt.Errorf("no flavour %q, only %s", name, strings.Join(flavours, " "))
		}
	}
	return nil
}

// toolFile is the path of a file in an installed tool's folder.
func toolFile(t tool, elem ...string) (string, error) {
	dir, err := toolsDir()
	if err != nil {
		return "", err
	}
	path := filepath.Join(append([]string{dir, t.folder()}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		return "", &missingError{t.name + " " + t.version, "run \"go run ./cmd/judge install " + t.name + "\""}
	}
	return path, nil
}
