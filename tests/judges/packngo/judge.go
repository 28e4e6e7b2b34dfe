// The judge: a client, what it made so far, and the lines it prints.

package main

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/packethost/packngo"
)

// How long a machine may take, in the judge's own time.
const patience = 3 * time.Minute

type judge struct {
	*packngo.Client
	witness      *witness
	url          string
	metadataURL  string
	simulatorURL string
	projectID    string
	// What it made: devices in the order of their creation, and one that is active.
	made           []string
	device         *packngo.Device
	passed, failed int
}

func newJudge(environment func(string) string) (*judge, error) {
	url, key, project := environment("PACKET_API_URL"), environment("PACKET_API_KEY"), environment("PACKET_PROJECT_ID")
	if url == "" || key == "" || project == "" {
		return nil, errors.New("PACKET_API_URL, PACKET_API_KEY and PACKET_PROJECT_ID must be set")
	}
	j := &judge{
		witness: &witness{ids: map[string]bool{}},
		// Without the slash packngo loses the last segment.
		url:          strings.TrimSuffix(url, "/") + "/",
		metadataURL:  environment("PACKET_METADATA_URL"),
		simulatorURL: environment("SIMULATOR_URL"),
		projectID:    project,
	}
	client, err := j.clientWith(key)
	j.Client = client
	return j, err
}

func (j *judge) clientWith(key string) (*packngo.Client, error) {
	return packngo.NewClientWithBaseURL("packetctl judge", key, &http.Client{Transport: j.witness}, j.url)
}

// Runs one check and prints its line. A panic in it, such as from an object that
// is not there, is a failure like another. Tells whether the check passed.
func (j *judge) check(name string, test func(*findings)) bool {
	found := &findings{}
	func() {
		defer func() {
			if cause := recover(); cause != nil {
				found.add("panic: %v", cause)
			}
		}()
		test(found)
	}()
	if len(found.problems) > 0 {
		j.failed++
		why := strings.ReplaceAll(strings.Join(found.problems, "; "), "\n", " ")
		fmt.Printf("not ok %s: %s\n", name, why)
		return false
	}
	j.passed++
	fmt.Printf("ok %s\n", name)
	return true
}

// What is wrong in one check.
type findings struct{ problems []string }

func (f *findings) add(format string, arguments ...any) {
	f.problems = append(f.problems, fmt.Sprintf(format, arguments...))
}

func (f *findings) equal(what string, got, wanted any) {
	if !reflect.DeepEqual(got, wanted) {
		f.add("%s: wanted %#v, got %#v", what, wanted, got)
	}
}

func (f *findings) holds(truth bool, format string, arguments ...any) {
	if !truth {
		f.add(format, arguments...)
	}
}

// Tells whether to go on.
func (f *findings) done(what string, err error) bool {
	if err != nil {
		f.add("%s: %v", what, err)
	}
	return err == nil
}

func (f *findings) status(response *packngo.Response, wanted int) {
	if response == nil {
		f.add("no response")
		return
	}
	f.equal("status", response.StatusCode, wanted)
}

// The error must be the API's own, of one of these statuses and with all these
// words in its texts.
func (f *findings) refused(err error, statuses []int, words ...string) {
	var refusal *packngo.ErrorResponse
	if !errors.As(err, &refusal) {
		f.add("not refused as the API refuses: %v", err)
		return
	}
	status, known := refusal.Response.StatusCode, false
	for _, wanted := range statuses {
		known = known || status == wanted
	}
	f.holds(known, "status %d is none of %v: %v", status, statuses, err)
	texts := strings.Join(append(refusal.Errors, refusal.SingleError), "\n")
	f.holds(strings.TrimSpace(texts) != "", "status %d says nothing", status)
	// packngo's own words for an error that it cannot read.
	f.holds(!strings.Contains(texts, "Unexpected Content-Type"), "%s", texts)
	for _, word := range words {
		f.holds(strings.Contains(strings.ToLower(texts), strings.ToLower(word)), "no %q in %q", word, texts)
	}
}

func (f *findings) uuid(what, id string) {
	if packngo.ValidateUUID(id) != nil {
		f.add("%s is no UUID: %q", what, id)
	}
}

func (f *findings) time(what, text string) {
	moment, err := time.Parse(time.RFC3339, text)
	f.holds(err == nil && moment.Location() == time.UTC, "%s is no RFC 3339 time with Z: %q", what, text)
}

// A link as the later API wrote it, under the path of its version.
func (f *findings) link(what, href, kind, id string) {
	f.equal(what, href, "/metal/v1/"+kind+"/"+id)
}
