package verify

import (
	"strings"

	"chancery/layout/pdf/cos"
)

// claims lists the standards that a file says it keeps: PDF/A (ISO 19005-2,
// 6.6.4) and PDF/UA (ISO 14289-1, 5), by its XMP.
func claims(file *cos.File) []string {
	out := []string{}
	s, ok := file.Resolve(file.Dict(file.Root).Get("Metadata")).(*cos.Stream)
	if !ok {
		return out
	}
	packet, err := s.Decode()
	if err != nil {
		return out
	}
	said := map[string]string{}
	for _, p := range properties(packet, false) {
		name, value, _ := strings.Cut(p, "= ")
		said[strings.TrimSpace(name)] = value
	}
	const pdfa, pdfua = "http://www.aiim.org/pdfa/ns/id/ ", "http://www.aiim.org/pdfua/ns/id/ "
	if v := said[pdfa+"part"]; short(v) {
		level := strings.ToLower(said[pdfa+"conformance"])
		if len(level) > 1 || !short(level) {
			level = ""
		}
		out = append(out, "PDF/A-"+v+level)
	}
	if v := said[pdfua+"part"]; short(v) {
		out = append(out, "PDF/UA-"+v)
	}
	return out
}

// short says whether a value is a letter or two, or a number.
func short(v string) bool {
	return v != "" && len(v) <= 2 && strings.Trim(v, "0123456789abcdefghijklmnopqrstuvwxyz") == ""
}
