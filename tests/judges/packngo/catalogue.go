// What there is to buy, and where.

package main

import (
	"math"
	"slices"

	"github.com/packethost/packngo"
)

func (j *judge) catalogue() {
	metros := map[string]packngo.Metro{}
	j.check("metros", func(f *findings) {
		list, response, err := j.Metros.List(nil)
		if !f.done("list", err) {
			return
		}
		f.status(response, 200)
		for _, metro := range list {
			f.uuid("id of "+metro.Code, metro.ID)
			f.holds(metro.Name != "" && len(metro.Country) == 2, "%s is %q in %q", metro.Code, metro.Name, metro.Country)
			metros[metro.Code] = metro
		}
		f.equal("different codes", len(metros), len(list))
		f.equal("id of ny", metros["ny"].ID, "932eecda-6808-44b9-a3be-3abef49796ef")
		f.equal("id of sv", metros["sv"].ID, "2991b022-b8c4-497e-8db7-5a407c3a209b")
		f.equal("id of da", metros["da"].ID, "d3d6b29f-042d-43b7-b3ce-0bf53d5754ca")
	})
	j.facilities(metros)
	j.plans()
	j.operatingSystems()
	j.capacity()
}

func (j *judge) facilities(metros map[string]packngo.Metro) {
	j.check("facilities", func(f *findings) {
		list, response, err := j.Facilities.List(&packngo.ListOptions{Includes: []string{"address"}})
		if !f.done("list", err) {
			return
		}
		f.status(response, 200)
		codes := map[string]packngo.Facility{}
		for _, facility := range list {
			f.uuid("id of "+facility.Code, facility.ID)
			f.holds(facility.Name != "", "%s has no name", facility.Code)
			f.holds(facility.Metro != nil && metros[facility.Metro.Code].ID == facility.Metro.ID, "metro of %s: %v", facility.Code, facility.Metro)
			address := facility.Address
			f.holds(address != nil && address.Address != "" && address.Country != "", "included address of %s: %v", facility.Code, address)
			codes[facility.Code] = facility
		}
		f.equal("different codes", len(codes), len(list))
		ewr1 := codes[facility]
		f.equal("id of ewr1", ewr1.ID, "e1e9c52e-a0bc-4117-b996-0fc94843ea09")
		f.equal("metro of ewr1", ewr1.Metro.Code, facilityMetro)
		f.holds(slices.Contains(ewr1.Features, "baremetal"), "features of ewr1: %v", ewr1.Features)
	})
}

func (j *judge) plans() {
	plans := map[string]packngo.Plan{}
	j.check("plans", func(f *findings) {
		list, response, err := j.Plans.List(&packngo.ListOptions{Includes: []string{"available_in", "available_in_metros"}})
		if !f.done("list", err) {
			return
		}
		f.status(response, 200)
		for _, plan := range list {
			f.uuid("id of "+plan.Slug, plan.ID)
			plans[plan.Slug] = plan
		}
		f.equal("different slugs", len(plans), len(list))
		f.equal("id of t1.small.x86", plans["t1.small.x86"].ID, "e69c0169-4726-46ea-98f1-939c9e8a3607")
		f.equal("id of c1.small.x86", plans["c1.small.x86"].ID, "6d1f1ffa-7912-4b78-b50d-88cc7c8ab40f")
	})
	j.check("plans: prices by the hour", func(f *findings) {
		for slug, price := range map[string]float64{"t1.small.x86": 0.07, "c1.small.x86": 0.40, "c3.small.x86": 0.75, "m3.large.x86": 3.10} {
			pricing := plans[slug].Pricing
			f.holds(pricing != nil && math.Abs(float64(pricing.Hour)-price) < 0.001, "%s: wanted %v, got %v", slug, price, pricing)
		}
	})
	j.check("plans: machines are told from what else can be bought", func(f *findings) {
		others := 0
		for _, plan := range plans {
			if plan.Line != "baremetal" {
				others++
				continue
			}
			specs := plan.Specs
			whole := specs != nil && len(specs.Cpus) > 0 && specs.Cpus[0].Count > 0 && specs.Memory != nil && specs.Memory.Total != "" && len(specs.Drives) > 0 && len(specs.Nics) > 0
			f.holds(whole, "%s has no whole specs: %v", plan.Slug, specs)
			f.holds(plan.Class != "", "%s has no class", plan.Slug)
		}
		f.holds(others > 0, "only machines")
	})
	j.check("plans: where they are offered", func(f *findings) {
		f.equal("c1.small.x86 in ewr1", offered(plans[facilityPlan], facility), true)
		f.equal("c3.small.x86 in ewr1", offered(plans[notOfferedPlan], facility), false)
		f.equal("c3.small.x86 in sv", offeredInMetro(plans[metroPlan], metro), true)
	})
	j.check("plans: the project's", func(f *findings) {
		list, _, err := j.Plans.ProjectList(j.projectID, nil)
		f.done("list", err)
		slugs := []string{}
		for _, plan := range list {
			slugs = append(slugs, plan.Slug)
		}
		f.holds(slices.Contains(slugs, facilityPlan) && slices.Contains(slugs, metroPlan), "plans: %v", slugs)
	})
}

func offered(plan packngo.Plan, code string) bool {
	return slices.ContainsFunc(plan.AvailableIn, func(facility packngo.Facility) bool { return facility.Code == code })
}

func offeredInMetro(plan packngo.Plan, code string) bool {
	return slices.ContainsFunc(plan.AvailableInMetros, func(metro packngo.Metro) bool { return metro.Code == code })
}

func (j *judge) operatingSystems() {
	j.check("operating systems", func(f *findings) {
		list, response, err := j.OperatingSystems.List()
		if !f.done("list", err) {
			return
		}
		f.status(response, 200)
		slugs := map[string]packngo.OS{}
		for _, system := range list {
			f.holds(system.Name != "" && system.Distro != "", "%s is %q of %q", system.Slug, system.Name, system.Distro)
			slugs[system.Slug] = system
		}
		f.equal("different slugs", len(slugs), len(list))
		for _, slug := range []string{"ubuntu_20_04", "ubuntu_22_04", "ubuntu_24_04", "debian_12", "rocky_9", "custom_ipxe"} {
			_, known := slugs[slug]
			f.holds(known, "no %s", slug)
		}
		f.equal("distro", slugs[facilityOS].Distro, "ubuntu")
		f.equal("version", slugs[facilityOS].Version, "20.04")
		f.holds(slices.Contains(slugs[facilityOS].ProvisionableOn, facilityPlan), "%s is not for %s", facilityOS, facilityPlan)
		f.holds(slices.Contains(slugs[metroOS].ProvisionableOn, metroPlan), "%s is not for %s", metroOS, metroPlan)
	})
}

func (j *judge) capacity() {
	levels := []string{"normal", "limited", "unavailable"}
	j.check("capacity: the list", func(f *findings) {
		report, _, err := j.CapacityService.List()
		if f.done("facilities", err) {
			f.holds(slices.Contains(levels, (*report)[facility][facilityPlan].Level), "%s in %s: %v", facilityPlan, facility, (*report)[facility])
		}
		report, _, err = j.CapacityService.ListMetros()
		if f.done("metros", err) {
			f.holds(slices.Contains(levels, (*report)[metro][metroPlan].Level), "%s in %s: %v", metroPlan, metro, (*report)[metro])
		}
	})
	j.check("capacity: the check", func(f *findings) {
		asked := []packngo.ServerInfo{
			{Facility: facility, Plan: facilityPlan, Quantity: 1},
			{Facility: facility, Plan: notOfferedPlan, Quantity: 1},
		}
		got, _, err := j.CapacityService.Check(&packngo.CapacityInput{Servers: asked})
		if f.done("facilities", err) {
			asked[0].Available = true
			f.equal("facilities", got.Servers, asked)
		}
		asked = []packngo.ServerInfo{{Metro: metro, Plan: metroPlan, Quantity: 2}}
		got, _, err = j.CapacityService.CheckMetros(&packngo.CapacityInput{Servers: asked})
		if f.done("metros", err) {
			asked[0].Available = true
			f.equal("metros", got.Servers, asked)
		}
	})
	j.check("hardware reservations: there are none", func(f *findings) {
		list, response, err := j.HardwareReservations.List(j.projectID, nil)
		if f.done("list", err) {
			f.status(response, 200)
			f.equal("reservations", len(list), 0)
		}
	})
}
