//! Certificates of clients: for whom, how long, and under which name.

use super::*;
use rcgen::DnType;
use x509_parser::prelude::{FromDer as _, X509Certificate};

fn request(seconds: u64) -> ClientRequest {
    ClientRequest {
        common_name: "kubernetes-admin".into(),
        group: Group::ClusterAdmins,
        time_to_live: Duration::from_secs(seconds),
    }
}

fn der(text: &str) -> Vec<u8> {
    pem::parse(text).expect("it is PEM").into_contents()
}

#[test]
fn it_lives_as_long_as_asked_and_begins_a_little_earlier() {
    let client = a_users().client(&request(3600), inside()).expect("it is signed");
    let der = der(&client.certificate);
    let (_, certificate) = X509Certificate::from_der(&der).expect("it is a certificate");
    assert_eq!(client.ends.as_second(), 2_000_000_000 + 3600);
    assert_eq!(certificate.validity().not_after.timestamp(), client.ends.as_second());
    assert_eq!(certificate.validity().not_before.timestamp(), 2_000_000_000 - 300);
    assert_eq!(certificate.subject().to_string(), "O=kubeadm:cluster-admins, CN=kubernetes-admin");
}

#[test]
fn it_ends_and_begins_within_its_authority() {
    let mut parameters = of_a_ca();
    parameters.not_before = rcgen::date_time_ymd(2033, 5, 18);
    let authority = taken(&parameters);
    let just_begun = Timestamp::from_second(authority.begins().as_second() + 10).expect("a time");
    for seconds in [30 * 365 * 24 * 3600, u64::MAX] {
        let client = authority.client(&request(seconds), just_begun).expect("it is signed");
        assert_eq!(client.ends, authority.ends());
        let der = der(&client.certificate);
        let (_, certificate) = X509Certificate::from_der(&der).expect("it is a certificate");
        assert_eq!(certificate.validity().not_before.timestamp(), authority.begins().as_second());
    }
}

#[test]
fn an_authority_that_never_ends_signs_too() {
    let mut parameters = of_a_ca();
    // RFC 5280 §4.1.2.5: 99991231235959Z.
    parameters.not_after =
        x509_parser::prelude::ASN1Time::from_timestamp(253_402_300_799).expect("a time").to_datetime();
    let authority = taken(&parameters);
    assert!(authority.client(&request(u64::MAX), inside()).is_ok());
}

#[test]
fn nothing_is_signed_before_the_authority_begins_or_after_it_ended() {
    for (seconds, what) in [(1_000_000_000, "begins only on 2020-01-01"), (4_000_000_000, "ended on 2040-01-01")] {
        let now = Timestamp::from_second(seconds).expect("a time");
        let flaw = a_users().client(&request(60), now).expect_err("it is refused");
        assert!(flaw.what.contains(what), "{flaw:?}");
    }
}

#[test]
fn names_and_lives_that_cannot_be_are_refused() {
    let with_name = |name: &str| ClientRequest { common_name: name.into(), ..request(60) };
    let longest = "é".repeat(64);
    assert!(a_users().client(&with_name(&longest), inside()).is_ok());
    for wrong in [with_name(""), with_name(&format!("{longest}x")), with_name("a\nb"), request(0)] {
        assert!(a_users().client(&wrong, inside()).is_err(), "{wrong:?}");
    }
}

#[test]
fn the_issuer_is_the_authoritys_name_byte_for_byte() {
    let mut parameters = of_a_ca();
    let mut name = rcgen::DistinguishedName::new();
    name.push(DnType::OrganizationName, rcgen::DnValue::PrintableString("Example".try_into().expect("it is plain")));
    name.push(DnType::OrganizationalUnitName, "one");
    // The same kind a second time, which rcgen's own reading would lose.
    name.push(DnType::CustomDnType(vec![2, 5, 4, 11]), "two");
    parameters.distinguished_name = name;
    let authority = taken(&parameters);
    let client = der(&authority.client(&request(60), inside()).expect("it is signed").certificate);
    let own = der(authority.certificate());
    let (_, client) = X509Certificate::from_der(&client).expect("it is a certificate");
    let (_, own) = X509Certificate::from_der(&own).expect("it is a certificate");
    assert_eq!(own.subject().to_string(), "O=Example, OU=one, OU=two");
    assert_eq!(client.issuer().as_raw(), own.subject().as_raw());
}

#[test]
fn every_client_has_a_key_and_a_number_of_its_own() {
    let authority = a_users();
    let [one, two] = [(); 2].map(|()| authority.client(&request(60), inside()).expect("it is signed"));
    assert_ne!(one.key, two.key);
    let serial = |text: &str| X509Certificate::from_der(&der(text)).map(|(_, read)| read.raw_serial_as_string()).ok();
    assert_ne!(serial(&one.certificate), serial(&two.certificate));
}
