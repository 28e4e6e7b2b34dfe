package main

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// The provider's types of 2019, in shape; their package needs modules that are
// long gone. Our own additions are named.

type providerSpec interface{ problems() []error }

type clusterProviderSpec struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	ProjectID string   `json:"projectID"`
	CAKeyPair *keyPair `json:"caKeyPair,omitempty"`
}

type keyPair struct {
	Cert []byte `json:"cert"`
	Key  []byte `json:"key"`
}

type machineProviderSpec struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Roles        []string `json:"roles,omitempty"`
	Facility     []string `json:"facility,omitempty"`
	OS           string   `json:"OS"`
	ProjectID    string   `json:"projectID"`
	BillingCycle string   `json:"billingCycle"`
	MachineType  string   `json:"machineType"`
	SSHKeys      []string `json:"sshKeys,omitempty"`

	// Ours.
	Metro string   `json:"metro,omitempty"`
	Tags  []string `json:"tags,omitempty"`
}

func (s *clusterProviderSpec) problems() []error {
	return append(identity(s.TypeMeta, "PacketClusterProviderSpec"), required("projectID", s.ProjectID)...)
}

func (s *machineProviderSpec) problems() []error {
	found := identity(s.TypeMeta, "PacketMachineProviderSpec")
	found = append(found, required("OS", s.OS)...)
	found = append(found, required("projectID", s.ProjectID)...)
	found = append(found, required("billingCycle", s.BillingCycle)...)
	found = append(found, required("machineType", s.MachineType)...)
	if len(s.Facility) == 0 && s.Metro == "" {
		found = append(found, fmt.Errorf("neither facility nor metro"))
	}
	for _, role := range s.Roles {
		if role != "Master" && role != "Node" {
			found = append(found, fmt.Errorf("unknown role %q", role))
		}
	}
	return found
}

// identity takes the group of the 2019 templates and the one that Go registered.
func identity(meta metav1.TypeMeta, kind string) []error {
	known := meta.APIVersion == "packetprovider/v1alpha1" || meta.APIVersion == "packetprovider.k8s.io/v1alpha1"
	if known && meta.Kind == kind {
		return nil
	}
	return []error{fmt.Errorf("is %s %s, not a %s", meta.APIVersion, meta.Kind, kind)}
}

func required(field, value string) []error {
	if value != "" {
		return nil
	}
	return []error{fmt.Errorf("%s is missing", field)}
}
