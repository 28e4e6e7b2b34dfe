//! Mistakes that only all documents together show, and documents that are none of ours.

use super::{CLUSTER, MACHINES, edited, reading, told};
use crate::manifest::{Source, read};

/// What is told of any set of texts, the first of them `1.yaml`.
fn told_of(texts: &[&str]) -> Vec<String> {
    let sources: Vec<Source> =
        texts.iter().enumerate().map(|(index, text)| Source::new(format!("{}.yaml", index + 1), *text)).collect();
    told(read(&sources))
}

#[test]
fn there_must_be_one_cluster_and_one_control_plane() {
    assert_eq!(told(read(&[])), ["documents: there is no Cluster"]);
    assert_eq!(told_of(&[MACHINES, "# empty"]), ["1.yaml: there is no Cluster in 1.yaml and 2.yaml"]);
    assert_eq!(
        told_of(&[CLUSTER, CLUSTER, MACHINES]),
        ["2.yaml:1:1: a second Cluster; the first, test, is at 1.yaml:1:1"]
    );
    assert_eq!(told_of(&[CLUSTER]), ["1.yaml:1:1: no Machine runs this Cluster's control plane"]);
    let worker = edited(MACHINES, "    controlPlane: 1.34.4\n", "    controlPlane: ''\n");
    assert_eq!(
        told_of(&[CLUSTER, &worker]),
        [
            "1.yaml:1:1: no Machine runs this Cluster's control plane",
            "2.yaml:15:7: spec.providerSpec.value.roles: the role Master is given, but spec.versions.controlPlane is not, \
             so this is a worker"
        ]
    );
}

#[test]
fn documents_of_other_kinds_and_generations_are_told_apart() {
    let told_after = |document: &str| told_of(&[CLUSTER, MACHINES, document]);
    for (document, expected) in [
        (
            "apiVersion: cluster.k8s.io/v1alpha1\nkind: MachineDeploymnt\n",
            "2:7: cluster.k8s.io/v1alpha1 has no kind MachineDeploymnt",
        ),
        (
            "apiVersion: cluster.k8s.io/v1alpha2\nkind: Machine\n",
            "1:13: there is no cluster.k8s.io/v1alpha2; the version of cluster.k8s.io that packetctl reads is v1alpha1",
        ),
        (
            "apiVersion: cluster.x-k8s.io/v1beta1\nkind: Cluster\n",
            "1:13: cluster.x-k8s.io is of a later generation of cluster-api; packetctl reads cluster.k8s.io/v1alpha1",
        ),
        (
            "apiVersion: infrastructure.cluster.x-k8s.io/v1beta1\nkind: PacketCluster\n",
            "1:13: infrastructure.cluster.x-k8s.io is of a later generation of cluster-api; packetctl reads cluster.k8s.io/v1alpha1",
        ),
        (
            "apiVersion: packetprovider/v1alpha1\nkind: PacketMachineProviderSpec\n",
            "1:13: packetprovider has no documents of its own; its objects stand inside Clusters and Machines",
        ),
        ("kind: Secret\n", "1:1: apiVersion is missing"),
        ("apiVersion: v1\nkind: 3\n", "2:7: kind: expected a text, found the number 3"),
        ("apiVersion: v1\nkind: Secret\nmetadata: {}\n", "1:1: metadata.name is missing, or is not a text"),
        ("apiVersion: v1\nkind: List\n", "1:1: a List must have a list of `items`"),
        ("- 1\n", "1:1: a Kubernetes object is a mapping, but this is a list"),
        ("hello\n", "1:1: a Kubernetes object is a mapping, but this is the text \"hello\""),
    ] {
        assert_eq!(told_after(document), [format!("3.yaml:{expected}")], "{document}");
    }
    for right in
        ["apiVersion: v1\nkind: ConfigMapList\nitems: []\n", "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n"]
    {
        assert_eq!(told_after(right), [""; 0], "{right}");
    }
}

#[test]
fn a_list_of_anything_is_taken_apart() {
    let indented = |text: &str| -> String {
        let lines = text.lines().enumerate();
        let lines: Vec<String> =
            lines.map(|(index, line)| [if index == 0 { "- " } else { "  " }, line, "\n"].concat()).collect();
        lines.concat()
    };
    let machine = edited(MACHINES.split("---").next().expect("the first"), "test-control-plane-0", "UPPER");
    let list = format!("apiVersion: v1\nkind: List\nitems:\n{}{}", indented(CLUSTER), indented(&machine));
    assert_eq!(told_of(&[&list]), ["1.yaml:24:11: metadata.name: \"UPPER\" is not a DNS name"]);
}

#[test]
fn one_mistake_hides_no_other() {
    let unreadable = "a:\n\tb: 1\n---\nb: [\n---\n";
    let machines = edited(MACHINES, "kind: MachineSet", "kind: MachinSet");
    let machines = edited(&machines, "OS: ubuntu_20_04\n      facility", "OS: 20.04\n      facilty");
    assert_eq!(
        told_of(&[&edited(CLUSTER, "cluster.local", "A B"), &format!("{unreadable}{machines}")]),
        [
            "1.yaml:12:20: spec.clusterNetwork.serviceDomain: \"A B\" is not a DNS name",
            "2.yaml:2:1: a tab indents this line",
            "2.yaml:4:4: a bracket is opened here and never closed",
            "2.yaml:13:5: spec.providerSpec.value.facility: neither a facility nor a metro says where the machine is to stand",
            "2.yaml:15:11: spec.providerSpec.value.OS: expected a text, found the number 20.04",
            "2.yaml:16:7: unknown field spec.providerSpec.value.facilty",
            "2.yaml:47:7: cluster.k8s.io/v1alpha1 has no kind MachinSet",
        ]
    );
}

#[test]
fn what_cannot_be_read_is_not_missed() {
    // The Cluster and the control plane may stand in what cannot be read: that they are missing would be noise.
    let cluster = edited(CLUSTER, "serviceDomain:", "serviceDomain: [");
    assert_eq!(
        told_of(&[&cluster, MACHINES]),
        ["1.yaml:13:15: a `[` or `{` above is not closed, or a comma is missing here"]
    );
    let machines = MACHINES.replacen("kind: Machine\n", "kind: Machnie\n", 1);
    assert_eq!(told_of(&[CLUSTER, &machines]), ["2.yaml:2:7: cluster.k8s.io/v1alpha1 has no kind Machnie"]);
}

#[test]
fn namespaces_must_agree() {
    let in_namespace =
        |text: &str, name: &str| text.replace("\nmetadata:\n", &format!("\nmetadata:\n  namespace: {name}\n"));
    assert_eq!(
        told_of(&[&in_namespace(CLUSTER, "a"), &in_namespace(MACHINES, "b")])[0],
        "2.yaml:4:14: metadata.namespace: this Machine is in namespace \"b\", but the Cluster is in namespace \"a\""
    );
    let reading = reading(&in_namespace(CLUSTER, "default"), MACHINES).expect("the default is likely the same");
    assert_eq!(reading.warnings.len(), 4);
}

#[test]
fn what_is_dubious_is_warned_of() {
    let cluster = edited(CLUSTER, "[100.64.0.0/10]", "[100.64.0.0/10, 192.168.0.0/16]");
    let cluster =
        edited(&cluster, "projectID: project-1", "projectID: project-1\n      caKeyPair: {cert: '', key: QUJD}");
    let class = "--- # a class\napiVersion: cluster.k8s.io/v1alpha1\nkind: MachineClass\nmetadata: {name: small}\n\
        providerSpec: {OS: debian_12, metro: ny, machineType: c3.small.x86, billingCycle: hourly, projectID: project-1}\n";
    let reading = reading(&cluster, &format!("{MACHINES}{class}")).expect("it is legal");
    let told: Vec<String> = reading.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "c.yaml:11:35: spec.clusterNetwork.pods.cidrBlocks[1]: only the first range is used",
            "c.yaml:18:34: spec.providerSpec.value.caKeyPair.key: the private key of the cluster's CA stands in this file, \
             and is not read from here",
            "m.yaml:103:5: behind `---` stands \"# a class\", so kubectl does not part the documents here",
            "m.yaml:104:1: no machine refers to this MachineClass",
        ]
    );
    assert!(!format!("{reading:?}").contains("QUJD"), "the key is never shown");
}

#[test]
fn a_machine_may_refer_to_a_class() {
    let machines = edited(
        MACHINES,
        "value:\n        {os: ubuntu_20_04, metro: ny, machineType: c1.small.x86, billingCycle: hourly, projectID: project-1}",
        "valueFrom: {machineClass: {name: small}}",
    );
    let class = "---\napiVersion: cluster.k8s.io/v1alpha1\nkind: MachineClass\nmetadata: {name: small}\n\
        providerSpec: {OS: debian_12, metro: ny, machineType: c3.small.x86, billingCycle: hourly, projectID: project-1}\n";
    let reading = reading(CLUSTER, &format!("{machines}{class}")).expect("the class is there");
    assert_eq!(reading.packet(&reading.machines[1].spec).map(|packet| packet.os.as_str()), Some("debian_12"));
    assert_eq!(
        told_of(&[CLUSTER, &format!("{machines}{}", class.replace("small}", "smal}"))]),
        [
            "2.yaml:33:40: spec.providerSpec.valueFrom.machineClass.name: there is no MachineClass \"small\" in these files"
        ]
    );
}
