package verify

// Doubt adds a reason, found outside of the file, why it cannot be called official: a
// log that it should be in, say. A file that was altered stays that.
func (r *Report) Doubt(code, text string) {
	r.because(Unknown, code, "", "%s", text)
	if r.Verdict == Official {
		r.Verdict = Unknown
	}
}
