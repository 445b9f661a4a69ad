package sign_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"chancery/archive/internal/authority"
	"chancery/archive/internal/judges"
	"chancery/archive/sign"
	"chancery/archive/verify"
	"chancery/layout/pdf/cos"
)

// handmade writes objects as PDF 1.4 does; generation 3 for the object of that number.
func handmade(old int, trailer string, objects ...string) []byte {
	b := []byte("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	var rows []string
	for i, o := range objects {
		generation := 0
		if i+1 == old {
			generation = 3
		}
		rows = append(rows, fmt.Sprintf("%010d %05d n \n", len(b), generation))
		b = fmt.Appendf(b, "%d %d obj\n%s\nendobj\n", i+1, generation, o)
	}
	start := len(b)
	b = fmt.Appendf(b, "xref\n0 %d\n0000000000 65535 f \n%s", len(objects)+1, strings.Join(rows, ""))
	return fmt.Appendf(b, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF", len(objects)+1, trailer, start)
}

const contents = "<</Length 23>>\nstream\n0 0 m 100 100 l S    \n \nendstream"

// foreign are files that Chancery would not make: what each is for says its name.
func foreign(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{
		"no identifier, no form, no line at the end": handmade(0, "",
			"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>", contents),
		"indirect arrays": handmade(0, "/ID[(0123456789abcdef)(0123456789abcdef)]",
			"<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Annots 7 0 R>>", contents,
			"<</Fields 6 0 R/DA(/Helv 0 Tf)>>", "[8 0 R]", "[8 0 R]",
			"<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/Rect[10 10 90 30]/P 3 0 R/F 4>>"),
		"a field below a field, its widget apart": handmade(0, "/ID[(0123456789abcdef)(0123456789abcdef)]",
			"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]/SigFlags 1>>>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Annots[7 0 R]>>", contents,
			"<</FT/Sig/T(office)/Kids[6 0 R]>>", "<</T(official)/TU(The official signs here)/Parent 5 0 R/Kids[7 0 R]>>",
			"<</Type/Annot/Subtype/Widget/Rect[10 10 90 30]/P 3 0 R/F 4/Parent 6 0 R>>"),
		"a page of generation 3": handmade(3, "/ID[(0123456789abcdef)(0123456789abcdef)]",
			"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 3 R]/Count 1>>",
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>", contents),
		"a field that locks all": handmade(0, "/ID[(0123456789abcdef)(0123456789abcdef)]",
			"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R 6 0 R]/SigFlags 1>>>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Annots[5 0 R 6 0 R]>>", contents,
			"<</Type/Annot/Subtype/Widget/FT/Sig/T(Last)/Rect[10 10 90 30]/P 3 0 R/F 4/Lock<</Type/SigFieldLock/Action/All>>>>",
			"<</Type/Annot/Subtype/Widget/FT/Sig/T(Other)/Rect[10 40 90 60]/P 3 0 R/F 4>>"),
	}
	for i, tabs := range []string{"", "/Tabs/S"} {
		name := []string{"tagged, no page with an order", "tagged, the second page with an order"}[i]
		files[name] = handmade(0, "/ID[(0123456789abcdef)(0123456789abcdef)]",
			"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]/SigFlags 1>>/StructTreeRoot 7 0 R/MarkInfo<</Marked true>>>>", "<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>",
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Annots[5 0 R]>>", contents,
			"<</Type/Annot/Subtype/Widget/FT/Sig/T(Official)/Rect[10 10 90 30]/P 3 0 R/F 4>>",
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"+tabs+">>", "<</Type/StructTreeRoot>>")
	}
	for _, name := range []string{"good", "bad"} { // Typst's and WeasyPrint's
		data, err := os.ReadFile("../../cmd/judge/testdata/samples/" + name + ".pdf")
		if err != nil {
			t.Fatal(err)
		}
		files[name] = data
	}
	files["hybrid"] = hybrid(t)
	// What qpdf makes of Chancery's letter.
	if _, err := exec.LookPath("qpdf"); err != nil && os.Getenv("CI") != "true" {
		return files
	}
	in := write(t, t.TempDir(), "in.pdf", document(t, "letter"))
	for _, how := range []string{"--object-streams=disable", "--linearize", "--qdf", "--object-streams=generate"} {
		out := filepath.Join(t.TempDir(), "out.pdf")
		if said, err := exec.Command("qpdf", how, in, out).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		files["qpdf "+how] = data
	}
	return files
}

// hybrid is a file whose table names a stream for what old readers do not see:
// there the form, which lies in an object stream.
func hybrid(t *testing.T) []byte {
	t.Helper()
	b := []byte("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	at := map[int]int{}
	for i, o := range []string{
		"<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>", contents,
	} {
		at[i+1] = len(b)
		b = fmt.Appendf(b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at[6] = len(b)
	form := "5 0 <</Fields[]>>"
	b = fmt.Appendf(b, "6 0 obj\n<</Type/ObjStm/N 1/First 4/Length %d>>\nstream\n%s\nendstream\nendobj\n", len(form), form)
	hidden := len(b)
	b = append(b, "7 0 obj\n<</Type/XRef/W[1 2 1]/Index[5 1]/Size 8/Length 4>>\nstream\n\x02\x00\x06\x00\nendstream\nendobj\n"...)
	start := len(b)
	b = append(b, "xref\n0 8\n0000000005 65535 f \n"...)
	for n := 1; n <= 7; n++ {
		switch p, ok := at[n]; {
		case ok:
			b = fmt.Appendf(b, "%010d 00000 n \n", p)
		case n == 7:
			b = fmt.Appendf(b, "%010d 00000 n \n", hidden)
		default:
			b = append(b, "0000000000 65535 f \n"...)
		}
	}
	return fmt.Appendf(b, "trailer\n<</Size 8/Root 1 0 R/ID[(0123456789abcdef)(0123456789abcdef)]/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n", hidden, start)
}

// TestForeign signs files of others at the highest level, and again.
func TestForeign(t *testing.T) {
	a := authority.New(t)
	dir := t.TempDir()
	root := write(t, dir, "root.pem", a.Roots())
	first, second := a.Person("signer-rsa", "Hector Balderas"), a.Person("signer-p256", "Xavier Becerra")
	var strict, lenient []string
	for name, data := range foreign(t) {
		o := drawn(options(a, first, sign.LTA))
		if strings.HasPrefix(name, "qpdf") {
			o.Field = "Signature1"
		}
		if name == "a field that locks all" {
			o.Field = "Last"
		}
		out, err := sign.Sign(t.Context(), data, o)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !bytes.HasPrefix(out.Bytes, data) {
			t.Errorf("%s: the bytes that were there have changed", name)
		}
		signed := out.Bytes
		if name == "a field that locks all" {
			o.Field = "Other"
			refuses(t, name, signed, o, "the field Other was locked by the signature in Last")
		} else {
			o := options(a, second, sign.T)
			o.New = true
			signed = mustSign(t, signed, o).Bytes
		}
		if name == "a field below a field, its widget apart" && (out.Field != "office.official" || !out.Visible) {
			t.Errorf("%s: signed in %s, visible %v", name, out.Field, out.Visible)
		}
		if r := verify.File(signed, verify.Options{At: a.Clock(), Trust: o.Roots}); r.Verdict == verify.Altered {
			t.Errorf("%s: %s", name, r.Text())
		}
		sameForm(t, name, data, signed)
		path := write(t, dir, regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(name, "-")+".pdf", signed)
		if name == "hybrid" || strings.HasSuffix(name, "generation 3") {
			lenient = append(lenient, path)
		} else {
			strict = append(strict, path)
		}
	}
	a.Close()
	for _, files := range [][]string{strict, append([]string{"--lenient"}, lenient...)} {
		for _, f := range judges.Signatures(t, append([]string{"--trust", root, "--revocation", "none"}, files...)...) {
			if f.Error != "" || len(f.Signatures) < 2 {
				t.Errorf("%s: %s, %d signatures", filepath.Base(f.File), f.Error, len(f.Signatures))
			}
			for _, s := range f.Signatures {
				if !s.Pass {
					t.Errorf("%s: %+v", filepath.Base(f.File), s)
				}
			}
		}
	}
	if out, pass := judges.Run(t, append([]string{"qpdf"}, append(strict, lenient...)...)...); !pass {
		t.Error(out)
	}
}

// sameForm sees that the last section is of the kind of the file's own.
func sameForm(t *testing.T, name string, before, after []byte) {
	t.Helper()
	kind := func(data []byte) cos.Object {
		f, err := cos.Read(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return f.Sections[0].Trailer.Get("Type")
	}
	if b, a := kind(before), kind(after); a != b {
		t.Errorf("%s: the section is %v after %v", name, a, b)
	}
}
