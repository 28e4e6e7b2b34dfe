//! How machines go: their pods, then the device, then the node, then our memory.

use super::fate::{Fate, Judged};
use super::look::{Look, device};
use super::places::Places;
use super::{Device, DeviceState, Machine, Plan, Reason, Step, When};
use crate::cluster::{Group, Naming, Role};

/// The steps of all machines that go.
pub(super) fn leave(plan: &mut Plan, look: Look<'_>, judged: &[Judged<'_>], places: &Places) {
    for Judged { machine, fate } in judged {
        match (fate, device(machine)) {
            (Fate::Doomed(reason), Some(device)) => {
                let when = match hold(look, judged, machine, reason, places) {
                    Hold::Nothing => When::Now,
                    Hold::Until(once) => When::Later(once.to_owned()),
                    Hold::ForGood => continue,
                };
                doomed(plan, look, (machine, device), reason, when);
                rest(plan, look, machine, places);
            }
            (Fate::Leaving, Some(device)) => {
                plan.step(await_gone(machine, device), When::Now);
                rest(plan, look, machine, places);
            }
            (Fate::Gone, _) => gone(plan, look, machine, places),
            (Fate::Unsent, _) => plan.step(forget(machine), When::Now),
            (Fate::Awaited, _) => {
                let (machine, order) = (machine.name.clone(), machine.order.clone());
                plan.step(Step::AwaitOrder { machine, order }, When::Now);
            }
            _ => {}
        }
    }
}

/// What keeps a machine that is to go.
enum Hold {
    Nothing,
    Until(&'static str),
    ForGood,
}

fn hold(look: Look<'_>, judged: &[Judged<'_>], machine: &Machine, reason: &Reason, places: &Places) -> Hold {
    if matches!(reason, Reason::Failed(_)) || machine.role == Role::ControlPlane {
        return Hold::Nothing;
    }
    // An API server that is silent for a moment is no reason to take pods away without a word.
    if machine.was_ready && look.observed.has_answered && !look.api_answers() {
        return Hold::Until("the API server answers, so that its node can be drained");
    }
    let numbered = look.group(machine).filter(|group| group.naming == Naming::Numbered);
    match numbered {
        Some(group) if *reason == Reason::Replaced && look.is_ready(machine) => hold_for(look, judged, group, places),
        _ => Hold::Nothing,
    }
}

/// What keeps a machine that works and is to be replaced: that its group would have one less meanwhile.
fn hold_for(look: Look<'_>, judged: &[Judged<'_>], group: &Group, places: &Places) -> Hold {
    let is_same = |judged: &&Judged<'_>| look.group(judged.machine).is_some_and(|own| own.name == group.name);
    let counted: Vec<&Judged<'_>> = judged.iter().filter(|it| it.is_counted()).filter(is_same).collect();
    let is_coming = places.coming.iter().any(|(_, own)| *own == group.name);
    if is_coming || counted.iter().any(|judged| !judged.machine.was_ready) {
        Hold::Until("its replacement is Ready")
    } else if counted.len() < usize::try_from(group.replicas).unwrap_or(usize::MAX) {
        // The place of its replacement was given up, so the old one is better than none.
        Hold::ForGood
    } else {
        Hold::Nothing
    }
}

fn doomed(plan: &mut Plan, look: Look<'_>, (machine, device): (&Machine, &Device), reason: &Reason, first: When) {
    let (name, id) = (machine.name.clone(), device.id.clone());
    let delete = Step::DeleteDevice { machine: name, device: id, reason: reason.clone() };
    // Evicting pods from a node that does not answer only waits for what cannot happen.
    let node = look.node(machine).filter(|node| {
        node.is_ready && device.state == DeviceState::Active && machine.role == Role::Worker && !machine.is_drained
    });
    match node {
        Some(node) => {
            plan.step(Step::Drain { node: node.name.clone() }, first);
            plan.step(delete, When::Later("its node is drained".into()));
        }
        None => plan.step(delete, first),
    }
    plan.step(await_gone(machine, device), When::Later("it is deleted".into()));
}

/// What follows once the device is gone.
fn rest(plan: &mut Plan, look: Look<'_>, machine: &Machine, places: &Places) {
    let may_have_node = look.observed.has_answered && !look.api_answers() && machine.was_ready;
    if machine.role == Role::Worker && (look.node(machine).is_some() || may_have_node) {
        let node = look.node(machine).map_or_else(|| machine.name.clone(), |node| node.name.clone());
        plan.step(Step::DeleteNode { node }, When::Later("its device is gone".into()));
    }
    if !places.given_up.contains(&machine.order) {
        plan.step(forget(machine), When::Later("nothing is left of it".into()));
    }
}

fn gone(plan: &mut Plan, look: Look<'_>, machine: &Machine, places: &Places) {
    let is_worker = machine.role == Role::Worker;
    let mut waits = None;
    if let Some(node) = look.leftover(machine).filter(|_| is_worker) {
        plan.step(Step::DeleteNode { node: node.name.clone() }, When::Now);
        waits = Some("its node is deleted");
    } else if is_worker && look.observed.has_answered && !look.api_answers() {
        plan.step(Step::DeleteNode { node: machine.name.clone() }, When::Later("the API server answers".into()));
        waits = Some("its node is deleted");
    } else if places.remembered.contains(&machine.order) {
        waits = Some("its successor is ordered");
    }
    // A place that was given up is remembered: a look without memory would try again, for ever.
    if !places.given_up.contains(&machine.order) {
        plan.step(forget(machine), waits.map_or(When::Now, |once| When::Later(once.to_owned())));
    }
}

fn await_gone(machine: &Machine, device: &Device) -> Step {
    Step::AwaitGone { machine: machine.name.clone(), device: device.id.clone() }
}

fn forget(machine: &Machine) -> Step {
    Step::Forget { machine: machine.name.clone(), order: machine.order.clone() }
}
