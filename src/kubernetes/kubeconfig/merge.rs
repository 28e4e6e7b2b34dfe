//! Adding a cluster to a user's kubeconfig, without taking anything from it.

use super::Kubeconfig;
use super::entry::{LISTS, find, is_marked, key, text};
use crate::problem::{Flaw, Place, Problem};
use crate::secret::Secret;
use crate::yaml::{Node, Value};
use std::path::Path;

/// Whether the merged context becomes the current one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MakeCurrent {
    /// It does.
    Yes,
    /// The user's own stays.
    No,
}

/// A kubeconfig with a cluster more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The whole file.
    pub text: Secret,
    /// What the context is called in it: the cluster's name, or `packet-NAME` where that is taken.
    pub context: String,
}

impl Kubeconfig {
    /// Adds a kubeconfig made by [`Kubeconfig::of`] to the text of a user's file, of which all else is kept.
    ///
    /// Entries of the same name are replaced only if they are of the same server or were written here before;
    /// otherwise the entries are called `packet-NAME`. The problem tells why the file cannot be read, or that both
    /// names are taken.
    pub fn merge(existing: &str, path: &Path, added: &Self, current: MakeCurrent) -> Result<Merged, Problem> {
        let mut merged = Self::read(existing, path)?;
        let names = [added.name.clone(), format!("packet-{}", added.name)];
        let server = server(&added.root, &added.name).unwrap_or_default();
        let Some(name) = names.iter().find(|name| is_free(&merged.root, name, server)) else {
            let what = format!("`{}` and `{}` are both names of other clusters", names[0], names[1]);
            let flaw = Flaw::new(what).hint("rename one of them, or write the kubeconfig to a file of its own");
            return Err(flaw.at(Place::file(path)));
        };
        set_missing(&mut merged.root, "apiVersion", text("v1"));
        set_missing(&mut merged.root, "kind", text("Config"));
        for (list, field) in LISTS {
            if let Some(item) = find(&added.root, list, &added.name) {
                put(&mut merged.root, list, renamed(item.clone(), field, name));
            }
        }
        if current == MakeCurrent::Yes {
            set(&mut merged.root, "current-context", text(name.as_str()));
        }
        let text = merged.to_yaml().map_err(|flaw| flaw.at(Place::file(path)))?;
        Ok(Merged { text, context: name.clone() })
    }
}

fn server<'a>(root: &'a Node, cluster: &str) -> Option<&'a str> {
    find(root, "clusters", cluster)?.get("cluster")?.text("server")
}

/// Whether no entry of this name would be taken from the user: each is missing, marked, or of the same server.
fn is_free(root: &Node, name: &str, wanted: &str) -> bool {
    let is_same_server = server(root, name) == Some(wanted);
    LISTS.iter().all(|(list, field)| {
        // Marked, but of another server: ours, and its cluster was made anew.
        find(root, list, name).is_none_or(|item| is_same_server || is_marked(item, field))
    })
}

/// The item under another name, and what it names under that name, too.
fn renamed(mut item: Node, field: &str, name: &str) -> Node {
    set(&mut item, "name", text(name));
    if let ("context", Value::Mapping(entries)) = (field, &mut item.value)
        && let Some((_, content)) = entries.iter_mut().find(|(key, _)| key.text == field)
    {
        set(content, "cluster", text(name));
        set(content, "user", text(name));
    }
    item
}

/// Puts an item into a list, in the place of the one of its name.
fn put(root: &mut Node, list: &str, item: Node) {
    let Value::Mapping(entries) = &mut root.value else { return };
    let Some((_, items)) = entries.iter_mut().find(|(key, _)| key.text == list) else {
        entries.push((key(list), super::entry::list([item])));
        return;
    };
    if items.is_null() {
        *items = super::entry::list([]);
    }
    let Value::Sequence(items) = &mut items.value else { return };
    match items.iter_mut().find(|other| other.text("name") == item.text("name")) {
        Some(other) => *other = item,
        None => items.push(item),
    }
}

fn set(node: &mut Node, field: &str, value: Node) {
    let Value::Mapping(entries) = &mut node.value else { return };
    match entries.iter_mut().find(|(key, _)| key.text == field) {
        Some((_, old)) => *old = value,
        None => entries.push((key(field), value)),
    }
}

fn set_missing(node: &mut Node, field: &str, value: Node) {
    if node.get(field).is_none() {
        set(node, field, value);
    }
}
