package raster

import (
	"math/bits"
	"sort"
)

// code is a code of n bits, in the order in which they are written.
type code struct {
	bits uint32
	n    uint8
}

// huffman gives each symbol that occurs its length in a prefix code that is best
// for these frequencies (Huffman 1952), of 15 bits at the most, and the canonical
// code of RFC 1951, 3.2.2. Equal frequencies are taken in the order of the
// symbols, so that the result is one. Where a code would be too long, the
// frequencies are drawn together until none is.
func huffman(freq []int) []code {
	type leaf struct{ symbol, weight int }
	var leaves []leaf
	for s, f := range freq {
		if f > 0 {
			leaves = append(leaves, leaf{s, f})
		}
	}
	codes := make([]code, len(freq))
	n := len(leaves)
	if n == 1 {
		codes[leaves[0].symbol].n = 1
	}
	for n > 1 {
		sort.Slice(leaves, func(i, j int) bool {
			a, b := leaves[i], leaves[j]
			return a.weight < b.weight || a.weight == b.weight && a.symbol < b.symbol
		})
		// Leaves, and after them the nodes made of the two lightest, which come
		// in the order of their weight: two queues.
		weight, parent := make([]int, 2*n-1), make([]int, 2*n-1)
		for i, l := range leaves {
			weight[i] = l.weight
		}
		first, node := 0, n
		for k := n; k < 2*n-1; k++ {
			for range 2 {
				least := &first
				if first == n || node < k && weight[node] < weight[first] {
					least = &node
				}
				weight[k] += weight[*least]
				parent[*least] = k
				*least++
			}
		}
		depth := make([]uint8, 2*n-1)
		deepest := uint8(0)
		for i := 2*n - 3; i >= 0; i-- {
			depth[i] = depth[parent[i]] + 1
			deepest = max(deepest, depth[i])
		}
		if deepest <= 15 {
			for i, l := range leaves {
				codes[l.symbol].n = depth[i]
			}
			break
		}
		for i := range leaves {
			leaves[i].weight = leaves[i].weight/4 + 1
		}
	}
	canonical(codes)
	return codes
}

// canonical numbers codes by length and symbol.
func canonical(codes []code) {
	var count, next [17]uint32
	for i := range codes {
		count[codes[i].n]++
	}
	count[0] = 0
	for n := 1; n <= 15; n++ {
		next[n+1] = (next[n] + count[n]) << 1
	}
	for i := range codes {
		if n := codes[i].n; n > 0 {
			codes[i].bits = bits.Reverse32(next[n]) >> (32 - n)
			next[n]++
		}
	}
}
