// Many machines in one order; and what BGP there is.

package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/packethost/packngo"
)

func (j *judge) batches() {
	order := packngo.BatchCreateDevice{Quantity: 3, DeviceCreateRequest: packngo.DeviceCreateRequest{
		Hostname: "batch-{{index}}", Plan: facilityPlan, OS: facilityOS, Facility: []string{facility}, BillingCycle: "hourly", Tags: []string{tag, "judged-in-a-batch"},
	}}
	var batch packngo.Batch
	made := j.check("batch: create", func(f *findings) {
		batches, response, err := j.Batches.Create(j.projectID, &packngo.BatchCreateRequest{Batches: []packngo.BatchCreateDevice{order}})
		if !f.done("create", err) || len(batches) != 1 {
			f.add("batches: %v", batches)
			return
		}
		batch = batches[0]
		f.status(response, 201)
		f.uuid("id", batch.ID)
		f.equal("state", batch.State, "queued")
		f.equal("quantity", batch.Quantity, int32(3))
		f.equal("devices, at first", len(batch.Devices), 0)
		f.equal("error_messages", len(batch.ErrorMessages), 0)
		f.holds(batch.CreatedAt != nil, "no created_at")
		f.link("project", batch.Project.Href, "projects", j.projectID)
	})
	if !made {
		return
	}
	j.check("batch: completes, with a machine for each index", func(f *findings) {
		got := j.batchEnds(f, batch.ID)
		if got == nil {
			return
		}
		f.equal("state", got.State, "completed")
		names := []string{}
		for _, device := range got.Devices {
			j.made = append(j.made, device.ID)
			names = append(names, device.Hostname)
			f.equal("plan of "+device.Hostname, device.Plan.Slug, facilityPlan)
			f.equal("tags of "+device.Hostname, device.Tags, order.Tags)
		}
		slices.Sort(names)
		f.equal("hostnames", names, []string{"batch-01", "batch-02", "batch-03"})
	})
	j.check("batch: in the project's list", func(f *findings) {
		list, _, err := j.Batches.List(j.projectID, nil)
		f.done("list", err)
		f.holds(slices.ContainsFunc(list, func(got packngo.Batch) bool { return got.ID == batch.ID }), "not there")
	})
	j.check("batch: what cannot be made is refused, or fails with its reason", func(f *findings) {
		order.Plan = unknownButInForm
		batches, _, err := j.Batches.Create(j.projectID, &packngo.BatchCreateRequest{Batches: []packngo.BatchCreateDevice{order}})
		if err != nil {
			f.refused(err, []int{422})
			return
		}
		got := j.batchEnds(f, batches[0].ID)
		f.holds(got != nil && got.State == "failed" && len(got.ErrorMessages) > 0, "%+v", got)
	})
	j.check("batch: delete", func(f *findings) {
		j.mayBeDeleted(f, func() error { _, err := j.Batches.Delete(batch.ID, true); return err })
		_, _, err := j.Batches.Get(batch.ID, nil)
		f.refused(err, []int{404})
	})
}

func (j *judge) batchEnds(f *findings, id string) *packngo.Batch {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		batch, _, err := j.Batches.Get(id, &packngo.GetOptions{Includes: []string{"devices"}})
		if !f.done("get", err) {
			return nil
		}
		if batch.State == "completed" || batch.State == "failed" {
			return batch
		}
		f.holds(batch.State == "queued" || batch.State == "in_progress", "state %q", batch.State)
	}
	f.add("it does not end")
	return nil
}

func (j *judge) bgp() {
	if j.device == nil {
		return
	}
	j.check("bgp: off at first, which is no 404", func(f *findings) {
		config, response, err := j.BGPConfig.Get(j.projectID, nil)
		if f.done("get", err) {
			f.status(response, 200)
			f.equal("id", config.ID, "")
		}
	})
	on := j.check("bgp: on", func(f *findings) {
		response, err := j.BGPConfig.Create(j.projectID, packngo.CreateBGPConfigRequest{DeploymentType: "local", Asn: 65000, Md5: "c3RhY2twb2ludDIwMTgK"})
		if f.done("create", err) {
			f.status(response, 204)
		}
		config, _, err := j.BGPConfig.Get(j.projectID, nil)
		if f.done("get", err) {
			f.equal("asn", config.Asn, 65000)
			f.equal("deployment_type", config.DeploymentType, "local")
			f.equal("md5", config.Md5, "c3RhY2twb2ludDIwMTgK")
			f.uuid("id", config.ID)
		}
	})
	if !on {
		return
	}
	j.check("bgp: a session, and no twin", func(f *findings) {
		request := packngo.CreateBGPSessionRequest{AddressFamily: "ipv4"}
		session, response, err := j.BGPSessions.Create(j.device.ID, request)
		if !f.done("create", err) {
			return
		}
		f.status(response, 201)
		f.equal("address_family", session.AddressFamily, "ipv4")
		f.holds(slices.Contains([]string{"unknown", "up", "down"}, session.Status), "status %q", session.Status)
		_, _, err = j.BGPSessions.Create(j.device.ID, request)
		f.refused(err, []int{422}, "already has session")
		list, _, err := j.Devices.ListBGPSessions(j.device.ID, nil)
		f.done("list", err)
		f.equal("sessions", fmt.Sprint(len(list), len(list) > 0 && list[0].ID == session.ID), "1 true")
	})
	j.check("bgp: neighbours", func(f *findings) {
		list, _, err := j.Devices.ListBGPNeighbors(j.device.ID, nil)
		if !f.done("list", err) || len(list) != 1 {
			f.add("neighbours: %d", len(list))
			return
		}
		f.equal("customer_as", list[0].CustomerAs, 65000)
		f.equal("peer_as", list[0].PeerAs, 65530)
		f.equal("peer_ips", list[0].PeerIps, []string{"169.254.255.1", "169.254.255.2"})
		f.equal("customer_ip", list[0].CustomerIP, j.device.GetNetworkInfo().PrivateIPv4)
	})
}
