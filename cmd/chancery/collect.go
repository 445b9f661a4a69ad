package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// collectLate puts off the first collection of garbage until the heap has
// 64 MB: a common packet is done before, and has the second core for itself.
// From then on the collector works as ever, so that long documents stay small.
// GOGC, where it is set, is left to say it.
func collectLate() {
	if os.Getenv("GOGC") != "" {
		return
	}
	usual := debug.SetGCPercent(1600) // of the least heap, 4 MB
	first := new([2]*int)
	runtime.AddCleanup(first, func(percent int) { debug.SetGCPercent(percent) }, usual)
}
