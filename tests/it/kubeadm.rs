//! Keys and papers in the hands of the real kubeadm, where `PACKETCTL_KUBEADM` names it (the judges have one).

use crate::first_boot::{FirstBoot, file};
use crate::pki::{Judge, USERS, now};
use packetctl::bootstrap::{PRIVATE_ADDRESS, PUBLIC_ADDRESS, SetUps};
use packetctl::pki::{FOLDER, Pki};
use std::process::Command;

/// What kubeadm is asked for; folder and version are filled in.
const CONFIGURATION: &str = "\
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint: {advertiseAddress: 10.0.0.1}
nodeRegistration: {name: control-plane}
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: VERSION
controlPlaneEndpoint: 198.51.100.7:6443
certificatesDir: FOLDER
";

/// What kubeadm signs: the leaf, its authority, and what openssl calls its purpose.
const LEAVES: [(&str, &str, &str); 7] = [
    ("apiserver", "ca", "sslserver"),
    ("apiserver-kubelet-client", "ca", "sslclient"),
    ("front-proxy-client", "front-proxy-ca", "sslclient"),
    ("etcd/server", "etcd/ca", "sslserver"),
    ("etcd/peer", "etcd/ca", "sslserver"),
    ("etcd/healthcheck-client", "etcd/ca", "sslclient"),
    ("apiserver-etcd-client", "etcd/ca", "sslclient"),
];

/// Has kubeadm make all its certificates beside ours; gives what it said.
fn init_certificates(judge: &Judge, kubeadm: &str) -> String {
    let folder = judge.world.folder().join("pki");
    let version = Command::new(kubeadm).args(["version", "-o", "short"]).output().expect("kubeadm can be run").stdout;
    let version = String::from_utf8_lossy(&version);
    let configuration =
        CONFIGURATION.replace("FOLDER", &folder.display().to_string()).replace("VERSION", version.trim());
    let file = judge.world.write("kubeadm.yaml", configuration);
    let mut command = Command::new(kubeadm);
    command.args(["init", "phase", "certs", "all", "--config"]).arg(file);
    let output = command.env_clear().env("HOME", judge.world.home()).output().expect("kubeadm can be run");
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

/// All our files are as they were, and every leaf is signed by ours.
fn assert_kept(judge: &Judge, pki: &Pki, kubeadm: &str) {
    judge.write(pki);
    let said = init_certificates(judge, kubeadm);
    for name in ["ca", "front-proxy-ca", "etcd/ca"] {
        assert!(said.contains(&format!("Using existing {name} certificate authority")), "{said}");
    }
    assert!(said.contains("Using the existing \"sa\" key"), "{said}");
    for file in pki.files() {
        assert_eq!(judge.world.read(&format!("pki/{}", file.name)), file.expose(), "{} was changed", file.path());
    }
    for (leaf, authority, purpose) in LEAVES {
        judge.says(&format!("verify -purpose {purpose} -CAfile pki/{authority}.crt pki/{leaf}.crt"));
    }
}

#[test]
fn kubeadm_keeps_authorities_and_signs_with_them() {
    let (Some(judge), Ok(kubeadm)) = (Judge::call(), std::env::var("PACKETCTL_KUBEADM")) else { return };
    assert_kept(&judge, &Pki::make(None, now()).expect("it can be made"), &kubeadm);
    for (name, make, subject) in USERS {
        let judge = Judge::call().expect("it came before");
        judge.make_user(name, make, subject);
        let pki = Pki::make(Some(judge.user(name)), now()).expect("the rest can be made");
        assert_kept(&judge, &pki, &kubeadm);
    }
}

#[test]
fn kubeadm_looks_where_the_files_go() {
    let Ok(kubeadm) = std::env::var("PACKETCTL_KUBEADM") else { return };
    let output = Command::new(kubeadm).args(["config", "print", "init-defaults"]).output().expect("kubeadm can be run");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(printed.contains(&format!("certificatesDir: {FOLDER}\n")), "{printed}");
}

/// What kubeadm says of a configuration, and whether it takes it. It reads documents strictly: a field that it does not
/// know is an error.
fn validate(judge: &Judge, kubeadm: &str, configuration: &str) -> (bool, String) {
    // The machine does this from its metadata.
    let filled = configuration.replace(PRIVATE_ADDRESS, "10.0.0.1").replace(PUBLIC_ADDRESS, "198.51.100.9");
    let file = judge.world.write("kubeadm.yaml", filled);
    let mut command = Command::new(kubeadm);
    command.args(["config", "validate", "--config"]).arg(file);
    let output = command.env_clear().env("HOME", judge.world.home()).output().expect("kubeadm can be run");
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    // Strict reading of the kubelet's and kube-proxy's documents only warns.
    (output.status.success() && said.trim() == "ok", said)
}

#[test]
fn kubeadm_takes_every_document_of_every_set_up() {
    let (Some(judge), Ok(kubeadm)) = (Judge::call(), std::env::var("PACKETCTL_KUBEADM")) else { return };
    for system in SetUps::built_in().operating_systems() {
        for version in ["1.33.0", "1.34.4"] {
            for (role, user_data) in FirstBoot::new(system, version).both() {
                let configuration = file(&user_data, "/etc/packetctl/kubeadm.yaml");
                let (is_content, said) = validate(&judge, &kubeadm, &configuration);
                assert!(is_content, "{system}, {version}, {}: {said}", role.name());
            }
        }
    }
}

#[test]
fn the_judge_refuses_a_field_that_kubeadm_does_not_know() {
    let (Some(judge), Ok(kubeadm)) = (Judge::call(), std::env::var("PACKETCTL_KUBEADM")) else { return };
    for (_, user_data) in FirstBoot::new("debian_12", "1.34.4").both() {
        let configuration = file(&user_data, "/etc/packetctl/kubeadm.yaml");
        let broken = configuration.replacen("nodeRegistration:", "nodeRegistrations:", 1);
        assert_ne!(broken, configuration);
        assert!(!validate(&judge, &kubeadm, &broken).0);
    }
    let [(_, user_data), _] = FirstBoot::new("packetctl_container", "1.34.4").both();
    let broken = file(&user_data, "/etc/packetctl/kubeadm.yaml").replace("failSwapOn:", "failSwap:");
    assert!(!validate(&judge, &kubeadm, &broken).0);
}
