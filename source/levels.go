package source

// HeadingLevels gives each heading of a body the level that a screen reader
// hears: ranks as written, but beginning at top and never leaving one out (ISO
// 14289-1, 7.4.2; WCAG technique G141), six at the most.
func HeadingLevels(blocks []*Block, top int) map[*Block]int {
	levels := map[*Block]int{}
	var open []int // written levels of the headings that are open
	var visit func([]*Block)
	visit = func(bs []*Block) {
		for _, b := range bs {
			if b.Kind == BlockHeading {
				for len(open) > 0 && open[len(open)-1] >= b.Level {
					open = open[:len(open)-1]
				}
				open = append(open, b.Level)
				levels[b] = min(top+len(open)-1, 6)
			}
			visit(b.Blocks)
		}
	}
	visit(blocks)
	return levels
}
