//! A PKI written down and brought back.

use super::*;

fn made() -> Pki {
    Pki::make(Some(a_users()), inside()).expect("the rest can be made")
}

fn told(texts: &PkiTexts) -> Vec<String> {
    let problems = Pki::from_pem(texts).expect_err("it is refused");
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn what_was_written_down_comes_back() {
    let pki = made();
    assert_eq!(Pki::from_pem(&pki.to_pem()), Ok(pki));
}

#[test]
fn all_that_does_not_belong_together_is_told_at_once() {
    let mut texts = made().to_pem();
    std::mem::swap(&mut texts.front_proxy.key, &mut texts.etcd.key);
    texts.cluster.certificate = "hunter2".into();
    texts.service_accounts = Secret::new("hunter2");
    assert_eq!(
        told(&texts),
        [
            "ca.crt: there is no PEM certificate in it",
            "front-proxy-ca.key: this key does not belong to the certificate",
            "etcd/ca.key: this key does not belong to the certificate",
            "sa.key: there is no PEM private key in it",
        ]
    );
}

#[test]
fn one_key_for_two_purposes_is_refused() {
    let mut texts = made().to_pem();
    texts.front_proxy = texts.cluster.clone();
    texts.service_accounts = texts.etcd.key.clone();
    assert_eq!(
        told(&texts),
        ["front-proxy-ca.key: this is the key of ca.key again", "sa.key: this is the key of etcd/ca.key again"]
    );
}

#[test]
fn what_has_ended_comes_back_all_the_same() {
    let long_ago = Timestamp::from_second(1_000_000_000).expect("a time");
    let pki = Pki::make(None, long_ago).expect("it can be made");
    assert_eq!(Pki::from_pem(&pki.to_pem()), Ok(pki));
}
