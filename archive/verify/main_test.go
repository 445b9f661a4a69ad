package verify_test

import (
	"os"
	"testing"

	"chancery/archive/internal/judges"
)

func TestMain(m *testing.M) {
	code := m.Run()
	judges.Clean()
	os.Exit(code)
}
