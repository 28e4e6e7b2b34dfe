//! The model is what the files say, and what they cannot mean is told at its place.

use super::*;
use crate::manifest::{Source, read};

const CLUSTER: &str = "\
apiVersion: cluster.k8s.io/v1alpha1
kind: Cluster
metadata: {name: test}
spec:
  clusterNetwork:
    services: {cidrBlocks: [172.25.0.0/16]}
    pods: {cidrBlocks: [172.26.0.0/16]}
    serviceDomain: cluster.local
  providerSpec:
    value: {kind: PacketClusterProviderSpec, projectID: project-1}
";

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti user@example.com";

/// A machine of one document, or the template of a set; `more` stands in its spec.
fn machine(kind: &str, name: &str, versions: &str, more: &str) -> String {
    let labels = "{cluster.k8s.io/cluster-name: test, set: s}";
    let packet = "{OS: ubuntu_22_04, facility: [ewr1, any], machineType: c3.small.x86, billingCycle: hourly, \
                  projectID: project-1, tags: [mine]}";
    let spec = format!("{{providerSpec: {{value: {packet}}}, versions: {{{versions}}}{more}}}");
    let head = format!("---\napiVersion: cluster.k8s.io/v1alpha1\nkind: {kind}\n");
    match kind {
        "Machine" => format!("{head}metadata: {{name: {name}, labels: {labels}}}\nspec: {spec}\n"),
        _ => format!(
            "{head}metadata: {{name: {name}}}\nspec:\n  selector: {{matchLabels: {{set: s}}}}\n  \
             template: {{metadata: {{labels: {labels}}}, spec: {spec}}}\n"
        ),
    }
}

fn control_plane() -> String {
    machine("Machine", "cp", "kubelet: 1.34.4, controlPlane: 1.34.4", "")
}

fn model(documents: &[String]) -> Result<Cluster, Problems> {
    let machines = documents.concat();
    let reading = read(&[Source::new("c.yaml", CLUSTER), Source::new("m.yaml", machines)]);
    Cluster::from_reading(&reading.expect("the manifest has nothing against it"))
}

/// What is told of the control plane and these documents; each must have a hint.
fn told(documents: &[String]) -> Vec<String> {
    let problems = model(&[&[control_plane()], documents].concat()).expect_err("something is wrong");
    assert!(problems.iter().all(|problem| problem.hint.is_some()), "{problems:?}");
    problems.iter().map(ToString::to_string).collect()
}

fn worker(kind: &str, name: &str) -> String {
    machine(kind, name, "kubelet: 1.34.3", "")
}

#[test]
fn every_kind_of_document_becomes_a_group() {
    let set = worker("MachineSet", "set").replace("spec:\n", "spec:\n  replicas: 3\n  deletePolicy: Oldest\n");
    let cluster = model(&[worker("Machine", "pet"), control_plane(), set, worker("MachineDeployment", "many")])
        .expect("it is right");
    assert_eq!((cluster.control_plane.name.as_str(), cluster.control_plane.replicas), ("cp", 1));
    assert_eq!((cluster.name.as_str(), cluster.project.as_str(), cluster.machine_count()), ("test", "project-1", 6));
    let groups: Vec<_> =
        cluster.workers.iter().map(|it| (it.name.as_str(), it.naming, it.replicas, it.delete_policy)).collect();
    assert_eq!(
        groups,
        [
            ("pet", Naming::Own, 1, DeletePolicy::Newest),
            ("set", Naming::Numbered, 3, DeletePolicy::Oldest),
            ("many", Naming::Numbered, 1, DeletePolicy::Newest)
        ]
    );
    let shape = &cluster.workers[0].shape;
    assert_eq!((shape.version.as_str(), shape.location.to_string().as_str()), ("1.34.3", "ewr1 or any"));
    assert_eq!(shape.tags, ["mine"]);
}

#[test]
fn a_metro_wins_and_a_class_is_followed() {
    let class = "---\napiVersion: cluster.k8s.io/v1alpha1\nkind: MachineClass\nmetadata: {name: big}\n\
                 providerSpec: {OS: debian_12, metro: da, machineType: m3.large.x86, billingCycle: hourly, \
                 projectID: project-1}\n";
    let pet = worker("Machine", "pet");
    let value = pet.split_once("{value: ").and_then(|(_, rest)| rest.split_once("}}")).expect("it is there").0;
    let pet = pet.replace(&format!("{{value: {value}}}}}"), "{valueFrom: {machineClass: {name: big}}}");
    let cluster = model(&[control_plane(), pet, class.to_owned()]).expect("it is right");
    let shape = &cluster.workers[0].shape;
    assert_eq!((shape.plan.as_str(), shape.operating_system.as_str()), ("m3.large.x86", "debian_12"));
    assert_eq!(shape.location, Location::Metro(Metro::parse("da").expect("it is one")));
}

#[test]
fn the_machines_template_says_what_its_node_carries() {
    let more = ", metadata: {labels: {disk: fast}, annotations: {why: because}}, \
                taints: [{key: gpu, value: big, effect: NoSchedule}]";
    let pet = machine("Machine", "pet", "kubelet: 1.34.4", more);
    let keys = format!("tags: [mine], sshKeys: ['{KEY}', '{KEY}']");
    let cluster = model(&[control_plane(), pet.replace("tags: [mine]", &keys)]).expect("it is right");
    let shape = &cluster.workers[0].shape;
    assert_eq!(shape.labels.get("disk").map(String::as_str), Some("fast"));
    assert_eq!(shape.annotations.get("why").map(String::as_str), Some("because"));
    let taint = Taint { key: "gpu".into(), value: Some("big".into()), effect: "NoSchedule" };
    assert_eq!((shape.taints.as_slice(), shape.ssh_keys.len()), ([taint].as_slice(), 1));
}

#[test]
fn names_that_machines_would_share_are_refused_at_their_place() {
    assert_eq!(
        told(&[worker("MachineSet", "w"), worker("Machine", "w-1")]),
        ["m.yaml:14:1: the name w-1 is one that machines of w, at m.yaml:7:1, may get"]
    );
    assert_eq!(
        told(&[worker("MachineSet", "w"), worker("MachineDeployment", "w")]),
        ["m.yaml:14:1: machines at m.yaml:7:1 have the name \"w\" already"]
    );
    for name in ["w-01", "w-a", "w1", "x-1"] {
        assert!(model(&[control_plane(), worker("MachineSet", "w"), worker("Machine", name)]).is_ok(), "{name}");
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let more = ", metadata: {labels: {bad key: x, good: 'no spaces'}}, taints: [{key: -a, effect: NoExecute}]";
    let pet = machine("Machine", "pet", "kubelet: 1.34.4", more).replace("[mine]", "['packetctl:id=mine']");
    let told = told(&[pet]);
    assert_eq!(told.len(), 4, "{told:#?}");
    assert!(told.iter().all(|line| line.starts_with("m.yaml:7:1: ")), "{told:#?}");
    for part in ["packetctl:id=mine", "bad key", "no spaces", "-a"] {
        assert!(told.iter().any(|line| line.contains(part)), "{part}: {told:#?}");
    }
}
