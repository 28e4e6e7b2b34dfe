// The metadata service, through packngo's own reader, from a machine's address.

package main

import (
	"net"
	"net/http"

	"github.com/packethost/packngo"
	"github.com/packethost/packngo/metadata"
)

func (j *judge) metadata() {
	if j.metadataURL == "" || j.device == nil {
		return
	}
	// packngo's reader takes Go's own client, and only an address tells who asks.
	usual := http.DefaultClient
	defer func() { http.DefaultClient = usual }()
	from := func(address string) {
		dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}
		http.DefaultClient = &http.Client{Transport: &http.Transport{DialContext: dialer.DialContext}}
	}
	j.check("metadata: a machine sees itself", func(f *findings) {
		device, _, err := j.Devices.Update(j.device.ID, &packngo.DeviceUpdateRequest{UserData: pointer(userData)})
		if !f.done("update", err) {
			return
		}
		from(device.GetNetworkInfo().PublicIPv4)
		seen, err := metadata.GetMetadataFromURL(j.metadataURL)
		if !f.done("metadata", err) {
			return
		}
		f.equal("id", seen.ID, device.ID)
		f.equal("hostname", seen.Hostname, device.Hostname)
		f.equal("plan", seen.Plan, device.Plan.Slug)
		f.equal("facility", seen.Facility, facility)
		f.equal("metro", seen.Metro, facilityMetro)
		f.equal("operating system", seen.OS.Slug, device.OS.Slug)
		f.equal("customdata", seen.CustomData, device.CustomData)
		f.holds(seen.IQN != "", "no iqn")
		f.equal("bonding mode", seen.Network.BondingMode().String(), "802.3ad")
		f.equal("interfaces", len(seen.Network.Interfaces), 2)
		f.equal("addresses", len(seen.Network.Addresses), 3)
		for _, address := range seen.Network.Addresses {
			f.holds(address.Management && address.Address != nil && address.Gateway != nil && address.ID != "", "address %+v", address)
		}
	})
	j.check("metadata: its user-data, byte for byte", func(f *findings) {
		from(j.device.GetNetworkInfo().PublicIPv4)
		data, err := metadata.GetUserDataFromURL(j.metadataURL)
		f.done("userdata", err)
		f.equal("userdata", string(data), userData)
	})
	j.check("metadata: a stranger sees nothing", func(f *findings) {
		from("127.0.0.1")
		seen, err := metadata.GetMetadataFromURL(j.metadataURL)
		f.holds(err != nil || seen == nil || seen.ID == "", "%+v", seen)
	})
}
