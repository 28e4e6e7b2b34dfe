//! Reading a kubeconfig, and taking an access out of it.

use super::Kubeconfig;
use super::entry::{LISTS, find, mapping};
use crate::hint::{listed, suggestion};
use crate::kubernetes::access::Access;
use crate::problem::{Flaw, Place, Problem};
use crate::secret::Secret;
use crate::yaml::{self, Node};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::path::Path;

/// Ways to be somebody that are not a client certificate.
const OTHER_WAYS: [(&str, &str); 6] = [
    ("exec", "it asks a program for credentials"),
    ("auth-provider", "it asks a provider for credentials"),
    ("token", "it has a token"),
    ("tokenFile", "it has a token"),
    ("username", "it has a password"),
    ("as", "it acts as somebody else"),
];
/// Ways to a server that are not a plain connection whose other end proves itself.
const OTHER_ROADS: [(&str, &str); 3] = [
    ("insecure-skip-tls-verify", "it trusts any server"),
    ("tls-server-name", "it gives the server another name"),
    ("proxy-url", "it goes through a proxy"),
];

impl Kubeconfig {
    /// Reads a kubeconfig; an empty file is one without entries. The path is for problems, and for the files it names.
    pub fn read(text: &str, path: &Path) -> Result<Self, Problem> {
        let mut documents = yaml::read(text).map_err(|error| error.in_file(path))?;
        let wrong = |what: String, at: &Node| Flaw::new(what).at(Place::at(path, at.position));
        if let [_, second, ..] = documents.as_slice() {
            return Err(wrong("a kubeconfig is one document, and this is a second".into(), second));
        }
        let root = documents.pop().filter(|node| !node.is_null()).unwrap_or_else(|| mapping([]));
        if root.as_mapping().is_none() {
            return Err(wrong(format!("a kubeconfig is a mapping, not {}", root.value), &root));
        }
        for (list, field) in LISTS {
            let Some(items) = root.get(list).filter(|node| !node.is_null()) else { continue };
            let Some(items) = items.as_sequence() else {
                return Err(wrong(format!("{list} must be a list, not {}", items.value), items));
            };
            for item in items {
                if item.text("name").is_none() {
                    return Err(wrong(format!("this {field} has no name"), item));
                }
            }
        }
        Ok(Self { root, path: path.to_owned(), name: String::new() })
    }

    /// The name of the context that is used when none is named.
    #[must_use]
    pub fn current_context(&self) -> Option<&str> {
        self.root.text("current-context").filter(|name| !name.is_empty())
    }

    /// What it takes to ask the cluster of a context, or of the current one.
    ///
    /// `read` reads the files that the kubeconfig names, each by a path that is made from the kubeconfig's own.
    pub fn access(
        &self,
        context: Option<&str>,
        read: &dyn Fn(&Path) -> Result<String, Problem>,
    ) -> Result<Access, Problem> {
        let Some(name) = context.or_else(|| self.current_context()) else {
            let flaw = Flaw::new("it has no current context").hint("name one of its contexts");
            return Err(flaw.at(Place::file(self.path())));
        };
        let context = self.entry("contexts", "context", name)?;
        let referred = |field: &str| {
            context.text(field).ok_or_else(|| self.wrong(format!("the context `{name}` names no {field}"), context))
        };
        let cluster = self.entry("clusters", "cluster", referred("cluster")?)?;
        let user = self.entry("users", "user", referred("user")?)?;
        self.refuse(cluster, &OTHER_ROADS)?;
        self.refuse(user, &OTHER_WAYS)?;
        let server = cluster.text("server").unwrap_or_default().to_owned();
        if !server.starts_with("https://") {
            return Err(self.wrong("the cluster has no server that begins with https://", cluster));
        }
        Ok(Access {
            server,
            authority: self.content(cluster, "certificate-authority", read)?,
            certificate: self.content(user, "client-certificate", read)?,
            key: Secret::new(self.content(user, "client-key", read)?),
        })
    }

    fn wrong(&self, what: impl Into<String>, at: &Node) -> Problem {
        Flaw::new(what).at(Place::at(self.path(), at.position))
    }

    /// What an item holds beside its name.
    fn entry(&self, list: &str, field: &str, name: &str) -> Result<&Node, Problem> {
        if let Some(content) = find(&self.root, list, name).and_then(|item| item.get(field)) {
            return Ok(content);
        }
        let items = self.root.get(list).and_then(Node::as_sequence).unwrap_or_default();
        let names: Vec<&str> = items.iter().filter_map(|item| item.text("name")).collect();
        let all: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let hint =
            suggestion(name, names).or_else(|| (!all.is_empty()).then(|| format!("it has {}", listed(&all, "and"))));
        Err(Flaw::new(format!("it has no {field} `{name}`")).maybe_hint(hint).at(Place::file(self.path())))
    }

    /// Refuses what would make the access another one than it looks like.
    fn refuse(&self, content: &Node, ways: &[(&str, &str)]) -> Result<(), Problem> {
        for (field, what) in ways {
            let Some(value) = content.get(field) else { continue };
            if !(value.is_null() || value.as_bool() == Some(false) || value.as_text() == Some("")) {
                let flaw = Flaw::new(format!("{field} cannot be used here: {what}"))
                    .hint("use a context with a client certificate, and a server that its authority vouches for");
                return Err(flaw.at(Place::at(self.path(), value.position)));
            }
        }
        Ok(())
    }

    /// What is given inline as `FIELD-data` or in a file as `FIELD`; inline wins, as in kubectl.
    fn content(
        &self,
        content: &Node,
        field: &str,
        read: &dyn Fn(&Path) -> Result<String, Problem>,
    ) -> Result<String, Problem> {
        let inline = format!("{field}-data");
        if let Some(value) = content.get(&inline).filter(|value| !value.is_null()) {
            let bytes = value.as_text().and_then(|text| STANDARD.decode(text.trim()).ok());
            return bytes
                .and_then(|bytes| String::from_utf8(bytes).ok())
                .ok_or_else(|| self.wrong(format!("{inline} is not PEM in base64"), value));
        }
        let Some(file) = content.text(field) else {
            return Err(self.wrong(format!("neither {inline} nor {field} is given"), content));
        };
        read(&self.path().parent().unwrap_or(Path::new("")).join(file))
    }
}
