package ocfl

import (
	"context"
	"errors"
	"io/fs"
	"runtime"
	"slices"
	"strings"
)

// Sweep says what Validate of a store looks at.
type Sweep struct {
	// Choose, where it is not nil, says of each object, in the order of their paths,
	// whether it is read; the storage root is judged whole.
	Choose func(path string) bool
	// Each, where it is not nil, gets the report of each object that was read, in
	// the order of their paths, one after another. An error of its ends the sweep.
	Each func(*Report) error
	// Workers is how many objects are read at a time; 0: as many as there are cores.
	Workers int
}

// ValidateRoot judges a store: the storage root and what lies between the objects
// (clause 4), and the objects. It gives what is wrong outside of objects; what is
// wrong in them, Sweep.Each gets. The error is of the machine, of the context, or
// of Each.
func ValidateRoot(ctx context.Context, d Driver, sweep Sweep) ([]Finding, error) {
	r := &rootValidator{s: &Store{d: d, layout: defaultLayout}, sweep: sweep, ids: map[string]string{}}
	if err := r.s.open(ctx, &r.findings); err != nil {
		return nil, err
	}
	for _, f := range r.findings {
		if f.Path == "" && f.Has("E069") {
			return r.findings, nil // there is nothing to walk through
		}
	}
	if err := r.extensions(ctx); err != nil {
		return nil, err
	}
	if err := r.objects(ctx); err != nil {
		return nil, err
	}
	r.layouts()
	return r.findings, nil
}

// Validate is ValidateRoot of the store.
func (s *Store) Validate(ctx context.Context, sweep Sweep) ([]Finding, error) {
	return ValidateRoot(ctx, s.d, sweep)
}

// rootValidator judges a store.
type rootValidator struct {
	findings
	s      *Store
	sweep  Sweep
	ids    map[string]string // of objects, and where they are
	depths []int             // the depths at which objects lie
}

// extensions judges the extensions of the storage root (4.4).
func (r *rootValidator) extensions(ctx context.Context) error {
	entries, err := r.s.d.List(ctx, "extensions")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		path := "extensions/" + e.Name
		switch {
		case e.Kind != Folder:
			r.add("E112", path, "there may be nothing but folders of extensions")
		case !registered[e.Name]:
			r.add("W016", path, "it is no registered extension")
		}
	}
	return nil
}

// judged is a report to come.
type judged struct {
	report *Report
	err    error
}

// objects judges the objects, several at a time, and hands their reports on in the
// order of the walk.
func (r *rootValidator) objects(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	workers := r.sweep.Workers
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	// Between the walk, which is far ahead of the reading, and the reading.
	queue := make(chan chan judged, 4*workers)
	slots := make(chan struct{}, workers)
	var between findings
	var walkErr error
	go func() {
		defer close(queue)
		r.s.walk(ctx, "", &between, func(path string, err error) bool {
			if err != nil {
				walkErr = err
				return false
			}
			r.depths = append(r.depths, strings.Count(path, "/"))
			if r.sweep.Choose != nil && !r.sweep.Choose(path) {
				return true
			}
			result := make(chan judged, 1)
			select {
			case queue <- result:
			case <-ctx.Done():
				walkErr = ctx.Err()
				return false
			}
			slots <- struct{}{}
			go func() {
				report, err := Validate(ctx, r.s.d, path)
				result <- judged{report, err}
				<-slots
			}()
			return true
		})
	}()
	var failed error
	for result := range queue {
		j := <-result
		if failed == nil {
			if failed = j.err; failed == nil {
				r.placed(j.report)
				if r.sweep.Each != nil {
					failed = r.sweep.Each(j.report)
				}
			}
			if failed != nil {
				cancel()
			}
		}
	}
	r.findings = append(r.findings, between...)
	if failed != nil {
		return failed
	}
	return walkErr
}

// placed judges an object's place in the store.
func (r *rootValidator) placed(report *Report) {
	if report.spec != "" && slices.Index(specs, report.spec) > slices.Index(specs, r.s.spec) {
		r.add("E081", report.Path, "the object is of version %s of the specification, and the store of %s", report.spec, r.s.spec)
	}
	if report.ID == "" {
		return
	}
	if first, twice := r.ids[report.ID]; twice {
		r.add("E037", report.Path, "the object at %s has the same id, %s", first, report.ID)
	}
	r.ids[report.ID] = report.Path
	if want := r.s.layout.path(report.ID); r.s.declared && want != report.Path {
		r.add("E083", report.Path, "by the store's layout the object %s lies at %s", report.ID, want)
	}
}

// layouts compares the depths at which objects lie (4.3): a declared layout has
// been compared with each.
func (r *rootValidator) layouts() {
	if len(r.depths) == 0 || r.s.declared {
		return
	}
	least, most := slices.Min(r.depths), slices.Max(r.depths)
	switch {
	case least == 0 && most > 0:
		r.add("W015 W014", "", "some objects lie in the root itself and some further down")
	case least != most:
		r.add("W014", "", "some objects lie %d folders deep and some %d", least, most)
	}
}
