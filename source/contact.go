package source

import "strings"

// PhoneURI is the address of the contact's telephone as a link: "tel:" and the
// number without its punctuation (RFC 3966). A ten-digit number is one of the
// North American plan and gets its country code; any other without "+" gives no
// link, because nobody can say from where it may be dialled. Letters, as in
// "555-GOV-HELP", and extensions give none either.
func (c Contact) PhoneURI() string {
	var digits strings.Builder
	plus := false
	for i, r := range strings.TrimSpace(c.Phone.Value) {
		switch {
		case r >= '0' && r <= '9':
			digits.WriteRune(r)
		case r == '+' && i == 0:
			plus = true
		case strings.ContainsRune(" ()-./\u00a0\u2010\u2011\u2013", r):
		default:
			return ""
		}
	}
	n := digits.String()
	switch {
	case plus && n != "":
		return "tel:+" + n
	case len(n) == 10:
		return "tel:+1" + n
	case len(n) == 11 && n[0] == '1':
		return "tel:+" + n
	}
	return ""
}

// EmailURI is the contact's mail address as a link (RFC 6068), "" without one.
func (c Contact) EmailURI() string {
	if c.Email.Empty() {
		return ""
	}
	return "mailto:" + strings.TrimSpace(c.Email.Value)
}
