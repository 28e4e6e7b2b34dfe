// Packngo judges a Packet API by using it: github.com/packethost/packngo v0.31.0,
// the client that most tools for that service were built on, tells the whole life of
// machines, keys and addresses, and looks at everything that comes back.
//
// usage: PACKET_API_URL=… PACKET_API_KEY=… PACKET_PROJECT_ID=… [PACKET_METADATA_URL=…] [SIMULATOR_URL=…] packngo
//
// With SIMULATOR_URL, the simulator's control endpoints, it also brings about what
// befalls machines.
//
// One line per check: `ok NAME`, or `not ok NAME: why`. The last line is
// `packngo: N passed, M failed`. It deletes what it made.
package main

import (
	"fmt"
	"os"
)

// What goes together in the catalogue of the service.
const (
	facility         = "ewr1"
	facilityMetro    = "ny"
	facilityPlan     = "c1.small.x86"
	facilityOS       = "ubuntu_20_04"
	metro            = "sv"
	metroPlan        = "c3.small.x86"
	metroOS          = "ubuntu_22_04"
	tag              = "judged-by-packngo"
	notOfferedPlan   = metroPlan // in `facility`
	unknownID        = "00000000-1111-4222-8333-444444444444"
	unknownButInForm = "no_such_thing"
)

func main() {
	judge, err := newJudge(os.Getenv)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	judge.account()
	judge.keys()
	judge.catalogue()
	judge.creation()
	judge.pages()
	judge.changes()
	judge.actions()
	judge.events()
	judge.addresses()
	judge.batches()
	judge.bgp()
	judge.refusals()
	judge.others()
	judge.metadata()
	judge.trouble()
	judge.removal()
	judge.ledger()
	judge.manners()
	fmt.Printf("packngo: %d passed, %d failed\n", judge.passed, judge.failed)
	if judge.failed > 0 {
		os.Exit(1)
	}
}
