//! `state`: shown, lost and made anew, sealed anew.

use super::lone_cluster::LoneCluster;
use super::pki::now;
use super::world::World;
use packetctl::pki::Authority;
use serde_json::Value;
use std::fs;

fn phases(text: &str) -> Vec<&str> {
    text.lines().skip(1).filter_map(|line| line.split_whitespace().nth(2)).collect()
}

#[test]
fn a_state_is_shown_without_its_secrets_and_sealed_anew() {
    let cluster = LoneCluster::up(World::empty());
    let shown = cluster.run(&["state", "show"]).success();
    assert!(
        shown.stdout.contains("sealed with the identity in $ROOT/home/.config/packetctl/identity.txt\n"),
        "{shown}"
    );
    assert!(shown.stdout.contains("demo-worker-0"), "{shown}");
    let shown = cluster.run(&["state", "show", "-o", "json"]).success().stdout;
    assert!(!shown.contains("AGE ENCRYPTED"));
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["secrets"]["sealed_with"], "identity");
    assert_eq!(shown["machines"].as_object().unwrap().len(), 2);

    let (state, identity) = (fs::read(cluster.kept("state.json")).unwrap(), fs::read(cluster.identity()).unwrap());
    let rotated = cluster.run(&["state", "rotate-key"]).success();
    assert!(rotated.stderr.starts_with("sealed 1 state with the new identity in "), "{rotated}");
    assert_ne!(fs::read(cluster.identity()).unwrap(), identity);
    let _ = cluster.run(&["kubeconfig"]).success();
    let new = fs::read(cluster.identity()).unwrap();
    fs::write(cluster.identity(), &identity).unwrap();
    assert!(cluster.run(&["state", "show"]).success().stdout.contains("sealed with an identity that is not in"));
    let _ = cluster.run(&["kubeconfig"]).refused();
    fs::write(cluster.kept("elsewhere.json"), state).unwrap();
    fs::set_permissions(cluster.kept("elsewhere.json"), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    fs::write(cluster.identity(), &new).unwrap();
    // What the identity does not open stops all of it.
    let other = cluster.kept("elsewhere.json").display().to_string();
    let refused = cluster.run(&["state", "rotate-key", "--state", &other]).refused();
    assert!(refused.stderr.contains("elsewhere.json: the secrets in it were sealed with another key\n"), "{refused}");
    assert_eq!(fs::read(cluster.identity()).unwrap(), new, "nothing was changed");

    let refused = cluster.run(&["state", "rotate-key", "--passphrase"]).refused();
    assert!(refused.stderr.contains("NEW_STATE_PASSPHRASE: the new passphrase is not given"), "{refused}");
    let mut command = cluster.user.command(&["state", "rotate-key", "--passphrase"]);
    let _ = cluster.user.output(command.env("NEW_STATE_PASSPHRASE", "a word")).success();
    assert!(cluster.run(&["state", "show"]).success().stdout.contains("sealed with a passphrase"));
    let refused = cluster.run(&["kubeconfig"]).refused();
    assert!(refused.stderr.starts_with("error: STATE_PASSPHRASE: it is not given"), "{refused}");
    let mut command = cluster.user.command(&["kubeconfig"]);
    let _ = cluster.user.output(command.env("STATE_PASSPHRASE", "a word")).success();
}

#[test]
fn a_state_that_was_lost_is_made_of_the_tags() {
    let world = World::empty();
    let authority = Authority::make("kubernetes", now()).unwrap();
    let certificate = world.write("ca.crt", authority.certificate()).display().to_string();
    let key = world.write("ca.key", authority.key().text().expose()).display().to_string();
    let cluster = LoneCluster::up(world.with("CA_CERT", certificate).with("CA_KEY", key));
    let sim = cluster.served();
    let rebuild = |environment: &[(&str, &str)], more: &[&str]| {
        let arguments: Vec<&str> = ["state", "rebuild"].into_iter().chain(more.iter().copied()).collect();
        let mut command = cluster.user.command(&arguments);
        command.env("PACKET_API_URL", sim.url()).env("PACKET_API_KEY", sim.key());
        command.env("PACKET_PROJECT_ID", sim.project()).envs(environment.iter().copied());
        cluster.user.output(&mut command)
    };
    let before: Value = serde_json::from_slice(&fs::read(cluster.kept("state.json")).unwrap()).unwrap();
    let refused = rebuild(&[], &[]).refused();
    assert!(refused.stderr.contains("state.json: there is a state already\n"), "{refused}");
    let _ = rebuild(&[], &["--force"]).success();
    assert!(cluster.kept("state.json.previous").exists());

    // All is lost, and the CA brings nearly all of it back.
    for name in ["state.json", "state.json.previous"] {
        fs::remove_file(cluster.kept(name)).unwrap();
    }
    let made = rebuild(&[], &[]).success();
    assert_eq!(phases(&made.stdout), ["ready", "ready"], "{made}");
    assert!(made.stderr.contains("lost: the authorities of etcd and of the front proxy"), "{made}");
    let after: Value = serde_json::from_slice(&fs::read(cluster.kept("state.json")).unwrap()).unwrap();
    for field in ["id", "endpoint_choice"] {
        assert_eq!(after[field], before[field]);
    }
    assert_eq!(after["endpoint"]["address"], before["endpoint"]["address"]);
    for (order, machine) in before["machines"].as_object().unwrap() {
        assert_eq!(after["machines"][order]["device"], machine["device"]);
    }
    let mut status = cluster.user.command(&["status"]);
    let told = cluster.user.output(status.env("PACKET_API_KEY", sim.key())).success();
    assert!(told.stdout.contains("API           answers"), "{told}");

    // Without the CA there are only devices; a kubeconfig shows the nodes once.
    let _ = cluster.run(&["kubeconfig", "--file", "admin.conf"]).success();
    for name in ["state.json", "state.json.previous"] {
        let _ = fs::remove_file(cluster.kept(name));
    }
    let none = [("CA_CERT", ""), ("CA_KEY", "")];
    let made = rebuild(&none, &["--kubeconfig", "admin.conf"]).success();
    assert_eq!(phases(&made.stdout), ["ready", "ready"], "{made}");
    assert!(made.stderr.contains("lost: all secrets."), "{made}");
    let made = rebuild(&none, &["--force"]).success();
    assert_eq!(phases(&made.stdout), ["active", "active"], "{made}");

    // Another CA is not taken for the cluster's.
    let other = Authority::make("kubernetes", now()).unwrap();
    let certificate = cluster.user.write("other.crt", other.certificate()).display().to_string();
    let key = cluster.user.write("other.key", other.key().text().expose()).display().to_string();
    let refused = rebuild(&[("CA_CERT", &certificate), ("CA_KEY", &key)], &["--force"]).refused();
    assert!(refused.stderr.starts_with("error: CA_CERT: "), "{refused}");

    // Nothing of this name, and two of this name.
    let none_there = rebuild(&[("CLUSTER_NAME", "other")], &[]);
    assert_eq!(none_there.code, 1, "{none_there}");
    assert!(none_there.stderr.contains("carries the tags of a cluster other\n"), "{none_there}");
    let _ = sim.order(
        &serde_json::json!({ "hostname": "twin", "tags": ["packetctl:id=zzzzzzzzzz", "packetctl:cluster=demo"] }),
    );
    let two = rebuild(&[], &["--force"]);
    assert_eq!(two.code, 1, "{two}");
    assert!(
        two.stderr.contains("2 clusters of the name demo are there: ") && two.stderr.contains("zzzzzzzzzz: twin ("),
        "{two}"
    );
}

#[test]
fn what_is_missing_is_told_at_once() {
    let world = World::empty().with("PACKET_API_KEY", "k");
    let refused = world.run(&["state", "rebuild"]).refused();
    assert!(refused.stderr.contains("CLUSTER_NAME: the cluster must be named\n"), "{refused}");
    assert!(refused.stderr.contains("PACKET_PROJECT_ID: the project must be named\n"), "{refused}");
    let refused = world.run(&["state", "show", "--state", "here.json"]).refused();
    assert!(refused.stderr.starts_with("error: here.json: there is no state here\n"), "{refused}");
    let refused = world.run(&["state", "rotate-key"]).refused();
    assert!(refused.stderr.contains("packetctl: no cluster is remembered here\n"), "{refused}");
}
