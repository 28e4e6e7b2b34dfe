//! Sealing and opening, and what is seen of secrets from outside.

use super::*;
use crate::state::Identity;
use crate::state::record::tests::saved;

fn some() -> Secrets {
    let mut secrets = Secrets::new();
    secrets.set("ca.key", Secret::new("hunter2 \"quoted\"\nand a line"));
    secrets.set("token", Secret::new("0123456789abcdef"));
    secrets
}

fn identity() -> Key {
    Key::Identity(Identity::make())
}

fn passphrase(text: &str) -> Key {
    Key::Passphrase(Secret::new(text))
}

#[test]
fn any_of_the_keys_opens_and_a_wrong_one_is_told_from_damage() {
    let (old, new) = (identity(), identity());
    let sealed = some().seal(&new).expect("it can be sealed");
    assert!(!sealed.needs_passphrase());
    assert_eq!(sealed.open(&[passphrase("x"), old.clone(), new.clone()]), Ok(some()));
    assert_eq!(sealed.open(std::slice::from_ref(&old)), Err(OpenError::WrongKey));
    assert_eq!(sealed.open(&[]), Err(OpenError::WrongKey));
    // One letter of the last line but one, which is deep in the payload.
    let line = sealed.text().trim_end().lines().nth_back(1).expect("there are lines").to_owned();
    let other = if line.starts_with('A') { 'B' } else { 'A' };
    let damaged = Sealed(sealed.text().replace(&line, &format!("{other}{}", &line[1..])));
    assert_eq!(damaged.open(&[old, new.clone()]), Err(OpenError::Damaged));
    assert_eq!(Sealed(sealed.text()[..300].into()).open(std::slice::from_ref(&new)), Err(OpenError::Damaged));
    assert_eq!(Sealed("nonsense".into()).open(&[new]), Err(OpenError::Damaged));
}

#[test]
fn a_passphrase_opens_only_what_it_sealed_even_after_a_wrong_one() {
    let sealed = some().seal(&passphrase("correct horse")).expect("it can be sealed");
    assert!(sealed.needs_passphrase());
    assert_eq!(sealed.open(&[passphrase("wrong"), passphrase("correct horse")]), Ok(some()));
    assert_eq!(sealed.open(&[identity(), passphrase("wrong")]), Err(OpenError::WrongKey));
}

#[test]
fn nothing_of_a_secret_is_seen_from_outside() {
    let key = identity();
    let mut record = saved();
    record.keep_secrets(&mut some(), &key).expect("it can be sealed");
    let text = record.to_text("state.json".as_ref()).expect("it can be written");
    let secret_key = key.encoded();
    for shown in [text, format!("{record:?} {:?} {key:?} {:?}", some(), passphrase("correct horse"))] {
        for secret in ["hunter2", "0123456789abcdef", "correct horse", secret_key.expose()] {
            assert!(!shown.contains(secret), "{secret} is seen in {shown}");
        }
    }
}

#[test]
fn secrets_are_sealed_anew_only_when_they_changed() {
    let (key, mut record, mut secrets) = (identity(), saved(), some());
    record.keep_secrets(&mut secrets, &key).expect("it can be sealed");
    let first = record.secrets.clone();
    secrets.set("token", Secret::new("0123456789abcdef"));
    record.keep_secrets(&mut secrets, &key).expect("nothing is to be sealed");
    let mut again = record.open_secrets(std::slice::from_ref(&key)).expect("it is the key");
    record.keep_secrets(&mut again, &key).expect("nothing is to be sealed");
    assert_eq!(record.secrets, first);
    again.remove("token");
    record.keep_secrets(&mut again, &key).expect("it can be sealed");
    assert_ne!(record.secrets, first);
    assert_eq!(record.open_secrets(&[key]).expect("it is the key").get("token"), None);
}
