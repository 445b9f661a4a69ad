package ocfl_test

import "strings"

// brokenObjects has for every code that the files of an object can show a way to break
// it. Codes with a dot and a word after them are further ways.
var brokenObjects = map[string]func(o tree){
	"E001":         func(o tree) { o["stray.txt"] = "x" },
	"E001.folder":  func(o tree) { o["stray/file.txt"] = "x" },
	"E001.version": func(o tree) { o["v3"] = "a file" },
	"E002":         func(o tree) { delete(o, "0=ocfl_object_1.1"); o["0=ocfl_object_1.1/x"] = "" },
	"E003":         func(o tree) { delete(o, "0=ocfl_object_1.1") },
	"E003.two":     func(o tree) { o["0=ocfl_object_1.0"] = "ocfl_object_1.0\n" },
	"E004":         func(o tree) { o.rename("0=ocfl_object_1.1", "ocfl_object_1.1") },
	"E005":         func(o tree) { o.rename("0=ocfl_object_1.1", "1=ocfl_object_1.1") },
	"E006":         func(o tree) { o.rename("0=ocfl_object_1.1", "0=ocfl_object_7.1") },
	"E006.other":   func(o tree) { o["0=another"] = "another\n" },
	"E007":         func(o tree) { o["0=ocfl_object_1.1"] = "ocfl_object_1.1" },
	"E008": func(o tree) {
		o.edit(func(inv keys) { inv["versions"], inv["manifest"] = keys{}, keys{} })
	},
	"E009": func(o tree) {
		o.edit(func(inv keys) { delete(sub(inv, "versions"), "v1") })
	},
	"E010": func(o tree) {
		o.text(`"v2": {`, `"v3": {`)
		o.text(`"head": "v2"`, `"head": "v3"`)
		o.rename("v2/", "v3/")
	},
	"E010.folder": func(o tree) {
		for name := range o {
			if strings.HasPrefix(name, "v1/") {
				delete(o, name)
			}
		}
	},
	"E011": func(o tree) { // v01, v10
		o.renumber("v1", "v01", "v2", "v10")
	},
	"E012": func(o tree) { o.renumber("v1", "v1", "v2", "v02") },
	"E013": func(o tree) { o.renumber("v1", "v001", "v2", "v02") },
	"E014": func(o tree) { o.text(`"v2/content/c.txt"`, `"v02/content/c.txt"`) },
	"E015": func(o tree) { o["v1/stray.txt"] = "x" },
	"E016": func(o tree) { o.text(`"v2/content/c.txt"`, `"v2/c.txt"`); o.rename("v2/content/c.txt", "v2/c.txt") },
	"E017": func(o tree) { o.edit(func(inv keys) { inv["contentDirectory"] = "con/tent" }) },
	"E018": func(o tree) { o.edit(func(inv keys) { inv["contentDirectory"] = ".." }) },
	"E019": func(o tree) {
		o.text("/content/", "/stuff/")
		o.edit(func(inv keys) { inv["contentDirectory"] = "stuff" })
		o.rename("v2/content/", "v2/stuff/")
	},
	"E020": func(o tree) {
		o.textAt("/content/", "/stuff/", "v1/")
		o.rename("v1/content/", "v1/stuff/")
		o.editAt(func(inv keys) { inv["contentDirectory"] = "stuff" }, "v1/")
	},
	"E021": func(o tree) {
		o.text("v2/content/", "v2/stuff/")
		o.rename("v2/content/", "v2/stuff/")
	},
	"E023":         func(o tree) { o["v2/content/stray.txt"] = "x" },
	"E023.earlier": func(o tree) { o.editAt(func(inv keys) { drop(inv, "g") }, "v1/") },
	"E024":         func(o tree) { o["v1/content/empty/"] = "" },
	"E025":         func(o tree) { o.edit(func(inv keys) { inv["digestAlgorithm"] = "md5" }) },
	"E026":         func(o tree) { o.fixity("crc99", "00", "v1/content/a.txt") },
	"E029":         func(o tree) { o.fixity("sha1", "hvfkN/qlp/zhXR3cuerq6jd2Z7g=", "v1/content/a.txt") },
	"E030":         func(o tree) { o.fixity("sha256", "ypeBEsob/cr6wjGzmiPcTaeG7/gUfE5yuYB3ha/ui7s=", "v1/content/a.txt") },
	"E031":         func(o tree) { o.text(digest("c"), "not hexadecimal") },
	"E032":         func(o tree) { o.fixity("blake2b-512", "MzPL/w==", "v1/content/a.txt") },
	"E033":         func(o tree) { o.text(`"head"`, `"head": "v2", "head"`) },
	"E033.cut": func(o tree) {
		o["inventory.json"] = o["inventory.json"][:200]
		o.attest("")
	},
	"E033.utf8":  func(o tree) { o.text("version 2", "version \xff") },
	"E034":       func(o tree) { o.rename("inventory.json", "Inventory.json") },
	"E035":       func(o tree) { o.text(`"v2/content/c.txt"`, `"v2\\content\\c.txt"`) },
	"E036":       func(o tree) { o.edit(func(inv keys) { delete(inv, "id") }) },
	"E036.type":  func(o tree) { o.edit(func(inv keys) { delete(inv, "type") }) },
	"E036.head":  func(o tree) { o.edit(func(inv keys) { delete(inv, "head") }) },
	"E036.sha":   func(o tree) { o.edit(func(inv keys) { delete(inv, "digestAlgorithm") }) },
	"E037":       func(o tree) { o.edit(func(inv keys) { inv["id"] = 7 }) },
	"E038":       func(o tree) { o.text("ocfl.io/1.1/spec", "ocfl.io/1.0/spec") },
	"E038.other": func(o tree) { o.text("/spec/#inventory", "/spec/#list") },
	"E039": func(o tree) { // the digests stay those of SHA-512
		o.text(`"digestAlgorithm": "sha512"`, `"digestAlgorithm": "sha256"`)
	},
	"E040":         func(o tree) { o.text(`"head": "v2"`, `"head": "v1"`) },
	"E040.kind":    func(o tree) { o.text(`"head": "v2"`, `"head": 2`) },
	"E040.earlier": func(o tree) { o.editAt(func(inv keys) { inv["head"] = "v2" }, "v1/") },
	"E041":         func(o tree) { o.edit(func(inv keys) { delete(inv, "manifest") }) },
	"E042":         func(o tree) { o.text(`"v2/content/c.txt"`, `"v7/content/c.txt"`) },
	"E043":         func(o tree) { o.edit(func(inv keys) { delete(inv, "versions") }) },
	"E044":         func(o tree) { o.text(`"versions"`, `"Versions"`) },
	"E045":         func(o tree) { o.edit(func(inv keys) { inv["versions"] = []any{} }) },
	"E046":         func(o tree) { o["v3/inventory.json"] = o["v2/inventory.json"]; o.attest("v3/") },
	"E047":         func(o tree) { o.edit(func(inv keys) { sub(inv, "versions")["v1"] = "x" }) },
	"E048":         func(o tree) { o.edit(func(inv keys) { delete(sub(inv, "versions", "v2"), "created") }) },
	"E048.state":   func(o tree) { o.edit(func(inv keys) { delete(sub(inv, "versions", "v2"), "state") }) },
	"E049":         func(o tree) { o.text(`"2018-06-20T09:00:00Z"`, `"2018-06-20T09:00:00"`) },
	"E049.minutes": func(o tree) { o.text(`"2018-06-20T09:00:00Z"`, `"2018-06-20T09:00Z"`) },
	"E049.kind":    func(o tree) { o.text(`"2018-06-20T09:00:00Z"`, `2018`) },
	"E050": func(o tree) {
		o.edit(func(inv keys) { sub(inv, "versions", "v2", "state")[digest("nowhere")] = []any{"n.txt"} })
	},
	"E050.case": func(o tree) {
		o.edit(func(inv keys) {
			m := sub(inv, "manifest")
			m[strings.ToUpper(digest("c"))] = m[digest("c")]
			delete(m, digest("c"))
		})
	},
	"E050.kind": func(o tree) { o.edit(func(inv keys) { sub(inv, "versions", "v2")["state"] = "x" }) },
	"E052":      func(o tree) { o.text(`"c.txt"`, `"../c.txt"`) },
	"E052.two":  func(o tree) { o.text(`"c.txt"`, `"a//c.txt"`) },
	"E053":      func(o tree) { o.text(`"c.txt"`, `"/c.txt"`) },
	"E054":      func(o tree) { o.edit(func(inv keys) { delete(sub(inv, "versions", "v2", "user"), "name") }) },
	"E054.kind": func(o tree) { o.edit(func(inv keys) { sub(inv, "versions", "v2")["user"] = "me" }) },
	"E055":      func(o tree) { o.edit(func(inv keys) { inv["Fixity"] = keys{} }) },
	"E056":      func(o tree) { o.fixity("rot13", "00", "v1/content/a.txt") },
	"E057":      func(o tree) { o.edit(func(inv keys) { inv["fixity"] = keys{"md5": []any{"x"}} }) },
	"E057.path": func(o tree) { o.fixity("md5", "0cc175b9c0f1b6a831c399e269772661", "v1/content/none.txt") },
	"E058":      func(o tree) { delete(o, "inventory.json.sha512") },
	"E058.v1":   func(o tree) { delete(o, "v1/inventory.json.sha512") },
	"E059":      func(o tree) { o.rename("inventory.json.sha512", "inventory.json.sha256") },
	"E060":      func(o tree) { o["inventory.json.sha512"] = digest("x") + " inventory.json\n" },
	"E060.v1":   func(o tree) { o["v1/inventory.json.sha512"] = digest("x") + " inventory.json\n" },
	"E061":      func(o tree) { o["inventory.json.sha512"] = digest(o["inventory.json"]) + "\n" },
	"E063":      func(o tree) { delete(o, "inventory.json"); delete(o, "inventory.json.sha512") },
	"E064":      func(o tree) { o.textAt("version 2", "another", "") },
	"E066":      func(o tree) { o.textAt(`"gone.txt"`, `"another.txt"`, "v1/") },
	"E066.new":  func(o tree) { o.text(`"gone.txt"`, `"another.txt"`) },
	"E067":      func(o tree) { o["extensions/file.txt"] = "x" },
	"E082":      func(o tree) { o["inner/0=ocfl_object_1.1"] = "ocfl_object_1.1\n" },
	"E092":      func(o tree) { o["v1/content/a.txt"] = "A" },
	"E092.gone": func(o tree) { delete(o, "v1/content/gone.txt") },
	"E092.kind": func(o tree) { o.edit(func(inv keys) { sub(inv, "manifest")[digest("c")] = "v2/content/c.txt" }) },
	"E093":      func(o tree) { o.fixity("md5", "00000000000000000000000000000000", "v1/content/a.txt") },
	"E093.size": func(o tree) { o.fixity("size", "2", "v1/content/a.txt") },
	"E094":      func(o tree) { o.text(`"message": "version 2"`, `"message": 2`) },
	"E095":      func(o tree) { o.text(`"c.txt"`, `"a.txt"`) },
	"E095.part": func(o tree) { o.text(`"c.txt"`, `"a.txt/c.txt"`) },
	"E096": func(o tree) {
		o.edit(func(inv keys) { sub(inv, "manifest")[strings.ToUpper(digest("c"))] = []any{"v2/content/c.txt"} })
	},
	"E097": func(o tree) {
		o.edit(func(inv keys) {
			inv["fixity"] = keys{"md5": keys{"0cc175b9c0f1b6a831c399e269772661": []any{"v1/content/a.txt"}, "0CC175B9C0F1B6A831C399E269772661": []any{"v1/content/a.txt"}}}
		})
	},
	"E099":        func(o tree) { o.text(`"v2/content/c.txt"`, `"v2/content/../content/c.txt"`) },
	"E100":        func(o tree) { o.text(`"v2/content/c.txt"`, `"/v2/content/c.txt"`) },
	"E101":        func(o tree) { o.text(`"v2/content/c.txt"`, `"v2/content/a.txt"`) },
	"E101.part":   func(o tree) { o.text(`"v2/content/c.txt"`, `"v2/content/a.txt/c.txt"`) },
	"E102":        func(o tree) { o.edit(func(inv keys) { inv["note"] = "x" }) },
	"E102.inside": func(o tree) { o.edit(func(inv keys) { sub(inv, "versions", "v2", "user")["phone"] = "1" }) },
	"E103": func(o tree) { // the newest version is of an older specification
		o.text("ocfl.io/1.1/spec", "ocfl.io/1.0/spec")
		o.rename("0=ocfl_object_1.1", "0=ocfl_object_1.0")
		o["0=ocfl_object_1.0"] = "ocfl_object_1.0\n"
	},
	"E104": func(o tree) { o.text(`"v2": {`, `"2": {`); o.rename("v2/", "2/") },
	"E105": func(o tree) { o.text(`"v1": {`, `"v0": {`) },
	"E106": func(o tree) { o.edit(func(inv keys) { inv["manifest"] = []any{} }) },
	"E107": func(o tree) {
		o.edit(func(inv keys) { sub(inv, "manifest")[digest("x")] = []any{"v2/content/x.txt"} })
		o["v2/content/x.txt"] = "x"
	},
	"E108": func(o tree) { o.edit(func(inv keys) { inv["contentDirectory"] = "a/b" }) },
	"E110": func(o tree) { o.editAt(func(inv keys) { inv["id"] = "urn:example:other" }, "v1/") },
	"E111": func(o tree) { o.edit(func(inv keys) { inv["fixity"] = []any{} }) },

	"W001": func(o tree) { o.renumber("v1", "v01", "v2", "v02") },
	"W002": func(o tree) { o["v1/other/file.txt"] = "x" },
	"W003": func(o tree) { // a version without content, with its folder
		o.drop("v2/content/")
		o["v2/content/"] = ""
		o.edit(func(inv keys) {
			sub(inv, "versions", "v2")["state"] = sub(inv, "versions", "v1")["state"]
			drop(inv, "a, changed")
			drop(inv, "c")
		})
	},
	"W004": func(o tree) { o.smaller() },
	"W005": func(o tree) { o.text(id, "2018-0123"); o.textAt(id, "2018-0123", "v1/") },
	"W007": func(o tree) { o.edit(func(inv keys) { delete(sub(inv, "versions", "v2"), "message") }) },
	"W008": func(o tree) { o.edit(func(inv keys) { delete(sub(inv, "versions", "v2", "user"), "address") }) },
	"W009": func(o tree) { o.edit(func(inv keys) { sub(inv, "versions", "v2", "user")["address"] = "Santa Fe" }) },
	"W010": func(o tree) { o.drop("v1/inventory.json") },
	"W011": func(o tree) { o.textAt("version 1", "another", "v1/") },
	"W013": func(o tree) { o["extensions/own/file.txt"] = "x" },
}
