//! What must hold of decoded documents, each alone and all together.

mod cluster;
mod groups;
mod machines;
mod names;
mod packet;
mod whole;

use super::drafts::Drafts;
use super::{API_VERSION, PacketMachineProviderSpec};
use crate::manifest::Source;
use crate::manifest::report::{Report, Spot};
use crate::problem::Flaw;
use crate::values::{Cidr, KubernetesVersion};
use std::collections::HashMap;

/// What the machines are compared with: what the Cluster and the control plane say, where they say it well.
#[derive(Debug, Default)]
struct Expected<'a> {
    /// The cluster's name.
    name: Option<String>,
    /// The cluster's namespace; empty where the Cluster names none.
    namespace: Option<String>,
    /// The project.
    project: Option<String>,
    /// The control plane's version.
    version: Option<KubernetesVersion>,
    /// The range of the pods.
    pods: Option<Cidr>,
    /// What the classes of machines say, by name.
    classes: HashMap<&'a str, &'a PacketMachineProviderSpec>,
}

/// Checks all documents; gives the index of the one cluster, if there is one.
pub(in crate::manifest) fn check<'s>(
    drafts: &Drafts<'s>,
    sources: &[Source],
    report: &mut Report<'s>,
) -> Option<usize> {
    let classes = drafts.machine_classes.iter().map(|draft| (draft.value.metadata.name(), &draft.value.provider_spec));
    let mut expected = Expected { classes: classes.collect(), ..Expected::default() };
    let cluster = cluster::check(drafts, sources, &mut expected, report);
    whole::control_plane(drafts, &mut expected, report);
    names::check(drafts, &expected, report);
    for draft in &drafts.machines {
        machines::check(draft, &expected, report);
    }
    groups::check(drafts, &expected, report);
    whole::machine_classes(drafts, &expected, report);
    whole::room_for_nodes(drafts, &expected, report);
    cluster
}

/// Checks an item of a list: in a document of its own, apiVersion and kind were looked at already.
fn identity<'s>(top: &Spot<'_, 's>, api_version: &str, kind: (&str, &str), report: &mut Report<'s>) {
    let (given, wanted) = kind;
    if api_version != API_VERSION {
        let flaw = Flaw::new(format!("expected {API_VERSION}, found {api_version:?}"));
        report.problem(&top.key("apiVersion"), flaw.hint(format!("write {API_VERSION}")));
    }
    if given != wanted {
        let flaw = Flaw::new(format!("expected {wanted}, as the list's kind says, found {given:?}"));
        report.problem(&top.key("kind"), flaw.hint(format!("write {wanted}")));
    }
}
