// What is refused, with which status and which words, as packngo reads them.

package main

import (
	"fmt"

	"github.com/packethost/packngo"
)

func (j *judge) refusals() {
	j.strangers()
	j.check("refused: ids that nobody has", func(f *findings) {
		_, _, err := j.Devices.Get(unknownID, nil)
		f.refused(err, []int{404}, "not found")
		_, err = j.Devices.Delete(unknownID, true)
		f.refused(err, []int{404}, "not found")
		_, _, err = j.Devices.Update(unknownID, &packngo.DeviceUpdateRequest{Hostname: pointer("a")})
		f.refused(err, []int{404}, "not found")
		_, err = j.Devices.Reboot(unknownID)
		f.refused(err, []int{404}, "not found")
		_, _, err = j.Projects.Get(unknownID, nil)
		f.refused(err, []int{404}, "not found")
		_, _, err = j.Devices.List(unknownID, nil)
		f.refused(err, []int{404}, "not found")
		_, _, err = j.SSHKeys.Get(unknownID, nil)
		f.refused(err, []int{404}, "not found")
		_, _, err = j.ProjectIPs.Get(unknownID, nil)
		f.refused(err, []int{404}, "not found")
		_, _, err = j.Batches.Get(unknownID, nil)
		f.refused(err, []int{404}, "not found")
		_, _, err = j.HardwareReservations.Get(unknownID, nil)
		f.refused(err, []int{404}, "not found")
		_, _, err = j.Events.Get(unknownID, nil)
		f.refused(err, []int{404}, "not found")
	})
	j.check("refused: paths and methods that are none", func(f *findings) {
		_, err := j.DoRequest("GET", "no-such-thing", nil, nil)
		f.refused(err, []int{404})
		_, err = j.DoRequest("PUT", "plans", nil, nil)
		f.refused(err, []int{404, 405})
	})
	j.orders()
	if j.device == nil {
		return
	}
	j.check("refused: an address that is not the project's", func(f *findings) {
		for _, address := range []string{"192.0.2.1/32", "nonsense", ""} {
			_, _, err := j.DeviceIPs.Assign(j.device.ID, &packngo.AddressStruct{Address: address})
			f.refused(err, []int{404, 422})
		}
	})
}

func (j *judge) strangers() {
	for _, token := range []string{"wrong", ""} {
		j.check(fmt.Sprintf("refused: the token %q", token), func(f *findings) {
			stranger, err := j.clientWith(token)
			f.done("client", err)
			_, _, err = stranger.Projects.List(nil)
			f.refused(err, []int{401}, "Invalid authentication token")
			_, _, err = stranger.Devices.Get(unknownID, nil)
			f.refused(err, []int{401}, "Invalid authentication token")
			_, _, err = stranger.Devices.Create(&packngo.DeviceCreateRequest{ProjectID: j.projectID})
			f.refused(err, []int{401}, "Invalid authentication token")
		})
	}
}

// Orders that must not be taken: each differs in one thing from one that would be.
func (j *judge) orders() {
	cases := []struct {
		name     string
		change   func(*packngo.DeviceCreateRequest)
		statuses []int
		words    []string
	}{
		{"no place", func(r *packngo.DeviceCreateRequest) { r.Facility = nil }, []int{422}, []string{"facility"}},
		{"an unknown facility", func(r *packngo.DeviceCreateRequest) { r.Facility = []string{"zzz9"} }, []int{422}, []string{"facility"}},
		{"an unknown metro", func(r *packngo.DeviceCreateRequest) { r.Facility, r.Metro = nil, "zz" }, []int{422}, []string{"metro"}},
		{"an unknown plan", func(r *packngo.DeviceCreateRequest) { r.Plan = unknownButInForm }, []int{422}, []string{"plan"}},
		{"an unknown system", func(r *packngo.DeviceCreateRequest) { r.OS = unknownButInForm }, []int{422}, []string{"operating"}},
		{"no plan", func(r *packngo.DeviceCreateRequest) { r.Plan = "" }, []int{422}, []string{"plan"}},
		{"no system", func(r *packngo.DeviceCreateRequest) { r.OS = "" }, []int{422}, []string{"operating"}},
		{"a plan that is not offered there", func(r *packngo.DeviceCreateRequest) { r.Plan, r.OS = notOfferedPlan, metroOS }, []int{422, 503}, nil},
		{"a plan that is no machine", func(r *packngo.DeviceCreateRequest) { r.Plan = "storage_1" }, []int{422}, nil},
		{"an underscore in the hostname", func(r *packngo.DeviceCreateRequest) { r.Hostname = "not_a_hostname" }, []int{422}, []string{"hostname"}},
		{"an unknown billing cycle", func(r *packngo.DeviceCreateRequest) { r.BillingCycle = "weekly" }, []int{422}, []string{"billing"}},
		{"user-data of no known form", func(r *packngo.DeviceCreateRequest) { r.UserData = "no such form" }, []int{422}, []string{"Unrecognized userdata format"}},
		{"user-data that is no YAML", func(r *packngo.DeviceCreateRequest) { r.UserData = "#cloud-config\na: [b\n" }, []int{422}, []string{"Contains invalid YAML at line"}},
		{"an unknown key", func(r *packngo.DeviceCreateRequest) { r.ProjectSSHKeys = []string{unknownID} }, []int{404, 422}, nil},
		{"the next reservation, when there is none", func(r *packngo.DeviceCreateRequest) { r.HardwareReservationID = "next-available" }, []int{422, 503}, []string{"no available hardware reservations"}},
		{"public addresses without a private one", func(r *packngo.DeviceCreateRequest) {
			r.IPAddresses = []packngo.IPAddressCreateRequest{{AddressFamily: 4, Public: true}}
		}, []int{422}, nil},
		{"an unknown project", func(r *packngo.DeviceCreateRequest) { r.ProjectID = unknownID }, []int{404}, []string{"not found"}},
	}
	var before int
	j.check("refused: devices before", func(f *findings) { before = j.count(f) })
	for _, wrong := range cases {
		j.check("refused: "+wrong.name, func(f *findings) {
			order := packngo.DeviceCreateRequest{ProjectID: j.projectID, Hostname: "judge-refused", Facility: []string{facility}, Plan: facilityPlan, OS: facilityOS, BillingCycle: "hourly", Tags: []string{tag}}
			wrong.change(&order)
			device, _, err := j.Devices.Create(&order)
			if err == nil {
				j.made = append(j.made, device.ID)
			}
			f.refused(err, wrong.statuses, wrong.words...)
		})
	}
	j.check("refused: and nothing was made", func(f *findings) { f.equal("devices", j.count(f), before) })
}

func (j *judge) count(f *findings) int {
	devices, _, err := j.Devices.List(j.projectID, nil)
	f.done("list", err)
	return len(devices)
}
