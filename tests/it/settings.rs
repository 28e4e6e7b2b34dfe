//! Which source wins, and what `config` says about it.

use super::world::{KEY, World, assert_golden};

/// The worker count and where it came from, as `config` shows them.
fn worker_count(world: &World, flags: &[&str]) -> (String, String) {
    let arguments: Vec<&str> = ["config", "-o", "json"].into_iter().chain(flags.iter().copied()).collect();
    let output = world.run(&arguments).success();
    let all: serde_json::Value = serde_json::from_str(&output.stdout).expect("it is JSON");
    let row = &all["worker-machine-count"];
    (row["value"].as_str().unwrap().to_owned(), row["source"].as_str().unwrap().to_owned())
}

#[test]
fn flag_over_environment_over_file_over_default() {
    let pair = |value: &str, source: &str| (value.to_owned(), source.to_owned());
    let mut world = World::empty();
    assert_eq!(worker_count(&world, &[]), pair("2", "default"));
    world.write("packetctl.yaml", "# mine\nworker-machine-count: 3\n");
    assert_eq!(worker_count(&world, &[]), pair("3", "packetctl.yaml:2:23"));
    world = world.with("WORKER_MACHINE_COUNT", "4");
    assert_eq!(worker_count(&world, &[]), pair("4", "WORKER_MACHINE_COUNT"));
    assert_eq!(worker_count(&world, &["--worker-machine-count", "5"]), pair("5", "--worker-machine-count"));
    world.write("other.yaml", "worker-machine-count: 6\n");
    let world = world.with("WORKER_MACHINE_COUNT", "");
    assert_eq!(worker_count(&world, &["--config", "other.yaml"]), pair("6", "other.yaml:1:23"));
}

#[test]
fn config_shows_everything_in_three_forms_and_never_the_key() {
    let world = World::ready().with("METRO", "da");
    world.write("packetctl.yaml", "addons: [cni, ccm]\nnode-os: debian_12\n");
    for (format, golden) in [("table", "config/table"), ("json", "config/json"), ("yaml", "config/yaml")] {
        let output = world.run(&["config", "-o", format]).success();
        assert!(!output.stdout.contains(KEY) && output.stdout.contains("***"), "{output}");
        assert_golden(golden, &output.stdout);
    }
}

#[test]
fn config_shows_what_is_there_and_tells_what_is_wrong() {
    let world = World::empty().with("POD_CIDR", "10.0.0.0/16");
    let output = world.run(&["config"]);
    assert_eq!(output.code, 2, "{output}");
    assert!(output.stdout.contains("10.0.0.0/16"), "{output}");
    assert!(output.stderr.contains("POD_CIDR: 10.0.0.0/16 overlaps"), "{output}");
}

#[test]
fn metal_cli_lends_what_nobody_else_says() {
    let world = World::empty();
    let metal = "---\ntoken: from-metal\nproject-id: p-metal\norganization-id: o\n";
    std::fs::create_dir_all(world.home().join(".config/equinix")).unwrap();
    std::fs::write(world.home().join(".config/equinix/metal.yaml"), metal).unwrap();
    let output = world.run(&["config"]).success();
    assert!(output.stdout.contains("$ROOT/home/.config/equinix/metal.yaml:3:13"), "{output}");
    let _ = world.run(&["generate"]).success();
    assert!(world.read("out/packet/cluster.yaml").contains("p-metal"));

    // A broken one is no obstacle for who does not need it.
    std::fs::write(world.home().join(".config/equinix/metal.yaml"), "[").unwrap();
    let _ = World::ready().run(&["generate"]).success();
    let world = world.with("PACKET_PROJECT_ID", "p").with("PACKET_API_KEY", "k");
    let _ = world.run(&["generate", "-f"]).success();
    let named = World::empty().with("METAL_CONFIG", "metal.yaml");
    named.write("metal.yaml", "project-id: q-metal\ntoken: t\n");
    let _ = named.run(&["generate"]).success();
}

#[test]
fn a_path_in_the_file_is_meant_from_where_the_file_is() {
    let world = World::ready();
    world.write("settings/key.pub", "garbage");
    world.write("settings/packetctl.yaml", "ssh-key: key.pub\n");
    let output = world.run(&["generate", "--config", "settings/packetctl.yaml"]).refused();
    assert!(output.stderr.contains("settings/key.pub: this is not a public SSH key"), "{output}");
}

#[test]
fn a_metro_brings_its_own_defaults_and_no_facility() {
    let world = World::ready().with("METRO", "da");
    let _ = world.run(&["generate"]).success();
    let machines = world.read("out/packet/machines.yaml");
    assert!(
        machines.contains("metro: \"da\"") && machines.contains("c3.small.x86") && machines.contains("ubuntu_22_04"),
        "{machines}"
    );
    assert!(!machines.contains("facility:"), "{machines}");
}

#[test]
fn more_machines_than_the_pods_range_holds_is_a_warning() {
    let output = World::ready().with("WORKER_MACHINE_COUNT", "300").run(&["generate"]).success();
    assert!(
        output
            .stderr
            .contains("warning: POD_CIDR: the pods' range 172.26.0.0/16 has room for 256 nodes, and there are 301"),
        "{output}"
    );
}

#[test]
fn settings_of_the_cluster_are_read_from_the_file_and_told_with_the_others() {
    let world = World::ready().with("MACHINE_TRIES", "none");
    world.write("packetctl.yaml", "boot-timeout: 90\ndrain-timeout: 1m 30s\nendpoint: devise\norder-timeout: [30]\n");
    let output = world.run(&["config"]);
    assert_eq!(output.code, 2, "{output}");
    assert_golden("errors/cluster-settings", &output.stderr);
    assert!(output.stdout.contains(" 90 ") && output.stdout.contains(" 1m 30s "), "{output}");
    // Who only writes files is not bothered with them, beyond what is wrong with the file itself.
    world.write("packetctl.yaml", "boot-timeout: soon\n");
    let _ = world.run(&["generate"]).success();
    assert_eq!(world.run(&["generate", "--boot-timeout", "5m"]).code, 2, "it has no such flag");
}

#[test]
fn the_passphrase_of_the_state_is_never_shown_and_never_in_the_file() {
    let world = World::ready().with("STATE_PASSPHRASE", "correct horse");
    let output = world.run(&["config"]).success();
    assert!(!output.to_string().contains("correct horse"), "{output}");
    assert!(output.stdout.contains("state-passphrase"), "{output}");
    world.write("packetctl.yaml", "state-passphrase: correct horse\n");
    let output = world.run(&["config"]);
    assert_eq!(output.code, 2, "{output}");
    let told = "the state passphrase does not belong in this file, which others may read";
    assert!(output.stderr.contains(told) && !output.stderr.contains("correct horse"), "{output}");
}
