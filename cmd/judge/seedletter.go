package main

import "strings"

// seedLetter is the record's letter by its parts, for the sources of other tools:
// they are made from the record whenever they are needed, so that none can go stale.
type seedLetter struct {
	head        []string // of the stationery
	date        string
	addresses   [][]string
	salutation  string
	body        []string
	closing     string
	signatories [][]string
	copies      [][]string
}

// readSeedLetter reads the parts by their order in the record.
func readSeedLetter() seedLetter {
	_, text := seedParts()
	var blocks [][]string
	for block := range strings.SplitSeq(text, "\n\n") {
		var lines []string
		for line := range strings.SplitSeq(block, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, line)
			}
		}
		if len(lines) > 0 {
			blocks = append(blocks, lines)
		}
	}
	l := seedLetter{head: append(blocks[0:1:1][0], blocks[1]...), date: blocks[2][0]}
	for _, lines := range blocks[3:] {
		switch {
		case len(l.copies) > 0 || strings.HasPrefix(lines[0], "cc:"):
			l.copies = append(l.copies, lines)
		case l.closing != "":
			l.signatories = append(l.signatories, lines)
		case l.salutation == "" && len(lines) > 1:
			l.addresses = append(l.addresses, lines)
		case l.salutation == "":
			l.salutation = lines[0]
		case lines[0] == "Sincerely,":
			l.closing = lines[0]
		default:
			l.body = append(l.body, strings.Join(lines, " "))
		}
	}
	return l
}
