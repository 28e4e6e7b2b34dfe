// Lists: pages, filters, search.

package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/packethost/packngo"
)

const (
	pageTag   = "judged-in-pages"
	pageCount = 23
)

func (j *judge) pages() {
	if !j.check(fmt.Sprintf("pages: create %d machines", pageCount), j.manyMachines) {
		return
	}
	tagged := func() *packngo.ListOptions { return (&packngo.ListOptions{}).Filter("tag", pageTag) }
	j.whole("pages: packngo turns all of ten", tagged())
	seven := tagged()
	seven.PerPage = 7
	j.whole("pages: packngo turns all of seven", seven)
	thousand := tagged()
	thousand.PerPage = 1000
	j.whole("pages: one of a thousand", thousand)
	j.page("pages: the first, of ten by default", tagged(), 1, 10, 3)
	j.page("pages: the last, of ten by default", tagged(), 3, 3, 3)
	seven = tagged()
	seven.PerPage = 7
	j.page("pages: the second of seven", seven, 2, 7, 4)
	j.check("pages: beyond the last there is nothing", func(f *findings) {
		options := tagged()
		options.Page = 99
		devices, response, err := j.Devices.List(j.projectID, options)
		if f.done("list", err) {
			f.status(response, 200)
			f.equal("devices", len(devices), 0)
		}
	})
	j.filters()
}

func (j *judge) manyMachines(f *findings) {
	for number := range pageCount {
		device, _, err := j.Devices.Create(&packngo.DeviceCreateRequest{
			ProjectID: j.projectID, Hostname: fmt.Sprintf("page-%02d", number), Facility: []string{"sjc1"}, Plan: facilityPlan, OS: facilityOS,
			Tags: []string{tag, pageTag, fmt.Sprintf("number=%d", number)}, Description: fmt.Sprintf("described as %d-th", number),
		})
		if !f.done("create", err) {
			return
		}
		j.made = append(j.made, device.ID)
	}
}

// All devices, none twice.
func (j *judge) whole(name string, options *packngo.ListOptions) {
	j.check(name, func(f *findings) {
		devices, _, err := j.Devices.List(j.projectID, options)
		if !f.done("list", err) {
			return
		}
		names := map[string]bool{}
		for _, device := range devices {
			names[device.Hostname] = true
			f.holds(device.Plan != nil && device.OS != nil && device.Facility != nil && device.Metro != nil, "%s is not whole", device.Hostname)
		}
		f.equal("devices", len(devices), pageCount)
		f.equal("different devices", len(names), pageCount)
	})
}

// One page, and what it says about the others.
func (j *judge) page(name string, options *packngo.ListOptions, number, size, last int) {
	j.check(name, func(f *findings) {
		options.Page = number
		devices, _, err := j.Devices.List(j.projectID, options)
		if !f.done("list", err) {
			return
		}
		// packngo keeps what a page says about itself to itself.
		var page struct {
			Meta struct {
				Self, First, Last, Previous, Next *packngo.Href
				Total                             int
				Current                           int `json:"current_page"`
				Final                             int `json:"last_page"`
			}
		}
		f.done("the page as JSON", json.Unmarshal(j.witness.last, &page))
		meta := page.Meta
		f.equal("devices", len(devices), size)
		f.equal("total", meta.Total, pageCount)
		f.equal("current_page", meta.Current, number)
		f.equal("last_page", meta.Final, last)
		f.equal("there is a previous", meta.Previous != nil, number > 1)
		f.equal("there is a next", meta.Next != nil, number < last)
		f.holds(meta.Self != nil && meta.First != nil && meta.Last != nil, "self, first or last is missing: %s", j.witness.last)
		for _, link := range []*packngo.Href{meta.Self, meta.First, meta.Last, meta.Previous, meta.Next} {
			// Links of pages never carried the version's path: packngo puts it before them.
			f.holds(link == nil || strings.HasPrefix(link.Href, "/projects/"+j.projectID+"/devices?"), "link %v", link)
		}
		if meta.Next != nil {
			f.holds(strings.Contains(meta.Next.Href, fmt.Sprintf("page=%d", number+1)), "next: %s", meta.Next.Href)
		}
	})
}

func (j *judge) filters() {
	j.found("filter: one tag", "tag", "number=7", 1)
	j.found("filter: a tag is matched as a whole", "tag", "number=", 0)
	j.found("filter: part of a hostname", "hostname", "page-1", 10)
	j.found("filter: facility", "facility", "sjc1", pageCount)
	j.found("filter: metro", "metro", facilityMetro, 0)
	j.found("filter: on demand", "type", "ondemand", pageCount)
	j.found("filter: spot", "type", "spot", 0)
	j.found("filter: not reserved", "reserved", "false", pageCount)
	j.found("filter: no end set", "has_termination_time", "false", pageCount)
	j.found("filter: an end set", "has_termination_time", "true", 0)
	j.found("search: hostname", "search", "page-05", 1)
	j.found("search: description", "search", "described as 5-th", 1)
	j.found("search: tag", "search", "number=5", 1)
	j.found("search: plan", "search", facilityPlan, pageCount)
	j.found("search: nothing", "search", unknownButInForm, 0)
	j.check("search: short id and address", func(f *findings) {
		if j.device == nil {
			f.add("there is no active machine")
			return
		}
		for _, words := range []string{j.device.ShortID, j.device.GetNetworkInfo().PublicIPv4} {
			devices, _, err := j.Devices.List(j.projectID, &packngo.ListOptions{Search: words})
			if !f.done("search "+words, err) {
				return
			}
			// Part of an address is enough, so that others may be found, too.
			found := slices.ContainsFunc(devices, func(device packngo.Device) bool { return device.ID == j.device.ID })
			f.holds(found && len(devices) < pageCount, "%s finds %d machines", words, len(devices))
		}
	})
	j.check("filter: what is included shows in a list too", func(f *findings) {
		options := (&packngo.ListOptions{Includes: []string{"project"}}).Filter("tag", "number=7")
		devices, _, err := j.Devices.List(j.projectID, options)
		if f.done("list", err) && len(devices) == 1 {
			f.equal("project", devices[0].Project.ID, j.projectID)
		}
	})
}

// Counts among the machines of the pages; others, such as those made for other checks, do not count.
func (j *judge) found(name, parameter, value string, wanted int) {
	j.check(name, func(f *findings) {
		devices, _, err := j.Devices.List(j.projectID, (&packngo.ListOptions{}).Filter(parameter, value))
		if !f.done("list", err) {
			return
		}
		found := 0
		for _, device := range devices {
			if strings.HasPrefix(device.Hostname, "page-") {
				found++
			}
		}
		f.equal(parameter+"="+value, found, wanted)
	})
}
