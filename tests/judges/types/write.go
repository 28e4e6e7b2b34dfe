package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/cluster-api/pkg/apis/cluster/common"
	"sigs.k8s.io/cluster-api/pkg/apis/cluster/v1alpha1"
	"sigs.k8s.io/yaml"
)

// One cluster with every field set that the types have, but for those that no
// server of today takes (clusterName and initializers of ObjectMeta). The run
// script names these three too.
const (
	namespace   = "metal"
	clusterName = "judged"
	projectID   = "5f1e8f3a-2b7c-4d7e-9a64-0c1d2e3f4a5b"
)

const (
	kubernetes = "1.34.4"
	class      = clusterName + "-class"
	// The base64 of a whole public key file, as in 2019.
	sshKey = "c3NoLWVkMjU1MTkgQUFBQUMzTnphQzFsWkRJMU5URTVBQUFBSUJPYnhSYVFqUFNzRXM1Q2RVazl0aTJrVk1QTDJhVlM3YUdDbTd0NWFqS1kganVkZ2VAZXhhbXBsZS5jb20K"
)

var moment = metav1.NewTime(time.Date(2019, time.September, 6, 12, 30, 0, 0, time.UTC))

func write(folder string, stored bool) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	w := writer{stored: stored}
	files := map[string][]any{
		"cluster.yaml":  {w.cluster()},
		"machines.yaml": {w.controlPlane(), w.deployment(), w.set(), w.list(), w.class()},
	}
	for file, documents := range files {
		var stream bytes.Buffer
		for _, document := range documents {
			text, err := yaml.Marshal(document)
			if err != nil {
				return err
			}
			fmt.Fprintf(&stream, "---\n%s", text)
		}
		if err := os.WriteFile(filepath.Join(folder, file), stream.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// A writer knows whether the objects look as if a server had stored them.
type writer struct{ stored bool }

func pointer[T any](value T) *T { return &value }

func typeMeta(kind string) metav1.TypeMeta {
	return metav1.TypeMeta{APIVersion: v1alpha1.SchemeGroupVersion.String(), Kind: kind}
}

// uid is the same for the same object, in every run.
func uid(kind, name string) types.UID {
	sum := sha256.Sum256([]byte(kind + "/" + name))
	return types.UID(fmt.Sprintf("%x-%x-4%.3s-8%.3s-%x", sum[:4], sum[4:6], hex.EncodeToString(sum[6:8]), hex.EncodeToString(sum[8:10]), sum[10:16]))
}

// meta is what a user writes, and with stored what the server adds.
func (w writer) meta(kind, resource, name string, labels map[string]string) metav1.ObjectMeta {
	meta := metav1.ObjectMeta{
		Name:         name,
		GenerateName: name + "-",
		Namespace:    namespace,
		Labels:       labels,
		Annotations:  map[string]string{"example.com/note": "one: two # three", "example.com/lines": "first\nsecond\n"},
		Finalizers:   []string{"foregroundDeletion"},
	}
	if kind != "Cluster" {
		meta.OwnerReferences = []metav1.OwnerReference{{
			APIVersion:         v1alpha1.SchemeGroupVersion.String(),
			Kind:               "Cluster",
			Name:               clusterName,
			UID:                uid("Cluster", clusterName),
			Controller:         pointer(true),
			BlockOwnerDeletion: pointer(true),
		}}
	}
	if w.stored {
		meta.UID = uid(kind, name)
		meta.SelfLink = fmt.Sprintf("/apis/%s/namespaces/%s/%s/%s", v1alpha1.SchemeGroupVersion, namespace, resource, name)
		meta.ResourceVersion = "4711"
		meta.Generation = 3
		meta.CreationTimestamp = moment
	}
	return meta
}

func labels(role, pool string) map[string]string {
	return map[string]string{v1alpha1.MachineClusterLabelName: clusterName, "set": role, "example.com/pool": pool}
}

func raw(value any) *runtime.RawExtension {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return &runtime.RawExtension{Raw: text}
}

func machineProvider(role string, set func(*machineProviderSpec)) *runtime.RawExtension {
	spec := machineProviderSpec{
		TypeMeta:     metav1.TypeMeta{APIVersion: "packetprovider/v1alpha1", Kind: "PacketMachineProviderSpec"},
		Roles:        []string{role},
		Facility:     []string{"ewr1"},
		OS:           "ubuntu_20_04",
		ProjectID:    projectID,
		BillingCycle: "hourly",
		MachineType:  "c1.small.x86",
		SSHKeys:      []string{sshKey},
		Tags:         []string{"rack:12", "no"},
	}
	if set != nil {
		set(&spec)
	}
	return raw(spec)
}

func (w writer) cluster() *v1alpha1.Cluster {
	return &v1alpha1.Cluster{
		TypeMeta:   typeMeta("Cluster"),
		ObjectMeta: w.meta("Cluster", "clusters", clusterName, map[string]string{"example.com/owner": "judges"}),
		Spec: v1alpha1.ClusterSpec{
			ClusterNetwork: v1alpha1.ClusterNetworkingConfig{
				Services:      v1alpha1.NetworkRanges{CIDRBlocks: []string{"172.25.0.0/16"}},
				Pods:          v1alpha1.NetworkRanges{CIDRBlocks: []string{"172.26.0.0/16"}},
				ServiceDomain: "cluster.local",
			},
			ProviderSpec: v1alpha1.ProviderSpec{Value: raw(clusterProviderSpec{
				TypeMeta:  metav1.TypeMeta{APIVersion: "packetprovider/v1alpha1", Kind: "PacketClusterProviderSpec"},
				ProjectID: projectID,
				// As the files of 2019 had it: empty.
				CAKeyPair: &keyPair{Cert: []byte{}, Key: []byte{}},
			})},
		},
		Status: v1alpha1.ClusterStatus{
			APIEndpoints:   []v1alpha1.APIEndpoint{{Host: "198.51.100.7", Port: 6443}},
			ErrorReason:    common.CreateClusterError,
			ErrorMessage:   "no route to host: try again",
			ProviderStatus: raw(map[string]any{"apiVersion": "packetprovider/v1alpha1", "kind": "PacketClusterProviderStatus"}),
		},
	}
}

// nodeMeta is what a Machine's Node is to carry.
func nodeMeta(role string) metav1.ObjectMeta {
	return metav1.ObjectMeta{
		Name:        clusterName + "-" + role,
		Labels:      map[string]string{"example.com/role": role},
		Annotations: map[string]string{"example.com/octal": "0755"},
	}
}

func machineSpec(role string, provider v1alpha1.ProviderSpec) v1alpha1.MachineSpec {
	spec := v1alpha1.MachineSpec{
		ObjectMeta: nodeMeta(role),
		Taints: []corev1.Taint{
			{Key: "example.com/new", Value: "yes", Effect: corev1.TaintEffectNoSchedule},
			{Key: "example.com/slow", Effect: corev1.TaintEffectPreferNoSchedule},
			{Key: "example.com/broken", Value: "1", Effect: corev1.TaintEffectNoExecute, TimeAdded: &moment},
		},
		ProviderSpec: provider,
		Versions:     v1alpha1.MachineVersionInfo{Kubelet: kubernetes},
		ConfigSource: &corev1.NodeConfigSource{ConfigMap: &corev1.ConfigMapNodeConfigSource{
			Namespace:        "kube-system",
			Name:             "kubelet-" + role,
			UID:              uid("ConfigMap", role),
			ResourceVersion:  "12",
			KubeletConfigKey: "kubelet",
		}},
	}
	if role == "master" {
		spec.Versions.ControlPlane = kubernetes
	}
	return spec
}

func (w writer) controlPlane() *v1alpha1.Machine {
	name := clusterName + "-master-0"
	machine := &v1alpha1.Machine{
		TypeMeta:   typeMeta("Machine"),
		ObjectMeta: w.meta("Machine", "machines", name, labels("master", "none")),
		Spec:       machineSpec("master", v1alpha1.ProviderSpec{Value: machineProvider("Master", nil)}),
		Status:     machineStatus(name, kubernetes),
	}
	machine.Spec.ProviderID = pointer("packet://0d6f4c1a-7a1e-4a3c-8d8e-5b6a7c8d9e0f")
	if w.stored {
		// Deleted, and held by its finalizer.
		machine.DeletionTimestamp = &moment
		machine.DeletionGracePeriodSeconds = pointer(int64(0))
	}
	return machine
}

func machineStatus(name, controlPlane string) v1alpha1.MachineStatus {
	return v1alpha1.MachineStatus{
		NodeRef: &corev1.ObjectReference{
			Kind: "Node", Name: name, UID: uid("Node", name), APIVersion: "v1", ResourceVersion: "815",
		},
		LastUpdated:    &moment,
		Versions:       &v1alpha1.MachineVersionInfo{Kubelet: kubernetes, ControlPlane: controlPlane},
		ErrorReason:    pointer(common.UpdateMachineError),
		ErrorMessage:   pointer("the plan cannot be changed"),
		ProviderStatus: raw(map[string]any{"apiVersion": "packetprovider/v1alpha1", "kind": "PacketMachineProviderStatus"}),
		Addresses: []corev1.NodeAddress{
			{Type: corev1.NodeExternalIP, Address: "198.51.100.7"},
			{Type: corev1.NodeInternalIP, Address: "10.99.0.3"},
			{Type: corev1.NodeHostName, Address: name},
		},
		Conditions: []corev1.NodeCondition{{
			Type: corev1.NodeReady, Status: corev1.ConditionTrue, LastHeartbeatTime: moment,
			LastTransitionTime: moment, Reason: "KubeletReady", Message: "kubelet is posting ready status",
		}},
		LastOperation: &v1alpha1.LastOperation{
			Description: pointer("ordered"), LastUpdated: &moment, State: pointer("Processing"), Type: pointer("Create"),
		},
		Phase: pointer("Running"),
	}
}

func (w writer) deployment() *v1alpha1.MachineDeployment {
	provider := v1alpha1.ProviderSpec{Value: machineProvider("Node", nil)}
	return &v1alpha1.MachineDeployment{
		TypeMeta:   typeMeta("MachineDeployment"),
		ObjectMeta: w.meta("MachineDeployment", "machinedeployments", clusterName+"-node", labels("node", "rolling")),
		Spec: v1alpha1.MachineDeploymentSpec{
			Replicas: pointer(int32(3)),
			Selector: metav1.LabelSelector{
				MatchLabels: labels("node", "rolling"),
				MatchExpressions: []metav1.LabelSelectorRequirement{
					{Key: "set", Operator: metav1.LabelSelectorOpIn, Values: []string{"node", "spare"}},
					{Key: "set", Operator: metav1.LabelSelectorOpNotIn, Values: []string{"master"}},
					{Key: "example.com/pool", Operator: metav1.LabelSelectorOpExists},
					{Key: "example.com/retired", Operator: metav1.LabelSelectorOpDoesNotExist},
				},
			},
			Template: template("rolling", provider),
			Strategy: &v1alpha1.MachineDeploymentStrategy{
				Type: common.RollingUpdateMachineDeploymentStrategyType,
				RollingUpdate: &v1alpha1.MachineRollingUpdateDeployment{
					MaxSurge:       pointer(intstr.FromString("25%")),
					MaxUnavailable: pointer(intstr.FromInt(2)),
				},
			},
			MinReadySeconds:         pointer(int32(10)),
			RevisionHistoryLimit:    pointer(int32(4)),
			Paused:                  true,
			ProgressDeadlineSeconds: pointer(int32(900)),
		},
		Status: v1alpha1.MachineDeploymentStatus{
			ObservedGeneration: 2, Replicas: 3, UpdatedReplicas: 2, ReadyReplicas: 1, AvailableReplicas: 1, UnavailableReplicas: 2,
		},
	}
}

func template(pool string, provider v1alpha1.ProviderSpec) v1alpha1.MachineTemplateSpec {
	return v1alpha1.MachineTemplateSpec{
		ObjectMeta: metav1.ObjectMeta{
			GenerateName: clusterName + "-" + pool + "-",
			Labels:       labels("node", pool),
			Annotations:  map[string]string{"example.com/version": "1.10"},
		},
		Spec: machineSpec("node", provider),
	}
}

func (w writer) set() *v1alpha1.MachineSet {
	provider := machineProvider("Node", func(spec *machineProviderSpec) {
		// A place of our own making, in the same town.
		spec.Facility, spec.Metro = nil, "ny"
	})
	return &v1alpha1.MachineSet{
		TypeMeta:   typeMeta("MachineSet"),
		ObjectMeta: w.meta("MachineSet", "machinesets", clusterName+"-fixed", labels("node", "fixed")),
		Spec: v1alpha1.MachineSetSpec{
			Replicas:        pointer(int32(2)),
			MinReadySeconds: 5,
			DeletePolicy:    string(v1alpha1.OldestMachineSetDeletePolicy),
			Selector:        metav1.LabelSelector{MatchLabels: labels("node", "fixed")},
			Template:        template("fixed", v1alpha1.ProviderSpec{Value: provider}),
		},
		Status: v1alpha1.MachineSetStatus{
			Replicas: 2, FullyLabeledReplicas: 2, ReadyReplicas: 1, AvailableReplicas: 1, ObservedGeneration: 1,
			ErrorReason: pointer(common.InvalidConfigurationMachineSetError), ErrorMessage: pointer("one is missing"),
		},
	}
}

// list: one machine says all itself, the other takes it from the class.
func (w writer) list() *v1alpha1.MachineList {
	reference := v1alpha1.ProviderSpec{ValueFrom: &v1alpha1.ProviderSpecSource{MachineClass: &v1alpha1.MachineClassRef{
		ObjectReference: &corev1.ObjectReference{
			Kind: "MachineClass", Namespace: namespace, Name: class, UID: uid("MachineClass", class),
			APIVersion: v1alpha1.SchemeGroupVersion.String(), ResourceVersion: "4711", FieldPath: "providerSpec",
		},
		Provider: "packet",
	}}}
	list := &v1alpha1.MachineList{TypeMeta: typeMeta("MachineList")}
	if w.stored {
		list.ListMeta = metav1.ListMeta{
			SelfLink: "/apis/" + v1alpha1.SchemeGroupVersion.String() + "/machines", ResourceVersion: "4712",
		}
	}
	for i, provider := range []v1alpha1.ProviderSpec{{Value: machineProvider("Node", nil)}, reference} {
		name := fmt.Sprintf("%s-single-%d", clusterName, i)
		machine := v1alpha1.Machine{
			TypeMeta:   typeMeta("Machine"),
			ObjectMeta: w.meta("Machine", "machines", name, labels("node", "none")),
			Spec:       machineSpec("node", provider),
			Status:     machineStatus(name, ""),
		}
		machine.Spec.ProviderID = pointer("packet://" + string(uid("Device", name)))
		list.Items = append(list.Items, machine)
	}
	return list
}

func (w writer) class() *v1alpha1.MachineClass {
	return &v1alpha1.MachineClass{
		TypeMeta:     typeMeta("MachineClass"),
		ObjectMeta:   w.meta("MachineClass", "machineclasses", class, map[string]string{"example.com/owner": "judges"}),
		ProviderSpec: *machineProvider("Node", nil),
	}
}
