package main

import (
	"context"
	"crypto/sha256"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// data holds what pins the judges: EPUBCheck's project file, and the lists of Ace,
// pyHanko and ocfl-py of every package's version and checksum.
//
//go:embed data
var data embed.FS

// mavenDependency fetches an artifact, and with it what it needs.
const mavenDependency = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"

// A tool is a judge that is kept in a folder of its own under toolsDir. That of
// another version, or of another pin, is another folder, so that two checkouts
// of the project can share the cache.
type tool struct {
	name, version string
	pin           string   // a file of data that fixes what is fetched; "" the version is enough
	needs         []string // commands that it runs with
	builds        []string // commands that only its installation needs
	install       func(ctx context.Context, version, dir string) error
}

// The judges that are not system packages.
var (
	toolVeraPDF = tool{
		name: "verapdf", version: "1.30.2",
		needs: []string{"java"}, builds: []string{"mvn"}, install: installVeraPDF,
	}
	toolEPUBCheck = tool{
		name: "epubcheck", version: "5.3.0", pin: "data/epubcheck/pom.xml",
		needs: []string{"java"}, builds: []string{"mvn"}, install: installEPUBCheck,
	}
	toolAce = tool{
		name: "ace", version: "1.4.6", pin: "data/ace/package-lock.json",
		needs: []string{"node", "chromium"}, builds: []string{"npm"}, install: installAce,
	}
	toolPyHanko = tool{
		name: "pyhanko", version: "0.38.0", pin: "data/pyhanko/requirements.txt",
		needs: []string{"python3"}, builds: []string{"pip3"}, install: installPyHanko,
	}
	// toolOCFL brings bagit too: ocfl-py needs it.
	toolOCFL = tool{
		name: "ocfl-py", version: "2.1.0", pin: "data/ocfl-py/requirements.txt",
		needs: []string{"python3"}, builds: []string{"pip3"}, install: installOCFL,
	}
	// toolVersityGW judges by what it lets be stored, and how: a server of S3.
	toolVersityGW = tool{
		name: "versitygw", version: "1.8.0",
		builds: []string{"go"}, install: installVersityGW,
	}
	// toolSystem stands for the judges that the system's packages bring.
	toolSystem = tool{
		name:  "system",
		needs: []string{"qpdf", "pdfinfo", "pdftotext", "pdffonts", "pdftoppm", "mutool", "minisign", "softhsm2-util", "cc"},
	}
	// toolTypst judges nothing: it is what "judge bench" measures against.
	toolTypst = tool{
		name: "typst", version: "0.15.2",
		needs: []string{"python3"}, install: installTypst,
	}
)

// folder is the name of the tool's folder.
func (t tool) folder() string {
	name := t.name + "-" + t.version
	if t.pin != "" {
		// An embedded file that the compiler found cannot be missing.
		pin, _ := data.ReadFile(t.pin)
		name += fmt.Sprintf("-%x", sha256.Sum256(pin))[:9]
	}
	return name
}

// toolsDir is where the tools are kept: $CHANCERY_TOOLS, else chancery-tools in
// the user's cache folder.
func toolsDir() (string, error) {
	if dir := os.Getenv("CHANCERY_TOOLS"); dir != "" {
		return filepath.Abs(dir)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("%w; set CHANCERY_TOOLS to a folder for the judges", err)
	}
	return filepath.Join(cache, "chancery-tools"), nil
}

// install is the verb install. What is present is left alone: then nothing is
// locked, fetched or run.
func install(ctx context.Context, args []string, out io.Writer) error {
	set := flag.NewFlagSet("judge install", flag.ContinueOnError)
	set.SetOutput(out)
	if err := set.Parse(args); err != nil {
		return errUsage
	}
	tools, err := chooseTools(set.Args())
	if err != nil {
		fmt.Fprintf(out, "judge: %v\n", err)
		return errUsage
	}
	dir, err := toolsDir()
	if err != nil {
		return err
	}
	if absent(dir, tools) {
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return err
		}
		unlock, err := lock(ctx, filepath.Join(dir, ".lock"), out)
		if err != nil {
			return err
		}
		defer unlock()
	}
	// From here on anew: another install may have brought it while this one waited.
	var failed []error
	if err := installPackages(ctx, missingCommands(dir, tools), out); err != nil {
		failed = append(failed, err)
	}
	for _, t := range tools {
		if err := installTool(ctx, dir, t, out); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// chooseTools gives the tools with these names; for no name, all judges.
func chooseTools(names []string) ([]tool, error) {
	judges := []tool{toolVeraPDF, toolEPUBCheck, toolAce, toolPyHanko, toolOCFL, toolVersityGW, toolSystem}
	if len(names) == 0 {
		return judges, nil
	}
	known := append(judges, toolTypst)
	var tools []tool
	for _, name := range names {
		n := len(tools)
		for _, t := range known {
			if t.name == name {
				tools = append(tools, t)
			}
		}
		if len(tools) == n {
			return nil, fmt.Errorf("no tool %q", name)
		}
	}
	return tools, nil
}

// present says whether the tool's folder is complete. Folders appear by a rename
// when they are complete, so one that exists is.
func present(dir string, t tool) bool {
	if t.install == nil {
		return true
	}
	info, err := os.Stat(filepath.Join(dir, t.folder()))
	return err == nil && info.IsDir()
}

// absent says whether anything at all is missing.
func absent(dir string, tools []tool) bool {
	for _, t := range tools {
		if !present(dir, t) {
			return true
		}
	}
	return len(missingCommands(dir, tools)) > 0
}

// missingCommands are the commands that the tools need and the machine lacks.
func missingCommands(dir string, tools []tool) []string {
	var missing []string
	seen := make(map[string]bool)
	for _, t := range tools {
		commands := t.needs
		if !present(dir, t) {
			commands = append(append([]string{}, t.needs...), t.builds...)
		}
		for _, name := range commands {
			if !seen[name] && !haveCommand(name) {
				missing = append(missing, name)
			}
			seen[name] = true
		}
	}
	return missing
}

// installTool brings one tool into its folder.
func installTool(ctx context.Context, dir string, t tool, out io.Writer) error {
	if t.install == nil {
		// What is missing of it has been named.
		if len(missingCommands(dir, []tool{t})) == 0 {
			fmt.Fprintf(out, "present    %s: %s\n", t.name, strings.Join(t.needs, " "))
		}
		return nil
	}
	if present(dir, t) {
		fmt.Fprintf(out, "present    %s %s\n", t.name, t.version)
		return nil
	}
	for _, name := range append(append([]string{}, t.needs...), t.builds...) {
		if !haveCommand(name) {
			return fmt.Errorf("%s %s: cannot be installed without %s", t.name, t.version, name)
		}
	}
	began := time.Now()
	fmt.Fprintf(out, "installing %s %s\n", t.name, t.version)
	tmp, err := os.MkdirTemp(dir, ".new-"+t.name+"-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	if err := t.install(ctx, t.version, tmp); err != nil {
		return fmt.Errorf("%s %s: %w", t.name, t.version, err)
	}
	if err := os.Chmod(tmp, 0o755); err != nil {
		return err
	}
	if err := os.Rename(tmp, filepath.Join(dir, t.folder())); err != nil {
		return err
	}
	fmt.Fprintf(out, "installed  %s %s in %s\n", t.name, t.version, time.Since(began).Round(time.Second))
	return nil
}

// installVeraPDF fetches the one jar of veraPDF's command line.
func installVeraPDF(ctx context.Context, version, dir string) error {
	err := step(ctx, dir, nil, "mvn", "-B", "-q", mavenDependency+":copy",
		"-Dartifact=org.verapdf.apps:cli:"+version, "-DoutputDirectory="+dir, "-Dmdep.stripVersion=true")
	if err != nil {
		return err
	}
	return os.Rename(filepath.Join(dir, "cli.jar"), filepath.Join(dir, "verapdf.jar"))
}

// installEPUBCheck fetches EPUBCheck's jar and the libraries that it names.
func installEPUBCheck(ctx context.Context, _, dir string) error {
	if err := unpack(dir, "data/epubcheck"); err != nil {
		return err
	}
	return step(ctx, dir, nil, "mvn", "-B", "-q", mavenDependency+":copy-dependencies",
		"-DincludeScope=runtime", "-DoutputDirectory="+filepath.Join(dir, "lib"))
}

// installAce fetches Ace as its lock file says, without running any package's
// scripts; the browser is the system's.
func installAce(ctx context.Context, _, dir string) error {
	if err := unpack(dir, "data/ace"); err != nil {
		return err
	}
	return step(ctx, dir, []string{"PUPPETEER_SKIP_DOWNLOAD=1"}, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
}

// installPyHanko fetches pyHanko and what it needs, as ready-built packages of
// the listed checksums, into a folder for PYTHONPATH.
func installPyHanko(ctx context.Context, _, dir string) error {
	if err := unpack(dir, "data/pyhanko"); err != nil {
		return err
	}
	return pip(ctx, dir, nil, "lib", "requirements.txt")
}

// installOCFL fetches ocfl-py and bagit in the same way. Of bagit and of pairtree
// there is the source alone, so what builds them is fetched first.
func installOCFL(ctx context.Context, _, dir string) error {
	if err := unpack(dir, "data/ocfl-py"); err != nil {
		return err
	}
	if err := pip(ctx, dir, nil, "build", "build.txt"); err != nil {
		return err
	}
	builders := []string{"PYTHONPATH=" + filepath.Join(dir, "build")}
	if err := pip(ctx, dir, builders, "lib", "requirements.txt", "--no-build-isolation", "--no-binary=bagit,pairtree"); err != nil {
		return err
	}
	return os.RemoveAll(filepath.Join(dir, "build"))
}

// pip fetches what a list in dir names, by its checksums, into a folder of dir.
// No package is built that args do not name.
func pip(ctx context.Context, dir string, env []string, folder, list string, args ...string) error {
	all := []string{"-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:", "--require-hashes",
		"--target", filepath.Join(dir, folder), "--requirement", list}
	return step(ctx, dir, env, "python3", append(all, args...)...)
}

// installTypst fetches the Python package that holds Typst's compiler into a
// folder for PYTHONPATH.
func installTypst(ctx context.Context, version, dir string) error {
	return step(ctx, dir, nil, "python3", "-m", "pip", "install", "--quiet", "--no-compile", "--disable-pip-version-check",
		"--no-deps", "--target", filepath.Join(dir, "lib"), "typst=="+version)
}

// unpack writes the files of a folder of data into dir.
func unpack(dir, folder string) error {
	entries, err := data.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		content, err := data.ReadFile(folder + "/" + e.Name())
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, e.Name()), content, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// lock takes the lock that keeps two installs apart and says so when it waits.
func lock(ctx context.Context, path string, out io.Writer) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	for waited := false; ; waited = true {
		ok, err := tryLock(f)
		if err != nil {
			f.Close()
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if ok {
			// The lock goes with the handle, even if this process dies.
			return func() { f.Close() }, nil
		}
		if !waited {
			fmt.Fprintln(out, "waiting for another installation")
		}
		select {
		case <-ctx.Done():
			f.Close()
			return nil, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}
