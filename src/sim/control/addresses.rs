//! The person who decides on blocks of addresses that are beyond the quota.

use super::arguments::Arguments;
use crate::sim::service::State;
use crate::sim::wire::reply::Refusal;
use serde_json::{Value, json};
use uuid::Uuid;

/// A person agrees.
pub(super) fn approve(state: &mut State, arguments: &Arguments) -> Result<Value, Refusal> {
    decide(state, arguments, |state, id| state.world.approve_reservation(id))
}

/// A person refuses.
pub(super) fn deny(state: &mut State, arguments: &Arguments) -> Result<Value, Refusal> {
    decide(state, arguments, |state, id| state.world.deny_reservation(id))
}

fn decide(state: &mut State, arguments: &Arguments, decision: fn(&mut State, Uuid) -> bool) -> Result<Value, Refusal> {
    let id = arguments.id("block of addresses", |id| state.world.reservations.get(id).is_some())?;
    if !decision(state, id) {
        return Err(Refusal::unprocessable("the block is not pending, or no address is left"));
    }
    let reservation = state.world.reservations.get(id);
    let network = reservation.and_then(|block| block.network.map(|network| format!("{network}/{}", block.cidr)));
    Ok(json!({ "id": id, "state": reservation.map(|block| block.state), "network": network }))
}
