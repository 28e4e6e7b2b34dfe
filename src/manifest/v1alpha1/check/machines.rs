//! Machines, alone and as templates: versions, labels, taints, Packet's part.

use super::{Expected, identity, packet};
use crate::manifest::report::{Report, Spot};
use crate::manifest::v1alpha1::drafts::Draft;
use crate::manifest::v1alpha1::{CLUSTER_NAME_LABEL, Machine, MachineSpec, ObjectMeta};
use crate::problem::Flaw;
use crate::values::KubernetesVersion;

/// Checks a machine.
pub(super) fn check<'s>(draft: &Draft<'s, Machine>, expected: &Expected<'_>, report: &mut Report<'s>) {
    let Draft { value: machine, at } = draft;
    let top = Spot::top(at);
    identity(&top, &machine.api_version, (&machine.kind, "Machine"), report);
    belongs(&top.key("metadata"), Some(&machine.metadata), expected, report);
    specification(&top.key("spec"), &machine.spec, expected, report);
}

/// Checks that a machine's labels name the cluster: by that alone it belongs to one.
pub(super) fn belongs<'s>(
    metadata: &Spot<'_, 's>,
    given: Option<&ObjectMeta>,
    expected: &Expected<'_>,
    report: &mut Report<'s>,
) {
    let labels = metadata.key("labels");
    let spot = labels.key(CLUSTER_NAME_LABEL);
    let wanted = expected.name.as_deref();
    match (given.and_then(|metadata| metadata.labels.get(CLUSTER_NAME_LABEL)), wanted) {
        (None, _) => {
            let flaw = Flaw::new("the label is missing, so the machine belongs to no cluster");
            let hint = format!("add `{CLUSTER_NAME_LABEL}: {}`", wanted.unwrap_or("NAME"));
            report.problem(&spot, flaw.hint(hint));
        }
        (Some(name), Some(wanted)) if name != wanted => {
            let flaw = Flaw::new(format!("the label names the cluster {name:?}, but the Cluster is {wanted:?}"));
            report.problem(&spot, flaw.hint(format!("write {wanted}")));
        }
        _ => {}
    }
}

/// Checks what is wanted of a machine.
pub(super) fn specification<'s>(
    spec: &Spot<'_, 's>,
    given: &MachineSpec,
    expected: &Expected<'_>,
    report: &mut Report<'s>,
) {
    versions(spec, given, expected, report);
    let provider = spec.key("providerSpec");
    packet::of_machine(&provider, &given.provider_spec, given.control_plane().is_some(), expected, report);
    for (index, taint) in given.taints.iter().enumerate() {
        if taint.key.is_empty() {
            let taints = spec.key("taints");
            let flaw = Flaw::new("a taint must have a key").hint("give it one, for example `key: dedicated`");
            report.problem(&taints.index(index).key("key"), flaw);
        }
    }
    if let Some(id) = &given.provider_id {
        report.take(&spec.key("providerID"), provider_id(id));
    }
    if given.config_source.is_some() {
        let flaw = Flaw::new("no supported kubelet takes its configuration from here (it was removed in 1.24)");
        report.warning(&spec.key("configSource"), flaw.hint("delete it"));
    }
}

fn versions<'s>(spec: &Spot<'_, 's>, given: &MachineSpec, expected: &Expected<'_>, report: &mut Report<'s>) {
    let versions = spec.key("versions");
    if given.versions.is_none() {
        let flaw = Flaw::new("nothing says which Kubernetes is to be installed");
        return report.problem(&versions, flaw.hint("add `versions: {kubelet: 1.34.4}`"));
    }
    let spot = versions.key("kubelet");
    let kubelet = report.take(&spot, KubernetesVersion::parse(given.kubelet()));
    let control_plane = given.control_plane().map(KubernetesVersion::parse);
    match (kubelet, control_plane) {
        (Some(kubelet), Some(Ok(control_plane))) if kubelet != control_plane => {
            let flaw = Flaw::new(format!("{control_plane} differs from the kubelet's {kubelet} on the same machine"));
            report.problem(&versions.key("controlPlane"), flaw.hint("write the same version twice"));
        }
        (_, Some(Err(flaw))) => report.problem(&versions.key("controlPlane"), flaw),
        (Some(kubelet), None) => {
            if let Some(wanted) = &expected.version
                && kubelet.is_newer_than(wanted)
            {
                let flaw = Flaw::new(format!("the kubelet {kubelet} is newer than the control plane {wanted}"));
                report.problem(&spot, flaw.hint(format!("write {wanted}, or raise the control plane first")));
            }
        }
        _ => {}
    }
}

/// Checks a provider's id as the generic controller of 2019 takes it apart: `PROVIDER://ANYTHING/ID`.
fn provider_id(text: &str) -> Result<(), Flaw> {
    let parts = text.split_once("://");
    if parts.is_some_and(|(scheme, rest)| {
        !scheme.is_empty() && !scheme.contains(':') && !rest.is_empty() && !rest.ends_with('/')
    }) {
        return Ok(());
    }
    Err(Flaw::new(format!("{text:?} is not the id of a machine at a provider"))
        .hint("it looks like packet://ID; controllers set it, so it may be left out"))
}
