// Power, rescue, reinstallation, and the events they leave.

package main

import (
	"path"
	"slices"
	"strings"
	"time"

	"github.com/packethost/packngo"
)

func (j *judge) actions() {
	if j.device == nil {
		return
	}
	id := j.device.ID
	j.action("power off", "power.202", func() (*packngo.Response, error) { return j.Devices.PowerOff(id) }, "powering_off", "inactive")
	j.action("power on", "power.204", func() (*packngo.Response, error) { return j.Devices.PowerOn(id) }, "powering_on", "active")
	j.action("reboot", "power.203", func() (*packngo.Response, error) { return j.Devices.Reboot(id) }, "active")
	j.action("rescue", "power.200", func() (*packngo.Response, error) { return j.Devices.Rescue(id) }, "active")
	j.action("reinstall", "provisioning.110", func() (*packngo.Response, error) {
		return j.Devices.Reinstall(id, &packngo.DeviceReinstallFields{DeprovisionFast: true, OperatingSystem: "ubuntu_22_04"})
	}, "reinstalling", "active")
	j.check("reinstall: the new system, the old addresses", func(f *findings) {
		device, _, err := j.Devices.Get(id, nil)
		if f.done("get", err) {
			f.equal("operating_system", device.OS.Slug, "ubuntu_22_04")
			f.equal("network", device.GetNetworkInfo(), j.device.GetNetworkInfo())
		}
	})
	j.check("actions: an unknown one is refused", func(f *findings) {
		_, err := j.DoRequest("POST", path.Join("devices", id, "actions"), map[string]string{"type": unknownButInForm}, nil)
		f.refused(err, []int{422})
		device, _, err := j.Devices.Get(id, nil)
		if f.done("get", err) {
			f.equal("state", device.State, "active")
		}
	})
}

// The device must come to the last state, through no state but these and the one it
// had, and tell of it by an event.
func (j *judge) action(name, event string, act func() (*packngo.Response, error), states ...string) {
	j.check("action: "+name, func(f *findings) {
		device, _, err := j.Devices.Get(j.device.ID, nil)
		if !f.done("get", err) {
			return
		}
		before := j.happened(f, event)
		allowed := append([]string{device.State}, states...)
		response, err := act()
		if !f.done(name, err) {
			return
		}
		f.status(response, 202)
		f.equal("body", string(j.witness.last), "")
		f.equal("state at last", j.await(f, j.device.ID, states[len(states)-1], allowed), states[len(states)-1])
		for deadline := time.Now().Add(patience); j.happened(f, event) == before; time.Sleep(50 * time.Millisecond) {
			if time.Now().After(deadline) || len(f.problems) > 0 {
				f.add("no event %s", event)
				return
			}
		}
	})
}

// How often an event happened to the device.
func (j *judge) happened(f *findings, kind string) (times int) {
	list, _, err := j.Devices.ListEvents(j.device.ID, &packngo.ListOptions{PerPage: 100})
	f.done("events", err)
	for _, event := range list {
		if event.Type == kind {
			times++
		}
	}
	return times
}

func (j *judge) await(f *findings, id, wanted string, allowed []string) string {
	moved := false
	for deadline := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		device, _, err := j.Devices.Get(id, nil)
		if !f.done("get", err) {
			return ""
		}
		if !slices.Contains(allowed, device.State) {
			f.add("on the way it was %s", device.State)
			return device.State
		}
		moved = moved || device.State != allowed[0]
		if device.State == wanted && (moved || len(allowed) == 2) || time.Now().After(deadline) {
			return device.State
		}
	}
}

func (j *judge) events() {
	if j.device == nil {
		return
	}
	var ofDevice []packngo.Event
	j.check("events: of the device", func(f *findings) {
		list, response, err := j.Devices.ListEvents(j.device.ID, nil)
		if !f.done("list", err) {
			return
		}
		ofDevice = list
		f.status(response, 200)
		types, ids := []string{}, map[string]bool{}
		for _, event := range list {
			types, ids[event.ID] = append(types, event.Type), true
			f.uuid("id of "+event.Type, event.ID)
			f.holds(event.Body != "" && event.CreatedAt != nil, "%s says %q at %v", event.Type, event.Body, event.CreatedAt)
			f.holds(event.Interpolated != "", "%s has no interpolated text", event.Type)
			f.link("href", event.Href, "events", event.ID)
			about := slices.ContainsFunc(event.Relationships, func(link packngo.Href) bool { return strings.HasSuffix(link.Href, "/devices/"+j.device.ID) })
			f.holds(about, "%s is not about the device: %v", event.Type, event.Relationships)
		}
		f.equal("different events", len(ids), len(list))
		for _, wanted := range []string{"provisioning.101", "provisioning.110", "power.202", "power.203", "power.204"} {
			f.holds(slices.Contains(types, wanted), "no %s among %v", wanted, types)
		}
	})
	if len(ofDevice) == 0 {
		return
	}
	j.check("events: of the project, page by page", func(f *findings) {
		list, _, err := j.Projects.ListEvents(j.projectID, &packngo.ListOptions{PerPage: 25})
		if !f.done("list", err) {
			return
		}
		times := map[string]int{}
		for _, event := range list {
			times[event.ID]++
			f.holds(times[event.ID] == 1, "%s is there twice", event.ID)
		}
		for _, event := range ofDevice {
			f.holds(times[event.ID] > 0, "%s of the device is not there", event.Type)
		}
	})
	j.check("events: of the user, and one by its id", func(f *findings) {
		list, _, err := j.Events.List(&packngo.ListOptions{Page: 1, PerPage: 9})
		f.done("list", err)
		f.equal("events on a page", len(list), 9)
		event, _, err := j.Events.Get(ofDevice[0].ID, nil)
		if f.done("get", err) {
			f.equal("the same, by id", *event, ofDevice[0])
		}
	})
}
