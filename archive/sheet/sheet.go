// Package sheet writes a table for people who work with spreadsheets (XLSX) and
// for those who work without (CSV). It is for the index of a transfer of records:
// one sheet, whose first row names the columns, with real dates and numbers. It
// takes values and gives bytes, always the same.
//
// Standards: ISO/IEC 29500-1 (SpreadsheetML, transitional as Excel writes it), RFC
// 4180. What makes the sheet accessible is in xlsx.go.
package sheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Table is a table with a name for each column.
type Table struct {
	Title    string    // of the document
	Name     string    // of the sheet: 31 characters at most, none of \ / ? * : [ ]
	Creator  string    // who made it
	Language string    // a tag of BCP 47
	Created  time.Time // its second counts

	Columns []string
	Rows    [][]any // of string, int64 and Date, or nil for an empty cell; as many as Columns
}

// Date is a day, or a second of it, as it is said where it happened: a
// spreadsheet knows no zones of time.
type Date struct {
	time.Time
	Clock bool // with the time of day
}

// maxText is how many characters a cell may hold (Excel's own limit).
const maxText = 32767

// check says what is wrong with a table, in the program that made it.
func (t *Table) check() error {
	if n := utf8.RuneCountInString(t.Name); n == 0 || n > 31 || strings.ContainsAny(t.Name, `\/?*:[]`) || strings.HasPrefix(t.Name, "'") || strings.HasSuffix(t.Name, "'") {
		return fmt.Errorf("sheet: %q cannot be the name of a sheet", t.Name)
	}
	if len(t.Columns) == 0 || len(t.Columns) > 16384 || len(t.Rows) > 1048575 {
		return fmt.Errorf("sheet: %d columns and %d rows cannot be had", len(t.Columns), len(t.Rows))
	}
	seen := map[string]bool{}
	for _, c := range t.Columns {
		key := strings.ToLower(c)
		if c == "" || seen[key] {
			return fmt.Errorf("sheet: %q names no column, or a second one", c) // of which Excel refuses a table
		}
		seen[key] = true
	}
	for i, row := range t.Rows {
		if len(row) != len(t.Columns) {
			return fmt.Errorf("sheet: row %d has %d cells, of %d", i+1, len(row), len(t.Columns))
		}
		for j, cell := range row {
			switch v := cell.(type) {
			case nil, int64, Date:
			case string:
				if utf8.RuneCountInString(v) > maxText {
					return fmt.Errorf("sheet: row %d, %s: a text of more than %d characters", i+1, t.Columns[j], maxText)
				}
			default:
				return fmt.Errorf("sheet: row %d, %s: no cell can hold a %T", i+1, t.Columns[j], cell)
			}
		}
	}
	return nil
}

// text is a cell as plain text; dates are written as ISO 8601 has them.
func text(cell any) string {
	switch v := cell.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case Date:
		if v.Clock {
			return v.Format("2006-01-02 15:04:05")
		}
		return v.Format(time.DateOnly)
	}
	return ""
}

// CSV gives the table as comma-separated values in UTF-8, with the columns' names
// in the first line (RFC 4180).
func (t *Table) CSV() ([]byte, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	w.Write(t.Columns)
	for _, row := range t.Rows {
		line := make([]string, len(row))
		for i, cell := range row {
			line[i] = text(cell)
		}
		w.Write(line)
	}
	w.Flush()
	return b.Bytes(), w.Error()
}
