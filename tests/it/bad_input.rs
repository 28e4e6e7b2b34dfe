//! Every wrong input: what is told, with which code, and that nothing was written.
//!
//! The texts are kept in `golden/errors`; read them as a user would.

use super::world::{KEY, PROJECT, World, assert_golden};
use std::process::Command;

/// Refused, with this text, and nothing written.
fn assert_refused(world: &World, golden: &str) {
    let before = world.everything();
    let output = world.run(&["generate"]).refused();
    assert_golden(&format!("errors/{golden}"), &output.to_string());
    assert_eq!(world.everything(), before, "nothing may be written");
}

#[test]
fn one_variable_at_a_time() {
    for (golden, name, value) in [
        ("project-id", "PACKET_PROJECT_ID", "a/b"),
        ("api-key", "PACKET_API_KEY", "two words"),
        ("api-url", "PACKET_API_URL", "localhost"),
        ("cluster-name", "CLUSTER_NAME", "My Cluster"),
        ("cluster-name-quote", "CLUSTER_NAME", "a\"b: # {{ x }}"),
        ("cluster-name-newline", "CLUSTER_NAME", "a\nb"),
        ("cluster-name-long", "CLUSTER_NAME", "a-name-that-is-much-too-long-for-a-hostname"),
        ("facility", "FACILITY", "EWR1"),
        ("metro", "METRO", "d&a"),
        ("version-word", "KUBERNETES_VERSION", "latest"),
        ("version-short", "KUBERNETES_VERSION", "1.33"),
        ("version-old", "KUBERNETES_VERSION", "1.14.3"),
        ("version-new", "KUBERNETES_VERSION", "1.35.0"),
        ("control-planes", "CONTROL_PLANE_MACHINE_COUNT", "3"),
        ("workers-negative", "WORKER_MACHINE_COUNT", "-1"),
        ("workers-many", "WORKER_MACHINE_COUNT", "10001"),
        ("workers-word", "WORKER_MACHINE_COUNT", "two"),
        ("plan", "WORKER_NODE_TYPE", "C3.Small.x86"),
        ("operating-system", "NODE_OS", "$(reboot)"),
        ("billing-cycle", "BILLING_CYCLE", "hurly"),
        ("pod-cidr", "POD_CIDR", "172.26.0.0"),
        ("pod-cidr-host-bits", "POD_CIDR", "172.26.1.0/16"),
        ("pod-cidr-private", "POD_CIDR", "10.244.0.0/16"),
        ("pod-cidr-small", "POD_CIDR", "172.26.0.0/28"),
        ("service-cidr-overlaps", "SERVICE_CIDR", "172.26.128.0/17"),
        ("service-cidr-large", "SERVICE_CIDR", "100.64.0.0/10"),
        ("service-domain", "SERVICE_DOMAIN", "cluster_local"),
        ("addons", "ADDONS", "cni,cmm"),
        ("cni", "CNI", "calico"),
        ("image", "FLANNEL_IMAGE", "Flannel: latest"),
        ("ssh-key-missing", "SSH_KEY", "nowhere.pub"),
        ("ssh-key-folder", "SSH_KEY", "."),
        ("ca-cert-alone", "CA_CERT", "ca.crt"),
        ("ca-key-alone", "CA_KEY", "ca.key"),
    ] {
        assert_refused(&World::ready().with(name, value), golden);
    }
}

#[test]
fn both_required_values_are_missed_at_once() {
    assert_refused(&World::empty(), "missing-both");
    assert_refused(&World::empty().with("PACKET_PROJECT_ID", "").with("METAL_AUTH_TOKEN", ""), "empty-both");
}

#[test]
fn many_problems_are_told_in_one_run() {
    let world = World::empty()
        .with("PACKET_PROJECT_ID", PROJECT)
        .with("CLUSTER_NAME", "UPPER")
        .with("FACILITY", "ewr1")
        .with("METRO", "da")
        .with("KUBERNETES_VERSION", "9")
        .with("POD_CIDR", "no")
        .with("SSH_KEY", "key");
    world.write("key", "garbage");
    world.write("packetctl.yaml", "node-oss: x\n");
    world.write("out/packet/cluster.yaml", "mine");
    assert_refused(&world, "many");
}

#[test]
fn two_names_of_one_rank_that_disagree() {
    let world = World::ready()
        .with("METAL_PROJECT_ID", "other")
        .with("METAL_AUTH_TOKEN", "other")
        .with("PACKET_AUTH_TOKEN", KEY);
    assert_refused(&world, "contradiction");
    let agreeing = World::ready().with("METAL_PROJECT_ID", PROJECT).with("PACKET_AUTH_TOKEN", KEY);
    let _ = agreeing.run(&["generate"]).success();
}

#[test]
fn a_facility_outside_the_metro() {
    assert_refused(&World::ready().with("FACILITY", "ewr1").with("METRO", "da"), "facility-and-metro");
    assert_refused(&World::ready().with("FACILITY", "lab1").with("METRO", "da"), "facility-unknown-and-metro");
}

#[test]
fn keys_that_are_no_public_keys() {
    for (golden, text) in [
        ("ssh-key-empty", ""),
        ("ssh-key-garbage", "ssh-rsa AAAA"),
        (
            "ssh-key-private",
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE\n-----END OPENSSH PRIVATE KEY-----\n",
        ),
    ] {
        let world = World::ready().with("SSH_KEY", "key");
        world.write("key", text);
        assert_refused(&world, golden);
    }
    let world = World::ready().with("SSH_KEY", "key");
    world.write("key", "-----BEGIN RSA PRIVATE KEY-----\nx\n-----END RSA PRIVATE KEY-----\n");
    world.write("key.pub", "the hint may name it");
    assert_refused(&world, "ssh-key-private-with-public");
}

#[test]
fn settings_files_that_are_wrong() {
    for (golden, text) in [
        ("file-syntax", "cluster-name: [demo\nfacility: ewr1\n"),
        ("file-keys", "clustername: x\nFACILITY: ewr1\nwhatever: 1\ncni: none\ncni: flannel\n"),
        ("file-types", "node-os: no\nkubernetes-version: 1.34\nworker-machine-count: many\naddons: {a: b}\n"),
        ("file-secret", "api-key: x\n"),
        ("file-list", "- a\n- b\n"),
        ("file-values", "metro: D A\npod-cidr: 10.0.0.0/16\n"),
    ] {
        let world = World::empty().with("PACKET_PROJECT_ID", PROJECT).with("PACKET_API_KEY", KEY);
        world.write("packetctl.yaml", text);
        assert_refused(&world, golden);
    }
    let world = World::ready();
    let output = world.run(&["generate", "--config", "gone.yaml"]).refused();
    assert_golden("errors/file-gone", &output.to_string());
}

/// Makes a file by openssl, which is on every machine that CI runs on.
fn openssl(world: &World, arguments: &str) {
    let mut command = Command::new("openssl");
    let output = command.args(arguments.split(' ')).current_dir(world.folder()).output().expect("openssl is there");
    assert!(output.status.success(), "openssl {arguments}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn pairs_in_every_encoding_are_accepted_and_mixed_ones_refused() {
    if Command::new("openssl").arg("version").output().is_err() {
        // The unit tests of `pki` hold the rules; this holds the encodings.
        return;
    }
    let world = World::ready();
    openssl(&world, "genrsa -traditional -out rsa1.key 2048");
    openssl(&world, "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa8.key");
    openssl(&world, "ecparam -name prime256v1 -genkey -out ec1.key");
    openssl(&world, "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out ec8.key");
    openssl(&world, "pkey -in rsa8.key -aes128 -passout pass:x -out locked.key");
    let pairs = ["rsa1", "rsa8", "ec1", "ec8"];
    for name in pairs {
        let subject = format!("req -x509 -new -key {name}.key -subj /CN={name} -days 30 -out {name}.crt");
        openssl(&world, &subject);
    }
    openssl(
        &world,
        "req -x509 -new -key rsa8.key -subj /CN=leaf -days 30 -addext basicConstraints=critical,CA:FALSE -out leaf.crt",
    );
    let run = |certificate: &str, key: &str| {
        world.run(&["generate", "-f", "--ca-cert", &format!("{certificate}.crt"), "--ca-key", &format!("{key}.key")])
    };
    for name in pairs {
        let _ = run(name, name).success();
        for other in pairs.into_iter().filter(|other| *other != name) {
            let refused = run(name, other).refused();
            assert!(refused.stderr.contains(&format!("--ca-key: {other}.key: this key does not belong")), "{refused}");
        }
    }
    let texts: String = [("leaf", "rsa8"), ("rsa8", "locked")]
        .map(|(certificate, key)| run(certificate, key).refused().to_string())
        .concat();
    assert_golden("errors/ca-pairs", &texts);
    world.write("empty.crt", "");
    world.write("empty.key", "not a key");
    assert_golden("errors/ca-garbage", &run("empty", "empty").refused().to_string());
}

#[test]
fn command_lines_that_are_wrong() {
    for (golden, arguments) in [
        ("usage-command", &["genrate"][..]),
        ("usage-flag", &["generate", "--clustername", "x"]),
        ("usage-both", &["generate", "--stdout", "-o", "x"]),
        ("usage-value", &["config", "-o", "xml"]),
        ("usage-color", &["--color", "sometimes", "config"]),
    ] {
        let output = World::ready().run(arguments).refused();
        assert_golden(&format!("errors/{golden}"), &output.to_string());
    }
}
