package source

import (
	"strings"
	"testing"

	"golang.org/x/text/language"
)

func TestLanguageTag(t *testing.T) {
	for s, want := range map[string]string{
		"en-us": "en-US", "ES": "es", "zh-hans-cn": "zh-Hans-CN", "es-419": "es-419", "sr-LATN-rs": "sr-Latn-RS", "de-1996": "de-1996",
		"sl-rozaj-biske-1994": "sl-rozaj-biske-1994", "zh-cmn-Hans-CN": "zh-cmn-Hans-CN", "en-us-x-Draft": "en-US-x-draft", "en-u-ca-buddhist": "en-u-ca-buddhist",
		"ar-EG-u-nu-arab-x-1": "ar-EG-u-nu-arab-x-1", "DE-ch-1901": "de-CH-1901", "hak": "hak", "en-GB-oxendict": "en-GB-oxendict",
		"": "", "e": "", "english": "", "i-klingon": "", "x-own": "", "en-": "", "en--US": "", "en_US": "", "en US": "", "1996": "",
		"de-1996-1996": "", "en-US-GB": "", "en-x": "", "en-u-ca-u-nu": "", "en-Latn-Cyrl": "", "español": "", "de-abc-abc-abc-abc": "", "en-ümlaut": "",
	} {
		tag, hint := languageTag(s)
		if tag != want || (tag == "") != (hint != "") {
			t.Errorf("%q: %q (%s), want %q", s, tag, hint, want)
		}
		if Language(tag) != tag {
			t.Errorf("%q is not its own form", tag)
		}
	}
	for name, tag := range languageNames {
		for _, tag := range strings.Split(tag, " or ") {
			if Language(tag) != tag {
				t.Errorf("%s: %q is no tag", name, tag)
			}
		}
	}
}

// TestRegistered compares with the register of another source.
func TestRegistered(t *testing.T) {
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			tag := string([]rune{a, b})
			_, err := language.ParseBase(tag)
			text, hint := unknownLanguage(tag + "-US")
			if (text == "") != (err == nil) {
				t.Errorf("%s: %q, there %v", tag, text, err)
			}
			if meant := countryLanguages[tag]; meant != "" && !strings.Contains(hint, meant) {
				t.Errorf("%s: %q", tag, hint)
			}
		}
	}
}
