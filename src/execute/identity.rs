//! Which steps are the same step, and which machine one is about: reasons and words may change from look to look.

use crate::plan::Step;

/// What a step is known by.
pub(super) fn key(step: &Step) -> String {
    let about = match step {
        Step::DeleteDevice { device, .. }
        | Step::PowerOn { device, .. }
        | Step::Rename { device, .. }
        | Step::AwaitGone { device, .. }
        | Step::UnassignEndpoint { device, .. } => device,
        Step::Drain { node } | Step::DeleteNode { node } => node,
        Step::ReleaseEndpoint { id, .. } => id,
        Step::Forget { order, .. } | Step::AwaitOrder { order, .. } => order,
        other => machine(other).unwrap_or_default(),
    };
    format!("{} {about}", verb(step))
}

/// The machine that a step is about, or the node that is one.
pub(super) fn machine(step: &Step) -> Option<&str> {
    match step {
        Step::CreateMachine(machine) => Some(&machine.name),
        Step::AwaitOrder { machine, .. }
        | Step::AssignEndpoint { machine, .. }
        | Step::PowerOn { machine, .. }
        | Step::Rename { machine, .. }
        | Step::AwaitNode { machine }
        | Step::Scrub { machine, .. }
        | Step::DeleteDevice { machine, .. }
        | Step::AwaitGone { machine, .. }
        | Step::Forget { machine, .. } => Some(machine),
        Step::SetUpNode(lacks) => Some(&lacks.node),
        Step::Drain { node } | Step::DeleteNode { node } => Some(node),
        _ => None,
    }
}

/// Whether a step orders something that is paid for, so that its intent must be on disk first.
pub(super) const fn orders_something(step: &Step) -> bool {
    matches!(step, Step::CreateMachine(_) | Step::ReserveEndpoint)
}

const fn verb(step: &Step) -> &'static str {
    match step {
        Step::ReserveEndpoint => "reserve",
        Step::AwaitEndpoint => "await endpoint",
        Step::ForgetEndpoint => "forget endpoint",
        Step::CreateMachine(_) => "create",
        Step::AwaitOrder { .. } => "await order",
        Step::AssignEndpoint { .. } => "assign",
        Step::UnassignEndpoint { .. } => "unassign",
        Step::PowerOn { .. } => "power on",
        Step::Rename { .. } => "rename",
        Step::AwaitApi => "await API",
        Step::ApplyAddons { .. } => "apply",
        Step::MakeToken => "make token",
        Step::SetUpNode(_) => "set up",
        Step::AwaitNode { .. } => "await node",
        Step::Scrub { .. } => "scrub",
        Step::DeleteToken => "delete token",
        Step::Drain { .. } => "drain",
        Step::DeleteDevice { .. } => "delete device",
        Step::AwaitGone { .. } => "await gone",
        Step::DeleteNode { .. } => "delete node",
        Step::Forget { .. } => "forget",
        Step::ReleaseEndpoint { .. } => "release",
    }
}
