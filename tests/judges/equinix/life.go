// What there is to read of machines, addresses and batches, and their life.

package main

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/equinix/equinix-sdk-go/services/metalv1"
)

// The SDK must have found the API's own words in the refusal.
func readable(err error) error {
	var refusal *metalv1.GenericOpenAPIError
	if !errors.As(err, &refusal) {
		return err
	}
	model, is := refusal.Model().(metalv1.Error)
	if !is || model.GetError()+strings.Join(model.GetErrors(), "") == "" {
		return fmt.Errorf("the SDK finds no words in %s", refusal.Body())
	}
	return nil
}

func (j *judge) order(input metalv1.DeviceCreateInMetroInput) (*metalv1.Device, *http.Response, error) {
	return j.DevicesApi.CreateDevice(j.context, j.project).CreateDeviceRequest(metalv1.DeviceCreateInMetroInputAsCreateDeviceRequest(&input)).Execute()
}

func (j *judge) tagged() metalv1.ApiFindProjectDevicesRequest {
	return j.DevicesApi.FindProjectDevices(j.context, j.project).Tag(tag)
}

func (j *judge) devices() {
	var id string
	made := j.check(fmt.Sprintf("create %d machines", machines), func() error {
		for number := range machines {
			device, _, err := j.order(metalv1.DeviceCreateInMetroInput{
				Metro: metro, Plan: plan, OperatingSystem: system, Hostname: pointer(fmt.Sprintf("equinix-%d", number)),
				Tags: []string{tag}, Customdata: map[string]any{"number": number}, Userdata: pointer("#!/bin/sh\ntrue\n"),
			})
			if err != nil {
				return told(err)
			}
			id = device.GetId()
		}
		return nil
	})
	if !made {
		return
	}
	j.check("poll to active, with all that can be included", func() error { return j.active(id) })
	all := []string{"project", "project.organization", "facility", "metro", "plan", "operating_system", "ssh_keys", "hardware_reservation", "created_by"}
	reads(j, "devices, all pages", machines, func() (*metalv1.DeviceList, *http.Response, error) {
		list, err := j.tagged().Include(all).ExecuteWithPagination()
		return list, nil, err
	}, func(l *metalv1.DeviceList) int { return len(l.Devices) })
	j.check("device: what one needs is there", func() error {
		device, _, err := j.DevicesApi.FindDeviceById(j.context, id).Execute()
		if err != nil {
			return told(err)
		}
		return errors.Join(
			equal("facility's metro", device.Facility.Metro.GetCode(), metro), equal("metro", device.Metro.GetCode(), metro),
			equal("plan", device.Plan.GetSlug(), plan), equal("addresses", len(device.IpAddresses), 3), equal("state", device.GetState(), metalv1.DEVICESTATE_ACTIVE),
		)
	})
	reads(j, "device's events", 5, j.EventsApi.FindDeviceEvents(j.context, id).Execute, func(l *metalv1.EventList) int { return len(l.Events) })
	reads(j, "project's events, all pages", machines, func() (*metalv1.EventList, *http.Response, error) {
		list, err := j.EventsApi.FindProjectEvents(j.context, j.project).ExecuteWithPagination()
		return list, nil, err
	}, func(l *metalv1.EventList) int { return len(l.Events) })
	reads(j, "device's user-data", 1, j.DevicesApi.FindDeviceUserdataByID(j.context, id).Execute, one)
	reads(j, "device's keys", 0, j.SSHKeysApi.FindDeviceSSHKeys(j.context, id).Execute, func(l *metalv1.SSHKeyList) int { return len(l.SshKeys) })
	reads(j, "device's addresses", 3, j.DevicesApi.FindIPAssignments(j.context, id).Execute, func(l *metalv1.IPAssignmentList) int { return len(l.IpAddresses) })
	j.check("update", func() error {
		device, _, err := j.DevicesApi.UpdateDevice(j.context, id).DeviceUpdateInput(metalv1.DeviceUpdateInput{Hostname: pointer("renamed")}).Execute()
		if err != nil {
			return told(err)
		}
		return equal("hostname", device.GetHostname(), "renamed")
	})
	j.check("reboot", func() error {
		_, err := j.DevicesApi.PerformAction(j.context, id).DeviceActionInput(metalv1.DeviceActionInput{Type: metalv1.DEVICEACTIONINPUTTYPE_REBOOT}).Execute()
		return err
	})
	j.batch()
}

// Every state on the way must be one that the SDK knows.
func (j *judge) active(id string) error {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		device, _, err := j.DevicesApi.FindDeviceById(j.context, id).Include([]string{"project", "ssh_keys"}).Execute()
		if err != nil {
			return told(err)
		}
		if device.GetState() == metalv1.DEVICESTATE_ACTIVE {
			return nil
		}
	}
	return errors.New("it does not become active")
}

func (j *judge) batch() {
	input := metalv1.DeviceCreateInMetroInput{Metro: metro, Plan: plan, OperatingSystem: system}
	inner := metalv1.InstancesBatchCreateInputBatchesInner{
		Metro: input.Metro, Plan: input.Plan, OperatingSystem: input.OperatingSystem, Quantity: pointer(int32(2)), Hostname: pointer("equinix-{{index}}"), Tags: []string{tag},
	}
	batches := reads(j, "create a batch", 1, j.BatchesApi.CreateDeviceBatch(j.context, j.project).InstancesBatchCreateInput(metalv1.InstancesBatchCreateInput{Batches: []metalv1.InstancesBatchCreateInputBatchesInner{inner}}).Execute,
		func(l *metalv1.BatchesList) int { return len(l.Batches) })
	if batches == nil || len(batches.Batches) == 0 {
		return
	}
	j.check("batch: it is completed", func() error {
		for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
			batch, _, err := j.BatchesApi.FindBatchById(j.context, batches.Batches[0].GetId()).Include([]string{"devices"}).Execute()
			if err != nil {
				return told(err)
			}
			if batch.GetState() == "completed" {
				return equal("devices", len(batch.Devices), 2)
			}
		}
		return errors.New("it is not")
	})
	reads(j, "batches", 1, j.BatchesApi.FindBatchesByProject(j.context, j.project).Include([]string{"devices"}).Execute,
		func(l *metalv1.BatchesList) int { return len(l.Batches) })
}

// Reserves, assigns, and reads both sides by id, where the SDK must tell one from the other.
func (j *judge) addresses() {
	list, _, err := j.tagged().Search("renamed").Execute()
	if err != nil || len(list.Devices) != 1 {
		j.check("the active machine is found", func() error { return fmt.Errorf("found %v: %w", list, err) })
		return
	}
	request := metalv1.IPReservationRequestInputAsRequestIPReservationRequest(&metalv1.IPReservationRequestInput{
		Type: "public_ipv4", Quantity: 1, Metro: pointer(metro), Tags: []string{tag}, FailOnApprovalRequired: pointer(true),
	})
	var reservation *metalv1.IPReservation
	j.check("reserve", func() error {
		got, _, err := j.IPAddressesApi.RequestIPReservation(j.context, j.project).RequestIPReservationRequest(request).Execute()
		if err != nil {
			return told(err)
		}
		reservation = got.IPReservation
		return nil
	})
	if reservation == nil {
		return
	}
	var assignment *metalv1.IPAssignment
	j.check("assign", func() error {
		got, _, err := j.DevicesApi.CreateIPAssignment(j.context, list.Devices[0].GetId()).IPAssignmentInput(metalv1.IPAssignmentInput{Address: reservation.GetAddress()}).Execute()
		assignment = got
		return told(err)
	})
	j.check("reservation and assignment by id", func() error {
		first, _, err := j.IPAddressesApi.FindIPAddressById(j.context, reservation.GetId()).Execute()
		if err != nil {
			return told(err)
		}
		second, _, err := j.IPAddressesApi.FindIPAddressById(j.context, assignment.GetId()).Execute()
		if err != nil {
			return told(err)
		}
		return errors.Join(equal("the first is a reservation", first.IPReservation != nil, true), equal("the second is an assignment", second.IPAssignment != nil, true))
	})
	all := j.IPAddressesApi.FindIPReservations(j.context, j.project)
	reads(j, "project's addresses", 3, all.Execute, reservations)
	reads(j, "project's addresses, with their assignments", 3, all.Include([]string{"assignments"}).Execute, reservations)
	reads(j, "free addresses", 1, j.IPAddressesApi.FindIPAvailabilities(j.context, reservation.GetId()).Cidr("32").Execute, one)
	j.check("unassign and release", func() error {
		_, first := j.IPAddressesApi.DeleteIPAddress(j.context, assignment.GetId()).Execute()
		_, second := j.IPAddressesApi.DeleteIPAddress(j.context, reservation.GetId()).Execute()
		return errors.Join(first, second)
	})
}

func reservations(list *metalv1.IPReservationList) (count int) {
	for _, address := range list.IpAddresses {
		if address.IPReservation != nil {
			count++
		}
	}
	return count
}

func (j *judge) removal() {
	j.check("delete all", func() error {
		for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
			list, err := j.tagged().ExecuteWithPagination()
			if err != nil {
				return told(err)
			}
			if len(list.Devices) == 0 {
				return nil
			}
			for _, device := range list.Devices {
				if device.GetState() == metalv1.DEVICESTATE_DEPROVISIONING {
					continue
				}
				response, err := j.DevicesApi.DeleteDevice(j.context, device.GetId()).ForceDelete(true).Execute()
				// It may be provisioning still, or gone since.
				if err != nil && (response == nil || response.StatusCode != http.StatusUnprocessableEntity && response.StatusCode != http.StatusNotFound) {
					return told(err)
				}
			}
		}
		return errors.New("some are left")
	})
}
