//! Kubeconfigs: whole files in, whole files out.

use super::*;
use crate::problem::{Place, Problem};

fn access(server: &str) -> Access {
    Access {
        server: server.into(),
        authority: "CA PEM".into(),
        certificate: "CERT PEM".into(),
        key: Secret::new("KEY PEM"),
    }
}

fn no_files(path: &Path) -> Result<String, Problem> {
    panic!("{} was read", path.display())
}

fn merged(existing: &str, name: &str, server: &str, current: MakeCurrent) -> (Kubeconfig, String) {
    let path = Path::new("/home/u/.kube/config");
    let merged = Kubeconfig::merge(existing, path, &Kubeconfig::of(name, &access(server)), current).unwrap();
    (Kubeconfig::read(merged.text.expose(), path).unwrap(), merged.context)
}

const THEIRS: &str = "\
apiVersion: v1
kind: Config
preferences: {colors: true}
current-context: home
clusters:
- name: home
  cluster: {server: 'https://home:6443', certificate-authority: ca.pem, some-new-field: {a: [1]}}
contexts:
- {name: home, context: {cluster: home, user: home, namespace: n}}
users:
- name: home
  user: {client-certificate: me.pem, client-key: keys/me.key}
- name: plugin
  user: {exec: {command: aws}}
other: kept
";

#[test]
fn a_kubeconfig_gives_the_access_it_was_made_of() {
    let wanted = access("https://198.51.100.7:6443");
    let text = Kubeconfig::of("c", &wanted).to_yaml().unwrap();
    let read = Kubeconfig::read(text.expose(), Path::new("k")).unwrap();
    assert_eq!(read.current_context(), Some("c"));
    assert_eq!(read.access(None, &no_files).unwrap(), wanted);
    assert!(!format!("{read:?}{:?}", Kubeconfig::of("c", &wanted)).contains("PEM"));
}

#[test]
fn a_merge_keeps_everything_of_the_users_file() {
    let (all, context) = merged(THEIRS, "c", "https://h:1", MakeCurrent::No);
    assert_eq!((context.as_str(), all.current_context()), ("c", Some("home")));
    let theirs = Kubeconfig::read(THEIRS, Path::new("k")).unwrap();
    for (list, _) in entry::LISTS {
        for item in theirs.root.get(list).and_then(Node::as_sequence).unwrap() {
            let kept = entry::find(&all.root, list, item.text("name").unwrap()).unwrap();
            assert_eq!(serde_json::to_value(kept).unwrap(), serde_json::to_value(item).unwrap());
        }
    }
    assert_eq!(all.root.text("other"), Some("kept"));
    assert_eq!(all.root.get("preferences").and_then(|one| one.get("colors")).and_then(Node::as_bool), Some(true));
    assert_eq!(all.access(Some("c"), &no_files).unwrap(), access("https://h:1"));
}

#[test]
fn the_users_entry_of_the_same_name_is_never_replaced() {
    let (all, context) = merged(THEIRS, "home", "https://h:1", MakeCurrent::Yes);
    assert_eq!((context.as_str(), all.current_context()), ("packet-home", Some("packet-home")));
    assert_eq!(all.access(None, &no_files).unwrap(), access("https://h:1"));
    let home = entry::find(&all.root, "clusters", "home").and_then(|item| item.get("cluster")).unwrap();
    assert_eq!(home.text("server"), Some("https://home:6443"));

    // A user alone of that name is somebody's, too.
    let (_, context) = merged(THEIRS, "plugin", "https://h:1", MakeCurrent::No);
    assert_eq!(context, "packet-plugin");
}

#[test]
fn our_own_entries_are_made_anew_and_not_twice() {
    let (first, _) = merged("", "c", "https://h:1", MakeCurrent::Yes);
    let text = first.to_yaml().unwrap();
    let (again, context) = merged(text.expose(), "c", "https://elsewhere:2", MakeCurrent::No);
    assert_eq!(context, "c");
    assert_eq!(again.root.get("clusters").and_then(Node::as_sequence).unwrap().len(), 1);
    assert_eq!(again.access(None, &no_files).unwrap().server, "https://elsewhere:2");
    // Of the same server, though written by somebody else.
    assert_eq!(merged(THEIRS, "home", "https://home:6443", MakeCurrent::No).1, "home");
}

#[test]
fn a_name_that_is_taken_twice_is_told() {
    let theirs = THEIRS.replace("name: plugin", "name: packet-home");
    let added = Kubeconfig::of("home", &access("https://h:1"));
    let problem = Kubeconfig::merge(&theirs, Path::new("k"), &added, MakeCurrent::No).unwrap_err();
    assert_eq!(problem.to_string(), "k: `home` and `packet-home` are both names of other clusters");
}

#[test]
fn files_that_are_named_are_read_from_beside_the_kubeconfig() {
    let read = Kubeconfig::read(THEIRS, Path::new("/home/u/.kube/config")).unwrap();
    let access = read.access(None, &|path| Ok(path.display().to_string())).unwrap();
    assert_eq!(access.authority, "/home/u/.kube/ca.pem");
    assert_eq!(access.key.expose(), "/home/u/.kube/keys/me.key");
}

#[test]
fn what_cannot_be_used_is_told_with_its_line() {
    let told = |text: &str, context: Option<&str>| {
        let read = Kubeconfig::read(text, Path::new("k"));
        read.and_then(|read| read.access(context, &|_| Ok(String::new()))).unwrap_err()
    };
    let plugin = THEIRS.replace("user: home, namespace: n", "user: plugin");
    assert_eq!(told(&plugin, None).to_string(), "k:14:16: exec cannot be used here: it asks a program for credentials");
    assert_eq!(told("clusters: 3", None).to_string(), "k:1:11: clusters must be a list, not the number 3");
    assert_eq!(told("users: [{user: {}}]", None).to_string(), "k:1:9: this user has no name");
    assert_eq!(told("", None).to_string(), "k: it has no current context");
    assert_eq!(told("a: [", None).place, Place::at("k", crate::problem::Position { line: 1, column: 4 }));
    let problem = told(THEIRS, Some("hoem"));
    assert_eq!(problem.to_string(), "k: it has no context `hoem`");
    assert_eq!(problem.hint.as_deref(), Some("did you mean `home`?"));
}

#[test]
fn only_what_was_written_here_may_be_replaced_whole() {
    let ours = Kubeconfig::of("c", &access("https://h:1")).to_yaml().unwrap();
    let read = |text: &str| Kubeconfig::read(text, Path::new("k")).unwrap();
    assert!(read(ours.expose()).is_only_ours() && read("").is_only_ours());
    assert!(!read(THEIRS).is_only_ours());
    assert!(!merged(THEIRS, "c", "https://h:1", MakeCurrent::No).0.is_only_ours());
}
