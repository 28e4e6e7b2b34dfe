// Who one is: the user, the project, and its keys.

package main

import (
	"path"
	"strings"

	"github.com/packethost/packngo"
)

func (j *judge) account() {
	var organization string
	j.check("user", func(f *findings) {
		user, response, err := j.Users.Current()
		if !f.done("get", err) {
			return
		}
		f.status(response, 200)
		f.uuid("id", user.ID)
		f.uuid("default_organization_id", user.DefaultOrganizationID)
		organization = user.DefaultOrganizationID
		f.holds(user.ShortID != "", "no short_id")
		f.holds(user.FullName != "", "no full_name")
		f.holds(strings.Contains(user.Email, "@"), "email is %q", user.Email)
		f.holds(user.DefaultProjectID != nil, "no default_project_id")
	})
	j.check("projects: the list holds the project once", func(f *findings) {
		projects, _, err := j.Projects.List(nil)
		if !f.done("list", err) {
			return
		}
		times := 0
		for _, project := range projects {
			if project.ID == j.projectID {
				times++
			}
		}
		f.equal("times in the list", times, 1)
	})
	j.check("project: every field", func(f *findings) {
		project, response, err := j.Projects.Get(j.projectID, nil)
		if !f.done("get", err) {
			return
		}
		f.status(response, 200)
		f.equal("id", project.ID, j.projectID)
		f.holds(project.Name != "", "no name")
		f.time("created_at", project.Created)
		f.time("updated_at", project.Updated)
		f.link("href", project.URL, "projects", j.projectID)
		// metal-cli cuts the organization's id out of this link.
		f.link("organization", project.Organization.URL, "organizations", organization)
	})
	j.otherProject()
}

// What is made in one project does not show in another.
func (j *judge) otherProject() {
	var other *packngo.Project
	made := j.check("project: create", func(f *findings) {
		project, response, err := j.Projects.Create(&packngo.ProjectCreateRequest{Name: tag})
		if !f.done("create", err) {
			return
		}
		f.status(response, 201)
		f.uuid("id", project.ID)
		f.equal("name", project.Name, tag)
		f.link("href", project.URL, "projects", project.ID)
		other = project
	})
	if !made {
		return
	}
	j.check("project: a new one is empty", func(f *findings) {
		devices, _, err := j.Devices.List(other.ID, nil)
		f.done("devices", err)
		f.equal("devices", len(devices), 0)
		addresses, _, err := j.ProjectIPs.List(other.ID, nil)
		f.done("ips", err)
		f.equal("addresses", len(addresses), 0)
		keys, _, err := j.SSHKeys.ProjectList(other.ID)
		f.done("ssh-keys", err)
		f.equal("keys", len(keys), 0)
	})
	j.check("project: delete", func(f *findings) {
		response, err := j.Projects.Delete(other.ID)
		if !f.done("delete", err) {
			return
		}
		f.status(response, 204)
		_, _, err = j.Projects.Get(other.ID, nil)
		f.refused(err, []int{403, 404})
	})
}

// Public halves of keys whose private halves nobody has.
const (
	projectKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOFtZGefAXsfYgyS6kzcG+LQ5uendESBusiOtlSiBmTt judge@project"
	userKey    = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDZnoTn1tdjqvIT33mWwuVK3YY3/jFlq5x9Rj18qubxT judge@user"
)

func (j *judge) keys() {
	project := j.key("project key", packngo.SSHKeyCreateRequest{Label: tag, Key: projectKey, ProjectID: j.projectID})
	user := j.key("user key", packngo.SSHKeyCreateRequest{Label: tag, Key: userKey})
	if project == nil || user == nil {
		return
	}
	j.check("keys: each list holds its own", func(f *findings) {
		projects, _, err := j.SSHKeys.ProjectList(j.projectID)
		f.done("of the project", err)
		users, _, err := j.SSHKeys.List()
		f.done("of the user", err)
		f.equal("project key in its list", keyIn(projects, project.ID), true)
		f.equal("user key in its list", keyIn(users, user.ID), true)
		f.equal("user key in the project's list", keyIn(projects, user.ID), false)
	})
	j.check("keys: search in the project's list", func(f *findings) {
		found, _, err := j.Projects.ListSSHKeys(j.projectID, &packngo.SearchOptions{Search: tag})
		f.done("search", err)
		f.equal("project key found", keyIn(found, project.ID), true)
		found, _, err = j.Projects.ListSSHKeys(j.projectID, &packngo.SearchOptions{Search: unknownButInForm})
		f.done("search", err)
		f.equal("found by a word that no key has", len(found), 0)
	})
	j.check("keys: no twin for one owner", func(f *findings) {
		_, _, err := j.SSHKeys.Create(&packngo.SSHKeyCreateRequest{Label: "twin", Key: projectKey, ProjectID: j.projectID})
		f.refused(err, []int{422})
		_, _, err = j.SSHKeys.Create(&packngo.SSHKeyCreateRequest{Label: "twin", Key: userKey})
		f.refused(err, []int{422})
	})
	j.check("keys: no nonsense", func(f *findings) {
		_, _, err := j.SSHKeys.Create(&packngo.SSHKeyCreateRequest{Label: "nonsense", Key: "nonsense", ProjectID: j.projectID})
		f.refused(err, []int{422})
	})
	j.keyDeleted("project key", project.ID)
	j.keyDeleted("user key", user.ID)
}

func (j *judge) keyDeleted(name, id string) {
	j.check(name+": delete", func(f *findings) {
		response, err := j.SSHKeys.Delete(id)
		if f.done("delete", err) {
			f.status(response, 204)
		}
		_, _, err = j.SSHKeys.Get(id, nil)
		f.refused(err, []int{404})
		_, err = j.SSHKeys.Delete(id)
		f.refused(err, []int{404})
	})
}

func (j *judge) key(name string, request packngo.SSHKeyCreateRequest) *packngo.SSHKey {
	var made *packngo.SSHKey
	j.check(name+": create", func(f *findings) {
		key, response, err := j.SSHKeys.Create(&request)
		if !f.done("create", err) {
			return
		}
		made = key
		f.status(response, 201)
		f.uuid("id", key.ID)
		f.equal("label", key.Label, request.Label)
		f.equal("key", key.Key, request.Key)
		f.holds(key.FingerPrint != "", "no fingerprint")
		f.time("created_at", key.Created)
		f.time("updated_at", key.Updated)
		f.link("href", key.URL, "ssh-keys", key.ID)
		f.uuid("last part of the owner's link", path.Base(key.Owner.Href))
		if request.ProjectID != "" {
			f.link("owner", key.Owner.Href, "projects", request.ProjectID)
		}
		same, _, err := j.SSHKeys.Get(key.ID, nil)
		if f.done("get", err) {
			f.equal("the same, by id", same, key)
		}
	})
	return made
}

func keyIn(keys []packngo.SSHKey, id string) bool {
	for _, key := range keys {
		if key.ID == id {
			return true
		}
	}
	return false
}
