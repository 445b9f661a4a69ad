package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The styles of cells, by their place in styles.xml.
const (
	styleText   = 0
	styleHead   = 1
	styleDay    = 2
	styleClock  = 3
	styleNumber = 4
)

// The widths of columns, in characters.
const minWidth, maxWidth = 8, 60

// XLSX gives the table as a workbook that Excel and LibreOffice open, made for
// those who hear it, too: the document has a title and a language, the sheet a
// name that says what it is, the first row is marked as the head of a table (so
// that a cell is announced with its column), stays in sight and is printed on each
// page; columns are as wide as what they hold, long texts are wrapped, no cells
// are merged or left out, and nothing is said by colour.
func (t *Table) XLSX() ([]byte, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"docProps/core.xml", t.core()},
		{"docProps/app.xml", appProperties},
		{"xl/workbook.xml", t.workbook()},
		{"xl/_rels/workbook.xml.rels", workbookRels},
		{"xl/styles.xml", styles},
		{"xl/worksheets/sheet1.xml", t.sheet()},
		{"xl/worksheets/_rels/sheet1.xml.rels", sheetRels},
		{"xl/tables/table1.xml", t.table()},
	} {
		// The first moment that a ZIP can name, so that the same table gives the same bytes.
		w, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(xml.Header + part.text)); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

// column is the name of a column by its number from 0: A, Z, AA.
func column(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// area is all cells of the table: A1:F20.
func (t *Table) area() string {
	return fmt.Sprintf("A1:%s%d", column(len(t.Columns)-1), len(t.Rows)+1)
}

// sheet is the sheet itself (ISO/IEC 29500-1, 18.3.1).
func (t *Table) sheet() string {
	var b strings.Builder
	b.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">`)
	b.WriteString(`<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`)
	fmt.Fprintf(&b, `<dimension ref="%s"/>`, t.area())
	b.WriteString(`<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>`)
	b.WriteString(`<sheetFormatPr defaultRowHeight="15"/><cols>`)
	for i, name := range t.Columns {
		width := utf8.RuneCountInString(name) + 4 // room for the button that filters
		for _, row := range t.Rows {
			width = max(width, utf8.RuneCountInString(text(row[i]))+1)
		}
		fmt.Fprintf(&b, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, min(max(width, minWidth), maxWidth))
	}
	b.WriteString(`</cols><sheetData>`)
	heads := make([]any, len(t.Columns))
	for i, name := range t.Columns {
		heads[i] = name
	}
	for i, row := range append([][]any{heads}, t.Rows...) {
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for j, value := range row {
			b.WriteString(cell(fmt.Sprintf("%s%d", column(j), i+1), value, i == 0))
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData><pageMargins left="0.5" right="0.5" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>`)
	b.WriteString(`<pageSetup orientation="landscape" fitToHeight="0"/><headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>`)
	b.WriteString(`<tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>`)
	return b.String()
}

// cell is one cell.
func cell(at string, value any, head bool) string {
	switch v := value.(type) {
	case string:
		style := styleText
		if head {
			style = styleHead
		}
		return fmt.Sprintf(`<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, style, escapeCell(v))
	case int64:
		return fmt.Sprintf(`<c r="%s" s="%d"><v>%d</v></c>`, at, styleNumber, v)
	case Date:
		n, ok := serial(v)
		switch {
		case !ok:
			return cell(at, text(v), false)
		case v.Clock:
			return fmt.Sprintf(`<c r="%s" s="%d"><v>%s</v></c>`, at, styleClock, n)
		}
		return fmt.Sprintf(`<c r="%s" s="%d"><v>%s</v></c>`, at, styleDay, n)
	}
	return fmt.Sprintf(`<c r="%s" s="%d"/>`, at, styleText)
}

// serial is a date as spreadsheets count: days since 30 December 1899. Before 1
// March 1900 they differ among themselves (ISO/IEC 29500-1, 18.17.4.1), and a date
// is left as text.
func serial(d Date) (string, bool) {
	day := time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC)
	if day.Before(time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)) || d.Year() > 9999 {
		return "", false
	}
	n := day.Unix()/86400 + 25569 // the days from then to 1970
	if !d.Clock {
		return strconv.FormatInt(n, 10), true
	}
	second := d.Hour()*3600 + d.Minute()*60 + d.Second()
	return strconv.FormatFloat(float64(n)+float64(second)/86400, 'f', 8, 64), true
}

// escape makes text of XML of a string.
func escape(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // a strings.Builder takes all
	return b.String()
}

// escapeCell makes text of a cell: there _x0041_ stands for a character by its
// number, so that an underscore that would begin such a thing is written that way
// itself (ISO/IEC 29500-1, 22.4.2.4).
func escapeCell(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if s[i] == '_' && i+7 <= len(s) && s[i+1] == 'x' && s[i+6] == '_' && strings.Trim(s[i+2:i+6], "0123456789abcdefABCDEF") == "" {
			b.WriteString("_x005F_")
			continue
		}
		b.WriteByte(s[i])
	}
	return escape(b.String())
}

// core are the properties that every kind of document has.
func (t *Table) core() string {
	at := t.Created.UTC().Format(time.RFC3339)
	return `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escape(t.Title) + `</dc:title><dc:creator>` + escape(t.Creator) + `</dc:creator><dc:language>` + escape(t.Language) + `</dc:language>` +
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + at + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + at + `</dcterms:modified></cp:coreProperties>`
}

// workbook names the sheet, and the row that is printed on each page.
func (t *Table) workbook() string {
	quoted := "'" + strings.ReplaceAll(t.Name, "'", "''") + "'"
	return `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
		`<bookViews><workbookView activeTab="0"/></bookViews><sheets><sheet name="` + escape(t.Name) + `" sheetId="1" r:id="rId1"/></sheets>` +
		`<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">` + escape(quoted) + `!$1:$1</definedName></definedNames></workbook>`
}

// table marks the cells as one table with a head, which readers are told of.
func (t *Table) table() string {
	var b strings.Builder
	area := t.area()
	if len(t.Rows) == 0 { // a table has a row at least, and this one is empty
		area = fmt.Sprintf("A1:%s2", column(len(t.Columns)-1))
	}
	fmt.Fprintf(&b, `<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="1" name="Records" displayName="Records" ref="%s" totalsRowShown="0"><autoFilter ref="%s"/><tableColumns count="%d">`, area, area, len(t.Columns))
	for i, name := range t.Columns {
		fmt.Fprintf(&b, `<tableColumn id="%d" name="%s"/>`, i+1, escape(name))
	}
	b.WriteString(`</tableColumns><tableStyleInfo showFirstColumn="0" showLastColumn="0" showRowStripes="0" showColumnStripes="0"/></table>`)
	return b.String()
}

const (
	contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>` +
		`<Override PartName="/xl/tables/table1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
		`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`
	packageRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
		`<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/></Relationships>`
	workbookRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`
	sheetRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/table" Target="../tables/table1.xml"/></Relationships>`
	appProperties = `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Chancery</Application></Properties>`
	// styles has the formats in the order of the constants above.
	styles = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts>` +
		`<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/><right/><top/><bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5">` +
		`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
		`<xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
		`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf>` +
		`<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf>` +
		`<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>` +
		`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
)
