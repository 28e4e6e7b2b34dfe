//! Private files: their modes, and what stands after something went wrong.

use super::*;
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().expect("there is a folder for temporary files")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

#[cfg(unix)]
#[test]
fn what_is_written_is_its_owners_alone_even_where_an_open_file_stood() {
    let folder = folder();
    let path = folder.path().join("kubeconfig");
    fs::write(&path, "a longer text that stood there").expect("it can be written");
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o644)).expect("it is ours");
    replace_private(&path, "new").expect("it can be written");
    assert_eq!((fs::read_to_string(&path).expect("it is there").as_str(), mode(&path)), ("new", 0o600));
    assert_eq!(names(folder.path()), ["kubeconfig"]);
}

#[cfg(unix)]
#[test]
fn missing_folders_are_made_private_and_others_left_as_they_are() {
    let folder = folder();
    let open = folder.path().join("open");
    fs::create_dir(&open).expect("it can be made");
    fs::set_permissions(&open, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("it is ours");
    make_private_folder(&open.join("a/b")).expect("it can be made");
    make_private_folder(&open.join("a/b")).expect("it is there");
    assert_eq!([&open, &open.join("a"), &open.join("a/b")].map(|path| mode(path)), [0o755, 0o700, 0o700]);
    fs::write(open.join("file"), "").expect("it can be written");
    for path in ["file", "file/below"] {
        make_private_folder(&open.join(path)).expect_err("a file is in the way");
    }
}

#[test]
fn one_that_is_there_is_not_made_again() {
    let folder = folder();
    let path = folder.path().join("identity.txt");
    assert_eq!(create_private(&path, "first"), Ok(true));
    assert_eq!(create_private(&path, "second"), Ok(false));
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "first");
    assert_eq!(names(folder.path()), ["identity.txt"]);
}

#[test]
fn where_it_cannot_be_written_the_old_one_stays_and_that_is_said() {
    let folder = folder();
    let told = replace_private(&folder.path().join("nowhere/kubeconfig"), "x").expect_err("there is no folder");
    assert!(told.what.ends_with("; nothing was changed"), "{told}");
    fs::create_dir(folder.path().join("kubeconfig")).expect("it can be made");
    let told = replace_private(&folder.path().join("kubeconfig"), "x").expect_err("a folder is in the way");
    assert!(told.what.contains("a folder is in the way"), "{told}");
    assert_eq!(names(folder.path()), ["kubeconfig"]);
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_one_to_nowhere_is_told() {
    let folder = folder();
    let [file, link, dangling] = ["file", "link", "dangling"].map(|name| folder.path().join(name));
    fs::write(&file, "old").expect("it can be written");
    std::os::unix::fs::symlink("file", &link).expect("it can be made");
    std::os::unix::fs::symlink("nowhere", &dangling).expect("it can be made");
    replace_private(&link, "new").expect("it can be written");
    assert!(link.is_symlink());
    assert_eq!(fs::read_to_string(&file).expect("it is there"), "new");
    assert!(replace_private(&dangling, "new").expect_err("it leads nowhere").what.contains("follow this link"));
}

#[test]
fn only_what_was_on_its_way_to_this_very_file_is_swept() {
    let folder = folder();
    let [path, previous] = ["a.json", "a.json.previous"].map(|name| folder.path().join(name));
    for name in [".a.json-1aB", ".b.json-1aB", ".a.json"] {
        fs::write(folder.path().join(name), "").expect("it can be written");
    }
    replace_private_keeping(&path, &previous, "1").expect("it can be written");
    replace_private_keeping(&path, &previous, "2").expect("it can be written");
    assert_eq!(names(folder.path()), [".a.json", ".b.json-1aB", "a.json", "a.json.previous"]);
    assert_eq!(fs::read_to_string(&previous).expect("it is there"), "1");
}

#[test]
fn only_a_private_file_is_read() {
    let folder = folder();
    let path = folder.path().join("x");
    assert_eq!(read_private(&path), Ok(None));
    assert!(read_private(folder.path()).expect_err("it is a folder").what.contains("a folder"));
    create_private(&path, "text").expect("it can be made");
    assert_eq!(read_private(&path), Ok(Some("text".into())));
}
