//! The file of identities: made once, never overwritten, never lost.

use super::*;
use crate::state::Secrets;
use crate::state::record::tests::at;
use std::fs;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("there is a folder for temporary files")
}

fn some() -> Secrets {
    let mut secrets = Secrets::new();
    secrets.set("a", Secret::new("b"));
    secrets
}

#[test]
fn it_is_made_once_and_read_ever_after() {
    let folder = folder();
    let path = folder.path().join("config/packetctl/identity.txt");
    assert!(IdentityFile::open(&path).expect("it can be looked for").is_none());
    let made = IdentityFile::open_or_make(&path, at(0)).expect("it can be made");
    let text = fs::read_to_string(&path).expect("it is there");
    let again = IdentityFile::open_or_make(&path, at(1)).expect("it can be read");
    assert_eq!(fs::read_to_string(&path).expect("it is there"), text);
    let sealed = some().seal(made.current()).expect("it can be sealed");
    assert_eq!(sealed.open(again.keys()), Ok(some()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let permissions = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
        assert_eq!((permissions(&path), permissions(path.parent().expect("it is in a folder"))), (0o600, 0o700));
    }
}

#[cfg(unix)]
#[test]
fn one_that_others_may_read_is_refused_with_the_command_that_mends_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let path = folder.path().join("my identity.txt");
    IdentityFile::open_or_make(&path, at(0)).expect("it can be made");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("it is ours");
    let problem = IdentityFile::open(&path).expect_err("others may read it");
    assert!(problem.what.contains("0640"), "{problem}");
    let command = problem.hint.expect("there is one").replace("run `", "").replace('`', "");
    assert!(std::process::Command::new("sh").args(["-c", &command]).status().expect("there is a shell").success());
    IdentityFile::open(&path).expect("the command mended it");
}

#[test]
fn what_is_no_identity_is_told_by_its_line_and_not_shown() {
    let folder = folder();
    let path = folder.path().join("identity.txt");
    for (text, what) in
        [("", "no age identity in it"), ("# a\n\nAGE-SECRET-KEY-1QQQ\n", "this line is no age identity")]
    {
        let _ = fs::remove_file(&path);
        assert!(files::create_private(&path, text).expect("it can be written"));
        let problem = IdentityFile::open_or_make(&path, at(0)).expect_err("there is none in it");
        assert!(problem.what.contains(what) && !problem.what.contains("QQQ"), "{problem}");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), text, "it was overwritten");
    }
    assert_eq!(IdentityFile::open(&path).expect_err("line 3").place, Place::at(&path, Position { line: 3, column: 1 }));
}

#[test]
fn an_added_identity_seals_and_the_older_ones_open_until_they_are_dropped() {
    let folder = folder();
    let path = folder.path().join("identity.txt");
    let mut file = IdentityFile::open_or_make(&path, at(0)).expect("it can be made");
    let before = some().seal(file.current()).expect("it can be sealed");
    file.add(at(1)).expect("it can be written");
    let after = some().seal(file.current()).expect("it can be sealed");
    let read = IdentityFile::open(&path).expect("it can be read").expect("it is there");
    assert_eq!((before.open(read.keys()), after.open(read.keys())), (Ok(some()), Ok(some())));
    assert!(after.open(&read.keys()[..1]).is_err(), "the new one seals");
    file.drop_older(at(2)).expect("it can be written");
    let read = IdentityFile::open(&path).expect("it can be read").expect("it is there");
    assert!(before.open(read.keys()).is_err());
    assert_eq!(after.open(read.keys()), Ok(some()));
}

#[test]
fn an_identity_that_another_run_added_is_not_dropped() {
    let folder = folder();
    let path = folder.path().join("identity.txt");
    let mut file = IdentityFile::open_or_make(&path, at(0)).expect("it can be made");
    let mut other = file.clone();
    file.add(at(1)).expect("it can be written");
    other.add(at(1)).expect("it can be written");
    assert!(file.drop_older(at(2)).expect_err("there are three").what.contains("somebody else"));
    assert_eq!(IdentityFile::open(&path).expect("it can be read").expect("it is there").keys().len(), 3);
}
