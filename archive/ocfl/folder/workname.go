package folder

import (
	"crypto/sha256"
	"encoding/hex"
)

// workName is how the work on an object is named; the root's own is "root".
func workName(object string) string {
	if object == "" {
		return "root"
	}
	sum := sha256.Sum256([]byte(object))
	return hex.EncodeToString(sum[:16])
}
