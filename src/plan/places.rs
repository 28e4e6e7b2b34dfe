//! Places that are empty: the machines to be ordered, and those that are not ordered again.

use super::fate::{Fate, Judged, is_meant};
use super::look::{Look, device};
use super::{Endpoint, EndpointChoice, Finding, Gravity, Machine, NewMachine, Planned, Step, When};
use crate::cluster::{Group, Naming, Role};
use std::collections::BTreeSet;

/// What is done about the places that are empty.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The machines to be ordered.
    pub(super) creates: Vec<Planned>,
    /// The names of these machines, with their groups.
    pub(super) coming: Vec<(String, String)>,
    /// The orders of machines that must be remembered: their successors are not ordered yet, or will not be.
    pub(super) remembered: BTreeSet<String>,
    /// The orders among these whose places stay empty.
    pub(super) given_up: BTreeSet<String>,
    /// What is told about places that stay empty.
    pub(super) findings: Vec<Finding>,
}

/// Fills the places of all groups.
pub(super) fn fill(look: Look<'_>, judged: &[Judged<'_>]) -> Places {
    let mut places = Places::default();
    for group in look.wanted.cluster.groups() {
        fill_group(look, group, judged, &mut places);
    }
    places
}

fn fill_group(look: Look<'_>, group: &Group, judged: &[Judged<'_>], places: &mut Places) {
    let is_member = |judged: &&Judged<'_>| look.group(judged.machine).is_some_and(|own| own.name == group.name);
    let members: Vec<&Judged<'_>> = judged.iter().filter(is_member).collect();
    let counted = members.iter().filter(|judged| judged.is_counted()).count();
    let missing = usize::try_from(group.replicas).unwrap_or(usize::MAX).saturating_sub(counted);
    let mut unsent = members.iter().filter(|judged| judged.fate == Fate::Unsent).map(|judged| judged.machine);
    let mut lost: Vec<&Judged<'_>> =
        members.iter().copied().filter(|it| it.is_lost() && !is_succeeded(look, it.machine)).collect();
    // The most tried one first, so that no place is tried for ever.
    lost.sort_by_key(|judged| std::cmp::Reverse(judged.machine.earlier_tries));
    let mut lost = lost.into_iter();
    let mut names = Names::new(look, group, places);
    for _ in 0..missing {
        if let Some(again) = unsent.next() {
            let new = new_machine(group, again.name.clone(), again.earlier_tries, again.replaces.clone());
            places.create(new, When::Later("its first order is forgotten".into()));
            continue;
        }
        let before = lost.next().map(|judged| judged.machine);
        let tries = before.map_or(0, |machine| tries_after(look, machine));
        if let Some(machine) = before {
            places.remembered.insert(machine.order.clone());
            if tries >= look.wanted.limits.tries {
                places.given_up.insert(machine.order.clone());
                places.findings.push(stays_empty(machine, tries));
                continue;
            }
        }
        if let Some(name) = names.next() {
            let when = when(look, group, judged, &name);
            places.create(new_machine(group, name, tries, before.map(|machine| machine.name.clone())), when);
        }
    }
}

impl Places {
    fn create(&mut self, new: NewMachine, when: When) {
        self.coming.push((new.name.clone(), new.group.clone()));
        self.creates.push(Planned { step: Step::CreateMachine(Box::new(new)), when });
    }
}

fn new_machine(group: &Group, name: String, earlier_tries: u32, replaces: Option<String>) -> NewMachine {
    let (role, shape) = (group.role, group.shape.clone());
    NewMachine { name, group: group.name.clone(), role, shape, earlier_tries, replaces }
}

/// Whether another machine was ordered in a machine's place.
fn is_succeeded(look: Look<'_>, machine: &Machine) -> bool {
    look.observed.machines.iter().any(|other| {
        other.order != machine.order
            && other.replaces.as_ref() == Some(&machine.name)
            && other.ordered_at >= machine.ordered_at
    })
}

/// How many tries the next machine in the place of this one has behind it. What worked once, or what the user
/// replaces, did not fail as a try.
fn tries_after(look: Look<'_>, machine: &Machine) -> u32 {
    if machine.was_ready {
        0
    } else if machine.given_up.is_none() && look.may_replace(&machine.name) && is_meant(machine) {
        machine.earlier_tries
    } else {
        machine.earlier_tries.saturating_add(1)
    }
}

fn stays_empty(machine: &Machine, tries: u32) -> Finding {
    let said = machine.report.as_ref().and_then(|report| report.failure.clone());
    let why = match (&machine.given_up, said) {
        (Some(why), Some(said)) if !why.contains(&said) => format!("{why}: {said}"),
        (Some(why), _) => why.clone(),
        (None, Some(said)) => said,
        (None, None) => "its device failed or vanished".to_owned(),
    };
    let machines = if tries == 1 { "1 machine was".to_owned() } else { format!("{tries} machines were") };
    let what = format!("{machines} tried in this place, and it stays empty; the last one: {why}");
    let hint = "mend what it says, and run `packetctl up` again: it tries anew";
    Finding::new(Gravity::Failed, &machine.name, what).hint(hint)
}

/// The names that new machines of a group may have, the lowest numbers first.
struct Names<'a> {
    candidates: Box<dyn Iterator<Item = String> + 'a>,
    taken: BTreeSet<String>,
}

impl<'a> Names<'a> {
    fn new(look: Look<'_>, group: &'a Group, places: &Places) -> Self {
        let machines = look.observed.machines.iter().map(|machine| machine.name.clone());
        let nodes = look.nodes().map(|node| node.name.clone());
        let coming = places.coming.iter().map(|(name, _)| name.clone());
        let taken = match group.naming {
            // It has no other name to go by: it waits until this one is free.
            Naming::Own => BTreeSet::new(),
            Naming::Numbered => machines.chain(nodes).chain(coming).collect(),
        };
        Self { candidates: group.names(), taken }
    }

    fn next(&mut self) -> Option<String> {
        self.candidates.by_ref().find(|name| !self.taken.contains(name))
    }
}

/// When a machine can be ordered.
fn when(look: Look<'_>, group: &Group, judged: &[Judged<'_>], name: &str) -> When {
    let later = |once: &str| When::Later(once.to_owned());
    if let Some(once) = name_waits_for(look, group, judged, name) {
        return When::Later(once);
    }
    match look.wanted.endpoint {
        EndpointChoice::Elastic if !matches!(look.observed.endpoint, Some(Endpoint::Reserved { .. })) => {
            later("the elastic address is reserved")
        }
        EndpointChoice::Device if group.role == Role::Worker => {
            let device = look.control_plane().and_then(device);
            let is_kept = judged.iter().any(|it| it.fate == Fate::Kept && it.machine.role == Role::ControlPlane);
            match device.and_then(|device| device.public_address.as_ref()).filter(|_| is_kept) {
                Some(_) => When::Now,
                None => later("the control plane's address is known"),
            }
        }
        EndpointChoice::Elastic | EndpointChoice::Device | EndpointChoice::Host(_) => When::Now,
    }
}

/// What the name still waits for, if it is in use.
fn name_waits_for(look: Look<'_>, group: &Group, judged: &[Judged<'_>], name: &str) -> Option<String> {
    judged.iter().filter(|judged| judged.machine.name == name).find_map(|judged| match judged.fate {
        Fate::Gone if group.role == Role::ControlPlane => None,
        Fate::Gone if look.api_answers() => {
            look.leftover(judged.machine).map(|_| "the node of the old one is deleted".to_owned())
        }
        Fate::Gone if look.observed.has_answered => {
            Some("the API server answers, and the node of the old one is deleted".to_owned())
        }
        Fate::Gone => None,
        _ => Some("the old one of this name is gone".to_owned()),
    })
}
