//! Files that were edited by hand between runs.

use super::bed::Bed;
use super::cluster::Cluster;

/// Documents of machines as somebody writes them: a kind, a name, what stands beside the template's spec, and in it.
fn numbered(bed: &Bed, kind: &str, name: &str, more: &str, spec: &str) -> String {
    let project = bed.sim.project();
    format!(
        "apiVersion: cluster.k8s.io/v1alpha1
kind: {kind}
metadata:
  name: {name}
  labels:
    cluster.k8s.io/cluster-name: demo
spec:
  replicas: 1
{more}  selector:
    matchLabels:
      pool: {name}
  template:
    metadata:
      labels:
        cluster.k8s.io/cluster-name: demo
        pool: {name}
    spec:
{spec}      versions:
        kubelet: 1.34.4
      providerSpec:
        value:
          apiVersion: packetprovider/v1alpha1
          kind: PacketMachineProviderSpec
          roles: [Node]
          OS: ubuntu_20_04
          facility: [ewr1]
          machineType: m1.xlarge.x86
          billingCycle: hourly
          projectID: {project}
"
    )
}

fn machine(bed: &Bed) -> String {
    format!(
        "apiVersion: cluster.k8s.io/v1alpha1
kind: Machine
metadata:
  name: demo-extra
  labels:
    cluster.k8s.io/cluster-name: demo
spec:
  versions:
    kubelet: 1.34.4
  providerSpec:
    value:
      apiVersion: packetprovider/v1alpha1
      kind: PacketMachineProviderSpec
      roles: [Node]
      OS: ubuntu_20_04
      facility: [ewr1]
      machineType: c1.small.x86
      billingCycle: hourly
      projectID: {}
",
        bed.sim.project()
    )
}

#[test]
fn documents_added_by_hand_become_machines_and_go_again() {
    let bed = Bed::new(1);
    bed.up(&[]);
    let spec = "      metadata:
        labels:
          disk: large
      taints:
      - {key: pool, value: big, effect: NoSchedule}
";
    bed.add_documents(&numbered(&bed, "MachineDeployment", "demo-big", "", spec));
    bed.add_documents(&machine(&bed));
    bed.up(&[]);
    let all = ["demo-big-0", "demo-control-plane-0", "demo-extra", "demo-worker-0"];
    bed.assert_made_once(&all);
    assert_eq!(bed.device("demo-big-0")["plan"]["slug"], "m1.xlarge.x86");
    let cluster = Cluster::of(&bed);
    assert_eq!(cluster.nodes(), all);
    let node = cluster.node("demo-big-0");
    assert_eq!(node["metadata"]["labels"]["disk"], "large", "{node:#}");
    let taints = node["spec"]["taints"].to_string();
    assert!(taints.contains(r#""key":"pool""#) && !taints.contains("uninitialized"), "{taints}");

    let text = bed.user.read("out/packet/machines.yaml");
    let kept = text.split("\n---\n").filter(|document| !document.contains("name: demo-big")).collect::<Vec<_>>();
    bed.user.write("out/packet/machines.yaml", kept.join("\n---\n"));
    let left = bed.up(&[]);
    assert!(left.stderr.contains("beyond what the files want: demo-big-0"), "{left}");
    assert_eq!(bed.hostnames(), all);
    bed.up(&["--delete-extra"]);
    assert_eq!(bed.hostnames(), ["demo-control-plane-0", "demo-extra", "demo-worker-0"]);
    assert_eq!(cluster.nodes(), bed.hostnames());
    bed.assert_down_leaves_nothing();
}

#[test]
fn a_set_may_have_its_oldest_machine_go() {
    let bed = Bed::new(0);
    let set = numbered(&bed, "MachineSet", "demo-set", "  deletePolicy: Oldest\n", "");
    bed.add_documents(&set);
    bed.up(&[]);
    let oldest = bed.device("demo-set-0")["id"].clone();
    bed.edit("machines.yaml", "replicas: 1", "replicas: 2");
    bed.up(&[]);
    assert_eq!(bed.device("demo-set-0")["id"], oldest);
    bed.edit("machines.yaml", "replicas: 2", "replicas: 1");
    bed.up(&["--delete-extra"]);
    assert_eq!(bed.hostnames(), ["demo-control-plane-0", "demo-set-1"]);
    assert_eq!(Cluster::of(&bed).nodes(), bed.hostnames());
}
