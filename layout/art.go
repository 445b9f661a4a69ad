package layout

// Point2 is a point of an outline, y down.
type Point2 struct{ X, Y Length }

// SegmentOp is one step of a path.
type SegmentOp uint8

// The steps of a path. Close has no point, Move and Line one, Curve three (two
// control points and the end).
const (
	OpMove SegmentOp = iota
	OpLine
	OpCurve
	OpClose
)

// Segment is a step of a path with its points.
type Segment struct {
	Op SegmentOp
	P  [3]Point2
}

// Path is a filled outline; strokes are outlines too by the time they are here,
// except that StrokeWidth > 0 asks for a stroked centre line instead of a fill.
type Path struct {
	Segments    []Segment
	Color       Color
	EvenOdd     bool   // fill rule; false is non-zero
	StrokeWidth Length // 0: fill
	Cap         Cap    // ends of a stroke's open lines
	Join        Join   // corners of a stroke; the miter limit is 4, as in SVG
}

// Cap is the shape of the ends of a stroke (ISO 32000-1:2008, table 54, with
// its numbers).
type Cap uint8

// The caps. Butt ends at the point, the others half a stroke's width beyond.
const (
	CapButt Cap = iota
	CapRound
	CapSquare
)

// Join is the shape of the corners of a stroke (ISO 32000-1:2008, table 55,
// with its numbers).
type Join uint8

// The joins. A miter longer than four times the stroke's width is a bevel.
const (
	JoinMiter Join = iota
	JoinRound
	JoinBevel
)

// Art is a vector drawing in its own space of Width × Height, origin top left, y down.
type Art struct {
	Width, Height Length
	Paths         []Path
}

// Image is a raster image, decoded and checked.
type Image struct {
	Name          string // file name, for messages and for the EPUB
	Format        string // "png" or "jpeg"
	Data          []byte // the file as given
	Width, Height int    // pixels
	// RGB is 8 bits a sample, Components (1 or 3) samples a pixel, for PNG.
	// JPEG files are embedded as they are.
	Components int
	Pixels     []byte
	Alpha      []byte // 8 bits a pixel; nil: opaque
}
