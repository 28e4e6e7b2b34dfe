//! The state file in other hands: the age command line opens its secrets, another process holds its lock.

use crate::pki::now;
use crate::world::World;
use packetctl::secret::Secret;
use packetctl::state::{FileStore, Holder, IdentityFile, Key, Record, Sealed, Secrets, Store, StoreError};
use serde_json::json;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

/// Whether a program of another hand is on this machine; on those that CI runs on, all are.
#[expect(clippy::print_stderr, reason = "whoever reads the tests' output should know what was not tried")]
fn is_there(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok();
    if !found {
        eprintln!("skipped: there is no {program} on this machine");
    }
    found
}

/// What a program says to an input, which it must be content with.
fn says(program: &str, arguments: &[&str], input: &str) -> String {
    let mut command = Command::new(program);
    let mut child = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{program} {arguments:?} failed");
    String::from_utf8(output.stdout).unwrap()
}

fn secrets() -> Secrets {
    let mut secrets = Secrets::new();
    secrets.set("ca.key", Secret::new("-----BEGIN PRIVATE KEY-----\nhunter2 \"ä\"\n"));
    secrets.set("token", Secret::new("0123456789abcdef"));
    secrets
}

fn record() -> Record {
    Record::new("demo", "abcdefghij", "p1", "https://api.example/metal/v1", now())
}

fn holder(command: &str) -> Holder {
    let [user, host, command] = ["a", "h", command].map(String::from);
    Holder { user, host, pid: std::process::id(), command, since: Some(now()) }
}

#[tokio::test]
async fn age_opens_what_is_in_the_state_file_with_the_identity_file() {
    if !is_there("age") {
        return;
    }
    let world = World::empty();
    let identity = world.folder().join("config/identity.txt");
    let file = IdentityFile::open_or_make(&identity, now()).expect("it can be made");
    let store = FileStore::in_folder(&world.folder().join("states"), "demo");
    let mut record = record();
    record.keep_secrets(&mut secrets(), file.current()).expect("they can be sealed");
    store.save(&record, 0).await.expect("it can be saved");

    let state: serde_json::Value = serde_json::from_str(&world.read("states/demo/state.json")).unwrap();
    let sealed = state["secrets"].as_str().expect("it is a text");
    let opened = says("age", &["--decrypt", "--identity", identity.to_str().unwrap()], sealed);
    let told: serde_json::Value = serde_json::from_str(&opened).expect("it is JSON");
    assert_eq!(told, json!({"ca.key": "-----BEGIN PRIVATE KEY-----\nhunter2 \"ä\"\n", "token": "0123456789abcdef"}));
}

#[test]
fn what_age_seals_for_the_identity_is_opened_also_while_it_is_rotated() {
    if !is_there("age") || !is_there("age-keygen") {
        return;
    }
    let world = World::empty();
    let identity = world.folder().join("identity.txt");
    let mut file = IdentityFile::open_or_make(&identity, now()).expect("it can be made");
    let recipient = says("age-keygen", &["-y", identity.to_str().unwrap()], "");
    let Key::Identity(own) = file.current() else { panic!("it is an identity") };
    assert_eq!(recipient.trim(), own.recipient());
    let text = says("age", &["--armor", "--recipient", recipient.trim()], r#"{"token": "0123456789abcdef"}"#);
    let sealed: Sealed = serde_json::from_value(text.into()).unwrap();
    file.add(now()).expect("it can be added");
    let secrets = sealed.open(file.keys()).expect("the older one still opens");
    assert_eq!(secrets.get("token"), Some(&Secret::new("0123456789abcdef")));
    assert_eq!(says("age-keygen", &["-y", identity.to_str().unwrap()], "").lines().count(), 2);
}

#[tokio::test]
async fn a_lock_held_by_another_process_ends_with_it_however_it_ends() {
    if !is_there("flock") {
        return;
    }
    let world = World::empty();
    let store = FileStore::in_folder(&world.folder(), "demo");
    store.save(&record(), 0).await.expect("it can be saved");
    let theirs = holder("packetctl down");
    let lock = world.write("demo/state.lock", serde_json::to_string(&theirs).unwrap());
    let mut command = Command::new("flock");
    command.args(["--no-fork", lock.to_str().unwrap(), "sh", "-c", "echo held; exec sleep 60"]);
    let mut other = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(other.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "held\n");

    let error = store.lock(&holder("packetctl up")).await.expect_err("another process holds it");
    assert_eq!(error, StoreError::Held(theirs));
    let told = error.to_string();
    assert!(told.contains("`packetctl down` of a on h, process"), "{told}");
    other.kill().unwrap();
    other.wait().unwrap();
    store.lock(&holder("packetctl up")).await.expect("the dead hold nothing");
}

/// Not a test of its own: what `a_run_killed_at_any_moment` starts and kills.
#[tokio::test]
#[ignore = "it saves until it is killed"]
async fn saves_until_it_is_killed() {
    let Ok(path) = std::env::var("PACKETCTL_SAVES_TO") else { return };
    let store = FileStore::new(path);
    let _lock = store.lock(&holder("saving")).await.expect("the dead hold nothing");
    let mut record = store.load().await.expect("it is whole").unwrap_or_else(record);
    loop {
        record.options.insert("filling".into(), "x".repeat(50_000));
        record.generation = store.save(&record, record.generation).await.expect("it can be saved");
    }
}

#[tokio::test]
async fn a_run_killed_at_any_moment_leaves_a_whole_state_and_no_lock() {
    let world = World::empty();
    let store = FileStore::in_folder(&world.folder(), "demo");
    let mut generations = Vec::new();
    for round in 0..30 {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--ignored", "--exact", "state::saves_until_it_is_killed"]);
        let mut run = command.env("PACKETCTL_SAVES_TO", store.path()).stdout(Stdio::null()).spawn().unwrap();
        // Its own pace moves the moment: it is killed when it has saved a few times more.
        let wanted = generations.last().unwrap_or(&0) + 1 + round % 3;
        let generation = loop {
            let record = store.load().await.expect("it is whole at every moment");
            let generation = record.map_or(0, |record| record.generation);
            if generation >= wanted {
                break generation;
            }
            std::thread::yield_now();
        };
        run.kill().unwrap();
        run.wait().unwrap();
        generations.push(generation);
    }
    let mut record = store.load().await.expect("it is whole").expect("it is there");
    assert!(record.generation >= *generations.last().unwrap());
    record.generation = store.save(&record, record.generation).await.expect("no lock is left");
    let left: Vec<String> = world.everything().into_iter().filter(|name| name.starts_with("demo/")).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

/// Not a test of its own: saves once what needs 50 kB, and says what came of it on standard error.
#[tokio::test]
#[ignore = "it is started where there is no room"]
async fn saves_once() {
    let Ok(path) = std::env::var("PACKETCTL_SAVES_TO") else { return };
    let store = FileStore::new(path);
    let mut record = store.load().await.expect("it is whole").expect("it is there");
    record.options.insert("filling".into(), "x".repeat(50_000));
    match store.save(&record, record.generation).await {
        Ok(generation) => eprintln!("saved as generation {generation}"),
        Err(error) => eprintln!("{error}"),
    }
}

#[tokio::test]
async fn a_save_that_is_cut_short_by_the_system_keeps_the_old_state_and_says_so() {
    let world = World::empty();
    let store = FileStore::in_folder(&world.folder(), "demo");
    let generation = store.save(&record(), 0).await.expect("it can be saved");
    // Files may have 4 kB; beyond it the system says no, as it does on a full disk.
    let limited = "trap '' XFSZ; ulimit -f 8; exec \"$0\" --nocapture --ignored --exact state::saves_once";
    let mut command = Command::new("sh");
    command.args(["-c", limited, std::env::current_exe().unwrap().to_str().unwrap()]);
    let output = command.env("PACKETCTL_SAVES_TO", store.path()).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("state.json: cannot write it: file too large; nothing was changed"), "{told}");
    let kept = store.load().await.expect("it is whole").expect("it is there");
    assert_eq!((kept.generation, kept.options.len()), (generation, 0));
    let left: Vec<String> = world.everything().into_iter().filter(|name| name.starts_with("demo/")).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}
