// A machine from its order to the moment it runs.

package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/packethost/packngo"
)

const userData = "#cloud-config\nruncmd:\n- [echo, \"a 'quote', a \\\\, ü and {{braces}}\"]\n"

func (j *judge) creation() {
	request := packngo.DeviceCreateRequest{
		ProjectID: j.projectID, Hostname: "judge-facility", Facility: []string{facility}, Plan: facilityPlan, OS: facilityOS,
		BillingCycle: "hourly", UserData: userData, Tags: []string{tag, "b", "a"}, Description: "judged", CustomData: `{"hello":"world"}`,
	}
	device := j.create("create in a facility", &request)
	if device == nil {
		return
	}
	j.check("create in a facility: what was asked for", func(f *findings) { f.asAsked(device, &request) })
	j.check("create in a facility: what a new machine is like", func(f *findings) { f.newborn(device) })
	j.check("create in a facility: where it stands", func(f *findings) {
		f.equal("facility", device.Facility.Code, facility)
		f.equal("metro", device.Metro.Code, facilityMetro)
		f.equal("metro of the facility", device.Facility.Metro.Code, facilityMetro)
	})
	j.creationElsewhere()
	j.becomesActive(device.ID)
	if j.device == nil {
		return
	}
	j.check("active: what was asked for", func(f *findings) { f.asAsked(j.device, &request) })
	j.check("active: what a running machine is like", func(f *findings) { f.running(j.device) })
	j.check("active: its addresses", func(f *findings) { f.threeAddresses(j.device) })
	j.includes()
}

// Creates a device, and remembers it so that it goes again.
func (j *judge) create(name string, request *packngo.DeviceCreateRequest) *packngo.Device {
	var made *packngo.Device
	j.check(name, func(f *findings) {
		device, response, err := j.Devices.Create(request)
		if !f.done("create", err) {
			return
		}
		j.made = append(j.made, device.ID)
		f.status(response, 201)
		f.uuid("id", device.ID)
		made = device
	})
	return made
}

func (f *findings) asAsked(device *packngo.Device, request *packngo.DeviceCreateRequest) {
	f.equal("hostname", device.Hostname, request.Hostname)
	f.equal("plan", device.Plan.Slug, request.Plan)
	f.holds(device.Plan.Name != "" && device.Plan.Class != "", "the plan is not whole: %v", device.Plan)
	f.equal("operating_system", device.OS.Slug, request.OS)
	f.holds(device.OS.Name != "" && device.OS.Distro != "", "the operating system is not whole: %v", device.OS)
	f.equal("billing_cycle", device.BillingCycle, request.BillingCycle)
	f.equal("userdata", device.UserData, request.UserData)
	f.equal("tags", device.Tags, request.Tags)
	f.holds(device.Description != nil && *device.Description == request.Description, "description: %v", device.Description)
	f.equal("customdata", device.CustomData, map[string]any{"hello": "world"})
	f.link("href", device.Href, "devices", device.ID)
	f.link("project", device.Project.URL, "projects", request.ProjectID)
	f.equal("short_id", device.ShortID, device.ID[:8])
	f.equal("user", device.User, "root")
	f.equal("locked", device.Locked, false)
	f.equal("always_pxe", device.AlwaysPXE, false)
	f.equal("spot_instance", device.SpotInstance, false)
	f.equal("hardware_reservation", device.HardwareReservation, (*packngo.HardwareReservation)(nil))
	f.time("created_at", device.Created)
	f.time("updated_at", device.Updated)
	f.ports(device)
}

// bond0 over eth0 and eth1.
func (f *findings) ports(device *packngo.Device) {
	f.holds(device.SwitchUUID != "", "no switch_uuid")
	f.equal("bonds", device.NumOfBonds(), 1)
	physical := device.GetPhysicalPorts()
	f.equal("ports", len(physical), 2)
	for _, name := range []string{"eth0", "eth1"} {
		port := physical[name]
		if port == nil {
			f.add("no %s", name)
			continue
		}
		f.uuid("id of "+name, port.ID)
		f.equal("colons in the MAC of "+name, strings.Count(port.Data.MAC, ":"), 5)
		f.equal("bonded "+name, port.Data.Bonded, true)
		f.holds(port.Bond != nil && port.Bond.Name == "bond0", "bond of %s: %v", name, port.Bond)
	}
	bond := device.GetBondPorts()["bond0"]
	f.holds(bond != nil && bond.Data.Bonded && bond.NetworkType == "layer3", "bond0: %v", bond)
}

func (f *findings) newborn(device *packngo.Device) {
	f.equal("state", device.State, "queued")
	f.equal("ip_addresses", len(device.Network), 0)
	f.holds(device.Network != nil, "ip_addresses is no list")
	f.equal("provisioning_percentage", device.ProvisionPer, float32(0))
	f.equal("root_password", device.RootPassword, "")
	f.equal("volumes", len(device.Volumes), 0)
	f.holds(len(device.ProvisionEvents) >= 4, "events to come: %d", len(device.ProvisionEvents))
	for _, event := range device.ProvisionEvents {
		f.holds(event.ID == "" && event.CreatedAt == nil, "%s happened already", event.Type)
		f.holds(event.Type != "" && event.Body != "", "an event is %q with %q", event.Type, event.Body)
	}
	first, last := device.ProvisionEvents[0], device.ProvisionEvents[len(device.ProvisionEvents)-1]
	f.equal("first event", first.Type, "provisioning.101")
	f.equal("last event", last.Type, "provisioning.110")
}

// The other ways to say where and what.
func (j *judge) creationElsewhere() {
	term := &packngo.Timestamp{Time: time.Now().Add(365 * 24 * time.Hour).UTC().Truncate(time.Second)}
	inMetro := j.create("create in a metro, without a hostname, as spot with an end", &packngo.DeviceCreateRequest{
		ProjectID: j.projectID, Metro: metro, Plan: metroPlan, OS: metroOS, Tags: []string{tag},
		SpotInstance: true, SpotPriceMax: 0.5, TerminationTime: term,
	})
	if inMetro != nil {
		j.check("create in a metro: where it stands", func(f *findings) {
			f.equal("metro", inMetro.Metro.Code, metro)
			f.equal("metro of the facility", inMetro.Facility.Metro.Code, metro)
			f.holds(inMetro.Facility.Code != "", "no facility")
		})
		j.check("create in a metro: names and cycle by default", func(f *findings) {
			f.equal("hostname", inMetro.Hostname, inMetro.ID[:8]+".packethost.net")
			f.equal("billing_cycle", inMetro.BillingCycle, "hourly")
			f.equal("customdata", len(inMetro.CustomData), 0)
		})
		j.check("create in a metro: spot with an end", func(f *findings) {
			f.equal("spot_instance", inMetro.SpotInstance, true)
			f.equal("spot_price_max", inMetro.SpotPriceMax, 0.5)
			f.holds(inMetro.TerminationTime != nil && inMetro.TerminationTime.Time.Equal(term.Time), "termination_time: wanted %v, got %v", term, inMetro.TerminationTime)
		})
	}
	place := packngo.DeviceCreateRequest{ProjectID: j.projectID, Plan: facilityPlan, OS: facilityOS, Hostname: "judge-anywhere", Tags: []string{tag}}
	place.Facility = []string{"any"}
	j.create("create in any facility", &place)
	place.Facility = []string{"sjc1", facility}
	if device := j.create("create in the first facility that can", &place); device != nil {
		j.check("create in the first facility that can: where it stands", func(f *findings) { f.equal("facility", device.Facility.Code, "sjc1") })
	}
}

// Watches until the device is active; everything on the way only goes forward.
func (j *judge) becomesActive(id string) {
	j.check("poll: queued, provisioning, active", func(f *findings) {
		order := map[string]int{"queued": 0, "provisioning": 1, "active": 2}
		state, percentage, early := "queued", float32(0), false
		for deadline := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
			device, _, err := j.Devices.Get(id, &packngo.GetOptions{Includes: []string{"project"}})
			if !f.done("get", err) {
				return
			}
			if order[device.State] < order[state] || device.ProvisionPer < percentage {
				f.add("back from %s, %v %% to %s, %v %%", state, percentage, device.State, device.ProvisionPer)
				return
			}
			state, percentage = device.State, device.ProvisionPer
			early = early || state == "provisioning" && len(device.Network) > 0
			if f.progress(device); len(f.problems) > 0 {
				return
			}
			if state == "active" {
				j.device = device
				break
			}
			if time.Now().After(deadline) {
				f.add("still %s after %v", state, patience)
				return
			}
		}
		f.holds(early, "no address was seen before the machine was active")
		f.equal("provisioning_percentage", percentage, float32(100))
	})
}

// The percentage is the share of the events that happened.
func (f *findings) progress(device *packngo.Device) {
	happened, before := 0, time.Time{}
	for _, event := range device.ProvisionEvents {
		if event.CreatedAt == nil {
			continue
		}
		f.equal("events before "+event.Type, happened, indexOf(device.ProvisionEvents, event))
		f.uuid("id of "+event.Type, event.ID)
		f.holds(!event.CreatedAt.Before(before), "%s came before the one before it", event.Type)
		before = event.CreatedAt.Time
		happened++
	}
	share := 100 * float32(happened) / float32(len(device.ProvisionEvents))
	f.holds(share-device.ProvisionPer < 0.01 && device.ProvisionPer-share < 0.01, "%d of %d events are %v %%", happened, len(device.ProvisionEvents), device.ProvisionPer)
}

func indexOf(events []*packngo.Event, wanted *packngo.Event) int {
	for index, event := range events {
		if event == wanted {
			return index
		}
	}
	return -1
}

func (f *findings) running(device *packngo.Device) {
	f.holds(device.RootPassword != "", "no root_password")
	f.holds(device.SOS != "", "no sos")
	f.equal("network type", device.GetNetworkType(), packngo.NetworkTypeL3)
	f.equal("project, included", fmt.Sprint(device.Project.ID != "", device.Project.Name != ""), "true true")
}

// What is a link without being included, and an object when it is.
func (j *judge) includes() {
	j.check("include: the project", func(f *findings) {
		device, _, err := j.Devices.Get(j.device.ID, nil)
		if f.done("get", err) {
			f.equal("id without it", device.Project.ID, "")
			f.link("link without it", device.Project.URL, "projects", j.projectID)
		}
		f.equal("id with it", j.device.Project.ID, j.projectID)
	})
	j.check("include: unknown names do no harm", func(f *findings) {
		device, _, err := j.Devices.Get(j.device.ID, &packngo.GetOptions{Includes: []string{unknownButInForm, "project.organization", "facility.address"}})
		if f.done("get", err) {
			f.equal("project", device.Project.ID, j.projectID)
			f.uuid("organization", device.Project.Organization.ID)
			f.holds(device.Facility.Address != nil && device.Facility.Address.Address != "", "address of the facility: %v", device.Facility.Address)
		}
	})
}
