package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"chancery/layout/press"

	"github.com/urfave/cli/v2"
)

// settings are the keys of the front matter that flags may set, under the same
// names, with what help says of them.
var settings = []struct{ name, usage string }{
	{"page-size", "set on `SHEET`: letter or a4"},
	{"face", "set the text in `FAMILY` (chancery fonts lists them)"},
	{"size", "set the text in `POINTS`, such as 11.5"},
	{"justify", "`BOOL` is yes or no: whether lines end flush right"},
	{"hyphenate", "`BOOL` is yes or no: whether words may be divided"},
	{"expansion", "widen or narrow the letters of a line by up to `PERCENT`: 0 to 2"},
	{"smart-quotes", "`BOOL` is yes or no: whether straight quotes become those of print"},
	{"number-sections", "`BOOL` is yes or no: whether headings have numbers"},
	{"print-links", "`BOOL` is yes or no: whether pages show the addresses of links"},
	{"letterhead", "set on letterhead `NAME`, or none (chancery letterheads lists them)"},
	{"language", "the words are in `LANGUAGE`, such as en-US (chancery languages lists them)"},
	{"resources", "look for fonts, hyphenation, labels and letterheads in `DIR`, too"},
}

// settingFlags are flags for the settings.
func settingFlags() []cli.Flag {
	var flags []cli.Flag
	for _, s := range settings {
		flags = append(flags, &cli.StringFlag{Name: s.name, Usage: s.usage, Category: "What holds before any file (the keys of the front matter):"})
	}
	return flags
}

// resourcesFlag is the setting of that name, for verbs that read no packet.
func resourcesFlag() cli.Flag {
	return &cli.StringFlag{Name: "resources", TakesFile: true, Usage: "look into the folder `DIR`, too, instead of the one that office.yaml names"}
}

// sharedFolder is what resourcesFlag gives.
func sharedFolder(c *cli.Context) (string, error) {
	dir := c.String("resources")
	if st, err := os.Stat(dir); c.IsSet("resources") && (err != nil || !st.IsDir()) {
		return "", &usageError{fmt.Sprintf("there is no folder %q of resources", dir), "name a folder that holds fonts, hyphenation, labels or letterheads"}
	}
	return dir, nil
}

// options are the options of a run on one packet, from flags and environment.
func (p *program) options(c *cli.Context, packet string) (press.Options, error) {
	o := press.Options{Packet: packet, Settings: settingValues(c)}
	var err error
	o.Epoch, err = epoch(p.getenv("SOURCE_DATE_EPOCH"))
	return o, err
}

// settingValues are the settings that flags give.
func settingValues(c *cli.Context) map[string]string {
	values := map[string]string{}
	for _, s := range settings {
		if c.IsSet(s.name) {
			values[s.name] = c.String(s.name)
		}
	}
	return values
}

// epoch reads SOURCE_DATE_EPOCH: seconds since 1970 as a decimal number, at most
// the last second of the year 9999, which is all that the metadata can say.
func epoch(value string) (time.Time, error) {
	if value == "" {
		return time.Time{}, nil
	}
	const last = 253402300799
	n, err := strconv.ParseUint(value, 10, 63)
	if err != nil || n > last {
		text := fmt.Sprintf("SOURCE_DATE_EPOCH is %q, which is no number of seconds since 1970", value)
		if errors.Is(err, strconv.ErrRange) || n > last {
			text = fmt.Sprintf("SOURCE_DATE_EPOCH is %q, which is past the year 9999", value)
		}
		return time.Time{}, &usageError{text, "unset it, or set it to a number such as 1529366400"}
	}
	return time.Unix(int64(n), 0).UTC(), nil
}
