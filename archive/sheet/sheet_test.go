package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"io"
	"path"
	"strings"
	"testing"
	"time"
)

// sample is a table with all kinds of cells.
func sample() *Table {
	at := time.Date(2018, 6, 19, 15, 4, 5, 0, time.FixedZone("MDT", -6*3600))
	return &Table{
		Title: "Index of records <1>", Name: "Index of the bag's records", Creator: "Office & Co.", Language: "en-US", Created: at,
		Columns: []string{"Title", "Issued", "Put", "Bytes"},
		Rows: [][]any{
			{"=HYPERLINK(\"x\")", Date{at, false}, Date{at, true}, int64(1234567)},
			{"a, \"b\"\n<c> & _x0041_ _x00_ Ñ ", Date{time.Date(1899, 1, 1, 0, 0, 0, 0, time.UTC), false}, nil, int64(-1)},
			{strings.Repeat("long ", 50), Date{time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), false}, nil, nil},
			{"", Date{time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC), false}, nil, nil},
			{"\x01", nil, nil, nil},
		},
	}
}

// parts unpacks a workbook.
func parts(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(b)
	}
	return all
}

// relation is one relationship of a part to another.
type relation struct {
	ID     string `xml:"Id,attr"`
	Target string `xml:"Target,attr"`
}

// TestPackage sees that the parts of the workbook are well-formed, that each has a
// type, and that relationships lead to parts.
func TestPackage(t *testing.T) {
	data, err := sample().XLSX()
	if err != nil {
		t.Fatal(err)
	}
	again, err := sample().XLSX()
	if err != nil || !bytes.Equal(data, again) {
		t.Errorf("the same table gives other bytes (%v)", err)
	}
	all := parts(t, data)
	for name, text := range all {
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if !strings.HasSuffix(name, ".rels") && name != "[Content_Types].xml" && !strings.Contains(all["[Content_Types].xml"], `PartName="/`+name+`"`) {
			t.Errorf("%s has no type", name)
		}
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		var rels struct {
			Relationship []relation
		}
		if err := xml.Unmarshal([]byte(text), &rels); err != nil || len(rels.Relationship) == 0 {
			t.Fatalf("%s: %v", name, err)
		}
		for _, r := range rels.Relationship {
			if target := path.Join(path.Dir(path.Dir(name)), r.Target); all[target] == "" {
				t.Errorf("%s leads to %s, which is not there", name, target)
			}
		}
	}
}

// TestCells reads the sheet back: values, kinds, and what makes it accessible.
func TestCells(t *testing.T) {
	data, err := sample().XLSX()
	if err != nil {
		t.Fatal(err)
	}
	all := parts(t, data)
	var sheet struct {
		Cols struct {
			Col []struct {
				Width float64 `xml:"width,attr"`
			} `xml:"col"`
		} `xml:"cols"`
		Rows []struct {
			Cells []struct {
				At    string `xml:"r,attr"`
				Style int    `xml:"s,attr"`
				Type  string `xml:"t,attr"`
				Value string `xml:"v"`
				Text  string `xml:"is>t"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
		Pane struct {
			State string `xml:"state,attr"`
		} `xml:"sheetViews>sheetView>pane"`
	}
	if err := xml.Unmarshal([]byte(all["xl/worksheets/sheet1.xml"]), &sheet); err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"Title/1", "Issued/1", "Put/1", "Bytes/1"},
		{"=HYPERLINK(\"x\")/0", "43270/2", "43270.62783565/3", "1234567/4"},
		{"a, \"b\"\n<c> & _x005F_x0041_ _x00_ Ñ /0", "1899-01-01/0", "/0", "-1/4"},
		{strings.Repeat("long ", 50) + "/0", "2958465/2", "/0", "/0"},
		{"/0", "61/2", "/0", "/0"},
		{"\uFFFD/0", "/0", "/0", "/0"},
	}
	if len(sheet.Rows) != len(want) {
		t.Fatalf("there are %d rows", len(sheet.Rows))
	}
	for i, row := range sheet.Rows {
		for j, c := range row.Cells {
			got := c.Value + c.Text + "/" + string(rune('0'+c.Style))
			if got != want[i][j] || c.At != column(j)+string(rune('1'+i)) {
				t.Errorf("%s is %q, want %q", c.At, got, want[i][j])
			}
			if c.Type != "inlineStr" && c.Text != "" {
				t.Errorf("%s is text, and not said to be", c.At)
			}
		}
	}
	for i, width := range []float64{60, 11, 20, 9} {
		if got := sheet.Cols.Col[i].Width; got != width {
			t.Errorf("column %d is %v characters wide, want %v", i, got, width)
		}
	}
	if sheet.Pane.State != "frozen" {
		t.Error("the head does not stay in sight")
	}
	for name, text := range map[string]string{
		"docProps/core.xml":    "<dc:title>Index of records &lt;1&gt;</dc:title><dc:creator>Office &amp; Co.</dc:creator><dc:language>en-US</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">2018-06-19T21:04:05Z<",
		"xl/workbook.xml":      "'Index of the bag&#39;&#39;s records&#39;!$1:$1",
		"xl/tables/table1.xml": `ref="A1:D6" totalsRowShown="0"`,
	} {
		if !strings.Contains(all[name], strings.ReplaceAll(text, "'Index", "&#39;Index")) {
			t.Errorf("%s has no %s:\n%s", name, text, all[name])
		}
	}
}

// TestCSV reads the values back.
func TestCSV(t *testing.T) {
	data, err := sample().CSV()
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil || len(all) != 6 || strings.Join(all[0], "|") != "Title|Issued|Put|Bytes" {
		t.Fatalf("%v %q", err, all)
	}
	if got := strings.Join(all[1], "|"); got != "=HYPERLINK(\"x\")|2018-06-19|2018-06-19 15:04:05|1234567" {
		t.Errorf("the second line is %q", got)
	}
	if !bytes.HasPrefix(data, []byte("Title,Issued,Put,Bytes\r\n")) {
		t.Errorf("the first line is %q", data[:30])
	}
}

// TestRefused gives tables that cannot be written.
func TestRefused(t *testing.T) {
	for i, change := range []func(*Table){
		func(t *Table) { t.Name = "" },
		func(t *Table) { t.Name = "a/b" },
		func(t *Table) { t.Name = strings.Repeat("a", 32) },
		func(t *Table) { t.Name = "'a" },
		func(t *Table) { t.Columns = nil },
		func(t *Table) { t.Columns[1] = "title" },
		func(t *Table) { t.Columns[1] = "" },
		func(t *Table) { t.Rows[1] = t.Rows[1][1:] },
		func(t *Table) { t.Rows[1][0] = 1.5 },
		func(t *Table) { t.Rows[1][0] = strings.Repeat("a", 40000) },
	} {
		s := sample()
		change(s)
		if _, err := s.XLSX(); err == nil {
			t.Errorf("%d is written as a workbook", i)
		}
		if _, err := s.CSV(); err == nil {
			t.Errorf("%d is written as CSV", i)
		}
	}
}

// TestColumn names columns as spreadsheets do.
func TestColumn(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := column(i); got != want {
			t.Errorf("column %d is %s, want %s", i, got, want)
		}
	}
}

// TestEmpty writes a table without rows.
func TestEmpty(t *testing.T) {
	s := sample()
	s.Rows = nil
	data, err := s.XLSX()
	if err != nil || !strings.Contains(parts(t, data)["xl/tables/table1.xml"], `ref="A1:D2"`) {
		t.Errorf("%v", err)
	}
}
