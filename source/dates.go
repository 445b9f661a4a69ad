package source

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// date reads a field that is a calendar day.
func (m *mapping) date(name string) Date {
	t := m.text(name, false)
	if t.Value == "" {
		return Date{}
	}
	day, err := time.Parse("2006-01-02", t.Value)
	if err != nil || day.Year() < 1000 {
		m.y.l.fail(t.Span, CodeBadDate, fmt.Sprintf("%q is no date", t.Value), dateHint(t.Value))
		return Date{}
	}
	return Date{Year: day.Year(), Month: day.Month(), Day: day.Day(), Span: t.Span}
}

// dateHint says how to write a date that somebody wrote otherwise; where day and
// month cannot be told apart it does not guess.
func dateHint(s string) string {
	for _, form := range []string{"January 2, 2006", "January 2 2006", "Jan 2, 2006", "Jan. 2, 2006", "2 January 2006", "2 Jan 2006", "2006/1/2", "2006-1-2", "20060102",
		"Monday, January 2, 2006", "2006-01-02T15:04:05Z07:00"} {
		if day, err := time.Parse(form, s); err == nil {
			return "write " + day.Format("2006-01-02")
		}
	}
	var parts []int
	for _, p := range strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '.' || r == '-' }) {
		n, err := strconv.Atoi(strings.TrimSpace(p))
		if err != nil {
			break
		}
		parts = append(parts, n)
	}
	if len(parts) == 3 {
		if parts[0] > 999 && (parts[1] < 1 || parts[1] > 12) {
			return "there is no such month; write year-month-day, such as 2018-06-19"
		}
		if parts[0] > 999 {
			return "there is no such day; write year-month-day, such as 2018-06-19"
		}
		switch month, day := parts[0], parts[1]; {
		case day > 12 && day < 32 && month < 13 && parts[2] > 999:
			return fmt.Sprintf("write %04d-%02d-%02d", parts[2], month, day)
		case month > 12 && month < 32 && day < 13 && parts[2] > 999:
			return fmt.Sprintf("write %04d-%02d-%02d", parts[2], day, month)
		}
	}
	return "write year-month-day, such as 2018-06-19"
}

// timing reads when a release may be published, from timing, until and zone.
func (m *mapping) timing() Timing {
	kind, at := m.choice("timing")
	t := Timing{Kind: kind, Span: at}
	until, zone := m.get("until"), m.get("zone")
	if kind != "embargoed" {
		for _, f := range []*field{until, zone} {
			if f != nil && (kind != "" || m.get("timing") == nil) {
				m.y.l.fail(f.span, CodeBadTime, fmt.Sprintf("%q goes with timing: embargoed", f.key.name), "write timing: embargoed, or take it out")
			}
		}
		return t
	}
	if until == nil {
		m.y.l.fail(at, CodeMissingKey, `an embargoed release needs the key "until"`, "write until: 2018-06-20T09:00:00-04:00 and zone: EDT")
		return t
	}
	text := m.text("until", false)
	ok := false
	for _, form := range []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04Z07:00", "2006-01-02 15:04 Z07:00", "2006-01-02 15:04:05 Z07:00"} {
		if moment, err := time.Parse(form, text.Value); err == nil {
			t.Until, ok = moment, true
			break
		}
	}
	if !ok {
		m.y.l.fail(text.spanOr(until.span), CodeBadTime, fmt.Sprintf("%q is no moment", text.Value), "write the day, the time and the distance from UTC: 2018-06-20T09:00:00-04:00")
		return t
	}
	_, offset := t.Until.Zone()
	z := m.text("zone", true)
	switch {
	case z.Value == "":
		m.y.l.fail(until.span, CodeMissingKey, `an embargoed release needs the key "zone"`, "write the time zone as it is to be printed: zone: "+zoneExample(offset))
		return t
	case !zoneFits(z.Value, offset):
		m.y.l.fail(z.Span, CodeBadZone, fmt.Sprintf("%s is not %s from UTC, as until says", z.Value, formatOffset(offset)), "correct one of the two")
	}
	t.Zone = z.Value
	t.Until = t.Until.In(time.FixedZone(t.Zone, offset))
	return t
}

// spanOr is the text's place, or another one where it has none.
func (t Text) spanOr(other Span) Span {
	if t.Span.File == nil {
		return other
	}
	return t.Span
}

// usZones are the abbreviations that are printed in the United States with their
// hours from UTC; those without S or D stand for both.
var usZones = [...]struct {
	name  string
	hours []int
}{
	{"EDT", []int{-4}}, {"EST", []int{-5}}, {"ET", []int{-4, -5}},
	{"CDT", []int{-5}}, {"CST", []int{-6}}, {"CT", []int{-5, -6}},
	{"MDT", []int{-6}}, {"MST", []int{-7}}, {"MT", []int{-6, -7}},
	{"PDT", []int{-7}}, {"PST", []int{-8}}, {"PT", []int{-7, -8}},
	{"AKDT", []int{-8}}, {"AKST", []int{-9}}, {"AKT", []int{-8, -9}},
	{"HST", []int{-10}}, {"HDT", []int{-9}}, {"AST", []int{-4}},
	{"ADT", []int{-3}}, {"ChST", []int{10}}, {"SST", []int{-11}},
	{"UTC", []int{0}}, {"GMT", []int{0}},
}

// zoneFits says whether an abbreviation can have an offset of so many seconds;
// one that is not known can have any.
func zoneFits(name string, offset int) bool {
	for _, z := range usZones {
		if !strings.EqualFold(z.name, name) {
			continue
		}
		for _, h := range z.hours {
			if h*3600 == offset {
				return true
			}
		}
		return false
	}
	return true
}

// zoneExample is an abbreviation that has an offset.
func zoneExample(offset int) string {
	for _, z := range usZones {
		if z.hours[0]*3600 == offset {
			return z.name
		}
	}
	return "UTC" + formatOffset(offset)
}

// formatOffset writes seconds from UTC as "-04:00".
func formatOffset(offset int) string {
	sign := "+"
	if offset < 0 {
		sign, offset = "-", -offset
	}
	return fmt.Sprintf("%s%02d:%02d", sign, offset/3600, offset/60%60)
}
