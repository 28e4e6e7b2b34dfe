//! Keys and papers in the hands of the real kubeadm, where `PACKETCTL_KUBEADM` names it (the judges have one).

use crate::pki::{Judge, USERS, now};
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
