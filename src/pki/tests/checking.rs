//! What can be an authority and what cannot.
//!
//! Pairs are made on the spot by rcgen in PKCS#8; the other encodings come from openssl and are tried in `tests/it`.

use super::*;
use proptest::prelude::*;
use rcgen::{
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ECDSA_P521_SHA512, PKCS_ED25519,
    PKCS_RSA_SHA256,
};

fn told(certificate: &str, key: &Secret, now: Timestamp) -> Vec<(Half, String)> {
    let flaws = check_authority(certificate, key, now).err().unwrap_or_default();
    flaws.into_iter().map(|(half, flaw)| (half, flaw.what)).collect()
}

fn a_ca() -> (String, Secret) {
    signed(&of_a_ca(), &PKCS_ECDSA_P256_SHA256)
}

#[test]
fn a_foreign_key_is_refused() {
    let (certificate, _) = a_ca();
    let (_, foreign) = a_ca();
    let expected = [(Half::Key, "this key does not belong to the certificate".to_owned())];
    assert_eq!(told(&certificate, &foreign, inside()), expected);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_key_pairs_with_its_own_certificate_and_no_other(own in 0_usize..4, foreign in 0_usize..4) {
        let kinds = [&PKCS_ECDSA_P256_SHA256, &PKCS_ECDSA_P384_SHA384, &PKCS_ECDSA_P521_SHA512, &PKCS_RSA_SHA256];
        let (certificate, key) = signed(&of_a_ca(), kinds[own]);
        let (other, stranger) = signed(&of_a_ca(), kinds[foreign]);
        prop_assert!(check_authority(&certificate, &key, inside()).is_ok());
        prop_assert!(check_authority(&other, &stranger, inside()).is_ok());
        for (certificate, key) in [(&certificate, &stranger), (&other, &key)] {
            prop_assert_eq!(told(certificate, key, inside()).first().map(|(half, _)| *half), Some(Half::Key));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_damaged_certificate_is_refused_or_signs_and_nothing_breaks(
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)
    ) {
        let (certificate, key) = a_ca();
        let mut der = pem::parse(&certificate).expect("it is PEM").into_contents();
        for (place, byte) in damage {
            let place = place.index(der.len());
            der[place] = byte;
        }
        let damaged = pem::encode(&pem::Pem::new("CERTIFICATE", der));
        if let Ok(authority) = Authority::from_pem(&damaged, &key) {
            let name = "a".to_owned();
            let request = ClientRequest { common_name: name, group: Group::Masters, time_to_live: Duration::MAX };
            let _ = authority.client(&request, inside());
        }
    }
}

#[test]
fn a_leaf_and_a_late_date_are_told_together() {
    let (certificate, key) = signed(&parameters(IsCa::ExplicitNoCa), &PKCS_ECDSA_P256_SHA256);
    let late = Timestamp::from_second(4_000_000_000).expect("a time");
    let told = told(&certificate, &key, late);
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn a_date_to_come_is_told_and_only_where_the_time_counts() {
    let (certificate, key) = a_ca();
    let flaws = told(&certificate, &key, Timestamp::UNIX_EPOCH);
    assert!(flaws.iter().all(|(_, what)| what.starts_with("the certificate begins only on Jan  1")), "{flaws:?}");
    assert_eq!(flaws.len(), 1);
    assert!(Authority::from_pem(&certificate, &key).is_ok());
}

#[test]
fn a_ca_that_may_not_sign_is_refused() {
    let mut parameters = of_a_ca();
    parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    let (certificate, key) = signed(&parameters, &PKCS_ECDSA_P256_SHA256);
    let expected = "this CA may not sign certificates (key usage keyCertSign is missing)";
    assert_eq!(told(&certificate, &key, inside()), [(Half::Certificate, expected.to_owned())]);
}

#[test]
fn a_kind_of_key_that_kubeadm_does_not_take_is_refused() {
    let (certificate, key) = signed(&of_a_ca(), &PKCS_ED25519);
    let expected = "this is not a key that a cluster can use";
    assert_eq!(told(&certificate, &key, inside()), [(Half::Key, expected.to_owned())]);
}

#[test]
fn garbage_in_both_is_told_for_both_and_never_quoted() {
    let told = told("hunter2", &Secret::new("hunter2"), inside());
    assert_eq!(told.iter().map(|(half, _)| *half).collect::<Vec<_>>(), [Half::Certificate, Half::Key]);
    assert!(told.iter().all(|(_, what)| !what.contains("hunter2")));
}

#[test]
fn texts_are_kept_byte_for_byte_with_words_around_them() {
    let (certificate, key) = a_ca();
    let certificate = format!("# ours, since 2020\r\n{}", certificate.replace('\n', "\r\n"));
    let key = Secret::new(format!("a remark\n{}\n\n", key.expose()));
    let kept = Authority::given(&certificate, &key, inside()).expect("it is an authority");
    assert_eq!((kept.certificate(), kept.key().text()), (certificate.as_str(), &key));
}

#[test]
fn a_key_beside_the_certificate_does_not_get_into_the_public_file() {
    let (certificate, key) = a_ca();
    let both = format!("{}{certificate}", key.expose());
    let kept = Authority::given(&both, &Secret::new(both.clone()), inside()).expect("it is an authority");
    assert_eq!(kept.certificate(), certificate);
    assert_eq!(kept.key().text().expose(), both);
}

#[test]
fn what_go_would_not_find_is_written_anew() {
    let (certificate, key) = a_ca();
    let indented = |text: &str| text.lines().fold(String::new(), |whole, line| whole + "  " + line + "\n");
    let marked = |text: &str| format!("\u{feff}{text}");
    for spoil in [&indented as &dyn Fn(&str) -> String, &marked] {
        let kept = Authority::given(&spoil(&certificate), &Secret::new(spoil(key.expose())), inside());
        let kept = kept.expect("it is an authority");
        assert_eq!((kept.certificate(), kept.key().text()), (certificate.as_str(), &key));
    }
}

#[test]
fn two_certificates_in_one_file_are_refused() {
    let (certificate, key) = a_ca();
    let (second, _) = a_ca();
    let expected = [(Half::Certificate, "it holds more than one certificate".to_owned())];
    assert_eq!(told(&format!("{certificate}{second}"), &key, inside()), expected);
}

#[test]
fn a_key_under_a_wrong_label_is_written_anew() {
    let (certificate, key) = a_ca();
    let mislabelled = Secret::new(key.expose().replace("PRIVATE KEY", "EC PRIVATE KEY"));
    let kept = Authority::given(&certificate, &mislabelled, inside()).expect("it is an authority");
    assert_eq!(kept.key().text(), &key);
}
