package ocfl_test

import (
	"path/filepath"
	"testing"

	"chancery/archive/internal/drivertest"
	"chancery/archive/ocfl"
)

// TestDrivers has the drivers that are here do what every driver does; that of a
// bucket has tests of its own.
func TestDrivers(t *testing.T) {
	for _, inPlace := range []bool{false, true} {
		name := "exchanged"
		if inPlace {
			name = "in place"
		}
		t.Run(name, func(t *testing.T) {
			drivertest.Run(t, func(t *testing.T) drivertest.Place {
				root := filepath.Join(t.TempDir(), "store")
				return drivertest.Place{Folder: root, Driver: func() ocfl.Driver {
					d := open(t, root)
					d.InPlace = inPlace
					return d
				}}
			})
		})
	}
	t.Run("in memory", func(t *testing.T) {
		drivertest.Run(t, func(*testing.T) drivertest.Place {
			m := newMemory()
			return drivertest.Place{Driver: func() ocfl.Driver { return m }}
		})
	})
}
