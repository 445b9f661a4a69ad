package source_test

import (
	"errors"
	"fmt"

	"chancery/source"
)

func ExampleLoad() {
	packet, problems, err := source.Load("../assets/packets/2018-06-19-family-separation", source.Overrides{})
	if err != nil || problems.Errors() > 0 {
		fmt.Println(problems, err)
		return
	}
	for _, d := range packet.Documents {
		fmt.Printf("%s: %s\n", d.Kind, d.Name)
	}
	letter := packet.Documents[1].Letter
	fmt.Println(letter.To[1].Name)
	fmt.Println(len(letter.Signatories), "signatories, the last one", letter.Signatories[20].Name.Value)
	// Output:
	// release: release
	// letter: letter
	// The Honorable Kirstjen Nielsen
	// 21 signatories, the last one Bob Ferguson
}

func ExampleLoad_noPacket() {
	_, _, err := source.Load("no-such-folder", source.Overrides{})
	var usage *source.UsageError
	fmt.Println(errors.As(err, &usage))
	fmt.Println(err)
	// Output:
	// true
	// there is no packet at "no-such-folder"
	// hint: name a folder that holds packet.yaml, or one .md file
}

func ExampleProblem_String() {
	file := &source.File{Name: "letter.md", Data: []byte("---\nopening: Dear Attorney General\n---\n")}
	fmt.Println(source.Problem{
		Span: source.Span{File: file, Start: 4, End: 11},
		Code: source.CodeUnknownKey,
		Text: `unknown key "opening"`,
		Hint: `use "salutation"`,
	})
	// Output:
	// letter.md:2:1: error: unknown key "opening" [unknown-key]
	// opening: Dear Attorney General
	// ^^^^^^^
	// hint: use "salutation"
}

func ExamplePlainText() {
	inlines := []source.Inline{
		{Kind: source.InlineText, Text: "put "},
		{Kind: source.InlineEmphasis, Kids: []source.Inline{{Kind: source.InlineText, Text: "simply"}}},
		{Kind: source.InlineBreak},
		{Kind: source.InlineText, Text: "so"},
	}
	fmt.Printf("%q\n", source.PlainText(inlines))
	// Output: "put simply\nso"
}
