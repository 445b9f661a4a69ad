package art

import (
	"strconv"
	"strings"
)

// scanNumber reads one number at the head of s (SVG 1.1, 4.2): sign, digits,
// point, exponent. It gives how many bytes it took, 0 if there is none.
func scanNumber(s string) (v float64, n int) {
	i := 0
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	digits := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
		digits++
	}
	if i < len(s) && s[i] == '.' {
		i++
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
			digits++
		}
	}
	if digits == 0 {
		return 0, 0
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		j := i + 1
		if j < len(s) && (s[j] == '+' || s[j] == '-') {
			j++
		}
		if j < len(s) && s[j] >= '0' && s[j] <= '9' {
			for j < len(s) && s[j] >= '0' && s[j] <= '9' {
				j++
			}
			i = j
		}
	}
	v, err := strconv.ParseFloat(s[:i], 64)
	if err != nil || !inRange(v) {
		return 0, 0
	}
	return v, i
}

// skipSeparator drops white space with at most one comma in it.
func skipSeparator(s string) string {
	s = strings.TrimLeft(s, " \t\r\n")
	if s != "" && s[0] == ',' {
		s = strings.TrimLeft(s[1:], " \t\r\n")
	}
	return s
}

// numbers reads a list of numbers.
func numbers(s string) ([]float64, bool) {
	var out []float64
	s = strings.TrimLeft(s, " \t\r\n")
	for s != "" {
		v, n := scanNumber(s)
		if n == 0 {
			return nil, false
		}
		out = append(out, v)
		s = skipSeparator(s[n:])
	}
	return out, true
}

// number reads one number and nothing else.
func number(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	v, n := scanNumber(s)
	return v, n > 0 && n == len(s)
}

// length reads a number with an absolute unit, in user units (CSS pixels, 96 to
// the inch). Units that depend on a font or a viewport are refused.
func length(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	v, n := scanNumber(s)
	if n == 0 {
		return 0, false
	}
	switch s[n:] {
	case "", "px":
		return v, true
	case "pt":
		return mul(v, 4) / 3, true
	case "pc":
		return mul(v, 16), true
	case "in":
		return mul(v, 96), true
	case "cm":
		return mul(v, 9600) / 254, true
	case "mm":
		return mul(v, 960) / 254, true
	}
	return 0, false
}
