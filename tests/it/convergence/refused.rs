//! Everything that is checked before anything is ordered: with any of it wrong the ledger stays empty.

use super::bed::Bed;
use crate::world::Output;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

const COMMANDS: [&[&str]; 2] = [&["up", "-y"], &["plan"]];

/// Runs commands that must be refused with these words, and asserts that nothing came of them.
fn assert_refused(bed: &Bed, variables: &[(&str, &str)], arguments: &[&str], words: &[&str]) {
    for command in COMMANDS {
        let said = bed.run_with(variables, &[command, arguments].concat());
        assert_says(&said, 2, words);
    }
    assert!(bed.made().is_empty(), "{:?}", bed.made());
    assert!(!bed.state().exists(), "nothing is to be remembered");
    assert_eq!(bed.calls("createDevice"), 2, "those of somebody else");
}

fn assert_says(said: &Output, code: i32, words: &[&str]) {
    assert_eq!(said.code, code, "{said}");
    for word in words {
        assert!(said.stderr.contains(word), "{word}: {said}");
    }
}

#[test]
fn wrong_documents_and_what_packet_does_not_sell() {
    let nothing: &[&str] = &["nothing was ordered"];
    for (from, to, words) in [
        ("replicas: 2", "replicas: -2", ["machines.yaml:", "replicas"].as_slice()),
        ("replicas: 2", "replicsa: 2", &["machines.yaml:", "replicsa", "replicas"]),
        (
            "machineType: \"c1.small.x86\"",
            "machineType: \"c1.smal.x86\"",
            &["machines.yaml:", "c1.smal.x86", "c1.small.x86"],
        ),
        ("OS: \"ubuntu_20_04\"", "OS: \"ubuntu_20_4\"", &["machines.yaml:", "ubuntu_20_4", "ubuntu_20_04"]),
        ("- \"ewr1\"", "- \"ewr7\"", &["machines.yaml:", "ewr7", "ewr1"]),
        // A plan of today that this old place does not have.
        ("machineType: \"c1.small.x86\"", "machineType: \"c3.small.x86\"", &["machines.yaml:", "c3.small.x86", "ewr1"]),
        // Packet has it, and nobody knows how Kubernetes comes onto it.
        ("OS: \"ubuntu_20_04\"", "OS: \"windows_2019\"", &["machines.yaml:", "windows_2019"]),
        ("kubelet: \"1.34.4\"", "kubelet: \"1.14.3\"", &["machines.yaml:", "1.14.3"]),
    ] {
        let bed = Bed::new(2);
        bed.edit("machines.yaml", from, to);
        assert_refused(&bed, &[], &[], &[words, nothing].concat());
    }
}

#[test]
fn wrong_credentials_projects_and_places() {
    let bed = Bed::new(1);
    let other = "6d1d64f8-24a5-4d4b-9a2c-4e5bd0e6f8a1";
    assert_refused(&bed, &[("PACKET_API_KEY", "not-a-key")], &[], &["API key"]);
    assert_refused(&bed, &[("PACKET_PROJECT_ID", other)], &[], &[other, bed.sim.project(), "cluster.yaml"]);
    assert_refused(&bed, &[("PACKET_API_URL", "nonsense")], &[], &["PACKET_API_URL"]);
    assert_refused(&bed, &[], &["--user-data-limit", "2000"], &["user-data", "2000", "nothing was ordered"]);
    assert_refused(&bed, &[], &["--machine-configs", "nowhere.yaml"], &["nowhere.yaml"]);
    bed.user.write("broken.yaml", "items: [\n");
    assert_refused(&bed, &[], &["--machine-configs", "broken.yaml"], &["broken.yaml:"]);
    assert_refused(&bed, &[], &["nowhere/cluster.yaml"], &["nowhere"]);

    let project = bed.sim.project().to_owned();
    for file in ["cluster.yaml", "machines.yaml"] {
        bed.edit(file, &project, other);
    }
    assert_refused(&bed, &[("PACKET_PROJECT_ID", "")], &[], &["there is no project", other, &project]);
}

#[test]
fn nobody_to_ask() {
    let bed = Bed::new(1);
    assert_says(&bed.run(&["up"]), 2, &["no terminal", "-y", "packetctl plan", "nothing was ordered"]);
    assert_says(&bed.run(&["down"]), 2, &["no terminal", "-y", "nothing was deleted"]);
    assert!(bed.made().is_empty() && !bed.state().exists());
    // A refused key, and a cluster that nobody knows.
    let refused = bed.run_with(&[("PACKET_API_KEY", "not-a-key")], &["down", "--cluster", "demo", "-y"]);
    assert!([1, 2].contains(&refused.code), "{refused}");
    assert!(!refused.stdout.contains("nothing is left"), "{refused}");
}

/// All commands that need the state say what is wrong with it, and change nothing.
fn assert_state_refused(bed: &Bed, variables: &[(&str, &str)], words: &[&str]) {
    let (billed, text) = (bed.billed(), fs::read(bed.state()).unwrap());
    for command in [["up", "-y"].as_slice(), &["plan"], &["down", "-y"]] {
        assert_says(&bed.run_with(variables, command), 2, words);
    }
    assert_eq!(bed.billed(), billed);
    assert_eq!(fs::read(bed.state()).unwrap(), text, "it is left as it was");
}

#[test]
fn states_that_cannot_be_trusted() {
    let bed = Bed::new(0);
    let _ = bed.up(&[]);
    let good = fs::read_to_string(bed.state()).unwrap();
    let put = |text: &str| fs::write(bed.state(), text).unwrap();

    put(&good[..good.len() / 2]);
    assert_state_refused(&bed, &[], &["state.json:", "not a whole state file"]);
    put(&good.replace("\"schema\": 1", "\"schema\": 99"));
    assert_state_refused(&bed, &[], &["a newer packetctl wrote it"]);
    put(&good.replace("\"cluster\": \"demo\"", "\"cluster\": \"other\""));
    let (billed, words) = (bed.billed(), ["state.json", "other"]);
    assert_says(&bed.run(&["up", "-y"]), 2, &words);
    assert_says(&bed.run(&["plan"]), 2, &words);
    assert_says(&bed.run(&["down", "--cluster", "demo", "-y"]), 2, &words);
    assert_eq!(bed.billed(), billed);
    put(&good);

    // Who may read it may be root of the cluster: the hint's command mends it.
    fs::set_permissions(bed.state(), fs::Permissions::from_mode(0o644)).unwrap();
    assert_state_refused(&bed, &[], &["state.json", "chmod"]);
    let said = bed.user.command(&["plan"]).output().unwrap();
    let said = String::from_utf8(said.stderr).unwrap();
    let mends = said.split('`').find(|part| part.starts_with("chmod")).expect("the hint has a command");
    assert!(std::process::Command::new("sh").args(["-c", mends]).status().unwrap().success());
    let _ = bed.run(&["plan", "--exit-code"]).success();

    // It was sealed by an identity, which is another one now.
    let identity = bed.user.home().join(".config/packetctl/identity.txt");
    let kept = fs::read(&identity).unwrap();
    fs::remove_file(&identity).unwrap();
    assert_state_refused(&bed, &[], &["state.json", "identity", "state rebuild"]);
    assert_state_refused(&bed, &[("STATE_PASSPHRASE", "a guess")], &["state.json"]);
    fs::write(&identity, kept).unwrap();
    fs::set_permissions(&identity, fs::Permissions::from_mode(0o600)).unwrap();

    let sim = bed.run(&["up", "--sim", "-y"]);
    assert_says(&sim, 2, &["--sim", "not in a simulator", "nothing was ordered"]);
    bed.assert_down_leaves_nothing();
}

#[test]
fn a_passphrase_that_is_missing_or_another_one() {
    let bed = Bed::new(0);
    let words = [("STATE_PASSPHRASE", "open sesame")];
    let _ = bed.run_with(&words, &["up", "-y"]).success();
    assert_state_refused(&bed, &[], &["STATE_PASSPHRASE", "export STATE_PASSPHRASE=…"]);
    assert_state_refused(&bed, &[("STATE_PASSPHRASE", "open barley")], &["state.json"]);
    let gone = bed.run_with(&words, &["down", "-y"]).success();
    assert!(gone.stdout.contains("nothing is left"), "{gone}");
    assert!(bed.billed().is_empty());
}
