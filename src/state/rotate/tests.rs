//! Rotating, whole and cut short.

use super::*;
use crate::secret::Secret;
use crate::state::FileStore;
use crate::state::record::tests::{at, saved};
use std::fs;
use std::path::Path;

fn some() -> Secrets {
    let mut secrets = Secrets::new();
    secrets.set("ca.key", Secret::new("hunter2"));
    secrets
}

fn holder() -> Holder {
    let text = || "x".to_owned();
    Holder { user: text(), host: text(), pid: 1, command: text(), since: None }
}

async fn save(store: &FileStore, key: &Key) {
    let mut record = Record { generation: 0, ..saved() };
    record.keep_secrets(&mut some(), key).expect("it can be sealed");
    store.save(&record, 0).await.expect("it can be saved");
}

fn opens(path: &Path, file: &IdentityFile) -> bool {
    let text = fs::read_to_string(path).expect("it is there");
    let record = Record::from_text(&text, path).expect("it is whole");
    record.open_secrets(file.keys()) == Ok(some())
}

#[tokio::test]
async fn every_state_and_the_one_before_it_are_sealed_anew() {
    let root = tempfile::tempdir().expect("there is a folder for temporary files");
    let path = root.path().join("identity.txt");
    let mut file = IdentityFile::open_or_make(&path, at(0)).expect("it can be made");
    let old = file.clone();
    let [one, two, empty, locked] = ["a", "b", "c", "d"].map(|name| FileStore::in_folder(root.path(), name));
    let one = FileStore::new(one.path());
    let two = FileStore::new(two.path());
    let locked = FileStore::new(locked.path());
    save(&one, file.current()).await;
    save(&two, file.current()).await;
    save(&locked, &Key::Passphrase(Secret::new("p"))).await;
    let stores: [&dyn Store; 4] = [&one, &two, &empty, &locked];
    let count = rotate_identity(&mut file, &stores, &holder(), at(1)).await.expect("all can be opened");
    assert_eq!(count, 2);
    let read = IdentityFile::open(&path).expect("it can be read").expect("it is there");
    assert_eq!(read.keys().len(), 1);
    for store in [&one, &two] {
        assert!(opens(store.path(), &read) && opens(&store.previous(), &read));
        assert!(!opens(store.path(), &old) && !opens(&store.previous(), &old));
    }
}

#[tokio::test]
async fn one_that_cannot_be_opened_or_locked_stops_it_before_anything_changes() {
    let root = tempfile::tempdir().expect("there is a folder for temporary files");
    let path = root.path().join("identity.txt");
    let mut file = IdentityFile::open_or_make(&path, at(0)).expect("it can be made");
    let before = fs::read_to_string(&path).expect("it is there");
    let one = FileStore::new(root.path().join("a/state.json"));
    let foreign = FileStore::new(root.path().join("b/state.json"));
    save(&one, file.current()).await;
    save(&foreign, &Key::Identity(crate::state::Identity::make())).await;
    let stores: [&dyn Store; 2] = [&one, &foreign];
    let error = rotate_identity(&mut file, &stores, &holder(), at(1)).await.expect_err("one is sealed for another");
    assert_eq!(error, RotateError::Sealed { at: foreign.describe(), error: OpenError::WrongKey });
    let other = FileStore::new(one.path());
    let lock = other.lock(&holder()).await.expect("it is free");
    let error = rotate_identity(&mut file, &[&one as &dyn Store], &holder(), at(1)).await.expect_err("it is held");
    assert!(matches!(error, RotateError::Store { error: StoreError::Held(_), .. }), "{error}");
    drop(lock);
    assert_eq!(fs::read_to_string(&path).expect("it is there"), before);
    assert!(opens(one.path(), &file));
}

#[tokio::test]
async fn one_that_was_cut_short_can_be_opened_and_is_done_by_the_next() {
    let root = tempfile::tempdir().expect("there is a folder for temporary files");
    let path = root.path().join("identity.txt");
    let mut file = IdentityFile::open_or_make(&path, at(0)).expect("it can be made");
    let store = FileStore::new(root.path().join("a/state.json"));
    save(&store, file.current()).await;
    // Killed when the new identity was in the file, and nothing sealed with it.
    file.add(at(1)).expect("it can be written");
    let mut read = IdentityFile::open(&path).expect("it can be read").expect("it is there");
    assert!(opens(store.path(), &read));
    rotate_identity(&mut read, &[&store as &dyn Store], &holder(), at(2)).await.expect("it can be opened");
    let read = IdentityFile::open(&path).expect("it can be read").expect("it is there");
    assert!(read.keys().len() == 1 && opens(store.path(), &read) && opens(&store.previous(), &read));
}

#[tokio::test]
async fn from_an_identity_to_a_passphrase_nothing_is_left_that_the_identity_opens() {
    let root = tempfile::tempdir().expect("there is a folder for temporary files");
    let file = IdentityFile::open_or_make(&root.path().join("identity.txt"), at(0)).expect("it can be made");
    let store = FileStore::new(root.path().join("a/state.json"));
    save(&store, file.current()).await;
    let record = store.load().await.expect("it is whole").expect("it is there");
    let passphrase = Key::Passphrase(Secret::new("correct horse"));
    let record = reseal(&store, record, &some(), &passphrase, at(1)).await.expect("it can be sealed");
    assert_eq!(record.open_secrets(&[passphrase]), Ok(some()));
    assert_eq!(store.load().await, Ok(Some(record)));
    assert!(!opens(store.path(), &file) && !opens(&store.previous(), &file));
}
