//! `validate`: files that somebody edited.
//!
//! Each case changes the generated files as a person would, and keeps what is told.

use super::world::{World, assert_golden};

/// A world with the four files generated.
fn generated() -> World {
    let world = World::ready();
    let _ = world.run(&["generate", "-q"]).success();
    world
}

/// Replaces a text in one of the generated files.
fn edit(world: &World, file: &str, from: &str, to: &str) {
    let name = format!("out/packet/{file}");
    let text = world.read(&name);
    assert!(text.contains(from), "{name} does not hold {from:?}");
    world.write(&name, text.replace(from, to));
}

/// Refused, with this text.
fn assert_refused(world: &World, golden: &str) {
    let output = world.run(&["validate"]).refused();
    assert_golden(&format!("errors/validate-{golden}"), &output.to_string());
}

#[test]
fn what_was_generated_is_right() {
    let world = generated();
    let output = world.run(&["validate"]).success();
    assert_golden("validate/summary", &output.to_string());
    assert_golden("validate/yaml", &world.run(&["validate", "-o", "yaml"]).success().stdout);
    let json: serde_json::Value =
        serde_json::from_str(&world.run(&["validate", "-o", "json"]).success().stdout).unwrap();
    assert_eq!(json[0]["kind"], "Cluster");
    for arguments in
        [["generate", "-f", "--addons=none"], ["generate", "-f", "--metro=da"], ["generate", "-f", "--cni=none"]]
    {
        let _ = world.run(&arguments).success();
        let _ = world.run(&["validate"]).success();
    }
}

#[test]
fn what_is_no_yaml() {
    for (golden, file, from, to) in [
        ("tab", "machines.yaml", "  replicas: 2", "\treplicas: 2"),
        ("bracket", "cluster.yaml", "cidrBlocks:", "cidrBlocks: ["),
        ("indentation", "cluster.yaml", "    pods:", "   pods:"),
        ("quote", "cluster.yaml", "name: \"demo\"", "name: \"demo"),
    ] {
        let world = generated();
        edit(&world, file, from, to);
        assert_refused(&world, golden);
    }
    let world = generated();
    let bomb: String = ('b'..='j')
        .map(|name| {
            let before = char::from(name as u8 - 1);
            format!("{name}: &{name} [{}]\n", vec![format!("*{before}"); 10].join(","))
        })
        .collect::<Vec<_>>()
        .concat();
    world.write("out/packet/cluster.yaml", format!("a: &a [x]\n{bomb}"));
    assert_refused(&world, "bomb");
    let world = generated();
    world.write("out/packet/cluster.yaml", b"kind: \xff\n");
    assert_refused(&world, "not-utf-8");
}

#[test]
fn carriage_returns_and_byte_order_marks_do_no_harm() {
    let world = generated();
    for file in ["cluster.yaml", "machines.yaml"] {
        let text = world.read(&format!("out/packet/{file}"));
        world.write(&format!("out/packet/{file}"), format!("\u{feff}{}", text.replace('\n', "\r\n")));
    }
    let _ = world.run(&["validate"]).success();
}

#[test]
fn documents_that_are_wrong() {
    for (golden, file, from, to) in [
        ("kind", "machines.yaml", "kind: MachineDeployment", "kind: MachineDeploymnet"),
        ("generation", "cluster.yaml", "apiVersion: cluster.k8s.io/v1alpha1", "apiVersion: cluster.x-k8s.io/v1beta1"),
        ("field", "machines.yaml", "machineType:", "machinType:"),
        (
            "duplicate-key",
            "cluster.yaml",
            "    serviceDomain: \"cluster.local\"",
            "    serviceDomain: a\n    serviceDomain: b",
        ),
        ("type", "machines.yaml", "kubelet: \"1.34.4\"", "kubelet: 1.34"),
        ("replicas", "machines.yaml", "replicas: 2", "replicas: two"),
        ("version", "machines.yaml", "kubelet: \"1.34.4\"", "kubelet: v1.34.4"),
        ("no-control-plane", "machines.yaml", "    controlPlane: \"1.34.4\"\n", ""),
        (
            "selector",
            "machines.yaml",
            "    matchLabels:\n      cluster.k8s.io/cluster-name: \"demo\"\n      set: node",
            "    matchLabels:\n      set: worker",
        ),
        (
            "cluster-label",
            "machines.yaml",
            "cluster.k8s.io/cluster-name: \"demo\"",
            "cluster.k8s.io/cluster-name: \"dmeo\"",
        ),
        ("namespaces", "machines.yaml", "  name: \"demo-worker\"", "  name: \"demo-worker\"\n  namespace: other"),
        ("cidr", "cluster.yaml", "172.26.0.0/16", "10.244.0.0/16"),
        ("overlap", "cluster.yaml", "172.26.0.0/16", "172.25.0.0/17"),
        ("project", "machines.yaml", "projectID: \"93125c2a-8b78-4d4f-a3c4-7367d6b7cca8\"", "projectID: other"),
    ] {
        let world = generated();
        edit(&world, file, from, to);
        assert_refused(&world, golden);
    }
}

#[test]
fn documents_that_are_missing_or_too_many() {
    let world = generated();
    std::fs::remove_file(world.folder().join("out/packet/cluster.yaml")).unwrap();
    assert_refused(&world, "no-cluster");
    let world = generated();
    let machines = world.read("out/packet/machines.yaml");
    let second = machines.split("---\n").next().unwrap().replace("control-plane-0", "control-plane-1");
    world.write("out/packet/more.yaml", second);
    assert_refused(&world, "two-control-planes");
    let world = generated();
    world.write("out/packet/other.yaml", world.read("out/packet/cluster.yaml").replace("\"demo\"", "\"other\""));
    assert_refused(&world, "two-clusters");
}

#[test]
fn many_problems_in_many_files_are_told_in_one_run() {
    let world = generated();
    edit(&world, "cluster.yaml", "172.26.0.0/16", "no");
    edit(&world, "machines.yaml", "roles:", "rolls:");
    edit(&world, "machines.yaml", "replicas: 2", "replicas: -1");
    edit(&world, "addons.yaml", "kind: DaemonSet", "kind: [DaemonSet");
    assert_refused(&world, "many");
}

#[test]
fn paths_that_are_wrong() {
    let world = World::empty();
    assert_refused(&world, "nothing-there");
    std::fs::create_dir_all(world.folder().join("out/packet")).unwrap();
    assert_refused(&world, "empty-folder");
}

#[test]
fn files_of_2019_are_read() {
    let world = World::empty();
    world.write("cluster.yaml", include_str!("data/seed-cluster.yaml"));
    world.write("machines.yaml", include_str!("data/seed-machines.yaml"));
    let output = world.run(&["validate", "cluster.yaml", "machines.yaml"]).refused();
    // Nothing but what has been retired since: the version.
    assert_golden("errors/validate-seed", &output.to_string());
    world.write("machines.yaml", include_str!("data/seed-machines.yaml").replace("1.14.3", "1.34.4"));
    let _ = world.run(&["validate", "cluster.yaml", "machines.yaml"]).success();
}
