package authority

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
)

// Ask asks by HTTP, as a signer's program does: it posts a body of a kind, or gets
// where there is none. An answer of another status than 200 is an error.
func Ask(ctx context.Context, url, kind string, body []byte) ([]byte, error) {
	method, sent := http.MethodGet, io.Reader(nil)
	if body != nil {
		method, sent = http.MethodPost, bytes.NewReader(body)
	}
	r, err := http.NewRequestWithContext(ctx, method, url, sent)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", kind)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %s", answer.Status)
	}
	return io.ReadAll(answer.Body)
}
