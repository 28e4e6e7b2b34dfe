//! User-data in the hands of the real cloud-init, where `PACKETCTL_CLOUD_INIT` names the folder it was unpacked to (the
//! judges have one), and of the shell's own judge.

use crate::first_boot::{FirstBoot, file, files};
use crate::world::World;
use packetctl::bootstrap::{Endpoint, SetUps};
use packetctl::cluster::Role;
use std::path::Path;
use std::process::Command;

/// What cloud-init says of a user-data, and whether it is content.
fn schema(world: &World, folder: &str, text: &str) -> (bool, String) {
    let file = world.write("user-data", text);
    let mut command = Command::new("/usr/bin/python3");
    command.args(["-B", &format!("{folder}/usr/bin/cloud-init"), "schema", "--config-file"]).arg(file);
    command.env_clear().env("HOME", world.home()).env("PATH", "/usr/bin:/bin");
    command.env("PYTHONPATH", format!("{folder}/usr/lib/python3/dist-packages"));
    let output = command.output().expect("python can be run");
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    (output.status.success() && said.contains("Valid"), said)
}

#[test]
fn cloud_init_takes_every_set_up_in_every_role_scrubbed_or_not() {
    let Ok(folder) = std::env::var("PACKETCTL_CLOUD_INIT") else { return };
    let world = World::empty();
    // One system of each set-up: cloud-init takes seconds, and of the others only the name is another.
    for system in ["ubuntu_24_04", "debian_11", "rocky_9", "packetctl_container"] {
        for (role, user_data) in FirstBoot::new(system, "1.34.4").both() {
            let (is_content, said) = schema(&world, &folder, user_data.text().expose());
            assert!(is_content, "{system}, {}: {said}", role.name());
        }
    }
    for (role, user_data) in FirstBoot::new("debian_12", "1.34.4").both() {
        let (is_content, said) = schema(&world, &folder, user_data.scrubbed().expose());
        assert!(is_content, "scrubbed, {}: {said}", role.name());
    }
}

#[test]
fn the_judge_refuses_what_cloud_init_would_not_read() {
    let Ok(folder) = std::env::var("PACKETCTL_CLOUD_INIT") else { return };
    let (is_content, said) = schema(&World::empty(), &folder, "#cloud-config\nwrite_files: [{pfad: /x}]\n");
    assert!(!is_content, "{said}");
}

/// Every script as it is on a machine, the files that it reads beside it.
#[test]
fn shellcheck_finds_nothing_in_any_script() {
    if Command::new("shellcheck").arg("--version").output().is_err() {
        return;
    }
    for system in SetUps::built_in().operating_systems() {
        for (role, user_data) in FirstBoot::new(system, "1.34.4").both() {
            let world = World::empty();
            let scripts = files(&user_data).into_iter().filter(|(path, _)| path.contains("/lib/packetctl/"));
            let paths: Vec<_> = scripts.map(|(path, text)| world.write(path.trim_start_matches('/'), text)).collect();
            assert!(paths.len() > 4, "{paths:?}");
            let output = Command::new("shellcheck").args(&paths).output().expect("it was there before");
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success(), "{system}, {}: {said}", role.name());
        }
    }
}

/// A typing error in a unit would be seen only on a machine.
#[test]
fn systemd_finds_nothing_in_any_unit() {
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        return;
    }
    for (role, user_data) in FirstBoot::new("debian_12", "1.34.4").both() {
        let world = World::empty();
        let units = files(&user_data).into_iter().filter(|(path, _)| path.ends_with(".service"));
        // What they start is not on this machine.
        let here = |text: String| text.replace("=/usr/local/lib/packetctl/", "=/bin/true /");
        let paths: Vec<_> = units.map(|(path, text)| world.write(path.trim_start_matches('/'), here(text))).collect();
        assert!(paths.len() > 1, "{paths:?}");
        let output = Command::new("systemd-analyze").arg("verify").args(&paths).output().expect("it was there before");
        let said = String::from_utf8_lossy(&output.stderr);
        let ours: Vec<&str> = said.lines().filter(|line| line.contains("packetctl")).collect();
        assert_eq!(ours, [""; 0], "{}", role.name());
    }
}

/// What `generate` writes for a controller is what `--machine-configs` reads.
#[test]
fn the_machine_configs_of_generate_are_read_and_its_script_is_run_with_its_variables() {
    let components = include_str!("golden/usual/provider-components.yaml");
    let documents = packetctl::yaml::read(components).expect("it is YAML");
    let configs = documents
        .iter()
        .find_map(|document| document.get("data")?.text("machine_configs.yaml"))
        .expect("one of them is the ConfigMap");
    let path = Path::new("machine_configs.yaml");
    let setups = SetUps::with_machine_configs(configs, path).expect("it is good");
    let first = |at: &str| {
        let value = configs.lines().find_map(|line| line.trim().strip_prefix(at)).expect("it is there");
        value.trim_matches('"').to_owned()
    };
    let mut boot = FirstBoot::new(&first("- image: "), &first("kubelet: "));
    boot.endpoint = Endpoint::host("198.51.100.7");
    boot.setups = setups;
    for (role, user_data) in boot.both() {
        let script = file(&user_data, "/usr/local/lib/packetctl/begin");
        let world = World::empty();
        let written = world.write("begin", &script);
        let output = Command::new("bash").arg("-n").arg(written).output().expect("there is bash");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let name = if role == Role::Worker { "\nROLE=node\n" } else { "\nROLE=master\n" };
        assert!(script.contains(name) && script.contains("kubeadm"), "{}", role.name());
    }
}
