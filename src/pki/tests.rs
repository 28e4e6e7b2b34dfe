//! Authorities that are made, taken, refused, written down and brought back.
//!
//! What openssl thinks of them is asked in `tests/it`.

mod checking;
mod clients;
mod remembering;

use super::*;
use crate::secret::Secret;
use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair, SignatureAlgorithm};
use std::time::Duration;

/// 2033, inside the certificates below.
pub(super) fn inside() -> Timestamp {
    Timestamp::from_second(2_000_000_000).expect("a time")
}

/// What a certificate for a test says, valid from 2020 to 2040.
pub(super) fn parameters(is_ca: IsCa) -> CertificateParams {
    let mut parameters = CertificateParams::new(vec!["x".into()]).expect("the name is good");
    parameters.is_ca = is_ca;
    parameters.not_before = rcgen::date_time_ymd(2020, 1, 1);
    parameters.not_after = rcgen::date_time_ymd(2040, 1, 1);
    parameters
}

/// What a CA's certificate says.
pub(super) fn of_a_ca() -> CertificateParams {
    parameters(IsCa::Ca(BasicConstraints::Unconstrained))
}

/// A certificate signed by its own fresh key, and the key in PKCS#8.
pub(super) fn signed(parameters: &CertificateParams, algorithm: &'static SignatureAlgorithm) -> (String, Secret) {
    let key = KeyPair::generate_for(algorithm).expect("there is randomness");
    let certificate = parameters.self_signed(&key).expect("it signs itself").pem();
    (certificate, Secret::new(key.serialize_pem()))
}

/// An authority of a user, EC P-256.
pub(super) fn a_users() -> Authority {
    taken(&of_a_ca())
}

/// An authority of a user whose certificate says this.
pub(super) fn taken(parameters: &CertificateParams) -> Authority {
    let (certificate, key) = signed(parameters, &rcgen::PKCS_ECDSA_P256_SHA256);
    Authority::from_pem(&certificate, &key).expect("it is an authority")
}

#[test]
fn all_is_made_and_each_has_its_own_key_and_name() {
    let pki = Pki::make(None, inside()).expect("it can be made");
    let keys = [pki.cluster.key(), pki.front_proxy.key(), pki.etcd.key(), &pki.service_accounts];
    let kinds: std::collections::BTreeSet<&[u8]> = keys.iter().map(|key| key.public_key_info()).collect();
    assert_eq!(kinds.len(), 4);
    assert!(keys.iter().all(|key| key.text().expose().starts_with("-----BEGIN RSA PRIVATE KEY-----\nMII")));
    for authority in [&pki.cluster, &pki.front_proxy, &pki.etcd] {
        assert_eq!(authority.begins().as_second(), 2_000_000_000 - 300);
        assert_eq!(authority.ends().as_second(), 2_000_000_000 + 3650 * 24 * 60 * 60);
        assert_eq!(check_authority(authority.certificate(), authority.key().text(), inside()), Ok(()));
    }
}

#[test]
fn a_users_authority_is_used_and_the_others_are_made() {
    let given = a_users();
    let pki = Pki::make(Some(given.clone()), inside()).expect("the rest can be made");
    assert_eq!(pki.cluster, given);
    assert_ne!(pki.etcd.key(), given.key());
}

#[test]
fn kubeadm_gets_its_eight_files_and_only_keys_are_hidden() {
    let pki = Pki::make(Some(a_users()), inside()).expect("the rest can be made");
    let files = pki.files();
    let told: Vec<(String, u32)> = files.iter().map(|file| (file.path(), file.mode())).collect();
    let expected = [
        ("ca.crt", 0o644),
        ("ca.key", 0o600),
        ("front-proxy-ca.crt", 0o644),
        ("front-proxy-ca.key", 0o600),
        ("etcd/ca.crt", 0o644),
        ("etcd/ca.key", 0o600),
        ("sa.key", 0o600),
        ("sa.pub", 0o644),
    ];
    assert_eq!(told, expected.map(|(name, mode)| (format!("/etc/kubernetes/pki/{name}"), mode)));
    for file in &files {
        let is_key = match &file.contents {
            Contents::Public(text) => text.contains("PRIVATE"),
            Contents::Private(secret) => secret.expose().contains("PRIVATE KEY-----"),
        };
        assert_eq!(is_key, file.mode() == 0o600, "{}", file.name);
    }
}

#[test]
fn nothing_shows_a_key() {
    let pki = Pki::make(Some(a_users()), inside()).expect("the rest can be made");
    let request =
        ClientRequest { common_name: "a".into(), group: Group::default(), time_to_live: Duration::from_secs(60) };
    let client = pki.cluster.client(&request, inside()).expect("it is signed");
    let shown = format!("{pki:?} {:?} {:?} {client:?}", pki.files(), pki.to_pem());
    let texts = pki.to_pem();
    let keys = [&texts.cluster.key, &texts.front_proxy.key, &texts.etcd.key, &texts.service_accounts, &client.key];
    assert!(!shown.contains("PRIVATE"), "{shown}");
    // The modulus of an RSA key stands in its private and its public text, and may fall into the same lines.
    let mut public = client.certificate.clone();
    for file in pki.files() {
        if let Contents::Public(text) = file.contents {
            public.push_str(&text);
        }
    }
    for line in keys.iter().flat_map(|key| key.expose().lines()) {
        let is_public = line.starts_with("-----") || public.contains(line);
        assert!(is_public || !shown.contains(line), "a line of a key is shown: {line}");
    }
}
