//! What holds of all documents together: one control plane, room for all nodes.

use super::{Expected, identity, packet};
use crate::manifest::report::{Report, Spot};
use crate::manifest::v1alpha1::drafts::{Draft, Drafts};
use crate::problem::Flaw;
use crate::values::KubernetesVersion;
use std::collections::HashSet;

/// Checks that exactly one machine runs the control plane, and notes its version.
pub(super) fn control_plane<'s>(drafts: &Drafts<'s>, expected: &mut Expected<'_>, report: &mut Report<'s>) {
    let mut found = drafts.machines.iter().filter(|draft| draft.value.spec.control_plane().is_some());
    let Some(first) = found.next() else {
        if let Some(cluster) = drafts.clusters.first()
            && !drafts.unread.control_plane
        {
            let flaw = Flaw::new("no Machine runs this Cluster's control plane");
            let hint = "give one Machine `controlPlane` under spec.versions, the same version as its kubelet";
            report.problem(&Spot::top(&cluster.at), flaw.hint(hint));
        }
        return;
    };
    expected.version = first.value.spec.control_plane().and_then(|text| KubernetesVersion::parse(text).ok());
    for Draft { at, .. } in found {
        let name = first.value.metadata.name();
        let flaw = Flaw::new(format!("a second control plane; the first, {name}, is at {}", first.at.place()));
        let hint = "only one is supported: delete `controlPlane` here, and this is a worker";
        let top = Spot::top(at);
        let spec = top.key("spec");
        report.problem(&spec.key("versions").key("controlPlane"), flaw.hint(hint));
    }
}

/// Checks the classes of machines: what each says, and that some machine asks for it.
pub(super) fn machine_classes<'s>(drafts: &Drafts<'s>, expected: &Expected<'_>, report: &mut Report<'s>) {
    let machines = drafts.machines.iter().map(|draft| Some(&draft.value.spec));
    let sets = drafts.machine_sets.iter().map(|draft| draft.value.spec.template.as_ref()?.spec.as_ref());
    let deployments = drafts.machine_deployments.iter().map(|draft| draft.value.spec.template.spec.as_ref());
    let references = machines.chain(sets).chain(deployments).flatten();
    let used: HashSet<&str> =
        references.filter_map(|spec| spec.provider_spec.machine_class()?.name.as_deref()).collect();
    for Draft { value: class, at } in &drafts.machine_classes {
        let top = Spot::top(at);
        identity(&top, &class.api_version, (&class.kind, "MachineClass"), report);
        packet::machine(&top.key("providerSpec"), &class.provider_spec, expected, report);
        if !used.contains(class.metadata.name()) {
            let flaw = Flaw::new("no machine refers to this MachineClass");
            report.warning(&top, flaw.hint("refer to it by spec.providerSpec.valueFrom, or delete it"));
        }
    }
}

/// Checks that each machine finds a share of the pods' range.
pub(super) fn room_for_nodes<'s>(drafts: &Drafts<'s>, expected: &Expected<'_>, report: &mut Report<'s>) {
    let (Some(cluster), Some(pods)) = (drafts.clusters.first(), &expected.pods) else { return };
    let count = |replicas: Option<i32>| u64::try_from(replicas.unwrap_or(1)).unwrap_or_default();
    let sets = drafts.machine_sets.iter().map(|draft| count(draft.value.spec.replicas));
    let deployments = drafts.machine_deployments.iter().map(|draft| count(draft.value.spec.replicas));
    let machines = drafts.machines.len() as u64 + sets.chain(deployments).sum::<u64>();
    if machines > pods.nodes() {
        let top = Spot::top(&cluster.at);
        let spec = top.key("spec");
        let network = spec.key("clusterNetwork");
        let holder = network.key("pods");
        let flaw = Flaw::new(format!(
            "the range of pods {pods} has room for {} nodes (each takes a /24), but there are {machines} machines",
            pods.nodes()
        ));
        report.problem(&holder.key("cidrBlocks").index(0), flaw.hint("use a larger range, for example 100.64.0.0/10"));
    }
}
