//! What is done once the API server answers: keys out of sight, addons, the token.

use super::fate::{Fate, Judged};
use super::look::{Look, device};
use super::places::Places;
use super::{Plan, Step, Token, When};
use crate::cluster::Role;

/// What waits for the API server, and what is done when it answers.
pub(super) fn prepare(plan: &mut Plan, look: Look<'_>, judged: &[Judged<'_>], places: &Places) {
    let answering = if look.api_answers() { When::Now } else { When::Later("the API server answers".into()) };
    if !look.api_answers() {
        let is_there = look.control_plane().is_some_and(|machine| device(machine).is_some());
        let when = if is_there { When::Now } else { When::Later("the control plane is there".into()) };
        plan.step(Step::AwaitApi, when);
    }
    scrub(plan, look, judged, &answering);
    let may_lack = look.observed.token == Token::Unknown && look.observed.has_answered && !places.coming.is_empty();
    if is_wanted(look, judged, places) && look.observed.token == Token::Absent {
        plan.step(Step::MakeToken, answering.clone());
    } else if may_lack {
        plan.step(Step::MakeToken, When::Later("it is known to be missing".into()));
    }
    let addons = look.wanted.addons;
    let are_new = match &look.observed.applied_addons {
        None => addons.count > 0,
        Some(digest) => *digest != addons.digest,
    };
    if are_new {
        plan.step(Step::ApplyAddons { count: addons.count }, answering);
    }
}

/// Takes the private keys out of the user-data, where every process on the control plane can read them.
fn scrub(plan: &mut Plan, look: Look<'_>, judged: &[Judged<'_>], answering: &When) {
    let machine = look.wanted.cluster.control_plane.name.clone();
    let is_own = |judged: &&Judged<'_>| judged.fate == Fate::Kept && judged.machine.role == Role::ControlPlane;
    let kept = judged.iter().filter(is_own).map(|judged| judged.machine).find(|kept| kept.name == machine);
    match kept.and_then(device) {
        Some(_) if kept.is_some_and(|kept| kept.is_scrubbed) => {}
        Some(device) => plan.step(Step::Scrub { machine, device: Some(device.id.clone()) }, answering.clone()),
        None => plan.step(Step::Scrub { machine, device: None }, When::Later("the API server answers".into())),
    }
}

/// Deletes the token when nobody needs it any more.
pub(super) fn finish(plan: &mut Plan, look: Look<'_>, judged: &[Judged<'_>], places: &Places) {
    let is_wanted = is_wanted(look, judged, places);
    match look.observed.token {
        Token::Valid if !is_wanted && look.api_answers() => plan.step(Step::DeleteToken, When::Now),
        Token::Valid => plan.step(Step::DeleteToken, When::Later("every worker has joined".into())),
        // kubeadm makes one with the control plane.
        Token::Unknown | Token::Absent if is_wanted || !look.observed.has_answered => {
            plan.step(Step::DeleteToken, When::Later("every worker has joined".into()));
        }
        Token::Unknown | Token::Absent => {}
    }
}

/// Whether a worker is there, or comes, that has not joined yet.
fn is_wanted(look: Look<'_>, judged: &[Judged<'_>], places: &Places) -> bool {
    let control_plane = &look.wanted.cluster.control_plane.name;
    let waits = |judged: &Judged<'_>| {
        let machine = judged.machine;
        let is_worker = judged.is_counted() && machine.role == Role::Worker && look.group(machine).is_some();
        is_worker && !machine.was_ready && look.node(machine).is_none()
    };
    judged.iter().any(waits) || places.coming.iter().any(|(name, _)| name != control_plane)
}
