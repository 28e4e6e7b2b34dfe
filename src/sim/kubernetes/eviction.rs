//! Evictions: a pod goes at once, unless a disruption budget does not bear it.

use super::failure::Failure;
use super::kinds::Kind;
use super::selector::Selector;
use super::verbs::remove;
use crate::sim::world::World;
use crate::sim::world::objects::Key;
use serde_json::{Value, json};

/// Where budgets stand.
const BUDGETS: &str = "poddisruptionbudgets.policy";

/// Evicts a pod.
pub(super) fn evict(world: &mut World, kind: &Kind, key: &Key, is_rehearsal: bool) -> Result<Value, Failure> {
    let pod = world.object(key).ok_or_else(|| Failure::not_found(kind, &key.name))?;
    let budgets = world.objects_of(key.cluster, BUDGETS, &key.namespace);
    let budgets = budgets.filter(|budget| Selector::of_labels(&budget.value["spec"]["selector"]).takes(pod));
    let short = { budgets }.find_map(|budget| {
        let (allowed, healthy) = allowed(world, key, &budget.value);
        (allowed == 0).then(|| Failure::over_budget(&budget.key.name, healthy, healthy))
    });
    if let Some(short) = short {
        return Err(short);
    }
    if !is_rehearsal {
        remove(world, key);
    }
    Ok(json!({ "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "code": 201 }))
}

/// How many pods may go, and how many there are: what the status says, or what its controller would have written there.
fn allowed(world: &World, key: &Key, budget: &Value) -> (u64, u64) {
    let selector = Selector::of_labels(&budget["spec"]["selector"]);
    let pods = world.objects_of(key.cluster, "pods", &key.namespace).filter(|pod| selector.takes(&pod.value));
    let pods = pods.count() as u64;
    let number = |member: &str| match &budget["spec"][member] {
        Value::Number(number) => number.as_u64(),
        Value::String(share) => Some((share.trim_end_matches('%').parse::<u64>().ok()? * pods).div_ceil(100)),
        _ => None,
    };
    let told = budget.pointer("/status/disruptionsAllowed").and_then(Value::as_u64);
    let by_least = number("minAvailable").map(|least| pods.saturating_sub(least));
    (told.or(by_least).or_else(|| number("maxUnavailable")).unwrap_or(1), pods)
}
