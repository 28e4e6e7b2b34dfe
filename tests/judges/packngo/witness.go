// The witness: sees every reply before packngo does.

package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/packethost/packngo"
)

type witness struct {
	exchanges int
	ids       map[string]bool
	problems  map[string][]string
	last      []byte // the body that came last
}

func (w *witness) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	response.Body.Close()
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	w.exchanges++
	w.last = body
	w.look(request, response, body)
	return response, nil
}

func (w *witness) look(request *http.Request, response *http.Response, body []byte) {
	where := fmt.Sprintf("%s %s: %d", request.Method, request.URL.Path, response.StatusCode)
	id := response.Header.Get("X-Request-Id")
	if packngo.ValidateUUID(id) != nil || w.ids[id] {
		w.note("request id", "%s: %q", where, id)
	}
	w.ids[id] = true
	// packngo and the Go SDK read an error only in JSON.
	kind := response.Header.Get("Content-Type")
	if len(body) > 0 && !strings.HasPrefix(kind, "application/json") {
		w.note("content type", "%s: %q", where, kind)
	}
	if len(body) > 0 && response.StatusCode == http.StatusNoContent {
		w.note("content type", "%s: %q", where, body)
	}
	if response.StatusCode >= 500 && response.StatusCode != http.StatusServiceUnavailable {
		w.note("server error", "%s: %s", where, body)
	}
}

func (w *witness) note(kind, format string, arguments ...any) {
	if w.problems == nil {
		w.problems = map[string][]string{}
	}
	w.problems[kind] = append(w.problems[kind], fmt.Sprintf(format, arguments...))
}

// What the witness saw over all requests.
func (j *judge) manners() {
	seen := func(kind string) func(*findings) {
		return func(f *findings) {
			f.holds(j.witness.exchanges > 100, "only %d requests", j.witness.exchanges)
			few := j.witness.problems[kind]
			if len(few) > 3 {
				few = append(few[:3:3], fmt.Sprintf("and %d more", len(few)-3))
			}
			for _, problem := range few {
				f.add("%s", problem)
			}
		}
	}
	j.check("manners: every reply has a request id of its own", seen("request id"))
	j.check("manners: every body is JSON and says so", seen("content type"))
	j.check("manners: never a 500", seen("server error"))
}
