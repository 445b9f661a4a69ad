package layout

// Version is the version of Chancery, as files name their producer. The bytes
// of a document may change with it.
const Version = "0.1.0"
