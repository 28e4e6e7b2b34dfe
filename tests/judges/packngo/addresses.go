// Addresses: the three of every machine, and those that are reserved and moved.

package main

import (
	"fmt"
	"net/netip"
	"path"

	"github.com/packethost/packngo"
)

// Public IPv4 and IPv6, private IPv4: each the upper one of a pair, its gateway the lower.
func (f *findings) threeAddresses(device *packngo.Device) {
	f.equal("addresses", len(device.Network), 3)
	for _, address := range device.Network {
		name := fmt.Sprintf("%v, IPv%d, public %v", address.Address, address.AddressFamily, address.Public)
		f.uuid("id of "+name, address.ID)
		f.link("href of "+name, address.Href, "ips", address.ID)
		f.link("assigned_to of "+name, address.AssignedTo.Href, "devices", device.ID)
		f.link("project of "+name, address.Project.Href, "projects", path.Base(device.Project.URL))
		f.equal("management of "+name, address.Management, true)
		f.equal("global_ip of "+name, address.Global, false)
		f.time("created_at of "+name, address.Created)
		bits := map[int]int{4: 31, 6: 127}[address.AddressFamily]
		f.equal("cidr of "+name, address.CIDR, bits)
		upper, err := netip.ParseAddr(address.Address)
		lower, gatewayError := netip.ParseAddr(address.Gateway)
		if f.done("address", err) && f.done("gateway", gatewayError) {
			f.equal("after the gateway of "+name, lower.Next(), upper)
			f.equal("network of "+name, address.Network, address.Gateway)
			f.equal("network of the prefix of "+name, netip.PrefixFrom(upper, bits).Masked().Addr(), lower)
			f.equal("IPv4 of "+name, upper.Is4(), address.AddressFamily == 4)
			f.holds(address.Public || upper.IsPrivate(), "%s is no private address", name)
		}
		if address.AddressFamily == 4 {
			f.equal("netmask of "+name, address.Netmask, "255.255.255.254")
		}
		f.parent(name, address)
	}
	info := device.GetNetworkInfo()
	public, err := netip.ParseAddr(info.PublicIPv4)
	// Each simulated machine can be reached at its own address.
	f.holds(err == nil && public.IsLoopback(), "public IPv4: %q", info.PublicIPv4)
	f.holds(info.PrivateIPv4 != "" && info.PublicIPv6 != "", "network: %+v", info)
}

// The project's block at that place; a public pair is a block of its own.
func (f *findings) parent(name string, address *packngo.IPAddressAssignment) {
	block := address.ParentBlock
	if block == nil || block.Href == nil {
		f.add("parent block of %s: %+v", name, block)
		return
	}
	bits := map[bool]int{true: 31, false: 25}[address.Public]
	if address.AddressFamily == 6 {
		bits = 56
	}
	f.equal("cidr of the parent block of "+name, block.CIDR, bits)
	parent, err := netip.ParsePrefix(fmt.Sprintf("%s/%d", block.Network, block.CIDR))
	if f.done("parent block", err) {
		f.equal("inside its parent block: "+name, parent.Contains(netip.MustParseAddr(address.Address)), true)
	}
}

func (j *judge) addresses() {
	here, there := facility, metro
	one := j.reserve("reserve one in a facility", 32, &packngo.IPReservationCreateRequest{
		Type: packngo.PublicIPv4, Quantity: 1, Facility: &here, Tags: []string{tag, "endpoint"}, Description: "of the judge",
		CustomData: map[string]any{"a": "b"}, FailOnApprovalRequired: true,
	})
	two := j.reserve("reserve two in a facility", 31, &packngo.IPReservationCreateRequest{
		Type: packngo.PublicIPv4, Quantity: 2, Facility: &here, Tags: []string{tag}, FailOnApprovalRequired: true,
	})
	inMetro := j.reserve("reserve four in a metro", 30, &packngo.IPReservationCreateRequest{
		Type: packngo.PublicIPv4, Quantity: 4, Metro: &there, Tags: []string{tag}, FailOnApprovalRequired: true,
	})
	global := j.reserve("reserve a global one", 32, &packngo.IPReservationCreateRequest{
		Type: packngo.GlobalIPv4, Quantity: 1, Tags: []string{tag}, FailOnApprovalRequired: true,
	})
	j.quota()
	if one == nil || two == nil || inMetro == nil || global == nil {
		return
	}
	j.reserved(one, two, inMetro, global)
	if j.device != nil {
		j.assign("assign with its mask", one, fmt.Sprintf("%s/%d", one.Address, one.CIDR))
		j.assign("assign bare", one, one.Address)
		j.assign("assign one out of two", two, two.Address+"/32")
		j.assign("assign a global one", global, global.Address+"/32")
	}
	for _, reservation := range []*packngo.IPAddressReservation{one, two, inMetro, global} {
		j.release(reservation)
	}
}

func (j *judge) reserve(name string, bits int, request *packngo.IPReservationCreateRequest) *packngo.IPAddressReservation {
	var made *packngo.IPAddressReservation
	j.check(name, func(f *findings) {
		reservation, response, err := j.ProjectIPs.Create(j.projectID, request)
		if !f.done("create", err) {
			return
		}
		made = reservation
		f.status(response, 201)
		f.uuid("id", reservation.ID)
		f.link("href", reservation.Href, "ips", reservation.ID)
		f.link("project", reservation.Project.Href, "projects", j.projectID)
		f.equal("available", reservation.Available, reservation.Href+"/available")
		f.equal("type", reservation.Type, request.Type)
		f.equal("state", reservation.State, packngo.IPReservationStateCreated)
		f.equal("cidr", reservation.CIDR, bits)
		f.equal("tags", reservation.Tags, request.Tags)
		f.equal("global_ip", reservation.Global, request.Type == packngo.GlobalIPv4)
		f.equal("public", reservation.Public, true)
		f.equal("management", reservation.Management, false)
		f.equal("bill", reservation.Bill, true)
		f.equal("addon", reservation.Addon, true)
		f.equal("address_family", reservation.AddressFamily, 4)
		f.equal("assignments", len(reservation.Assignments), 0)
		f.time("created_at", reservation.Created)
		if request.Description != "" {
			f.holds(reservation.Description != nil && *reservation.Description == request.Description, "details: %v", reservation.Description)
		}
		if request.CustomData != nil {
			f.equal("customdata", reservation.CustomData, request.CustomData)
		}
		f.place(reservation, request)
		f.block(reservation)
	})
	return made
}

func (f *findings) place(reservation *packngo.IPAddressReservation, request *packngo.IPReservationCreateRequest) {
	switch {
	case request.Facility != nil:
		f.equal("facility", reservation.Facility.Code, *request.Facility)
		f.equal("metro", reservation.Metro.Code, facilityMetro)
	case request.Metro != nil:
		f.equal("metro", reservation.Metro.Code, *request.Metro)
	default:
		f.equal("facility", reservation.Facility, (*packngo.Facility)(nil))
	}
}

// Of one address all three are equal; of four the gateway and the address come after the network.
func (f *findings) block(reservation *packngo.IPAddressReservation) {
	network, err := netip.ParseAddr(reservation.Network)
	if !f.done("network", err) {
		return
	}
	f.holds(network.IsLoopback(), "network %s", network)
	f.equal("network", netip.PrefixFrom(network, reservation.CIDR).Masked().Addr(), network)
	switch reservation.CIDR {
	case 32:
		f.equal("gateway", reservation.Gateway, reservation.Network)
		f.equal("address", reservation.Address, reservation.Network)
		f.equal("netmask", reservation.Netmask, "255.255.255.255")
	case 30:
		f.equal("gateway", reservation.Gateway, network.Next().String())
		f.equal("address", reservation.Address, network.Next().Next().String())
		f.equal("netmask", reservation.Netmask, "255.255.255.252")
	}
}

func (j *judge) quota() {
	here := facility
	request := &packngo.IPReservationCreateRequest{Type: packngo.PublicIPv4, Quantity: 256, Facility: &here, Tags: []string{tag}, FailOnApprovalRequired: true}
	j.check("reserve too many: refused at once", func(f *findings) {
		_, _, err := j.ProjectIPs.Create(j.projectID, request)
		f.refused(err, []int{422})
	})
	j.check("reserve too many: else somebody must look at it", func(f *findings) {
		request.FailOnApprovalRequired = false
		reservation, response, err := j.ProjectIPs.Create(j.projectID, request)
		if !f.done("create", err) {
			return
		}
		f.status(response, 201)
		f.equal("state", reservation.State, packngo.IPReservationStatePending)
		_, err = j.ProjectIPs.Delete(reservation.ID)
		f.done("delete", err)
	})
	j.check("reserve nonsense: refused", func(f *findings) {
		nowhere := unknownButInForm
		for _, request := range []packngo.IPReservationCreateRequest{
			{Type: packngo.PublicIPv4, Quantity: 1},
			{Type: packngo.PublicIPv4, Quantity: 1, Facility: &nowhere},
			{Type: packngo.PublicIPv4, Quantity: 1, Metro: &nowhere},
			{Type: unknownButInForm, Quantity: 1, Facility: &here},
			{Type: packngo.PublicIPv4, Quantity: 0, Facility: &here},
		} {
			_, _, err := j.ProjectIPs.Create(j.projectID, &request)
			f.refused(err, []int{422})
		}
	})
}
