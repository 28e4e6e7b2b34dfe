//! What a state file goes through: runs at once, crashes, and other people's hands.

use super::*;
use crate::state::record::tests::{at, saved};
use std::fs;
use tempfile::TempDir;

/// Answers are there at once.
fn now<T>(answer: Answer<'_, T>) -> Result<T, StoreError> {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(answer).poll(&mut context) {
        std::task::Poll::Ready(result) => result,
        std::task::Poll::Pending => panic!("it has to be waited for"),
    }
}

fn store() -> (TempDir, FileStore) {
    let root = tempfile::tempdir().expect("there is a folder for temporary files");
    let store = FileStore::in_folder(root.path(), "demo");
    (root, store)
}

/// A store with this many generations in it.
fn store_of(generations: u64) -> (TempDir, FileStore) {
    let (root, store) = store();
    for expected in 0..generations {
        assert_eq!(now(store.save(&saved(), expected)), Ok(expected + 1));
    }
    (root, store)
}

fn holder(command: &str) -> Holder {
    let [user, host, command] = ["a", "h", command].map(String::from);
    Holder { user, host, pid: 7, command, since: Some(at(0)) }
}

fn problem<T: std::fmt::Debug>(result: Result<T, StoreError>) -> Problem {
    match result {
        Err(StoreError::Problem(problem)) => problem,
        other => panic!("no problem: {other:?}"),
    }
}

fn generation(path: &Path) -> u64 {
    let text = fs::read_to_string(path).expect("it is there");
    Record::from_text(&text, path).expect("it is whole").generation
}

fn names(store: &FileStore) -> Vec<String> {
    let folder = fs::read_dir(store.path().parent().expect("it is in a folder")).expect("it is there");
    let mut names: Vec<String> =
        folder.map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Runs the command that a hint gives between backticks, by its number.
fn run(problem: &Problem, number: usize) {
    let hint = problem.hint.as_deref().expect("there is one");
    let command = hint.split('`').nth(2 * number + 1).expect("there is a command in it");
    let status = std::process::Command::new("sh").args(["-c", command]).status().expect("there is a shell");
    assert!(status.success(), "{command}");
}

#[test]
fn each_save_is_the_next_generation_and_keeps_the_one_before() {
    let (_root, store) = store();
    assert_eq!(now(store.load()), Ok(None));
    assert_eq!(now(store.save(&saved(), 0)), Ok(1));
    assert_eq!(names(&store), ["state.json", "state.lock"]);
    let changed = Record { applied_addons: Some("x".into()), ..saved() };
    assert_eq!(now(store.save(&changed, 1)), Ok(2));
    assert_eq!(now(store.save(&changed, 2)), Ok(3));
    assert_eq!(now(store.load()), Ok(Some(Record { generation: 3, ..changed })));
    assert_eq!(generation(&store.previous()), 2);
    assert_eq!(names(&store), ["state.json", "state.json.previous", "state.lock"]);
}

#[cfg(unix)]
#[test]
fn everything_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let (root, store) = store_of(2);
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&root.path().join("demo")), 0o700);
    for name in names(&store) {
        assert_eq!(mode(&root.path().join("demo").join(&name)), 0o600, "{name}");
    }
    fs::set_permissions(store.path(), fs::Permissions::from_mode(0o604)).expect("it is ours");
    let refused = problem(now(store.load()));
    assert!(refused.what.contains("0604"), "{refused}");
    assert_eq!(problem(now(store.save(&saved(), 2))), refused, "nor is it written over");
    run(&refused, 0);
    assert_eq!(now(store.load()).expect("it was mended").map(|record| record.generation), Some(2));
}

#[test]
fn who_read_an_older_generation_does_not_write_over_a_newer_one() {
    let (_root, store) = store_of(2);
    for expected in [0, 1, 3] {
        let stale = StoreError::Stale { expected, found: 2 };
        assert_eq!(now(store.save(&saved(), expected)), Err(stale.clone()));
        assert_eq!(now(store.remove(expected)), Err(stale));
    }
    assert_eq!((generation(store.path()), generation(&store.previous())), (2, 1));
}

#[test]
fn while_one_run_holds_the_lock_another_can_read_and_nothing_else() {
    let (root, store) = store_of(1);
    let other = FileStore::in_folder(root.path(), "demo");
    let lock = now(store.lock(&holder("packetctl up"))).expect("it is free");
    let held = Err(StoreError::Held(holder("packetctl up")));
    assert_eq!(now(other.lock(&holder("packetctl down"))).map(|_| ()), held);
    assert_eq!(now(other.save(&saved(), 1)).map(|_| ()), held);
    assert_eq!(now(other.remove(1)), held);
    assert!(now(other.load()).expect("it may be read").is_some());
    assert_eq!(now(store.save(&saved(), 1)), Ok(2), "its holder can write");
    drop(lock);
    now(other.lock(&holder("packetctl down"))).expect("it is free");
    assert_eq!(now(other.save(&saved(), 2)), Ok(3));
}

#[test]
fn what_the_lock_of_a_dead_run_says_means_nothing() {
    let (root, store) = store_of(1);
    fs::write(root.path().join("demo/state.lock"), "{\"user\": \"the dead\"").expect("it can be written");
    now(store.lock(&holder("packetctl up"))).expect("nobody holds it");
}

#[test]
fn threads_that_count_together_lose_nothing() {
    let (root, first) = store_of(1);
    let count = || {
        let store = FileStore::in_folder(root.path(), "demo");
        for _ in 0..25 {
            loop {
                let Ok(_lock) = now(store.lock(&holder("count"))) else { continue };
                let mut record = now(store.load()).expect("it is whole").expect("it is there");
                *record.options.entry("count".into()).or_default() += "I";
                now(store.save(&record, record.generation)).expect("it is the expected one");
                break;
            }
        }
    };
    std::thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(count))));
    let record = now(first.load()).expect("it is whole").expect("it is there");
    assert_eq!((record.options["count"].len(), record.generation), (100, 101));
}

#[test]
fn a_run_killed_anywhere_in_a_save_leaves_the_old_state_and_is_cleaned_up_after() {
    let (root, store) = store_of(2);
    let folder = root.path().join("demo");
    // Killed while writing beside it; then, with its second name given but the new content not put in place.
    fs::write(folder.join(".state.json-aB3xYz"), "{\"schema\": 1, \"gener").expect("it can be written");
    assert_eq!(now(store.load()).expect("it is whole").map(|record| record.generation), Some(2));
    fs::remove_file(store.previous()).expect("it is there");
    fs::hard_link(store.path(), store.previous()).expect("the disk knows second names");
    fs::write(folder.join("notes.txt"), "not ours").expect("it can be written");
    assert_eq!(now(store.save(&saved(), 2)), Ok(3));
    assert_eq!((generation(store.path()), generation(&store.previous())), (3, 2));
    assert_eq!(names(&store), ["notes.txt", "state.json", "state.json.previous", "state.lock"]);
}

#[test]
fn a_save_that_cannot_be_done_changes_nothing_and_says_so() {
    let (_root, store) = store_of(1);
    fs::create_dir_all(store.previous().join("x")).expect("it can be made");
    let told = problem(now(store.save(&saved(), 1)));
    assert!(told.what.ends_with("; nothing was changed"), "{told}");
    assert_eq!(generation(store.path()), 1);
    assert_eq!(names(&store), ["state.json", "state.json.previous", "state.lock"]);
}

#[test]
fn a_broken_state_is_mended_only_by_the_command_that_is_told() {
    let (_root, store) = store_of(3);
    fs::write(store.path(), "{\"schema\": 1,\n\"generation\": 3,").expect("it can be written");
    let told = problem(now(store.load()));
    assert_eq!(told.place, Place::at(store.path(), crate::problem::Position { line: 2, column: 16 }));
    assert_eq!(problem(now(store.save(&saved(), 3))), told, "nor is it written over");
    assert_eq!(generation(&store.previous()), 2);
    run(&told, 0);
    assert_eq!(now(store.load()).expect("it was mended").map(|record| record.generation), Some(2));
}

#[test]
fn a_broken_state_without_a_whole_one_before_it_is_moved_away() {
    let (_root, store) = store_of(2);
    fs::write(store.path(), "").expect("it can be written");
    fs::write(store.previous(), "{}").expect("it can be written");
    let told = problem(now(store.load()));
    assert!(told.hint.as_deref().expect("there is one").contains("packetctl state rebuild"), "{told:?}");
    run(&told, 0);
    assert!(names(&store).contains(&"state.json.broken".to_owned()));
}

#[test]
fn a_missing_state_with_one_before_it_is_no_new_cluster() {
    let (root, store) = store_of(2);
    fs::remove_file(store.path()).expect("it is there");
    let told = problem(now(store.load()));
    assert_eq!(FileStore::names(root.path()).expect("it can be listed").len(), 1, "it is still a cluster");
    assert_eq!(problem(now(store.save(&saved(), 0))), told);
    run(&told, 0);
    assert_eq!(now(store.load()).expect("it was mended").map(|record| record.generation), Some(1));
    fs::remove_file(store.path()).expect("it is there");
    run(&problem(now(store.load())), 1);
    assert_eq!(now(store.load()), Ok(None));
}

#[test]
fn the_state_of_another_cluster_is_refused() {
    let (_root, store) = store_of(1);
    let wrong = FileStore::new(store.path()).of_cluster("prod");
    assert!(problem(now(wrong.load())).what.contains("the cluster demo, not of prod"));
    // Of the same name, but made elsewhere.
    let twin = Record { id: "0000000000".into(), ..saved() };
    assert!(problem(now(store.save(&twin, 1))).what.contains("its id is abcdefghij"));
    assert_eq!(generation(store.path()), 1);
}

#[test]
fn a_forgotten_cluster_leaves_nothing_unless_others_put_something_there() {
    let (root, store) = store_of(2);
    let lock = now(store.lock(&holder("packetctl down"))).expect("it is free");
    now(store.remove(2)).expect("it is the expected one");
    drop(lock);
    assert!(!root.path().join("demo").exists());
    assert_eq!(now(store.load()), Ok(None));
    let (root, store) = store_of(1);
    fs::write(root.path().join("demo/kubeconfig"), "").expect("it can be written");
    now(store.remove(1)).expect("it is the expected one");
    assert_eq!(names(&store), ["kubeconfig"]);
    assert_eq!(FileStore::names(root.path()), Ok(Vec::new()));
}

#[test]
fn clusters_are_found_by_their_folders() {
    let (root, store) = store_of(1);
    fs::create_dir(root.path().join("empty")).expect("it can be made");
    fs::write(root.path().join("file"), "").expect("it can be written");
    let path = store.path().to_owned();
    assert_eq!(FileStore::names(root.path()), Ok(vec![("demo".into(), path)]));
    assert_eq!(FileStore::names(&root.path().join("nowhere")), Ok(Vec::new()));
}

#[cfg(unix)]
#[test]
fn a_link_stays_and_what_it_names_is_written() {
    let (root, store) = store_of(1);
    let link = root.path().join("link.json");
    std::os::unix::fs::symlink(store.path(), &link).expect("it can be made");
    let by_link = FileStore::new(&link);
    let lock = now(store.lock(&holder("packetctl up"))).expect("it is free");
    assert!(matches!(now(by_link.save(&saved(), 1)), Err(StoreError::Held(_))), "both names have one lock");
    drop(lock);
    assert_eq!(now(by_link.save(&saved(), 1)), Ok(2));
    assert!(link.is_symlink());
    assert_eq!((generation(store.path()), generation(&store.previous())), (2, 1));
}

#[test]
fn locks_and_previous_generations_have_names_of_their_own() {
    for (path, lock) in [("/a/state.json", "/a/state.lock"), ("/a/x.lock", "/a/x.lock.lock"), ("/a/x", "/a/x.lock")] {
        assert_eq!(lock_path(Path::new(path)), Path::new(lock));
    }
}
