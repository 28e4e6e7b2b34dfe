// What there is to read without making anything.

package main

import (
	"net/http"

	"github.com/equinix/equinix-sdk-go/services/metalv1"
)

func (j *judge) account() {
	reads(j, "user", 1, j.UsersApi.FindCurrentUser(j.context).Execute, one)
	reads(j, "user's keys", 0, j.SSHKeysApi.FindSSHKeys(j.context).Execute, func(l *metalv1.SSHKeyList) int { return len(l.SshKeys) })
	reads(j, "projects", 1, j.ProjectsApi.FindProjects(j.context).Execute, func(l *metalv1.ProjectList) int { return len(l.Projects) })
	reads(j, "project", 1, j.ProjectsApi.FindProjectById(j.context, j.project).Execute, one)
	reads(j, "project, with all that can be included", 1, j.ProjectsApi.FindProjectById(j.context, j.project).Include([]string{"organization", "members", "ssh_keys", "devices"}).Execute, one)
	reads(j, "project's keys", 0, j.SSHKeysApi.FindProjectSSHKeys(j.context, j.project).Execute, func(l *metalv1.SSHKeyList) int { return len(l.SshKeys) })
	reads(j, "hardware reservations", 0, j.HardwareReservationsApi.FindProjectHardwareReservations(j.context, j.project).Execute,
		func(l *metalv1.HardwareReservationList) int { return len(l.HardwareReservations) })
	reads(j, "BGP configuration", 1, j.BGPApi.FindBgpConfigByProject(j.context, j.project).Execute, one)
	reads(j, "BGP sessions", 0, j.BGPApi.FindProjectBgpSessions(j.context, j.project).Execute, func(l *metalv1.BgpSessionList) int { return len(l.BgpSessions) })
}

func (j *judge) catalogue() {
	plans := func(l *metalv1.PlanList) int { return len(l.Plans) }
	facilities := func(l *metalv1.FacilityList) int { return len(l.Facilities) }
	reads(j, "plans", 10, j.PlansApi.FindPlans(j.context).Execute, plans)
	reads(j, "plans, with where they are offered", 10, j.PlansApi.FindPlans(j.context).Include([]string{"available_in", "available_in_metros"}).Execute, plans)
	reads(j, "plan by its slug", 1, j.PlansApi.FindPlans(j.context).Slug(plan).Execute, plans)
	reads(j, "project's plans", 10, j.PlansApi.FindPlansByProject(j.context, j.project).Execute, plans)
	metros := reads(j, "metros", 20, j.MetrosApi.FindMetros(j.context).Execute, func(l *metalv1.MetroList) int { return len(l.Metros) })
	if metros != nil && len(metros.Metros) > 0 {
		reads(j, "metro", 1, j.MetrosApi.GetMetro(j.context, metros.Metros[0].GetId()).Execute, one)
	}
	reads(j, "facilities", 20, j.FacilitiesApi.FindFacilities(j.context).Execute, facilities)
	reads(j, "facilities, with their addresses", 20, j.FacilitiesApi.FindFacilities(j.context).Include([]metalv1.FindFacilitiesIncludeParameterInner{"address"}).Execute, facilities)
	reads(j, "project's facilities", 1, j.FacilitiesApi.FindFacilitiesByProject(j.context, j.project).Execute, facilities)
	reads(j, "operating systems", 5, j.OperatingSystemsApi.FindOperatingSystems(j.context).Execute, func(l *metalv1.OperatingSystemList) int { return len(l.OperatingSystems) })
	reads(j, "versions of operating systems", 0, j.OperatingSystemsApi.FindOperatingSystemVersion(j.context).Execute, one)
	reads(j, "capacity of facilities", 1, j.CapacityApi.FindCapacityForFacility(j.context).Execute, one)
	reads(j, "capacity of metros", 1, j.CapacityApi.FindCapacityForMetro(j.context).Execute, one)
	server := metalv1.ServerInfo{Metro: pointer(metro), Plan: pointer(plan), Quantity: pointer("2")}
	j.check("capacity check, with a quantity in words", func() error {
		got, _, err := j.CapacityApi.CheckCapacityForMetro(j.context).CapacityInput(metalv1.CapacityInput{Servers: []metalv1.ServerInfo{server}}).Execute()
		if err != nil {
			return told(err)
		}
		return equal("available", got.Servers[0].GetAvailable(), true)
	})
}

func pointer[T any](value T) *T { return &value }

func (j *judge) refusals() {
	unknown := "00000000-1111-4222-8333-444444444444"
	refused := func(name string, wanted int, ask func() (*http.Response, error)) {
		j.check("refused: "+name, func() error {
			response, err := ask()
			if err == nil {
				return equal("status", response.StatusCode, wanted)
			}
			if response == nil {
				return err
			}
			if err := equal("status", response.StatusCode, wanted); err != nil {
				return err
			}
			return readable(err)
		})
	}
	refused("unknown device", http.StatusNotFound, func() (*http.Response, error) {
		_, response, err := j.DevicesApi.FindDeviceById(j.context, unknown).Execute()
		return response, err
	})
	refused("unknown project", http.StatusNotFound, func() (*http.Response, error) {
		_, response, err := j.ProjectsApi.FindProjectById(j.context, unknown).Execute()
		return response, err
	})
	refused("unknown plan", http.StatusUnprocessableEntity, func() (*http.Response, error) {
		_, response, err := j.order(metalv1.DeviceCreateInMetroInput{Metro: metro, Plan: "no.such.plan", OperatingSystem: system})
		return response, err
	})
	refused("wrong token", http.StatusUnauthorized, func() (*http.Response, error) {
		_, response, err := newJudge(j.GetConfig().Servers[0].URL, "wrong").ProjectsApi.FindProjects(j.context).Execute()
		return response, err
	})
}
