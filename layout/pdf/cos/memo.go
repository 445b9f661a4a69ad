package cos

import (
	"hash/maphash"
	"sync"
)

// Streams that were deflated are kept by the digest of what they hold, since one
// letter of a series has most of them in common with the next: faces, the colour
// profile, the pages without the addressee. The memory is bounded by what it
// keeps; when it is full it begins anew. It may be used from several goroutines.
var streams = memo{data: map[digest][]byte{}}

const (
	maxStreams  = 4 << 20   // bytes kept in all
	maxStream   = 256 << 10 // the longest stream that is looked up, before deflating
	leastStream = 64        // shorter ones deflate as fast as they are found
)

type memo struct {
	sync.Mutex
	data map[digest][]byte
	size int
}

// digest is the length of a stream and two hashes of it under keys that this
// process has drawn: 128 bits, as sure as SHA-256 where nobody knows the keys, in a
// tenth of the time.
type digest struct {
	length       int
	first, other uint64
}

var keys = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

func digestOf(data []byte) digest {
	return digest{len(data), maphash.Bytes(keys[0], data), maphash.Bytes(keys[1], data)}
}

// deflated gives what Compress makes of data, which the caller must not change.
func deflated(data []byte) []byte {
	if len(data) < leastStream || len(data) > maxStream {
		return Compress(data)
	}
	key := digestOf(data)
	streams.Lock()
	out := streams.data[key]
	streams.Unlock()
	if out != nil {
		return out
	}
	out = Compress(data)
	streams.Lock()
	defer streams.Unlock()
	if streams.size += len(out); streams.size > maxStreams {
		clear(streams.data)
		streams.size = len(out)
	}
	streams.data[key] = out
	return out
}
