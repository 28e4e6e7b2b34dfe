//! The entries of a kubeconfig: named clusters, users and contexts.

use crate::kubernetes::access::Access;
use crate::problem::Position;
use crate::yaml::{Key, Node, Value};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The extension by which our entries are known again.
pub(super) const MARK: &str = "packetctl";

/// The three lists, and what each of their items holds beside its name.
pub(super) const LISTS: [(&str, &str); 3] = [("clusters", "cluster"), ("contexts", "context"), ("users", "user")];

/// What is made here stands in no file.
const NOWHERE: Position = Position { line: 1, column: 1 };

pub(super) fn text(text: impl Into<String>) -> Node {
    Node { position: NOWHERE, value: Value::Text(text.into()) }
}

pub(super) fn list(items: impl IntoIterator<Item = Node>) -> Node {
    Node { position: NOWHERE, value: Value::Sequence(items.into_iter().collect()) }
}

pub(super) fn mapping<'a>(entries: impl IntoIterator<Item = (&'a str, Node)>) -> Node {
    let entries = entries.into_iter().map(|(name, node)| (key(name), node));
    Node { position: NOWHERE, value: Value::Mapping(entries.collect()) }
}

pub(super) fn key(text: &str) -> Key {
    Key { position: NOWHERE, text: text.to_owned() }
}

fn marks() -> Node {
    list([mapping([("name", text(MARK)), ("extension", mapping([("madeBy", text(MARK))]))])])
}

fn named(name: &str, field: &str, content: Node) -> Node {
    mapping([("name", text(name)), (field, content)])
}

pub(super) fn cluster(name: &str, access: &Access) -> Node {
    let content = mapping([
        ("server", text(access.server.as_str())),
        ("certificate-authority-data", text(STANDARD.encode(&access.authority))),
        ("extensions", marks()),
    ]);
    named(name, "cluster", content)
}

pub(super) fn user(name: &str, access: &Access) -> Node {
    let content = mapping([
        ("client-certificate-data", text(STANDARD.encode(&access.certificate))),
        ("client-key-data", text(STANDARD.encode(access.key.expose()))),
        ("extensions", marks()),
    ]);
    named(name, "user", content)
}

pub(super) fn context(name: &str) -> Node {
    let content = mapping([("cluster", text(name)), ("user", text(name)), ("extensions", marks())]);
    named(name, "context", content)
}

/// The item of a list by its name.
pub(super) fn find<'a>(root: &'a Node, list: &str, name: &str) -> Option<&'a Node> {
    root.get(list)?.as_sequence()?.iter().find(|item| item.text("name") == Some(name))
}

/// Whether an item carries our mark.
pub(super) fn is_marked(item: &Node, field: &str) -> bool {
    let extensions = item.get(field).and_then(|content| content.get("extensions")).and_then(Node::as_sequence);
    extensions.unwrap_or_default().iter().any(|extension| extension.text("name") == Some(MARK))
}
