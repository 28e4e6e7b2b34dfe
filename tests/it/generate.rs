//! `generate`: the four files, byte for byte, and how they get to their places.

use super::world::{Output, World, assert_golden};
use std::fs;

const FOUR: [&str; 4] = ["cluster.yaml", "machines.yaml", "provider-components.yaml", "addons.yaml"];

/// A key pair that was made for this line.
const PUBLIC_KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti user@example.com\n";

/// Compares all four files with those that are kept under a name.
fn assert_four(world: &World, golden: &str) {
    for name in FOUR {
        assert_golden(&format!("{golden}/{name}"), &world.read(&format!("out/packet/{name}")));
    }
}

fn mode(world: &World, name: &str) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(world.folder().join(name)).unwrap().permissions().mode() & 0o777
}

#[test]
fn the_usual_cluster() {
    let world = World::ready();
    let output = world.run(&["generate"]).success();
    assert_four(&world, "usual");
    assert_golden("usual/output", &output.to_string());
}

#[test]
fn a_cluster_with_everything_chosen() {
    let world = World::ready()
        .with("METRO", "da")
        .with("KUBERNETES_VERSION", "v1.31.2")
        .with("WORKER_MACHINE_COUNT", "7")
        .with("CONTROLPLANE_NODE_TYPE", "m3.small.x86")
        .with("WORKER_NODE_TYPE", "n3.xlarge.x86")
        .with("NODE_OS", "debian_12")
        .with("POD_CIDR", "100.64.0.0/16")
        .with("SERVICE_CIDR", "192.168.0.0/20")
        .with("SSH_KEY", "key.pub")
        .with("ADDONS", "cni,ccm")
        .with("FLANNEL_IMAGE", "registry.example:5000/flannel:test");
    world.write("key.pub", PUBLIC_KEY);
    let _ = world.run(&["generate", "--service-domain", "k8s.example", "--billing-cycle", "monthly"]).success();
    assert_four(&world, "chosen");
}

#[test]
fn no_addons_and_no_workers() {
    let world = World::ready()
        .with("ADDONS", "none")
        .with("WORKER_MACHINE_COUNT", "0")
        .with("FACILITY", "sv15")
        .with("METRO", "sv");
    let _ = world.run(&["generate"]).success();
    assert_four(&world, "bare");
}

#[test]
fn without_a_network_plugin_flannel_is_left_out_and_the_others_stay() {
    let world = World::ready().with("CNI", "none");
    let _ = world.run(&["generate"]).success();
    let addons = world.read("out/packet/addons.yaml");
    assert!(!addons.contains("flannel") && addons.contains("packet-ccm"), "{addons}");
}

#[test]
fn a_name_that_nobody_gave_is_made_and_told_and_the_same_in_all_files() {
    let world = World::empty().with("PACKET_PROJECT_ID", "p").with("PACKET_API_KEY", "k");
    let output = world.run(&["generate"]).success();
    let name = output.stdout.trim_end().to_owned();
    assert!(name.starts_with("packet-") && name.len() == "packet-".len() + 5, "{name}");
    assert!(output.stderr.contains(&format!("cluster {name}:")), "{output}");
    for file in ["cluster.yaml", "machines.yaml"] {
        assert!(world.read(&format!("out/packet/{file}")).contains(&format!("\"{name}")), "{file}");
    }
    let another = world.run(&["generate", "-f"]).success().stdout;
    assert_ne!(another.trim_end(), name, "two clusters must not get one name");
}

#[test]
fn the_next_command_works_as_it_is_told() {
    for folder in ["out/packet", "else where/it's"] {
        let world = World::ready();
        let output = world.run(&["generate", "-o", folder]).success();
        let next = output
            .stderr
            .lines()
            .last()
            .and_then(|line| line.strip_prefix("next: packetctl "))
            .expect("it is told")
            .to_owned();
        let binary = env!("CARGO_BIN_EXE_packetctl");
        let mut shell = world.command(&[]);
        let mut command = std::process::Command::new("sh");
        command
            .args(["-c", &format!("'{binary}' {next}")])
            .current_dir(shell.current_dir(world.folder()).get_current_dir().unwrap());
        let _ = world.output(&mut command).success();
    }
}

#[test]
fn with_credentials_the_two_files_that_hold_them_are_their_owners_alone() {
    let world = World::ready();
    let _ = world.run(&["generate", "--embed-credentials"]).success();
    let modes: Vec<u32> = FOUR.iter().map(|name| mode(&world, &format!("out/packet/{name}"))).collect();
    assert_eq!(modes[2..], [0o600, 0o600]);
    assert_ne!(modes[0], 0o600, "what holds no secret has the usual mode");
    assert_four(&world, "embedded");
}

#[test]
fn one_stream_holds_the_same_documents() {
    let world = World::ready();
    let stream = world.run(&["generate", "--stdout"]).success();
    assert_eq!(world.everything(), [""; 0], "nothing is written");
    let _ = world.run(&["generate"]).success();
    let texts: Vec<String> = FOUR.iter().map(|name| world.read(&format!("out/packet/{name}"))).collect();
    assert_eq!(stream.stdout, texts.join("---\n"));
}

#[test]
fn an_existing_file_is_refused_and_f_replaces_all_four() {
    let world = World::ready();
    world.write("out/packet/machines.yaml", "mine");
    let refused = world.run(&["generate"]).refused();
    assert_golden("errors/exists-already", &refused.to_string());
    assert_eq!(world.everything(), ["out", "out/packet", "out/packet/machines.yaml"]);
    assert_eq!(world.read("out/packet/machines.yaml"), "mine");
    let _ = world.run(&["generate", "--force-overwrite"]).success();
    assert_four(&world, "usual");
}

#[test]
fn the_same_settings_give_the_same_bytes() {
    let world = World::ready();
    let _ = world.run(&["generate", "-o", "one"]).success();
    let _ = world.run(&["generate", "-o", "two"]).success();
    for name in FOUR {
        assert_eq!(world.read(&format!("one/{name}")), world.read(&format!("two/{name}")));
    }
}

/// Runs with a folder on a disk that is full, where this test may make one.
fn on_a_full_disk(world: &World) -> Option<Output> {
    let folder = world.folder().join("full");
    fs::create_dir(&folder).unwrap();
    let mounted =
        std::process::Command::new("mount").args(["-t", "tmpfs", "-o", "size=8k", "tmpfs"]).arg(&folder).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        return None;
    }
    let output = world.run(&["generate", "-o", "full"]);
    let left = world.everything();
    let unmounted = std::process::Command::new("umount").arg(&folder).status();
    assert!(unmounted.is_ok_and(|status| status.success()));
    assert_eq!(left, ["full"], "nothing is left on the disk");
    Some(output)
}

#[test]
fn a_full_disk_leaves_nothing_behind() {
    let world = World::ready();
    // Only root may mount; elsewhere the read-only folder below stands for both.
    if let Some(output) = on_a_full_disk(&world) {
        assert_golden("errors/full-disk", &output.refused().to_string());
    }
}

#[test]
fn what_is_in_the_way_is_told_all_at_once() {
    let world = World::ready();
    let folder = world.folder().join("out/packet");
    fs::create_dir_all(folder.join("cluster.yaml")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", folder.join("machines.yaml")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(folder.join("addons.yaml")).status().unwrap().success());
    for arguments in [&["generate"][..], &["generate", "-f"]] {
        let refused = world.run(arguments).refused();
        assert_golden("errors/in-the-way", &refused.to_string());
    }
}

#[test]
fn a_file_where_the_folder_should_be_is_told() {
    let world = World::ready();
    world.write("out", "a file");
    let refused = world.run(&["generate"]).refused();
    assert_golden("errors/folder-is-a-file", &refused.to_string());
    assert_eq!(world.everything(), ["out"]);
}

#[test]
fn a_folder_that_cannot_be_written_to_is_told() {
    let world = World::ready();
    let refused = world.run(&["generate", "-o", "/proc/packetctl"]).refused();
    assert!(refused.stderr.contains("error: /proc/packetctl: cannot make this folder: "), "{refused}");
}
