// Reserved addresses: lists, changes, assignments, release.

package main

import (
	"slices"

	"github.com/packethost/packngo"
)

func (j *judge) reserved(all ...*packngo.IPAddressReservation) {
	one, two := all[0], all[1]
	j.check("ips: the list holds all, and blocks nobody asked for", func(f *findings) {
		list, response, err := j.ProjectIPs.List(j.projectID, nil)
		if !f.done("list", err) {
			return
		}
		f.status(response, 200)
		for _, wanted := range all {
			f.holds(slices.ContainsFunc(list, func(got packngo.IPAddressReservation) bool { return got.ID == wanted.ID }), "no %s", wanted.Address)
		}
		unasked := map[packngo.IPReservationType]int{}
		for _, got := range list {
			if !got.Addon {
				unasked[got.Type] = got.CIDR
				f.equal("bill of a block nobody asked for", got.Bill, false)
			}
		}
		f.equal("private block", unasked[packngo.PrivateIPv4], 25)
		f.equal("public IPv6 block", unasked[packngo.PublicIPv6], 56)
	})
	j.check("ips: the list by type", func(f *findings) {
		list, _, err := j.ProjectIPs.List(j.projectID, (&packngo.ListOptions{}).Filter("types", string(packngo.GlobalIPv4)))
		f.done("list", err)
		f.equal("global ones", len(list), 1)
		list, _, err = j.ProjectIPs.List(j.projectID, (&packngo.ListOptions{}).Filter("types", string(packngo.PublicIPv4)))
		f.done("list", err)
		f.holds(len(list) >= 3, "public ones: %d", len(list))
		for _, got := range list {
			f.equal("type", got.Type, packngo.PublicIPv4)
		}
	})
	j.check("ips: get", func(f *findings) {
		same, _, err := j.ProjectIPs.Get(one.ID, nil)
		if f.done("get", err) {
			f.equal("the same, by id", same, one)
		}
	})
	j.check("ips: update", func(f *findings) {
		tags, details := []string{tag, "changed"}, "changed"
		updated, _, err := j.ProjectIPs.Update(one.ID, &packngo.IPAddressUpdateRequest{Tags: &tags, Description: &details}, nil)
		if f.done("update", err) {
			f.equal("tags", updated.Tags, tags)
			f.equal("details", updated.Description, &details)
			f.equal("customdata", updated.CustomData, map[string]any{"a": "b"})
		}
	})
	j.check("ips: what is free in a block", func(f *findings) {
		free, _, err := j.ProjectIPs.AvailableAddresses(two.ID, &packngo.AvailableRequest{CIDR: 32})
		f.done("available", err)
		f.equal("free", len(free), 2)
		free, _, err = j.ProjectIPs.AvailableAddresses(two.ID, &packngo.AvailableRequest{CIDR: 31})
		f.done("available", err)
		f.equal("free", free, []string{two.Network + "/31"})
	})
}

// Assigns an address to the active machine, looks from all sides, and takes it back.
func (j *judge) assign(name string, reservation *packngo.IPAddressReservation, address string) {
	var assignment *packngo.IPAddressAssignment
	made := j.check(name, func(f *findings) {
		got, response, err := j.DeviceIPs.Assign(j.device.ID, &packngo.AddressStruct{Address: address})
		if !f.done("assign", err) {
			return
		}
		assignment = got
		f.status(response, 201)
		f.uuid("id", got.ID)
		f.link("href", got.Href, "ips", got.ID)
		f.link("assigned_to", got.AssignedTo.Href, "devices", j.device.ID)
		f.equal("address", got.Address, reservation.Address)
		f.equal("cidr", got.CIDR, 32)
		f.equal("management", got.Management, false)
		f.equal("public", got.Public, true)
		f.equal("global_ip", got.Global, reservation.Global)
	})
	if !made {
		return
	}
	j.check(name+": the machine has it", func(f *findings) { j.seen(f, assignment, true) })
	j.check(name+": the reservation knows", func(f *findings) {
		got, _, err := j.ProjectIPs.Get(reservation.ID, nil)
		if f.done("get", err) && len(got.Assignments) == 1 {
			f.equal("link", got.Assignments[0].Href, assignment.Href)
			f.equal("id, not included", got.Assignments[0].ID, "")
		} else {
			f.add("assignments: %v", got)
		}
		got, _, err = j.ProjectIPs.Get(reservation.ID, &packngo.GetOptions{Includes: []string{"assignments"}})
		if f.done("get", err) && len(got.Assignments) == 1 {
			f.equal("id, included", got.Assignments[0].ID, assignment.ID)
			f.equal("address, included", got.Assignments[0].Address, assignment.Address)
		}
		free, _, err := j.ProjectIPs.AvailableAddresses(reservation.ID, &packngo.AvailableRequest{CIDR: 32})
		f.done("available", err)
		f.equal("assigned address among the free", slices.Contains(free, assignment.Address+"/32"), false)
	})
	j.check(name+": and back", func(f *findings) {
		response, err := j.DeviceIPs.Unassign(assignment.ID)
		if f.done("unassign", err) {
			f.status(response, 204)
		}
		j.seen(f, assignment, false)
		_, _, err = j.DeviceIPs.Get(assignment.ID, nil)
		f.refused(err, []int{404})
		got, _, err := j.ProjectIPs.Get(reservation.ID, nil)
		if f.done("get", err) {
			f.equal("assignments", len(got.Assignments), 0)
		}
	})
}

// Whether the device, its list of addresses and the assignment itself agree.
func (j *judge) seen(f *findings, assignment *packngo.IPAddressAssignment, wanted bool) {
	device, _, err := j.Devices.Get(j.device.ID, nil)
	if f.done("device", err) {
		found := slices.ContainsFunc(device.Network, func(got *packngo.IPAddressAssignment) bool {
			return got.Href == assignment.Href && got.Address == assignment.Address
		})
		f.equal("among the device's ip_addresses", found, wanted)
		f.equal("its own public address", device.GetNetworkInfo().PublicIPv4, j.device.GetNetworkInfo().PublicIPv4)
	}
	list, _, err := j.DeviceIPs.List(j.device.ID, nil)
	if f.done("list", err) {
		found := slices.ContainsFunc(list, func(got packngo.IPAddressAssignment) bool { return got.ID == assignment.ID })
		f.equal("in the list of the device's addresses", found, wanted)
	}
	if wanted {
		same, _, err := j.DeviceIPs.Get(assignment.ID, nil)
		if f.done("get", err) {
			f.equal("the same, by id", same.String(), assignment.String())
		}
	}
}

func (j *judge) release(reservation *packngo.IPAddressReservation) {
	j.check("release "+reservation.Address, func(f *findings) {
		response, err := j.ProjectIPs.Remove(reservation.ID)
		if f.done("remove", err) {
			f.status(response, 204)
		}
		_, _, err = j.ProjectIPs.Get(reservation.ID, nil)
		f.refused(err, []int{404})
		_, err = j.ProjectIPs.Remove(reservation.ID)
		f.refused(err, []int{404})
	})
}
