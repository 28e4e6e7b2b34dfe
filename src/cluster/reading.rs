//! From documents to the model: what the manifest's own checks cannot know, because only machines with names need it.

use super::{Cluster, DeletePolicy, Group, Location, Naming, Role, Shape, Taint};
use crate::manifest::v1alpha1::{self, MachineSpec, MachineTemplate, PacketMachineProviderSpec, TaintEffect};
use crate::manifest::{Placed, Reading};
use crate::problem::{Flaw, Place, Problem, Problems};
use crate::values::{
    BillingCycle, Cidr, ClusterName, DomainName, Facility, KubernetesVersion, MACHINE_NAME_LIMIT, Metro, ProjectId,
    Slug, SshPublicKey,
};
use std::collections::HashMap;

/// What the tags that say whose a device is begin with.
const OWN_TAGS: &str = "packetctl:";

impl Cluster {
    /// Makes the model of what the files say.
    ///
    /// A `MachineDeployment` that is paused is taken like any other: pausing holds back the renewal of machines when
    /// the template changes, and here nothing is renewed unasked anyway. All problems come at once, with their places.
    pub fn from_reading(reading: &Reading) -> Result<Self, Problems> {
        let mut problems = Problems::new();
        let groups = groups(reading, &mut problems);
        names(&groups, &mut problems);
        for group in &groups {
            check(group, &mut problems);
        }
        problems.sort();
        let network = network(&reading.cluster).map_err(|flaw| flaw.at(reading.cluster.place.clone()));
        let network = problems.take(network);
        let (mut control_planes, workers): (Vec<Group>, Vec<Group>) =
            groups.into_iter().partition(|group| group.role == Role::ControlPlane);
        let control_plane = control_planes.pop();
        if let (Some(Network { name, project, pods, services, service_domain }), Some(control_plane)) =
            (network, control_plane)
            && problems.is_empty()
        {
            return Ok(Self { name, project, pods, services, service_domain, control_plane, workers });
        }
        if problems.is_empty() {
            problems.push(none(reading));
        }
        Err(problems)
    }
}

fn none(reading: &Reading) -> Problem {
    let flaw = Flaw::new("no Machine runs this Cluster's control plane");
    flaw.hint("give one Machine `controlPlane` under spec.versions").at(reading.cluster.place.clone())
}

/// What the Cluster itself says.
struct Network {
    name: ClusterName,
    project: ProjectId,
    pods: Cidr,
    services: Cidr,
    service_domain: DomainName,
}

fn network(cluster: &v1alpha1::Cluster) -> Result<Network, Flaw> {
    let given = &cluster.spec.cluster_network;
    let range = |ranges: &[String]| Cidr::parse(ranges.first().map_or("", String::as_str));
    let provider = cluster.spec.provider_spec.as_ref().and_then(|provider| provider.value.as_ref());
    Ok(Network {
        name: ClusterName::parse(cluster.metadata.name())?,
        project: ProjectId::parse(provider.map_or("", |provider| &provider.project_id))?,
        pods: range(&given.pods.cidr_blocks)?,
        services: range(&given.services.cidr_blocks)?,
        service_domain: DomainName::parse(&given.service_domain)?,
    })
}

fn groups(reading: &Reading, problems: &mut Problems) -> Vec<Group> {
    let machines = reading.machines.iter().map(Draft::of_machine);
    let sets = reading.machine_sets.iter().map(Draft::of_set);
    let deployments = reading.machine_deployments.iter().map(Draft::of_deployment);
    let drafts = machines.chain(sets).chain(deployments);
    drafts.filter_map(|draft| problems.take(draft.group(reading).map_err(|flaw| flaw.at(draft.at.clone())))).collect()
}

/// What the three kinds of documents say alike.
struct Draft<'a> {
    name: &'a str,
    naming: Naming,
    replicas: Option<i32>,
    delete_policy: DeletePolicy,
    spec: Option<&'a MachineSpec>,
    at: &'a Place,
}

impl<'a> Draft<'a> {
    fn of_machine(machine: &'a Placed<v1alpha1::Machine>) -> Self {
        Self {
            name: machine.value.metadata.name(),
            naming: Naming::Own,
            replicas: None,
            delete_policy: DeletePolicy::default(),
            spec: Some(&machine.value.spec),
            at: &machine.place,
        }
    }

    fn of_set(set: &'a Placed<v1alpha1::MachineSet>) -> Self {
        let spec = &set.value.spec;
        Self {
            name: set.value.metadata.name(),
            naming: Naming::Numbered,
            replicas: spec.replicas,
            delete_policy: match spec.delete_policy.unwrap_or_default() {
                v1alpha1::DeletePolicy::Random | v1alpha1::DeletePolicy::Newest => DeletePolicy::Newest,
                v1alpha1::DeletePolicy::Oldest => DeletePolicy::Oldest,
            },
            spec: spec.template.as_ref().and_then(|template| template.spec.as_ref()),
            at: &set.place,
        }
    }

    fn of_deployment(deployment: &'a Placed<v1alpha1::MachineDeployment>) -> Self {
        let MachineTemplate { spec, .. } = &deployment.value.spec.template;
        Self {
            name: deployment.value.metadata.name(),
            naming: Naming::Numbered,
            replicas: deployment.value.spec.replicas,
            delete_policy: DeletePolicy::default(),
            spec: spec.as_ref(),
            at: &deployment.place,
        }
    }

    fn group(&self, reading: &Reading) -> Result<Group, Flaw> {
        let nothing = || Flaw::new("nothing says what Packet must know about these machines");
        let spec = self.spec.ok_or_else(nothing)?;
        let packet = reading.packet(spec).ok_or_else(nothing)?;
        let role = if spec.control_plane().is_some() { Role::ControlPlane } else { Role::Worker };
        let replicas = u32::try_from(self.replicas.unwrap_or(1));
        Ok(Group {
            name: self.name.to_owned(),
            role,
            naming: self.naming,
            replicas: replicas
                .map_err(|_| Flaw::new("a number of machines is not below zero").hint("write 0 or more"))?,
            delete_policy: self.delete_policy,
            shape: shape(spec, packet)?,
            at: self.at.clone(),
        })
    }
}

fn shape(spec: &MachineSpec, packet: &PacketMachineProviderSpec) -> Result<Shape, Flaw> {
    let metadata = spec.metadata.clone().unwrap_or_default();
    Ok(Shape {
        plan: Slug::parse("machine type", &packet.machine_type, "c3.small.x86")?,
        operating_system: Slug::parse("operating system", &packet.os, "ubuntu_22_04")?,
        location: location(packet)?,
        billing_cycle: BillingCycle::parse(&packet.billing_cycle)?,
        version: KubernetesVersion::parse(spec.kubelet())?,
        ssh_keys: ssh_keys(&packet.ssh_keys)?,
        tags: packet.tags.clone(),
        labels: metadata.labels,
        annotations: metadata.annotations,
        taints: spec.taints.iter().map(taint).collect(),
    })
}

/// Where the machine may stand: Packet takes a metro or facilities, and the metro is the newer word.
fn location(packet: &PacketMachineProviderSpec) -> Result<Location, Flaw> {
    if let Some(metro) = packet.metro.as_deref().filter(|metro| !metro.is_empty()) {
        return Metro::parse(metro).map(Location::Metro);
    }
    let facilities = packet.facility.iter().map(|code| Facility::parse(code));
    facilities.collect::<Result<_, _>>().map(Location::Facilities)
}

fn ssh_keys(entries: &[String]) -> Result<Vec<SshPublicKey>, Flaw> {
    let mut keys = Vec::new();
    for entry in entries {
        for key in PacketMachineProviderSpec::public_keys(entry)? {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    Ok(keys)
}

fn taint(given: &v1alpha1::Taint) -> Taint {
    let effect = match given.effect {
        TaintEffect::NoSchedule => "NoSchedule",
        TaintEffect::PreferNoSchedule => "PreferNoSchedule",
        TaintEffect::NoExecute => "NoExecute",
    };
    Taint { key: given.key.clone(), value: given.value.clone(), effect }
}

/// Everything about the machines of a group that only matters where they become nodes and devices of ours.
fn check(group: &Group, problems: &mut Problems) {
    let Shape { tags, labels, taints, .. } = &group.shape;
    // Ours say whose a device is, so nobody else may write one.
    let tags = tags.iter().filter(|tag| tag.starts_with(OWN_TAGS)).map(|tag| {
        let flaw = Flaw::new(format!("the tag {tag:?} begins with {OWN_TAGS}, as only packetctl's own tags do"));
        flaw.hint("leave it out, or give it another beginning")
    });
    let labels = labels.iter().filter_map(|(key, value)| label(key, value, "the node's label").err());
    let taints = taints
        .iter()
        .filter_map(|taint| label(&taint.key, taint.value.as_deref().unwrap_or_default(), "the node's taint").err());
    problems.extend(tags.chain(labels).chain(taints).map(|flaw| flaw.at(group.at.clone())));
}

/// Checks a label as the API server would, when it is too late (Kubernetes' `IsQualifiedName`, `IsValidLabelValue`).
fn label(key: &str, value: &str, noun: &str) -> Result<(), Flaw> {
    let edge = |character: char| character.is_ascii_alphanumeric();
    let inside = |character: char| edge(character) || "-_.".contains(character);
    let word =
        |text: &str| text.len() <= 63 && text.chars().all(inside) && text.starts_with(edge) && text.ends_with(edge);
    let (prefix, name) = key.split_once('/').map_or((None, key), |(prefix, name)| (Some(prefix), name));
    if !word(name) || prefix.is_some_and(|prefix| DomainName::parse(prefix).is_err()) {
        let flaw = Flaw::new(format!("the key of {noun} {key:?} is none that Kubernetes takes"));
        return Err(flaw.hint("use NAME or PREFIX/NAME, for example example.com/disk"));
    }
    if !value.is_empty() && !word(value) {
        let flaw = Flaw::new(format!("the value {value:?} of {noun} {key} is none that Kubernetes takes"));
        return Err(flaw.hint("use at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends"));
    }
    Ok(())
}

/// Checks that no two groups, and no two machines they will ever have, share a name.
///
/// Machines that fail get successors with higher numbers, so it does not matter how many replicas there are.
fn names(groups: &[Group], problems: &mut Problems) {
    let mut seen: HashMap<&str, &Group> = HashMap::new();
    for group in groups {
        if let Some(first) = seen.insert(&group.name, group) {
            let flaw = Flaw::new(format!("machines at {} have the name {:?} already", first.at, group.name));
            problems.push(flaw.hint("rename one of the two documents").at(group.at.clone()));
        }
        if group.naming == Naming::Numbered && group.name.len() + "-0000".len() > MACHINE_NAME_LIMIT {
            let most = MACHINE_NAME_LIMIT - "-0000".len();
            let flaw = Flaw::new("there is no room for a number in the hostnames made from this name");
            problems.push(flaw.hint(format!("use a name of at most {most} characters")).at(group.at.clone()));
        }
    }
    for own in groups.iter().filter(|group| group.naming == Naming::Own) {
        let Some((stem, number)) = own.name.rsplit_once('-') else { continue };
        let is_number = number.parse::<u64>().is_ok_and(|parsed| parsed.to_string() == number);
        if let Some(numbered) = seen.get(stem).filter(|group| is_number && group.naming == Naming::Numbered) {
            let flaw = Flaw::new(format!(
                "the name {} is one that machines of {}, at {}, may get",
                own.name, numbered.name, numbered.at
            ));
            problems.push(flaw.hint("rename one of the two documents").at(own.at.clone()));
        }
    }
}

#[cfg(test)]
mod tests;
