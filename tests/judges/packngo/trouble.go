// What befalls a project without its doing, brought about by the simulator's own
// endpoints: machines that fail, vanish and lose their power, machines that nobody
// ordered, reserved hardware, a person who approves; and what is paid for in the end.

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/packethost/packngo"
)

// Asks the simulator itself; reads its answer into `into` unless that is nil.
func (j *judge) arrange(f *findings, method, path string, body, into any) bool {
	text, err := json.Marshal(body)
	if !f.done("body", err) {
		return false
	}
	request, err := http.NewRequest(method, j.simulatorURL+path, bytes.NewReader(text))
	if !f.done("request", err) {
		return false
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultTransport.RoundTrip(request)
	if !f.done(path, err) {
		return false
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if !f.done(path, err) || response.StatusCode >= 300 {
		f.add("%s %s: %d %s", method, path, response.StatusCode, answer)
		return false
	}
	return into == nil || f.done(path, json.Unmarshal(answer, into))
}

func (j *judge) trouble() {
	if j.simulatorURL == "" || j.device == nil {
		return
	}
	order := packngo.DeviceCreateRequest{ProjectID: j.projectID, Facility: []string{facility}, Plan: facilityPlan, OS: facilityOS, Tags: []string{tag}}
	order.Hostname = "judge-fails"
	if device := j.create("trouble: a machine to fail", &order); device != nil {
		j.check("trouble: a machine that fails is gone, and forbidden", func(f *findings) {
			if j.arrange(f, "POST", "/devices/"+device.ID+"/fail", map[string]string{"reason": "the disks are broken"}, nil) {
				j.forbidden(f, device.ID, "failed")
			}
		})
	}
	order.Hostname = "judge-vanishes"
	if device := j.create("trouble: a machine to vanish", &order); device != nil {
		j.check("trouble: a machine that vanishes is forbidden at once", func(f *findings) {
			if j.arrange(f, "POST", "/devices/"+device.ID+"/vanish", nil, nil) {
				j.forbidden(f, device.ID)
			}
		})
	}
	j.check("trouble: a machine that lost its power is inactive, and comes back", func(f *findings) {
		if !j.arrange(f, "POST", "/devices/"+j.device.ID+"/inactive", nil, nil) {
			return
		}
		device, _, err := j.Devices.Get(j.device.ID, nil)
		if f.done("get", err) {
			f.equal("state", device.State, "inactive")
		}
		_, err = j.Devices.PowerOn(j.device.ID)
		f.done("power on", err)
		f.equal("state at last", j.await(f, j.device.ID, "active", []string{"inactive", "powering_on", "active"}), "active")
	})
	j.foreign()
	j.hardware(order)
	j.approval()
}

// What a GET gives for a machine that the platform took away, after these states.
func (j *judge) forbidden(f *findings, id string, states ...string) {
	for deadline := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		device, _, err := j.Devices.Get(id, nil)
		if err != nil {
			f.refused(err, []int{403}, "You are not authorized to view this device")
			break
		}
		if !slices.Contains(states, device.State) || time.Now().After(deadline) {
			f.add("it is there, and %s", device.State)
			return
		}
	}
	devices, _, err := j.Devices.List(j.projectID, (&packngo.ListOptions{}).Filter("tag", tag))
	f.done("list", err)
	f.equal("in the list", slices.ContainsFunc(devices, func(device packngo.Device) bool { return device.ID == id }), false)
}

// Machines of somebody else's making are in the project's lists as one's own are.
func (j *judge) foreign() {
	j.check("trouble: machines that nobody here ordered are in the list", func(f *findings) {
		var made struct{ Devices []string }
		body := map[string]any{"hostname": "foreign", "facility": "sjc1", "plan": facilityPlan, "operating_system": facilityOS, "tags": []string{"foreign"}, "count": 12}
		if !j.arrange(f, "POST", "/projects/"+j.projectID+"/devices", body, &made) {
			return
		}
		j.made = append(j.made, made.Devices...)
		devices, _, err := j.Devices.List(j.projectID, (&packngo.ListOptions{}).Filter("tag", "foreign"))
		f.done("list", err)
		f.equal("foreign machines", len(devices), 12)
		for _, device := range devices {
			f.holds(slices.Contains(made.Devices, device.ID) && device.State == "active", "%s is %s", device.ID, device.State)
		}
	})
}

func (j *judge) hardware(order packngo.DeviceCreateRequest) {
	j.check("hardware: one that is reserved is listed", func(f *findings) {
		body := map[string]any{"plan": facilityPlan, "facility": facility, "quantity": 1}
		if !j.arrange(f, "POST", "/projects/"+j.projectID+"/hardware-reservations", body, nil) {
			return
		}
		list, _, err := j.HardwareReservations.List(j.projectID, nil)
		if !f.done("list", err) || len(list) != 1 {
			f.add("reservations: %d", len(list))
			return
		}
		f.equal("provisionable", list[0].Provisionable, true)
		f.equal("plan", list[0].Plan.Slug, facilityPlan)
		f.equal("facility", list[0].Facility.Code, facility)
		f.link("href", list[0].Href, "hardware-reservations", list[0].ID)
	})
	order.Hostname, order.HardwareReservationID = "judge-reserved", "next-available"
	device := j.create("hardware: the next available one", &order)
	if device == nil {
		return
	}
	j.check("hardware: it is taken, and knows by whom", func(f *findings) {
		list, _, err := j.HardwareReservations.List(j.projectID, &packngo.ListOptions{Includes: []string{"device"}})
		if f.done("list", err) && len(list) == 1 {
			f.equal("provisionable", list[0].Provisionable, false)
			f.equal("device", list[0].Device.ID, device.ID)
			f.link("reservation of the device", device.HardwareReservation.Href, "hardware-reservations", list[0].ID)
		}
		_, _, err = j.Devices.Create(&order)
		f.refused(err, []int{422, 503}, "no available hardware reservations")
	})
	j.check("hardware: a machine that fails on it stays failed", func(f *findings) {
		if !j.arrange(f, "POST", "/devices/"+device.ID+"/fail", map[string]string{}, nil) {
			return
		}
		failed, _, err := j.Devices.Get(device.ID, nil)
		if f.done("get", err) {
			f.equal("state", failed.State, "failed")
		}
		_, err = j.Devices.Delete(device.ID, true)
		f.done("delete", err)
	})
}

func (j *judge) approval() {
	here := facility
	request := packngo.IPReservationCreateRequest{Type: packngo.PublicIPv4, Quantity: 32, Facility: &here, Tags: []string{tag}}
	j.check("approval: a pending block has no address until a person agrees", func(f *findings) {
		pending, _, err := j.ProjectIPs.Create(j.projectID, &request)
		if !f.done("create", err) {
			return
		}
		f.equal("state", pending.State, packngo.IPReservationStatePending)
		f.equal("address", pending.Address, "")
		if !j.arrange(f, "POST", "/ips/"+pending.ID+"/approve", nil, nil) {
			return
		}
		got, _, err := j.ProjectIPs.Get(pending.ID, nil)
		if f.done("get", err) {
			f.equal("state", got.State, packngo.IPReservationStateCreated)
			f.equal("cidr", got.CIDR, 27)
			f.block(got)
		}
		_, err = j.ProjectIPs.Remove(pending.ID)
		f.done("remove", err)
	})
}

// The simulator's own ledger: nothing that carries our tag is paid for any more.
func (j *judge) ledger() {
	if j.simulatorURL == "" {
		return
	}
	j.check("ledger: nothing of ours is paid for", func(f *findings) {
		var ledger struct {
			Created []struct {
				Kind, Name string
				Tags       []string
				Billed     bool
			}
		}
		if !j.arrange(f, "GET", "/ledger", nil, &ledger) {
			return
		}
		ours := 0
		for _, entry := range ledger.Created {
			if !slices.Contains(entry.Tags, tag) {
				continue
			}
			ours++
			f.holds(!entry.Billed, "%s", strings.TrimSpace(fmt.Sprintf("%s %s", entry.Kind, entry.Name)))
		}
		f.holds(ours > pageCount, "only %d entries are ours", ours)
	})
}
