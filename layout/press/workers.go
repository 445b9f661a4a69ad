package press

import (
	"runtime"
	"sync"
)

// workers run tasks of one build beside the goroutine that gives them, on the
// other cores: more at once would only take more memory. That goroutine takes its
// share when it waits for them. On one core all tasks run there, in their order,
// and none before wait.
//
// No task may wait for another one, and tasks must not panic.
type workers struct {
	others int // cores beside the caller's
	mu     sync.Mutex
	queue  []func()
	busy   int // goroutines
	done   sync.WaitGroup
}

func newWorkers() *workers { return &workers{others: runtime.GOMAXPROCS(0) - 1} }

// do gives a task, which runs soon.
func (w *workers) do(task func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.queue = append(w.queue, task)
	if w.busy < w.others {
		w.busy++
		w.done.Go(func() {
			for task := w.next(true); task != nil; task = w.next(true) {
				task()
			}
		})
	}
}

// next takes the task that was given first; nil where there is none, and then a
// worker is busy no more.
func (w *workers) next(worker bool) func() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.queue) == 0 {
		if worker {
			w.busy--
		}
		return nil
	}
	task := w.queue[0]
	w.queue = w.queue[1:]
	return task
}

// wait waits for all tasks, and does what others have not begun.
func (w *workers) wait() {
	for task := w.next(false); task != nil; task = w.next(false) {
		task()
	}
	w.done.Wait()
}

// drop forgets the tasks that were not begun and waits for those that were.
func (w *workers) drop() {
	w.mu.Lock()
	w.queue = nil
	w.mu.Unlock()
	w.done.Wait()
}
