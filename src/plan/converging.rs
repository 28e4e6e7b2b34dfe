//! From what is there to what is wanted.

use super::look::{Look, Nodes};
use super::{Mark, Observed, Plan, Wanted, When, endpoint, fatal, fate, joining, leaving, nodes, places, scaling};
use crate::cluster::Role;

/// Judges every machine, fills the empty places, and tells the steps in the order in which a run goes through them.
pub(super) fn plan(wanted: &Wanted<'_>, observed: &Observed) -> Plan {
    let nodes = Nodes::of(observed);
    let look = Look { wanted, observed, nodes: &nodes };
    let mut plan = Plan { findings: fatal::find(look), ..Plan::default() };
    if !plan.findings.is_empty() {
        return plan;
    }
    let mut judged = fate::judge(look);
    plan.findings.extend(scaling::scale(look, &mut judged));
    let mut places = places::fill(look, &judged);
    plan.findings.append(&mut places.findings);
    endpoint::reserve(&mut plan, look);
    plan.steps.append(&mut places.creates);
    endpoint::assign(&mut plan, look, &judged);
    joining::prepare(&mut plan, look, &judged, &places);
    nodes::tend(&mut plan, look, &judged, &places);
    leaving::leave(&mut plan, look, &judged, &places);
    joining::finish(&mut plan, look, &judged, &places);
    let is_lost = |judged: &fate::Judged<'_>| {
        judged.machine.role == Role::ControlPlane && places.given_up.contains(&judged.machine.order)
    };
    if judged.iter().any(is_lost) {
        // No control plane comes any more: nothing happens that waits for one, and nothing more is paid for.
        plan.steps.retain(|planned| planned.when == When::Now && planned.step.mark() != Mark::Add);
    }
    plan
}
