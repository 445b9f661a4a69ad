package layout_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"strings"
	"testing"
)

// TestExamples wants an Example that runs for every exported function and every
// exported method of the packages that others build on.
func TestExamples(t *testing.T) {
	for _, dir := range []string{".", "bidi", "linebreak", "press"} {
		fset := token.NewFileSet()
		notTest := func(f fs.FileInfo) bool { return !strings.HasSuffix(f.Name(), "_test.go") }
		test := func(f fs.FileInfo) bool { return strings.HasSuffix(f.Name(), "_test.go") }
		code, err := parser.ParseDir(fset, dir, notTest, 0)
		if err != nil {
			t.Fatal(err)
		}
		tests, err := parser.ParseDir(fset, dir, test, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		have := map[string]bool{}
		for _, pkg := range tests {
			for _, f := range pkg.Files {
				for _, d := range f.Decls {
					if fn, ok := d.(*ast.FuncDecl); ok && strings.HasPrefix(fn.Name.Name, "Example") {
						name, _, _ := strings.Cut(strings.TrimPrefix(fn.Name.Name, "Example"), "_x")
						have[name] = true
					}
				}
			}
		}
		for _, pkg := range code {
			for _, f := range pkg.Files {
				for _, d := range f.Decls {
					fn, ok := d.(*ast.FuncDecl)
					if !ok || !fn.Name.IsExported() || fn.Name.Name == "Error" || fn.Name.Name == "String" && dir == "linebreak" {
						continue
					}
					name := fn.Name.Name
					if fn.Recv != nil {
						recv := fn.Recv.List[0].Type
						if star, ok := recv.(*ast.StarExpr); ok {
							recv = star.X
						}
						id, ok := recv.(*ast.Ident)
						if !ok || !id.IsExported() {
							continue
						}
						if have[id.Name] {
							continue // the type's own example shows it
						}
						name = id.Name + "_" + name
					}
					if !have[name] {
						t.Errorf("layout/%s: there is no Example%s", dir, name)
					}
				}
			}
		}
	}
}
