//! Pairs that openssl made, right and wrong.
//!
//! They are made on the spot by rcgen in PKCS#8; the other encodings come from
//! openssl and are tried through the binary in `tests/it`.

use super::*;
use rcgen::{BasicConstraints, CertificateParams, IsCa};
use std::time::Duration;

/// A certificate for a fresh P-256 key, a CA's or not.
fn certificate(is_ca: IsCa) -> (String, KeyPair) {
    let key = KeyPair::generate().expect("there is randomness");
    let mut parameters = CertificateParams::new(vec!["x".into()]).expect("the name is good");
    parameters.is_ca = is_ca;
    parameters.not_before = rcgen::date_time_ymd(2020, 1, 1);
    parameters.not_after = rcgen::date_time_ymd(2040, 1, 1);
    (parameters.self_signed(&key).expect("it signs itself").pem(), key)
}

fn a_ca() -> (String, KeyPair) {
    certificate(IsCa::Ca(BasicConstraints::Unconstrained))
}

/// 2033, inside the certificates above.
fn inside() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(2_000_000_000)
}

fn told(certificate: &str, key: &str, now: SystemTime) -> Vec<(Half, String)> {
    let flaws = check_authority(certificate, &Secret::new(key), now).err().unwrap_or_default();
    flaws.into_iter().map(|(half, flaw)| (half, flaw.what)).collect()
}

#[test]
fn a_pair_is_a_pair() {
    let (certificate, key) = a_ca();
    assert_eq!(told(&certificate, &key.serialize_pem(), inside()), []);
}

#[test]
fn a_foreign_key_is_refused() {
    let (certificate, _) = a_ca();
    let (_, foreign) = a_ca();
    assert_eq!(
        told(&certificate, &foreign.serialize_pem(), inside()),
        [(Half::Key, "this key does not belong to the certificate".into())]
    );
}

#[test]
fn a_leaf_and_a_late_date_are_told_together() {
    let (certificate, key) = certificate(IsCa::ExplicitNoCa);
    let late = UNIX_EPOCH + Duration::from_secs(4_000_000_000);
    let told = told(&certificate, &key.serialize_pem(), late);
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn garbage_in_both_is_told_for_both_and_never_quoted() {
    let told = told("hunter2", "hunter2", inside());
    assert_eq!(told.iter().map(|(half, _)| *half).collect::<Vec<_>>(), [Half::Certificate, Half::Key]);
    assert!(told.iter().all(|(_, what)| !what.contains("hunter2")));
}
