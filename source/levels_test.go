package source

import (
	"fmt"
	"testing"
)

func TestHeadingLevelsNeverSkip(t *testing.T) {
	h := func(level int) *Block { return &Block{Kind: BlockHeading, Level: level} }
	blocks := []*Block{h(3), h(5), h(6), h(5), h(2), h(2), h(4), h(1), h(6)}
	levels := HeadingLevels(blocks, 2)
	var got []int
	for _, b := range blocks {
		got = append(got, levels[b])
	}
	if want := "[2 3 4 3 2 2 3 2 3]"; fmt.Sprint(got) != want {
		t.Errorf("levels %v, want %s", got, want)
	}
}
