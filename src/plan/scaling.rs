//! Machines beyond the files: which they are, and which go first.

use super::fate::{Fate, Judged};
use super::look::{Look, device};
use super::{Finding, Gravity, Reason};
use crate::cluster::{DeletePolicy, Role};
use crate::hint::listed;
use jiff::Timestamp;
use std::cmp::Reverse;

/// Dooms the machines that are too many, where that is allowed; lists them where it is not.
pub(super) fn scale(look: Look<'_>, judged: &mut [Judged<'_>]) -> Option<Finding> {
    let mut extra = strangers(look, judged);
    for group in &look.wanted.cluster.workers {
        let of_group = |judged: &Judged<'_>| {
            judged.is_counted() && look.group(judged.machine).is_some_and(|own| own.name == group.name)
        };
        let mut members: Vec<usize> =
            judged.iter().enumerate().filter(|(_, judged)| of_group(judged)).map(|(index, _)| index).collect();
        let excess = members.len().saturating_sub(usize::try_from(group.replicas).unwrap_or(usize::MAX));
        members.sort_by_cached_key(|index| rank(look, &judged[*index], group.delete_policy));
        extra.extend(members.into_iter().take(excess));
    }
    if !look.wanted.permissions.delete_extra {
        let names: Vec<String> = extra.iter().map(|index| judged[*index].machine.name.clone()).collect();
        return (!names.is_empty()).then(|| {
            let what = format!("beyond what the files want: {}", listed(&names, "and"));
            let hint = "`packetctl up --delete-extra` deletes them; raise `replicas` to keep them";
            Finding::new(Gravity::Open, "machines", what).hint(hint)
        });
    }
    for index in extra {
        // An order that nobody has seen yet cannot be taken back before it is a device.
        if judged[index].fate == Fate::Kept {
            judged[index].fate = Fate::Doomed(Reason::Extra);
        }
    }
    None
}

/// The workers whose groups are not in the files.
fn strangers(look: Look<'_>, judged: &[Judged<'_>]) -> Vec<usize> {
    let is_stranger = |judged: &Judged<'_>| {
        judged.is_counted() && judged.machine.role == Role::Worker && look.group(judged.machine).is_none()
    };
    judged.iter().enumerate().filter(|(_, judged)| is_stranger(judged)).map(|(index, _)| index).collect()
}

/// Its place among those that go: drained ones, so that a drain is never for nothing, then the unready, the marked,
/// the cordoned, and then as the policy says.
fn rank(look: Look<'_>, judged: &Judged<'_>, policy: DeletePolicy) -> (bool, bool, bool, bool, Age) {
    let machine = judged.machine;
    let node = look.node(machine);
    let born = device(machine).and_then(|device| device.created_at).unwrap_or(machine.ordered_at);
    let age = match policy {
        DeletePolicy::Newest => Age::Newest(Reverse((born, machine.name.clone()))),
        DeletePolicy::Oldest => Age::Oldest((born, machine.name.clone())),
    };
    (
        !machine.is_drained,
        look.is_ready(machine),
        !node.is_some_and(|node| node.is_marked),
        !node.is_some_and(|node| node.is_cordoned),
        age,
    )
}

/// When a machine came, ordered so that the first is the first to go. All of a group are of one kind.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Age {
    Newest(Reverse<(Timestamp, String)>),
    Oldest((Timestamp, String)),
}
