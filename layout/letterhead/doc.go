// Package letterhead reads an office's stationery from a folder of data, and
// draws its first-page regions with the words of an office as boxes.
//
// A letterhead is a folder that holds letterhead.yaml and perhaps one drawing.
// It has geometry and style; the words come from the office's own file, so that
// two offices may share one letterhead, and an office may change its telephone
// number without touching it. Adding a letterhead is adding a folder: no Go.
// The keys are described beside the data, in assets/letterheads/README.md.
//
// The package knows neither documents nor engines, and opens no file but those
// of the fs.FS that it is given. Start reading at Load and Compose.
package letterhead

// File is the name of the file that makes a folder a letterhead.
const File = "letterhead.yaml"

// Words are the words of an office that a line may show in braces, by their
// keys in office.yaml.
var Words = []string{
	"jurisdiction", "name", "official", "official-title",
	"address", "phone", "fax", "web", "email",
}
