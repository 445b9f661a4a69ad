package main

import (
	"fmt"
	"strings"

	"chancery/layout/press"

	"github.com/urfave/cli/v2"
)

// schemas are the files of a packet that have a schema.
var schemas = []string{"packet", "office", "letter", "release", "labels"}

// schemaVerb is "chancery schema".
func (p *program) schemaVerb() *cli.Command {
	return &cli.Command{
		Name:      "schema",
		Usage:     "print the JSON Schema of a packet's files",
		UsageText: "chancery schema [packet|office|letter|release|labels]",
		Description: `Prints the JSON Schema of packet.yaml, of office.yaml, or of the front matter of
a letter or a release; without a name, one that accepts any of these. That of
labels is for the words of a language (chancery help languages). An editor that
knows it completes the keys and says what they mean.

Example:

    chancery schema letter > letter.schema.json`,
		Action: p.schema,
	}
}

// schema is the verb.
func (p *program) schema(c *cli.Context) error {
	list, err := operands(c, 0, 1, "name")
	if err != nil {
		return err
	}
	name := ""
	if len(list) > 0 {
		name = list[0]
	}
	data, err := press.Schema(name)
	if err != nil {
		return err
	}
	if data != nil {
		p.out.Write(data)
		return nil
	}
	e := &usageError{fmt.Sprintf("there is no schema %q", name), "use " + strings.Join(schemas[:4], ", ") + " or " + schemas[4]}
	if near := nearest(name, schemas); near != "" {
		e.hint = "use " + near
	}
	return e
}
