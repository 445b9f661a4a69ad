package compose

import (
	"sync"

	"chancery/layout"
	"chancery/source"
)

// Ahead is a second worker on the running text of a document: it sets paragraphs
// on another core before the document's own composer comes to them, from the end
// of the text backwards, until the two meet. What the composer finds there it does
// not set. The lines are those that it would have made, so the document is the
// same whoever was quicker.
//
// A long text is shared out in windows, so that no more than a few pages lie
// ready. Notes, and blocks that are no plain paragraph, are the composer's alone.
type Ahead struct {
	again func() // asks for Work; called without waiting for it

	mu      sync.Mutex
	changed sync.Cond
	blocks  []*source.Block
	states  []state
	next    int  // the first of blocks that the composer has not come to
	working bool // Work runs or was asked for
	done    map[int]ready
	at      ready // what was made of the block that the composer came to
}

// ready is a paragraph that the worker has set; remembered is nil for none.
type ready struct {
	key paragraphKey
	*remembered
}

// state says who sets a paragraph.
type state byte

const (
	open  state = iota
	begun       // by the worker
	taken       // by the composer, or set
)

// window is how many paragraphs are shared out at a time.
const window = 48

// leastAhead is from how many paragraphs on a second worker is worth its start.
const leastAhead = 3

// NewAhead gives a composer a second worker, unless there is little to do for one
// or the composer's memory knows the text. Again is called at once and now and
// then later, in the composer's goroutine: it is to see that Work is called soon, on another
// one, with a composer of the same document that shares nothing with this one.
func NewAhead(c *Composer, again func(a *Ahead)) {
	if c.Memory == nil {
		return
	}
	a := &Ahead{done: map[int]ready{}}
	a.changed.L = &a.mu
	for i, bl := range c.Doc.Body {
		if i > 0 && alone(bl) {
			a.blocks = append(a.blocks, bl)
		}
	}
	if len(a.blocks) < leastAhead {
		return
	}
	if key, _ := c.runningKey(a.blocks[len(a.blocks)-1]); c.Memory.paragraphs[key] != nil {
		return
	}
	a.states = make([]state, len(a.blocks))
	a.again = func() { again(a) }
	a.working = true
	c.ahead = a
	a.again()
}

// alone says whether a block is a paragraph that needs nothing but itself.
func alone(bl *source.Block) bool {
	return bl.Kind == source.BlockParagraph && bl.Lang == "" && !hasNote(bl.Inlines)
}

func hasNote(inlines []source.Inline) bool {
	for i := range inlines {
		if inlines[i].Kind == source.InlineNote || hasNote(inlines[i].Kids) {
			return true
		}
	}
	return false
}

// Idle says whether there is nothing to do for Work.
func (a *Ahead) Idle() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.find() >= 0 {
		return false
	}
	a.working = false
	return true
}

// Work sets paragraphs until there are none ahead of the document's composer. C
// needs a memory, which knows the ones that come again.
func (a *Ahead) Work(c *Composer) {
	for {
		a.mu.Lock()
		i := a.find()
		if i < 0 {
			a.working = false
			a.mu.Unlock()
			return
		}
		a.states[i] = begun
		a.mu.Unlock()

		key, pieces := c.runningKey(a.blocks[i])
		r := c.Memory.paragraphs[key]
		if r == nil {
			problems, lacking := len(c.Problems), c.lacking
			lines := c.paragraph(pieces, c.Running(), c.Measure)
			if len(c.Problems) == problems && c.lacking == lacking { // else the composer is to say it
				r = remember(elements(pieces), lines)
				c.Memory.keep(key, r)
			}
		}

		a.mu.Lock()
		if r != nil {
			a.done[i] = ready{key, r}
		}
		a.states[i] = taken
		a.changed.Broadcast()
		a.mu.Unlock()
	}
}

// find looks for a paragraph that nobody sets: the last of the composer's window,
// else the last of the one after it.
func (a *Ahead) find() int {
	from := a.next
	for range 2 {
		to := min((from/window+1)*window, len(a.blocks))
		for i := to - 1; i >= from; i-- {
			if a.states[i] == open {
				return i
			}
		}
		from = to
	}
	return -1
}

// come says that the composer comes to a block. It waits where the worker is
// about that very one.
func (a *Ahead) come(bl *source.Block) {
	a.mu.Lock()
	defer a.mu.Unlock()
	i := a.next
	if a.at = (ready{}); i == len(a.blocks) || a.blocks[i] != bl {
		return
	}
	a.next++
	if a.states[i] == open {
		a.states[i] = taken
	}
	for a.states[i] == begun {
		a.changed.Wait()
	}
	a.at = a.done[i]
	delete(a.done, i)
	if a.next%window == 0 && !a.working && a.find() >= 0 {
		a.working = true
		a.again()
	}
}

// runningKey gives the pieces of a paragraph of running text, and what it is known by.
func (c *Composer) runningKey(bl *source.Block) (paragraphKey, []Piece) {
	b := body{c: c}
	pieces := b.inlines(bl.Inlines, c.Element(layout.RoleP, c.Root, bl.ID))
	return c.key(pieces, elements(pieces), c.Running(), c.Measure), pieces
}
