//! The Cluster: that there is one, its name, its networks, its project.

use super::{Expected, identity};
use crate::hint::listed;
use crate::manifest::Source;
use crate::manifest::report::{Report, Spot};
use crate::manifest::v1alpha1::cluster::NetworkRanges;
use crate::manifest::v1alpha1::drafts::{Draft, Drafts};
use crate::manifest::v1alpha1::{Cluster, PacketClusterProviderSpec};
use crate::problem::{Flaw, Place};
use crate::values::{Cidr, ClusterName, DomainName, ProjectId};

/// Checks the clusters; gives the index of the one to go on with.
pub(super) fn check<'s>(
    drafts: &Drafts<'s>,
    sources: &[Source],
    expected: &mut Expected<'_>,
    report: &mut Report<'s>,
) -> Option<usize> {
    let Some((first, others)) = drafts.clusters.split_first() else {
        if !drafts.unread.cluster {
            none(sources, report);
        }
        return None;
    };
    one(first, expected, report);
    for other in others {
        one(other, &mut Expected::default(), report);
        let what = format!("a second Cluster; the first, {}, is at {}", first.value.metadata.name(), first.at.place());
        let hint = "one set of files describes one cluster: leave one of them out";
        report.problem(&Spot::top(&other.at), Flaw::new(what).hint(hint));
    }
    others.is_empty().then_some(0)
}

fn none(sources: &[Source], report: &mut Report<'_>) {
    let files: Vec<String> = sources.iter().map(|source| source.path.display().to_string()).collect();
    let place = sources.first().map_or_else(|| Place::Named("documents".into()), |source| Place::file(&source.path));
    let among = if files.is_empty() { String::new() } else { format!(" in {}", listed(&files, "and")) };
    let hint = "one document must be of kind Cluster; `packetctl generate` writes one into cluster.yaml";
    report.problems.push(Flaw::new(format!("there is no Cluster{among}")).hint(hint).at(place));
}

fn one<'s>(draft: &Draft<'s, Cluster>, expected: &mut Expected<'_>, report: &mut Report<'s>) {
    let Draft { value: cluster, at } = draft;
    let top = Spot::top(at);
    identity(&top, &cluster.api_version, (&cluster.kind, "Cluster"), report);
    let metadata = top.key("metadata");
    let name = cluster.metadata.name.as_deref().map(ClusterName::parse);
    expected.name = name.and_then(|name| report.take(&metadata.key("name"), name)).map(|name| name.as_str().to_owned());
    expected.namespace = Some(cluster.metadata.namespace.clone().unwrap_or_default());
    networks(&top.key("spec"), cluster, expected, report);
    let spec = top.key("spec");
    let provider = spec.key("providerSpec");
    match &cluster.spec.provider_spec {
        Some(given) => {
            if let Some(packet) = super::packet::of_cluster(&provider, given, report) {
                project(&provider.key("value"), packet, expected, report);
            }
        }
        None => report.problem(&provider, super::packet::no_value(PacketClusterProviderSpec::KIND)),
    }
}

fn project<'s>(
    value: &Spot<'_, 's>,
    packet: &PacketClusterProviderSpec,
    expected: &mut Expected<'_>,
    report: &mut Report<'s>,
) {
    let kind = (packet.kind.as_deref(), PacketClusterProviderSpec::KIND);
    super::packet::identity(value, packet.api_version.as_deref(), kind, report);
    let project = report.take(&value.key("projectID"), ProjectId::parse(&packet.project_id));
    expected.project = project.map(|project| project.as_str().to_owned());
    let key = packet.ca_key_pair.as_ref().and_then(|pair| pair.key.as_ref());
    if key.is_some_and(|key| !key.expose().is_empty()) {
        let pair = value.key("caKeyPair");
        let flaw = Flaw::new("the private key of the cluster's CA stands in this file, and is not read from here");
        report.warning(&pair.key("key"), flaw.hint("delete it; CA_CERT and CA_KEY name the files of a CA to use"));
    }
}

fn networks<'s>(spec: &Spot<'_, 's>, cluster: &Cluster, expected: &mut Expected<'_>, report: &mut Report<'s>) {
    let given = &cluster.spec.cluster_network;
    let network = spec.key("clusterNetwork");
    let (services, pods) = (network.key("services"), network.key("pods"));
    let service_range = range(&services, &given.services, Cidr::for_services, report);
    let pod_range = range(&pods, &given.pods, Cidr::for_pods, report);
    if let (Some(service), Some(pod)) = (service_range, pod_range)
        && service.overlaps(&pod)
    {
        let at = report.place(&services.key("cidrBlocks").index(0));
        let flaw = Flaw::new(format!("the range of pods {pod} overlaps that of services {service} at {at}"));
        let hint = "give each a range of its own, for example 172.26.0.0/16 and 172.25.0.0/16";
        report.problem(&pods.key("cidrBlocks").index(0), flaw.hint(hint));
    }
    expected.pods = pod_range;
    report.take(&network.key("serviceDomain"), DomainName::parse(&given.service_domain));
}

/// The first range, the only one that is used.
fn range<'s>(
    spot: &Spot<'_, 's>,
    ranges: &NetworkRanges,
    fits: impl FnOnce(Cidr) -> Result<Cidr, Flaw>,
    report: &mut Report<'s>,
) -> Option<Cidr> {
    let blocks = spot.key("cidrBlocks");
    let Some(first) = ranges.cidr_blocks.first() else {
        let flaw = Flaw::new("no range of addresses is given");
        report.problem(&blocks, flaw.hint("add one, for example `cidrBlocks: [172.26.0.0/16]`"));
        return None;
    };
    if ranges.cidr_blocks.len() > 1 {
        let flaw = Flaw::new("only the first range is used");
        report.warning(&blocks.index(1), flaw.hint("leave the others out"));
    }
    report.take(&blocks.index(0), Cidr::parse(first).and_then(fits))
}
