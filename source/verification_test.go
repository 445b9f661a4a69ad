package source

import "testing"

// TestAddress is about which number, key and site make a document's address.
func TestAddress(t *testing.T) {
	letter := func(more string) string {
		return "---\nkind: letter\ndate: 2018-06-19\nto: X\nsignatories: []\n" + more + "---\n\nWords.\n"
	}
	const office = "verify-address: https://verify.example.gov\n"
	const key = "verify-key: 3f0c5a719be24d86a1c7e2f95b08d364\n"
	for _, c := range []struct{ name, office, packet, front, reference, address string }{
		{"packet", office, "reference: 2018-0123\n" + key, "", "2018-0123", "https://verify.example.gov/2018-0123/3F0C5A719BE24D86A1C7E2F95B08D364"},
		{"front matter wins", office, "reference: 2018-0123\n" + key, "reference: ag.7b\n", "ag.7b", "https://verify.example.gov/AG.7B/3F0C5A719BE24D86A1C7E2F95B08D364"},
		{"folder of a site", "verify-address: https://www.example.gov/Verify\n", "reference: 1\n" + key, "", "1", "https://www.example.gov/Verify/1/3F0C5A719BE24D86A1C7E2F95B08D364"},
		{"no site", "name: X\n", "reference: 2018-0123\n", "", "2018-0123", ""},
		{"no number", office, key, "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, problems := loadFiles(t, map[string]string{
				"office.yaml": c.office,
				"packet.yaml": c.packet + "documents: [letter.md]\n",
				"letter.md":   letter(c.front),
			})
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			d := p.Documents[0]
			if d.Reference.Value != c.reference || d.Address != c.address {
				t.Errorf("%q at %q, want %q at %q", d.Reference.Value, d.Address, c.reference, c.address)
			}
		})
	}
}
