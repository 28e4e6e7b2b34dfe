//! Many equal steps in one line.

use crate::plan::{Mark, NewMachine, Plan, Planned, Step, When};

/// Names told one by one; of more, the first and the last stand for all.
const MOST_NAMES: usize = 3;

/// A line of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Folded {
    pub(super) mark: Mark,
    pub(super) words: String,
    /// What has to happen before; none means that it can be done at once.
    pub(super) once: Option<String>,
}

/// The lines of what changes, in the plan's order; equal steps stand where their first one stood.
pub(super) fn changes(plan: &Plan) -> Vec<Folded> {
    let mut groups: Vec<(String, Vec<&Planned>)> = Vec::new();
    for planned in plan.steps.iter().filter(|planned| planned.step.mark().changes()) {
        let key = key(planned);
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, equal)) => equal.push(planned),
            None => groups.push((key, vec![planned])),
        }
    }
    groups.iter().filter_map(|(_, equal)| line(equal)).collect()
}

/// What is waited for, in one line; none if nothing is.
pub(super) fn waits(plan: &Plan) -> Option<String> {
    let steps: Vec<&Step> = plan.steps.iter().map(|planned| &planned.step).collect();
    let count = |is_wanted: fn(&Step) -> bool| steps.iter().filter(|step| is_wanted(step)).count();
    let mut parts = Vec::new();
    let orders = count(|step| matches!(step, Step::AwaitOrder { .. } | Step::AwaitEndpoint));
    if orders > 0 {
        parts.push(format!("{} to be answered", super::counted(orders, "order")));
    }
    if count(|step| matches!(step, Step::AwaitApi)) > 0 {
        parts.push("the API server".to_owned());
    }
    let nodes = count(|step| matches!(step, Step::AwaitNode { .. }));
    if nodes > 0 {
        parts.push(format!("{} to be Ready", super::counted(nodes, "node")));
    }
    let gone = count(|step| matches!(step, Step::AwaitGone { .. }));
    if gone > 0 {
        parts.push(format!("{} to be gone", super::counted(gone, "device")));
    }
    (!parts.is_empty()).then(|| format!("wait for {}", crate::hint::listed(&parts, "and")))
}

/// Steps with the same key are told in one line.
fn key(planned: &Planned) -> String {
    let once = match &planned.when {
        When::Now => "",
        When::Later(once) => once,
    };
    let what = match &planned.step {
        Step::CreateMachine(machine) if machine.replaces.is_none() => {
            format!("create {} {}", machine.group, shape(machine))
        }
        Step::SetUpNode(_) => "set up".to_owned(),
        Step::Drain { .. } => "drain".to_owned(),
        Step::DeleteNode { .. } => "delete node".to_owned(),
        // Devices are told one by one, with their ids: what is deleted is data.
        step => step.to_string(),
    };
    format!("{what}\n{once}")
}

fn line(equal: &[&Planned]) -> Option<Folded> {
    let first = equal.first()?;
    let once = match &first.when {
        When::Later(once) => match once.strip_prefix("its ") {
            Some(rest) if equal.len() > 1 => Some(format!("each one's {rest}")),
            _ => Some(once.clone()),
        },
        When::Now => None,
    };
    Some(Folded { mark: first.step.mark(), words: words(equal, &first.step), once })
}

fn words(equal: &[&Planned], first: &Step) -> String {
    if equal.len() == 1 {
        return first.to_string();
    }
    let names = names(equal);
    match first {
        Step::CreateMachine(machine) => {
            let count = if equal.len() > MOST_NAMES { format!("{} × ", equal.len()) } else { String::new() };
            format!("create {names} ({count}{})", shape(machine))
        }
        Step::SetUpNode(_) => format!("set up nodes {names}"),
        Step::Drain { .. } => format!("drain nodes {names}"),
        Step::DeleteNode { .. } => format!("delete nodes {names}"),
        step => step.to_string(),
    }
}

fn names(equal: &[&Planned]) -> String {
    let names: Vec<&str> = equal.iter().filter_map(|planned| name(&planned.step)).collect();
    match names.as_slice() {
        [first, .., last] if names.len() > MOST_NAMES => format!("{first} … {last}"),
        few => few.join(", "),
    }
}

fn shape(machine: &NewMachine) -> String {
    let shape = &machine.shape;
    format!("{}, {} in {}", shape.plan, shape.operating_system, shape.location)
}

/// The machine, node or address that a step is about.
pub(super) fn name(step: &Step) -> Option<&str> {
    match step {
        Step::CreateMachine(machine) => Some(&machine.name),
        Step::SetUpNode(set_up) => Some(&set_up.node),
        Step::Drain { node } | Step::DeleteNode { node } => Some(node),
        Step::AwaitOrder { machine, .. }
        | Step::PowerOn { machine, .. }
        | Step::Rename { machine, .. }
        | Step::AwaitNode { machine }
        | Step::Scrub { machine, .. }
        | Step::DeleteDevice { machine, .. }
        | Step::AwaitGone { machine, .. }
        | Step::Forget { machine, .. } => Some(machine),
        Step::AssignEndpoint { address, .. }
        | Step::UnassignEndpoint { address, .. }
        | Step::ReleaseEndpoint { address, .. } => Some(address),
        Step::ReserveEndpoint
        | Step::AwaitEndpoint
        | Step::ForgetEndpoint
        | Step::AwaitApi
        | Step::ApplyAddons { .. }
        | Step::MakeToken
        | Step::DeleteToken => None,
    }
}
