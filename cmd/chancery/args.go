package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"
	"github.com/xrash/smetrics"
)

// errNoVerb says that nothing was asked.
var errNoVerb = errors.New("no verb")

// arrange puts the flags of a command line before its operands, because cli stops
// at the first operand, and refuses what it does not know, all of it at once, with
// the nearest that it does know.
func arrange(app *cli.App, args []string) ([]string, error) {
	if len(args) == 0 {
		return nil, errNoVerb
	}
	switch name := args[0]; {
	case name == "--version", name == "-version", name == "-v":
		return append([]string{"version"}, args[1:]...), nil
	case isHelp(name):
		return append([]string{"help"}, args[1:]...), nil
	case strings.HasPrefix(name, "-"):
		return nil, unknownFlag(flagName(name), "", app.Flags)
	}
	verb := app.Command(args[0])
	if verb == nil {
		return nil, unknownVerb(app, args[0])
	}
	flags, operands, err := split(verb, args[1:])
	if err != nil {
		return nil, err
	}
	for _, f := range flags {
		if isHelp(f) {
			return []string{"help", verb.Name}, nil
		}
	}
	out := append([]string{verb.Name}, flags...)
	return append(append(out, "--"), operands...), nil
}

// split takes the arguments of a verb apart.
func split(verb *cli.Command, args []string) (flags, operands []string, err error) {
	var wrong []error
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			operands = append(operands, args[i+1:]...)
			break
		}
		if arg == "-" || !strings.HasPrefix(arg, "-") {
			operands = append(operands, arg)
			continue
		}
		name := flagName(arg)
		f := findFlag(verb.Flags, name)
		_, value, given := strings.Cut(arg, "=")
		switch {
		case isHelp(arg):
			flags = append(flags, "--help")
		case f == nil:
			wrong = append(wrong, unknownFlag(name, verb.Name, verb.Flags))
		case !takesValue(f):
			if _, err := strconv.ParseBool(value); given && err != nil {
				wrong = append(wrong, &usageError{fmt.Sprintf("--%s takes no value", f.Names()[0]), ""})
			}
			flags = append(flags, arg)
		case given:
			flags = append(flags, arg)
		case i+1 == len(args) || strings.HasPrefix(args[i+1], "-") && findFlag(verb.Flags, flagName(args[i+1])) != nil:
			wrong = append(wrong, &usageError{fmt.Sprintf("--%s needs a value", f.Names()[0]), fmt.Sprintf("chancery help %s says which", verb.Name)})
		default:
			i++
			flags = append(flags, "--"+f.Names()[0]+"="+args[i])
		}
	}
	return flags, operands, errors.Join(wrong...)
}

// flagName is the name in "--name=value".
func flagName(arg string) string {
	name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
	return name
}

// isHelp says whether an argument asks for help.
func isHelp(arg string) bool {
	return arg == "--help" || arg == "-help" || arg == "-h"
}

// findFlag gives the flag of a name, or nil.
func findFlag(flags []cli.Flag, name string) cli.Flag {
	for _, f := range flags {
		for _, n := range f.Names() {
			if n == name {
				return f
			}
		}
	}
	return nil
}

// takesValue says whether a flag has a value.
func takesValue(f cli.Flag) bool {
	d, ok := f.(cli.DocGenerationFlag)
	return ok && d.TakesValue()
}

// unknownFlag names the flag of a verb that was meant.
func unknownFlag(name, verb string, flags []cli.Flag) error {
	var names []string
	for _, f := range flags {
		names = append(names, f.Names()[0])
	}
	e := &usageError{text: fmt.Sprintf("there is no flag --%s", name), hint: "chancery help lists the verbs and their flags"}
	if verb != "" {
		e.text = fmt.Sprintf("%s has no flag --%s", verb, name)
		e.hint = fmt.Sprintf("chancery help %s lists its flags", verb)
	}
	if near := nearest(name, names); near != "" {
		e.hint = "use --" + near
	}
	return e
}

// unknownVerb names the verb that was meant.
func unknownVerb(app *cli.App, name string) error {
	var names []string
	for _, c := range app.Commands {
		names = append(names, c.Name)
	}
	e := &usageError{fmt.Sprintf("there is no verb %q", name), "chancery help lists the verbs"}
	if near := nearest(name, names); near != "" {
		e.hint = "use " + near
	} else if looksLikePacket(name) {
		e.hint = "chancery build " + name + " sets a packet"
	}
	return e
}

// looksLikePacket says whether a word in the place of the verb is a packet's path.
func looksLikePacket(name string) bool {
	return strings.ContainsAny(name, `/\`) || strings.HasSuffix(name, ".md")
}

// nearest gives the name that is nearest to what was written, or "" where none is
// near: at most one letter in three may differ, and never more than three.
func nearest(written string, names []string) string {
	best, least := "", min(3, (len(written)+1)/3)+1
	for _, name := range names {
		if d := smetrics.WagnerFischer(written, name, 1, 1, 1); d < least {
			best, least = name, d
		}
	}
	return best
}

// operands are the operands of a verb, at least least and at most most of them
// (-1: any number); what names one ("packet").
func operands(c *cli.Context, least, most int, what string) ([]string, error) {
	list := c.Args().Slice()
	switch {
	case len(list) < least:
		return nil, &usageError{"name a " + what, c.Command.UsageText}
	case most == 0 && len(list) > 0:
		return nil, &usageError{fmt.Sprintf("%s takes no operand, and %q is one", c.Command.Name, list[0]), c.Command.UsageText}
	case most >= 0 && len(list) > most:
		return nil, &usageError{fmt.Sprintf("%s takes one %s, and %q is one too many", c.Command.Name, what, list[most]), c.Command.UsageText}
	}
	return list, nil
}
