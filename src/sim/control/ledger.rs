//! The ledger: the judge of what is left behind.

use super::arguments::Arguments;
use super::moment;
use crate::sim::service::State;
use crate::sim::world::device::Device;
use crate::sim::world::ledger::Entry;
use serde_json::{Value, json};

/// Everything that was ever made, oldest first, what of it is still paid for, and how often each operation was called.
///
/// `?billed=true` and `?kind=device` leave out the rest, from the sum, too.
pub(super) fn show(state: &State, arguments: &Arguments) -> Value {
    let (billed, kind) = (arguments.query.flag("billed"), arguments.query.get("kind"));
    let entries: Vec<&Entry> = state
        .world
        .ledger
        .iter()
        .filter(|entry| billed.is_none_or(|billed| entry.is_billed() == billed))
        .filter(|entry| kind.is_none_or(|kind| json!(entry.kind) == kind))
        .collect();
    let paid_for = || entries.iter().filter(|entry| entry.is_billed());
    json!({
        "now": moment(state.world.now),
        "created": entries.iter().map(|entry| line(state, entry)).collect::<Vec<_>>(),
        "billed": paid_for().map(|entry| entry.id).collect::<Vec<_>>(),
        "price_per_hour": dollars(paid_for().map(|entry| entry.price_per_hour)),
        "calls": state.calls,
    })
}

fn line(state: &State, entry: &Entry) -> Value {
    let device = state.world.devices.get(entry.id);
    json!({
        "kind": entry.kind,
        "id": entry.id,
        "name": entry.name,
        "tags": entry.tags,
        "project": entry.project,
        "created_at": moment(entry.created_at),
        "provisioned_in": device.and_then(Device::provisioned_in),
        "deleted_at": entry.ended_at.map(moment),
        "end": entry.end,
        "billed": entry.is_billed(),
        "foreign": entry.is_foreign,
        "price_per_hour": entry.price_per_hour,
    })
}

/// A sum of prices, without the dust of their last digits.
fn dollars(prices: impl Iterator<Item = f64>) -> f64 {
    let sum = prices.fold(0.0, |sum, price| sum + price);
    (sum * 10_000.0).round() / 10_000.0
}
