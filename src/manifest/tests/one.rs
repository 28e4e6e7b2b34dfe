//! Mistakes in one document: a table of changes, and what is told of each.

use super::{CLUSTER, MACHINES, edited, reading, told};

/// Checks a table of changes of one of the files, each with what is told of it.
fn check(file: &str, cases: &[(&str, &str, &[&str])]) {
    let mut wrong = Vec::new();
    for (old, new, expected) in cases {
        let result = match file {
            "c.yaml" => reading(&edited(CLUSTER, old, new), MACHINES),
            _ => reading(CLUSTER, &edited(MACHINES, old, new)),
        };
        let expected: Vec<String> = expected.iter().map(|what| format!("{file}:{what}")).collect();
        let told = told(result);
        if told != expected {
            wrong.push(format!("{old:?} became {new:?}:\n  told     {told:#?}\n  expected {expected:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn mistakes_in_the_cluster() {
    check(
        "c.yaml",
        &[
            (
                "name: test",
                "nmae: test",
                &["3:1: metadata.name: the object has no name", "4:3: unknown field metadata.nmae"][..],
            ),
            (
                "name: test",
                "name: Test_1",
                &["4:9: metadata.name: the cluster name \"Test_1\" is not a DNS-1123 label"],
            ),
            (
                "    pods:",
                "    pod:",
                &["6:3: spec.clusterNetwork.pods is missing", "10:5: unknown field spec.clusterNetwork.pod"],
            ),
            (
                "cidrBlocks: [100.64.0.0/10]",
                "cidrBlocks:",
                &["11:7: spec.clusterNetwork.pods.cidrBlocks: no range of addresses is given"],
            ),
            (
                "100.64.0.0/10",
                "10.1.0.0/16",
                &[
                    "11:20: spec.clusterNetwork.pods.cidrBlocks[0]: 10.1.0.0/16 overlaps 10.0.0.0/8, which Packet routes privately on every host",
                ],
            ),
            (
                "100.64.0.0/10",
                "172.25.128.0/17",
                &[
                    "11:20: spec.clusterNetwork.pods.cidrBlocks[0]: the range of pods 172.25.128.0/17 overlaps that of services 172.25.0.0/16 at c.yaml:9:9",
                ],
            ),
            (
                "100.64.0.0/10",
                "172.26.0.0/24",
                &[
                    "11:20: spec.clusterNetwork.pods.cidrBlocks[0]: the range of pods 172.26.0.0/24 has room for 1 nodes (each takes a /24), but there are 7 machines",
                ],
            ),
            ("cluster.local", "\"\"", &["12:20: spec.clusterNetwork.serviceDomain: \"\" is not a DNS name"]),
            (
                "packetprovider/v1alpha1",
                "packetprovider/v1",
                &[
                    "15:19: spec.providerSpec.value.apiVersion: expected packetprovider/v1alpha1 or packetprovider.k8s.io/v1alpha1, found \"packetprovider/v1\"",
                ],
            ),
            (
                "PacketClusterProviderSpec",
                "PacketMachineProviderSpec",
                &[
                    "16:13: spec.providerSpec.value.kind: expected PacketClusterProviderSpec, found \"PacketMachineProviderSpec\"",
                ],
            ),
            (
                "projectID: project-1",
                "project: project-1",
                &[
                    "14:5: spec.providerSpec.value.projectID is missing",
                    "17:7: unknown field spec.providerSpec.value.project",
                ],
            ),
            (
                "    value:",
                "    valueFrom:\n      machineClass: {name: x}\n    value:",
                &[
                    "14:5: spec.providerSpec.valueFrom: a Cluster cannot refer to a MachineClass, which is about machines",
                ],
            ),
            (
                "serviceDomain:",
                "serviceDomain: x.local\n    serviceDomain:",
                &["13:5: the key `serviceDomain` is given twice; it stands first at 12:5"],
            ),
        ],
    );
}

#[test]
fn mistakes_in_a_machine() {
    check(
        "m.yaml",
        &[
            ("name: test-control-plane-0", "name: -x", &["4:9: metadata.name: \"-x\" is not a DNS name"][..]),
            (
                "name: test-control-plane-0",
                "generateName: x-",
                &[
                    "4:17: metadata.generateName: generateName gives another name each time, so nothing here could be found again",
                ],
            ),
            (
                "labels: {cluster.k8s.io/cluster-name: test, set: master}",
                "labels: {set: master}",
                &[
                    "5:3: metadata.labels[\"cluster.k8s.io/cluster-name\"]: the label is missing, so the machine belongs to no cluster",
                ],
            ),
            (
                "labels: {cluster.k8s.io/cluster-name: test, set: master}",
                "labels: {cluster.k8s.io/cluster-name: tset}",
                &[
                    "5:41: metadata.labels[\"cluster.k8s.io/cluster-name\"]: the label names the cluster \"tset\", but the Cluster is \"test\"",
                ],
            ),
            (
                "labels: {cluster.k8s.io/cluster-name: test, set: master}",
                "namespace: x\n  labels: {cluster.k8s.io/cluster-name: test}",
                &["5:14: metadata.namespace: this Machine is in namespace \"x\", but the Cluster names no namespace"],
            ),
            (
                "OS: ubuntu_20_04\n      facility",
                "OS: Ubuntu\n      facility",
                &["10:11: spec.providerSpec.value.OS: \"Ubuntu\" is not an operating system code"],
            ),
            (
                "facility: [ewr1] # cp",
                "facility: ewr1",
                &["11:17: spec.providerSpec.value.facility: expected a list, found the text \"ewr1\""],
            ),
            (
                "facility: [ewr1] # cp",
                "facility: []",
                &[
                    "11:7: spec.providerSpec.value.facility: neither a facility nor a metro says where the machine is to stand",
                ],
            ),
            (
                "facility: [ewr1] # cp",
                "facility: [ewr1]\n      metro: ny",
                &[
                    "12:14: spec.providerSpec.value.metro: a metro and facilities are given, and Packet takes one or the other",
                ],
            ),
            (
                "billingCycle: hourly # cp",
                "billingCycle: weekly",
                &[
                    "13:21: spec.providerSpec.value.billingCycle: there is no billing cycle \"weekly\"; there are hourly, daily, monthly, yearly",
                ],
            ),
            (
                "projectID: project-1 # cp",
                "projectID: project-2",
                &["14:18: spec.providerSpec.value.projectID: the project project-2 is not the Cluster's, project-1"],
            ),
            (
                "roles: [Master]",
                "roles: [Mster]",
                &["15:15: spec.providerSpec.value.roles[0]: expected Master or Node, found the text \"Mster\""],
            ),
            (
                "roles: [Master]",
                "roles: [Node]",
                &[
                    "15:7: spec.providerSpec.value.roles: spec.versions.controlPlane makes this a control plane, but the role Master is not given",
                ],
            ),
        ],
    );
}

#[test]
fn mistakes_in_a_machine_behind_its_roles() {
    check(
        "m.yaml",
        &[
            (
                "sshKeys: []",
                "sshKeys: [\"-----BEGIN OPENSSH PRIVATE KEY-----\"]",
                &[
                    "16:17: spec.providerSpec.value.sshKeys[0]: this is a private key, and only public ones go to a machine",
                ],
            ),
            (
                "sshKeys: []",
                "sshKeys: [aGVsbG8=]",
                &["16:17: spec.providerSpec.value.sshKeys[0]: this is not a public SSH key"],
            ),
            (
                "sshKeys: []",
                "tags: [\"\"]",
                &["16:14: spec.providerSpec.value.tags[0]: a tag has 1 to 80 characters, this one has 0"],
            ),
            (
                "kubelet: 1.34.4 # cp",
                "kubelet: v1.34.4",
                &["18:14: spec.versions.kubelet: the Kubernetes version \"v1.34.4\" has a leading `v`"],
            ),
            (
                "kubelet: 1.34.4 # cp",
                "kubelet: 1.30",
                &["18:14: spec.versions.kubelet: expected a text, found the number 1.30"],
            ),
            (
                "kubelet: 1.34.4 # cp",
                "kubelet: 1.34.3",
                &["19:19: spec.versions.controlPlane: 1.34.4 differs from the kubelet's 1.34.3 on the same machine"],
            ),
            (
                "  taints: []",
                "  taints: [{key: a, effect: NoShedule}]",
                &[
                    "20:29: spec.taints[0].effect: expected NoSchedule, PreferNoSchedule or NoExecute, found the text \"NoShedule\"",
                ],
            ),
            (
                "  taints: []",
                "  providerID: packet-1",
                &["20:15: spec.providerID: \"packet-1\" is not the id of a machine at a provider"],
            ),
            ("  taints: []", "  taint: []", &["20:3: unknown field spec.taint"]),
        ],
    );
}

#[test]
fn mistakes_in_lists_and_groups() {
    check(
        "m.yaml",
        &[
            (
                "- apiVersion: cluster.k8s.io/v1alpha1",
                "- apiVersion: cluster.k8s.io/v1",
                &["26:15: apiVersion: expected cluster.k8s.io/v1alpha1, found \"cluster.k8s.io/v1\""][..],
            ),
            ("  kind: Machine # item\n", "", &["26:3: items[0].kind is missing"]),
            (
                "kubelet: 1.34.3",
                "kubelet: 1.34.5",
                &["38:16: spec.versions.kubelet: the kubelet 1.34.5 is newer than the control plane 1.34.4"],
            ),
            (
                "kubelet: 1.34.3",
                "kubelet: 1.34.4\n      controlPlane: 1.34.4",
                &[
                    "39:21: spec.versions.controlPlane: a second control plane; the first, test-control-plane-0, is at m.yaml:1:1",
                ],
            ),
            (
                "name: test-single-0",
                "name: test-control-plane-0",
                &["29:11: metadata.name: there are two Machines of this name; the first is at m.yaml:1:1"],
            ),
            ("replicas: 3 # set", "replicas: -1", &["47:13: spec.replicas: -1 is below zero"]),
            (
                "deletePolicy: Oldest",
                "deletePolicy: oldest",
                &["48:17: spec.deletePolicy: expected Random, Newest or Oldest, found the text \"oldest\""],
            ),
            (
                "matchLabels: {set: fixed}",
                "matchLabels: {set: fix}",
                &["50:24: spec.selector.matchLabels.set: the selector wants \"fix\", but the template has \"fixed\""],
            ),
            (
                "matchLabels: {set: fixed}",
                "matchLabels: {}",
                &["49:3: spec.selector: an empty selector takes every machine"],
            ),
            (
                "matchLabels: {set: fixed}",
                "matchExpressions: [{key: set, operator: In}]",
                &["50:24: spec.selector.matchExpressions[0]: the operator In needs values"],
            ),
            (
                "matchLabels: {set: fixed}",
                "matchExpressions: [{key: set, operator: NotIn, values: [fixed]}]",
                &["50:24: spec.selector.matchExpressions[0]: the template's labels do not match: set NotIn"],
            ),
            (
                "matchLabels: {set: fixed}",
                "matchExpressions: [{key: set, operator: in}]",
                &[
                    "50:45: spec.selector.matchExpressions[0].operator: expected In, NotIn, Exists or DoesNotExist, found the text \"in\"",
                ],
            ),
        ],
    );
}

#[test]
fn mistakes_in_a_deployment() {
    check(
        "m.yaml",
        &[
            (
                "replicas: 2",
                "replicas: 9998",
                &["76:13: spec.replicas: with these there are 10001 machines; at most 10000 are supported"],
            ),
            (
                "maxSurge: 1",
                "maxSurge: 0",
                &[
                    "80:5: spec.strategy.rollingUpdate: of 2 machines none may be too many and none too few, so none can be renewed",
                ],
            ),
            (
                "maxSurge: 1",
                "maxSurge: some",
                &[
                    "81:17: spec.strategy.rollingUpdate.maxSurge: \"some\" is neither a number of machines nor a percentage",
                ],
            ),
            (
                "maxSurge: 1",
                "maxSurge: true",
                &["81:17: spec.strategy.rollingUpdate.maxSurge: expected a whole number, found the boolean true"],
            ),
            (
                "type: RollingUpdate",
                "type: Recreate",
                &["79:11: spec.strategy.type: expected RollingUpdate, found the text \"Recreate\""],
            ),
            (
                "kubelet: 1.34.4 # md",
                "kubelet: 1.34.4\n        controlPlane: 1.34.4",
                &[
                    "103:23: spec.template.spec.versions.controlPlane: a MachineDeployment makes no control planes; these are single Machines",
                ],
            ),
            (
                "name: test-worker",
                &format!("name: {}", "a".repeat(47)),
                &[
                    "71:9: metadata.name: the hostnames made from the name of this MachineDeployment have 64 characters; there is room for 63",
                ],
            ),
        ],
    );
}
