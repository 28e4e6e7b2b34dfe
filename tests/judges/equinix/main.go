// Equinix judges a Packet API by the last client that its owners wrote for it, the
// package metalv1 of github.com/equinix/equinix-sdk-go: made by a machine from the
// published document, and the strictest reader of all. What a value may not be, an
// object must have or may not have, ends in an error here.
//
// usage: PACKET_API_URL=… PACKET_API_KEY=… PACKET_PROJECT_ID=… equinix
//
// One line per check: `ok NAME`, or `not ok NAME: why`. The last line is
// `equinix: N passed, M failed`. It deletes what it made.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/equinix/equinix-sdk-go/services/metalv1"
)

const (
	metro    = "sv"
	plan     = "c3.small.x86"
	system   = "ubuntu_22_04"
	tag      = "judged-by-equinix"
	machines = 12 // more than a page
	patience = 3 * time.Minute
)

type judge struct {
	*metalv1.APIClient
	context        context.Context
	project        string
	passed, failed int
}

func main() {
	j := newJudge(os.Getenv("PACKET_API_URL"), os.Getenv("PACKET_API_KEY"))
	j.project = os.Getenv("PACKET_PROJECT_ID")
	j.account()
	j.catalogue()
	j.devices()
	j.addresses()
	j.refusals()
	j.removal()
	fmt.Printf("equinix: %d passed, %d failed\n", j.passed, j.failed)
	if j.failed > 0 {
		os.Exit(1)
	}
}

func newJudge(url, key string) *judge {
	configuration := metalv1.NewConfiguration()
	configuration.Servers = metalv1.ServerConfigurations{{URL: strings.TrimSuffix(url, "/")}}
	configuration.AddDefaultHeader("X-Auth-Token", key)
	return &judge{APIClient: metalv1.NewAPIClient(configuration), context: context.Background()}
}

func (j *judge) check(name string, test func() error) bool {
	err := func() (err error) {
		defer func() {
			if cause := recover(); cause != nil {
				err = fmt.Errorf("panic: %v", cause)
			}
		}()
		return test()
	}()
	if err != nil {
		j.failed++
		fmt.Printf("not ok %s: %s\n", name, strings.ReplaceAll(err.Error(), "\n", " "))
		return false
	}
	j.passed++
	fmt.Printf("ok %s\n", name)
	return true
}

// Reads one thing; what was read must also be as many as wanted, or more.
func reads[T any](j *judge, name string, atLeast int, read func() (T, *http.Response, error), count func(T) int) (got T) {
	j.check(name, func() error {
		result, _, err := read()
		if err != nil {
			return told(err)
		}
		got = result
		if counted := count(result); counted < atLeast {
			return fmt.Errorf("wanted %d or more, got %d", atLeast, counted)
		}
		return nil
	})
	return got
}

func one[T any](T) int { return 1 }

// The error with the body that it is about.
func told(err error) error {
	var refusal *metalv1.GenericOpenAPIError
	if errors.As(err, &refusal) {
		body := string(refusal.Body())
		if len(body) > 600 {
			body = body[:600] + "…"
		}
		return fmt.Errorf("%w: %s", err, body)
	}
	return err
}

func equal[T comparable](what string, got, wanted T) error {
	if got != wanted {
		return fmt.Errorf("%s: wanted %v, got %v", what, wanted, got)
	}
	return nil
}
