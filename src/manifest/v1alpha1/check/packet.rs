//! Packet's objects inside Clusters and Machines.

use super::Expected;
use crate::hint::suggestion;
use crate::manifest::report::{Report, Spot};
use crate::manifest::v1alpha1::packet::PACKET_API_VERSIONS;
use crate::manifest::v1alpha1::provider_spec::ProviderSpec;
use crate::manifest::v1alpha1::{PacketClusterProviderSpec, PacketMachineProviderSpec, Role};
use crate::problem::Flaw;
use crate::values::{BillingCycle, Facility, Metro, ProjectId, Slug, refuse_control_characters};

/// That there is no object for Packet.
pub(super) fn no_value(kind: &str) -> Flaw {
    Flaw::new(format!("there is no {kind}")).hint(format!("add `value:` with `kind: {kind}` and its fields"))
}

/// The object of a cluster: it can only be given in place.
pub(super) fn of_cluster<'v, 's>(
    spot: &Spot<'_, 's>,
    given: &'v ProviderSpec<PacketClusterProviderSpec>,
    report: &mut Report<'s>,
) -> Option<&'v PacketClusterProviderSpec> {
    if given.value_from.is_some() {
        let flaw = Flaw::new("a Cluster cannot refer to a MachineClass, which is about machines");
        report.problem(&spot.key("valueFrom"), flaw.hint("write the object in place, under `value`"));
    } else if given.value.is_none() {
        report.problem(&spot.key("value"), no_value(PacketClusterProviderSpec::KIND));
    }
    given.value.as_ref()
}

/// Checks the object of a machine, in place or by reference.
pub(super) fn of_machine<'s>(
    spot: &Spot<'_, 's>,
    given: &ProviderSpec<PacketMachineProviderSpec>,
    is_control_plane: bool,
    expected: &Expected<'_>,
    report: &mut Report<'s>,
) {
    let value_from = spot.key("valueFrom");
    match (&given.value, &given.value_from) {
        (Some(value), None) => {
            let spot = spot.key("value");
            machine(&spot, value, expected, report);
            roles(&spot.key("roles"), &value.roles, is_control_plane, report);
        }
        (None, None) => report.problem(&spot.key("value"), no_value(PacketMachineProviderSpec::KIND)),
        (Some(_), Some(_)) => {
            let flaw = Flaw::new("valueFrom cannot be used together with value");
            report.problem(&value_from, flaw.hint("leave one of them out"));
        }
        (None, Some(_)) => {
            let name = given.machine_class().and_then(|class| class.name.as_deref()).unwrap_or_default();
            let class = value_from.key("machineClass");
            if let Some(value) = expected.classes.get(name) {
                roles(&class.key("name"), &value.roles, is_control_plane, report);
                let flaw =
                    Flaw::new("packetctl follows this reference, but the Packet controller of 2019 crashes on it");
                report.warning(&value_from, flaw.hint("write the object in place, under `value`"));
            } else {
                let flaw = Flaw::new(format!("there is no MachineClass {name:?} in these files"));
                let hint = suggestion(name, expected.classes.keys().copied());
                let flaw = flaw.hint("write the object in place, under `value`").maybe_hint(hint);
                report.problem(&class.key("name"), flaw);
            }
        }
    }
}

/// Checks what the object says it is. It may say nothing: in 2019 nobody looked.
pub(super) fn identity<'s>(
    value: &Spot<'_, 's>,
    api_version: Option<&str>,
    kind: (Option<&str>, &str),
    report: &mut Report<'s>,
) {
    if let Some(given) = api_version
        && !PACKET_API_VERSIONS.contains(&given)
    {
        let flaw = Flaw::new(format!("expected {}, found {given:?}", PACKET_API_VERSIONS.join(" or ")));
        let hint = suggestion(given, PACKET_API_VERSIONS);
        let flaw = flaw.hint(format!("write {}", PACKET_API_VERSIONS[0])).maybe_hint(hint);
        report.problem(&value.key("apiVersion"), flaw);
    }
    if let (Some(given), wanted) = kind
        && given != wanted
    {
        let flaw = Flaw::new(format!("expected {wanted}, found {given:?}")).hint(format!("write {wanted}"));
        report.problem(&value.key("kind"), flaw);
    }
}

/// Checks what Packet must know about a machine.
pub(super) fn machine<'s>(
    value: &Spot<'_, 's>,
    packet: &PacketMachineProviderSpec,
    expected: &Expected<'_>,
    report: &mut Report<'s>,
) {
    let kind = (packet.kind.as_deref(), PacketMachineProviderSpec::KIND);
    identity(value, packet.api_version.as_deref(), kind, report);
    report.take(&value.key("OS"), Slug::parse("operating system", &packet.os, "ubuntu_20_04"));
    report.take(&value.key("machineType"), Slug::parse("machine type", &packet.machine_type, "c3.small.x86"));
    report.take(&value.key("billingCycle"), billing_cycle(&packet.billing_cycle));
    project(value, packet, expected, report);
    place(value, packet, report);
    for (index, key) in packet.ssh_keys.iter().enumerate() {
        let keys = value.key("sshKeys");
        report.take(&keys.index(index), PacketMachineProviderSpec::public_keys(key));
    }
    for (index, tag) in packet.tags.iter().enumerate() {
        let tags = value.key("tags");
        report.take(&tags.index(index), self::tag(tag));
    }
}

fn billing_cycle(text: &str) -> Result<(), Flaw> {
    let otherwise = |flaw: Flaw| {
        let near = flaw.hint.clone();
        flaw.hint("write hourly, unless another one is agreed upon").maybe_hint(near)
    };
    BillingCycle::parse(text).map(drop).map_err(otherwise)
}

fn project<'s>(
    value: &Spot<'_, 's>,
    packet: &PacketMachineProviderSpec,
    expected: &Expected<'_>,
    report: &mut Report<'s>,
) {
    let spot = value.key("projectID");
    let Some(project) = report.take(&spot, ProjectId::parse(&packet.project_id)) else { return };
    if let Some(wanted) = &expected.project
        && wanted != project.as_str()
    {
        let flaw = Flaw::new(format!("the project {project} is not the Cluster's, {wanted}"));
        report.problem(&spot, flaw.hint(format!("a cluster stands in one project: write {wanted}")));
    }
}

/// Checks where the machine may stand: in facilities or in a metro, as Packet's API takes one or the other.
fn place<'s>(value: &Spot<'_, 's>, packet: &PacketMachineProviderSpec, report: &mut Report<'s>) {
    let metro = packet.metro.as_deref().filter(|metro| !metro.is_empty());
    match (metro, packet.facility.is_empty()) {
        (None, true) => {
            let flaw = Flaw::new("neither a facility nor a metro says where the machine is to stand");
            report.problem(&value.key("facility"), flaw.hint("add `facility: [ewr1]` or `metro: da`"));
        }
        (Some(metro), false) => {
            let flaw = Flaw::new("a metro and facilities are given, and Packet takes one or the other");
            let hint = format!("leave out `facility`, or `metro: {metro}`");
            report.problem(&value.key("metro"), flaw.hint(hint));
        }
        _ => {}
    }
    if let Some(metro) = metro {
        report.take(&value.key("metro"), Metro::parse(metro));
    }
    for (index, facility) in packet.facility.iter().enumerate() {
        let facilities = value.key("facility");
        report.take(&facilities.index(index), Facility::parse(facility));
    }
}

/// Checks a tag. Packet takes at most 80 characters.
fn tag(tag: &str) -> Result<(), Flaw> {
    refuse_control_characters(tag)?;
    match tag.chars().count() {
        1..=80 => Ok(()),
        length => Err(Flaw::new(format!("a tag has 1 to 80 characters, this one has {length}")).hint("shorten it")),
    }
}

/// Checks that the roles say what `versions.controlPlane`, which decides, says.
fn roles<'s>(spot: &Spot<'_, 's>, roles: &[Role], is_control_plane: bool, report: &mut Report<'s>) {
    let is_master = roles.contains(&Role::Master);
    if is_master && !is_control_plane {
        let flaw = Flaw::new("the role Master is given, but spec.versions.controlPlane is not, so this is a worker");
        report.problem(spot, flaw.hint("add `controlPlane` to spec.versions, or make the role Node"));
    } else if is_control_plane && !is_master && !roles.is_empty() {
        let flaw = Flaw::new("spec.versions.controlPlane makes this a control plane, but the role Master is not given");
        report.problem(spot, flaw.hint("make the role Master, or delete `controlPlane`"));
    }
}
