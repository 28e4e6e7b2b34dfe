//! From files to a [`Reading`]: cuts them into documents and gives each to the generation it belongs to.

use super::Source;
use super::reading::{Placed, Reading};
use super::report::{At, Report};
use super::v1alpha1::check::check;
use super::v1alpha1::drafts::{Draft, Drafts};
use super::v1alpha1::{
    API_VERSION, Cluster, GROUP, KINDS, Machine, MachineClass, MachineDeployment, MachineSet, PACKET_GROUPS,
};
use crate::hint::{listed, suggestion};
use crate::problem::{Flaw, Place, Position, Problems};
use crate::yaml::{self, Node};

/// Reads a set of files and checks it as a whole.
///
/// All problems are told at once, each with its file, line and column, in the
/// order of the files.
pub fn read(sources: &[Source]) -> Result<Reading, Problems> {
    let mut reader = Reader::default();
    for source in sources {
        reader.file(source);
    }
    let Reader { drafts, mut report } = reader;
    let cluster = check(&drafts, sources, &mut report);
    let Report { mut problems, mut warnings, .. } = report;
    problems.sort();
    warnings.sort();
    let Some(index) = cluster else { return Err(problems) };
    let mut clusters = drafts.clusters;
    let reading = Reading {
        cluster: clusters.swap_remove(index).placed(),
        machines: drafts.machines.into_iter().map(Draft::placed).collect(),
        machine_sets: drafts.machine_sets.into_iter().map(Draft::placed).collect(),
        machine_deployments: drafts.machine_deployments.into_iter().map(Draft::placed).collect(),
        machine_classes: drafts.machine_classes.into_iter().map(Draft::placed).collect(),
        others: drafts.others,
        warnings,
        order: drafts.order,
    };
    problems.into_result(reading)
}

#[derive(Default)]
struct Reader<'s> {
    drafts: Drafts<'s>,
    report: Report<'s>,
}

impl<'s> Reader<'s> {
    fn file(&mut self, source: &'s Source) {
        for document in yaml::documents(&source.text) {
            if let Some((position, behind)) = document.behind_marker() {
                let flaw =
                    Flaw::new(format!("behind `---` stands {behind:?}, so kubectl does not part the documents here"))
                        .hint("let the line hold `---` alone");
                self.report.warnings.push(flaw.at(Place::at(&source.path, position)));
            }
            match document.read() {
                Ok(values) => {
                    for (value, node) in values.into_iter().enumerate() {
                        let position = node.position;
                        let at = At { source, document, value, items: Vec::new(), position, broken: Vec::new() };
                        self.document(node, at);
                    }
                }
                Err(error) => {
                    self.drafts.unread.note(document.text());
                    self.report.problems.push(error.in_file(&source.path));
                }
            }
        }
    }

    /// Takes one document. Null, as an empty item of a list, is told where it is expected to be something.
    fn document(&mut self, node: Node, at: At<'s>) {
        for key in node.duplicate_keys() {
            let flaw = Flaw::new(format!("the key `{}` is given twice; it stands first at {}", key.text, key.first))
                .hint("leave one of them");
            self.report.problems.push(flaw.at(Place::at(&at.source.path, key.again)));
        }
        self.object(node, at);
    }

    fn object(&mut self, node: Node, at: At<'s>) {
        let mut unreadable = |position: Position, flaw: Flaw| {
            self.drafts.unread.note(at.document.text());
            self.report.problems.push(flaw.at(Place::at(&at.source.path, position)));
        };
        if node.as_mapping().is_none() {
            let what = format!("a Kubernetes object is a mapping, but this is {}", node.value);
            return unreadable(node.position, Flaw::new(what).hint("begin it with `apiVersion:` and `kind:`"));
        }
        let (api_version, kind) = match (word(&node, "apiVersion"), word(&node, "kind")) {
            (Ok(api_version), Ok(kind)) => (api_version, kind),
            (api_version, kind) => {
                for (position, flaw) in [api_version.err(), kind.err()].into_iter().flatten() {
                    unreadable(position, flaw);
                }
                return;
            }
        };
        match group(api_version) {
            GROUP => match foreign(api_version, kind) {
                None => self.ours(kind, &node, at),
                Some((key, flaw)) => {
                    let position = node.get(key).map_or(node.position, |value| value.position);
                    unreadable(position, flaw);
                }
            },
            group if foreign_group(group).is_some() => {
                let position = node.get("apiVersion").map_or(node.position, |value| value.position);
                if let Some(flaw) = foreign_group(group) {
                    unreadable(position, flaw);
                }
            }
            "" if kind == "List" => self.list(&node, &at),
            _ => self.other(node, &at),
        }
    }

    /// Takes a document of cluster.k8s.io/v1alpha1, of a known kind.
    fn ours(&mut self, kind: &str, node: &Node, at: At<'s>) {
        let (drafts, problems) = (&mut self.drafts, &mut self.report.problems);
        match kind {
            "Cluster" => drafts.add::<Cluster>(node, at, problems),
            "Machine" => drafts.add::<Machine>(node, at, problems),
            "MachineSet" => drafts.add::<MachineSet>(node, at, problems),
            "MachineDeployment" => drafts.add::<MachineDeployment>(node, at, problems),
            "MachineClass" => drafts.add::<MachineClass>(node, at, problems),
            "ClusterList" => drafts.add_list::<Cluster>(node, at, problems),
            "MachineList" => drafts.add_list::<Machine>(node, at, problems),
            "MachineSetList" => drafts.add_list::<MachineSet>(node, at, problems),
            "MachineDeploymentList" => drafts.add_list::<MachineDeployment>(node, at, problems),
            _ => drafts.add_list::<MachineClass>(node, at, problems),
        }
    }

    /// Takes the objects of a `List`, as `kubectl get -o yaml` writes it.
    fn list(&mut self, node: &Node, at: &At<'s>) {
        let Some(items) = node.get("items").and_then(Node::as_sequence) else {
            let flaw = Flaw::new("a List must have a list of `items`").hint("add `items:`, or delete the document");
            return self.report.problems.push(flaw.at(at.place()));
        };
        for (index, item) in items.iter().enumerate() {
            self.object(item.clone(), at.item(index, item.position));
        }
    }

    /// Takes any other object: it must have a name, and is kept as it is.
    fn other(&mut self, node: Node, at: &At<'s>) {
        let name = node.get("metadata").and_then(|metadata| metadata.get("name").or(metadata.get("generateName")));
        let is_list = node.text("kind").is_some_and(|kind| kind.ends_with("List")) && node.get("items").is_some();
        if !is_list && name.and_then(Node::as_text).is_none_or(str::is_empty) {
            let position = name.map_or(at.position, |name| name.position);
            let flaw = Flaw::new("metadata.name is missing, or is not a text").hint("give the object a name");
            self.report.problems.push(flaw.at(Place::at(&at.source.path, position)));
        }
        self.drafts.others.push(Placed { place: at.place(), value: node });
    }
}

/// A text that every object has.
fn word<'n>(node: &'n Node, key: &str) -> Result<&'n str, (Position, Flaw)> {
    match node.get(key) {
        Some(value) => match value.as_text() {
            Some(text) if !text.is_empty() => Ok(text),
            _ => Err((value.position, Flaw::new(format!("{key}: expected a text, found {}", value.value)))),
        },
        None => Err((node.position, Flaw::new(format!("{key} is missing")))),
    }
    .map_err(|(position, flaw)| {
        (position, flaw.hint(format!("a document of ours has `apiVersion: {API_VERSION}` and a `kind`")))
    })
}

/// The group of an API version; that of `v1` has no name.
fn group(api_version: &str) -> &str {
    api_version.split_once('/').map_or("", |(group, _)| group)
}

/// Why a document of our group is none of ours, and under which key that stands.
fn foreign(api_version: &str, kind: &str) -> Option<(&'static str, Flaw)> {
    if api_version != API_VERSION {
        let what = format!("there is no {api_version}; the version of {GROUP} that packetctl reads is v1alpha1");
        return Some(("apiVersion", Flaw::new(what).hint(format!("write {API_VERSION}"))));
    }
    let plain = kind.strip_suffix("List").unwrap_or(kind);
    if KINDS.contains(&plain) {
        return None;
    }
    let kinds = KINDS.map(str::to_owned);
    let hint = suggestion(plain, KINDS).unwrap_or_else(|| format!("the kinds are {}", listed(&kinds, "and")));
    Some(("kind", Flaw::new(format!("{API_VERSION} has no kind {kind}")).hint(hint)))
}

/// Why documents of a group cannot be read, where the group is a neighbour of ours.
fn foreign_group(group: &str) -> Option<Flaw> {
    if PACKET_GROUPS.contains(&group) {
        return Some(
            Flaw::new(format!("{group} has no documents of its own; its objects stand inside Clusters and Machines"))
                .hint("put it under spec.providerSpec.value"),
        );
    }
    (group == "cluster.x-k8s.io" || group.ends_with(".cluster.x-k8s.io")).then(|| {
        Flaw::new(format!("{group} is of a later generation of cluster-api; packetctl reads {API_VERSION}"))
            .hint("`packetctl generate` writes documents of the generation that is read")
    })
}
