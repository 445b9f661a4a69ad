package official

import "context"

// RecordOf gives the record of a version; 0 is the newest. Errors as of
// ocfl.Object.Read.
func (d *Document) RecordOf(ctx context.Context, version int) (*Record, error) {
	return readRecord(ctx, d.Object, version)
}
