// How other clients of the service spoke to it and were understood: Apache libcloud's
// driver EquinixMetal, and packet-python.

package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
)

// Sends a request as it is given, and reads the answer into `into` unless that is nil.
func (j *judge) say(f *findings, method, path string, body any, wanted int, into any) bool {
	text := []byte{}
	if body != nil {
		text, _ = json.Marshal(body)
	}
	request, err := http.NewRequest(method, strings.TrimSuffix(j.url, "/")+path, bytes.NewReader(text))
	if !f.done("request", err) {
		return false
	}
	request.Header.Set("X-Auth-Token", j.APIKey)
	request.Header.Set("Content-Type", "application/json")
	response, err := j.witness.RoundTrip(request)
	if !f.done(path, err) {
		return false
	}
	answer, _ := io.ReadAll(response.Body)
	if response.StatusCode != wanted {
		f.add("%s %s: wanted %d, got %d %s", method, path, wanted, response.StatusCode, answer)
		return false
	}
	return into == nil || f.done(path, json.Unmarshal(answer, into))
}

type made struct{ ID, State string }

func (j *judge) others() {
	if j.device == nil {
		return
	}
	j.check("libcloud: what is posted may stand in the query", func(f *findings) {
		j.say(f, "POST", "/devices/"+j.device.ID+"/actions?type=reboot", nil, 202, nil)
		var key, address made
		if j.say(f, "POST", "/ssh-keys?"+url.Values{"label": {tag}, "key": {userKey}}.Encode(), nil, 201, &key) {
			_, err := j.SSHKeys.Delete(key.ID)
			f.done("delete the key", err)
		}
		if j.say(f, "POST", "/projects/"+j.projectID+"/ips?type=public_ipv4&quantity=1&facility="+j.device.Facility.ID, nil, 201, &address) {
			_, err := j.ProjectIPs.Remove(address.ID)
			f.done("release the address", err)
		}
	})
	j.check("packet-python: two slashes are one", func(f *findings) {
		j.say(f, "GET", "//capacity", nil, 200, nil)
		j.say(f, "GET", "//devices/"+j.device.ID+"/ips?", nil, 200, nil)
	})
	j.check("packet-python: an empty object is an empty list", func(f *findings) {
		var device made
		order := map[string]any{
			"hostname": "judge-python", "facility": facility, "plan": facilityPlan, "operating_system": facilityOS, "billing_cycle": "hourly", "locked": false,
			"tags": map[string]any{}, "features": map[string]any{}, "project_ssh_keys": []string{}, "user_ssh_keys": []string{}, "userdata": "",
			"public_ipv4_subnet_size": 31, "project_id": j.projectID,
		}
		if j.say(f, "POST", path.Join("/projects", j.projectID, "devices"), order, 201, &device) {
			j.made = append(j.made, device.ID)
		}
	})
	j.check("packet-python: an update by PATCH with all that there is", func(f *findings) {
		update := map[string]any{
			"hostname": "judge-patched", "locked": false, "tags": []string{tag}, "description": nil, "billing_cycle": "hourly", "userdata": userData,
			"always_pxe": false, "ipxe_script_url": nil, "spot_instance": false, "customdata": map[string]any{"patched": true},
		}
		if !j.say(f, "PATCH", "/devices/"+j.device.ID, update, 200, nil) {
			return
		}
		device, _, err := j.Devices.Get(j.device.ID, nil)
		if f.done("get", err) {
			f.equal("hostname", device.Hostname, "judge-patched")
			f.equal("tags", device.Tags, []string{tag})
			f.equal("customdata", device.CustomData, map[string]any{"patched": true})
			f.equal("state", device.State, "active")
		}
	})
}
