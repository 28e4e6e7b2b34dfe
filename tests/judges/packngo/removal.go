// The end of a machine, and of all that was made.

package main

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/packethost/packngo"
)

func (j *judge) removal() {
	if j.device != nil {
		j.goes("delete", j.device.ID, false)
	}
	young := j.create("delete while it is young: create", &packngo.DeviceCreateRequest{
		ProjectID: j.projectID, Hostname: "judge-young", Facility: []string{facility}, Plan: facilityPlan, OS: facilityOS, Tags: []string{tag},
	})
	if young != nil {
		j.check("delete while it is young: taken, or refused until it is not", func(f *findings) {
			j.mayBeDeleted(f, func() error { _, err := j.Devices.Delete(young.ID, true); return err })
		})
		j.gone("delete while it is young", young.ID)
	}
	j.check("delete all the others, with force", func(f *findings) {
		f.holds(len(j.made) > pageCount, "only %d were made", len(j.made))
		for _, id := range j.made {
			_, _, err := j.Devices.Get(id, nil)
			if gone(err) {
				continue
			}
			j.mayBeDeleted(f, func() error { _, err := j.Devices.Delete(id, true); return err })
		}
	})
	j.check("nothing is left", func(f *findings) {
		for deadline := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
			devices, _, err := j.Devices.List(j.projectID, nil)
			if !f.done("list", err) {
				return
			}
			left := []string{}
			for _, device := range devices {
				if slices.Contains(j.made, device.ID) {
					left = append(left, device.Hostname+" "+device.State)
				}
			}
			if len(left) == 0 {
				break
			}
			if time.Now().After(deadline) {
				f.add("%v", left)
				return
			}
		}
		list, _, err := j.ProjectIPs.List(j.projectID, (&packngo.ListOptions{}).Filter("types", string(packngo.PublicIPv4)))
		f.done("ips", err)
		f.equal("public reservations", len(list), 0)
	})
}

// Deletes an active machine that holds an elastic address.
func (j *judge) goes(name, id string, force bool) {
	here := facility
	reservation := j.reserve(name+": an address for it", 32, &packngo.IPReservationCreateRequest{Type: packngo.PublicIPv4, Quantity: 1, Facility: &here, Tags: []string{tag}})
	j.check(name+": 204", func(f *findings) {
		if reservation != nil {
			_, _, err := j.DeviceIPs.Assign(id, &packngo.AddressStruct{Address: reservation.Address})
			f.done("assign", err)
		}
		response, err := j.Devices.Delete(id, force)
		if f.done("delete", err) {
			f.status(response, 204)
		}
	})
	j.gone(name, id)
	if reservation != nil {
		j.check(name+": its elastic address is the project's still", func(f *findings) {
			got, _, err := j.ProjectIPs.Get(reservation.ID, nil)
			if f.done("get", err) {
				f.equal("assignments", len(got.Assignments), 0)
			}
			_, err = j.ProjectIPs.Remove(reservation.ID)
			f.done("remove", err)
		})
	}
}

// From deprovisioning to gone; and a machine that is gone stays so.
func (j *judge) gone(name, id string) {
	j.check(name+": deprovisioning, then gone", func(f *findings) {
		for deadline := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
			device, _, err := j.Devices.Get(id, nil)
			if gone(err) {
				break
			}
			if !f.done("get", err) {
				return
			}
			f.equal("state", device.State, "deprovisioning")
			if len(f.problems) > 0 || time.Now().After(deadline) {
				f.add("it is still there")
				return
			}
		}
		_, err := j.Devices.Delete(id, true)
		f.refused(err, []int{403, 404})
		devices, _, err := j.Devices.List(j.projectID, nil)
		f.done("list", err)
		f.equal("in the list", slices.ContainsFunc(devices, func(device packngo.Device) bool { return device.ID == id }), false)
	})
}

// What every client takes as gone.
func gone(err error) bool {
	var refusal *packngo.ErrorResponse
	return errors.As(err, &refusal) && (refusal.Response.StatusCode == http.StatusNotFound || refusal.Response.StatusCode == http.StatusForbidden)
}

// The service may refuse to delete while it is provisioning, and says so.
func (j *judge) mayBeDeleted(f *findings, remove func() error) {
	for deadline := time.Now().Add(patience); ; time.Sleep(100 * time.Millisecond) {
		err := remove()
		if err == nil {
			return
		}
		if f.refused(err, []int{422}, "provisioning"); len(f.problems) > 0 {
			return
		}
		if time.Now().After(deadline) {
			f.add("refused for %v: %v", patience, err)
			return
		}
	}
}
