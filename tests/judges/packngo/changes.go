// What can be changed of a machine, and what a lock forbids.

package main

import (
	"github.com/packethost/packngo"
)

func pointer[T any](value T) *T { return &value }

func (j *judge) changes() {
	if j.device == nil {
		return
	}
	id := j.device.ID
	j.change("update: hostname", packngo.DeviceUpdateRequest{Hostname: pointer("judge-renamed.example.com")}, func(f *findings, device *packngo.Device) {
		f.equal("hostname", device.Hostname, "judge-renamed.example.com")
		f.equal("tags, untouched", device.Tags, j.device.Tags)
		f.equal("userdata, untouched", device.UserData, userData)
	})
	j.change("update: tags are replaced", packngo.DeviceUpdateRequest{Tags: &[]string{tag, "new"}}, func(f *findings, device *packngo.Device) {
		f.equal("tags", device.Tags, []string{tag, "new"})
	})
	j.change("update: tags are emptied", packngo.DeviceUpdateRequest{Tags: &[]string{}}, func(f *findings, device *packngo.Device) {
		f.equal("tags", len(device.Tags), 0)
	})
	j.change("update: userdata", packngo.DeviceUpdateRequest{UserData: pointer("#!/bin/sh\ntrue\n")}, func(f *findings, device *packngo.Device) {
		f.equal("userdata", device.UserData, "#!/bin/sh\ntrue\n")
	})
	j.change("update: userdata is emptied", packngo.DeviceUpdateRequest{UserData: pointer("")}, func(f *findings, device *packngo.Device) {
		f.equal("userdata", device.UserData, "")
	})
	j.change("update: description, customdata, always_pxe", packngo.DeviceUpdateRequest{
		Description: pointer("described anew"), CustomData: pointer(`{"hi":{"earth":1}}`), AlwaysPXE: pointer(true),
	}, func(f *findings, device *packngo.Device) {
		f.equal("description", device.Description, pointer("described anew"))
		f.equal("customdata", device.CustomData, map[string]any{"hi": map[string]any{"earth": 1.0}})
		f.equal("always_pxe", device.AlwaysPXE, true)
	})
	j.check("update: nonsense is refused and changes nothing", func(f *findings) {
		_, _, err := j.Devices.Update(id, &packngo.DeviceUpdateRequest{Hostname: pointer("not_a_hostname")})
		f.refused(err, []int{422})
		_, _, err = j.Devices.Update(id, &packngo.DeviceUpdateRequest{UserData: pointer("no such form")})
		f.refused(err, []int{422}, "userdata")
		device, _, err := j.Devices.Get(id, nil)
		if f.done("get", err) {
			f.equal("hostname", device.Hostname, "judge-renamed.example.com")
			f.equal("userdata", device.UserData, "")
		}
	})
	j.lock(id)
}

// The reply and a later look must both show the change.
func (j *judge) change(name string, request packngo.DeviceUpdateRequest, shows func(*findings, *packngo.Device)) {
	j.check(name, func(f *findings) {
		updated, response, err := j.Devices.Update(j.device.ID, &request)
		if !f.done("update", err) {
			return
		}
		f.status(response, 200)
		f.equal("state", updated.State, "active")
		f.equal("addresses", len(updated.Network), 3)
		shows(f, updated)
		later, _, err := j.Devices.Get(j.device.ID, nil)
		if f.done("get", err) {
			shows(f, later)
		}
	})
}

func (j *judge) lock(id string) {
	locked := func(f *findings, wanted bool) {
		device, _, err := j.Devices.Get(id, nil)
		if f.done("get", err) {
			f.equal("locked", device.Locked, wanted)
			f.equal("state", device.State, "active")
		}
	}
	j.check("lock: no delete, no reinstall", func(f *findings) {
		if _, err := j.Devices.Lock(id); !f.done("lock", err) {
			return
		}
		locked(f, true)
		_, err := j.Devices.Delete(id, false)
		f.refused(err, []int{403, 422})
		_, err = j.Devices.Reinstall(id, &packngo.DeviceReinstallFields{})
		f.refused(err, []int{403, 422})
		locked(f, true)
	})
	j.check("unlock", func(f *findings) {
		_, err := j.Devices.Unlock(id)
		f.done("unlock", err)
		locked(f, false)
	})
}
