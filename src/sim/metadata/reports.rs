//! What machines tell of themselves: that they are up, how far they are, and whatever their user-data posts.

use crate::sim::service::State;
use crate::sim::wire::form::Form;
use crate::sim::wire::reply::Refusal;
use serde_json::Value;
use std::net::IpAddr;
use uuid::Uuid;

/// Who tells: a machine and the address that it is known by.
type Teller = Option<(Uuid, IpAddr)>;

/// A machine is up; or its installer is at a milestone (`{"type": "provisioning.105"}`), or gives up
/// (`{"type": "failure", "reason": …}`).
///
/// Simulated machines have no process that could ask from their address, so whoever asks from anywhere else may name
/// one by `instance_id`, as cloud-init does anyway.
pub(super) fn phone_home(state: &mut State, teller: Teller, body: &Value) -> Result<(), Refusal> {
    let mut form = Form::new(body);
    let (named, kind, reason) = (form.filled("instance_id"), form.filled("type"), form.filled("reason"));
    form.finish()?;
    let world = &mut state.world;
    let named = named.and_then(|id| Uuid::parse_str(&id).ok()).filter(|id| world.devices.get(*id).is_some());
    let id = teller.map(|(id, _)| id).or(named).ok_or_else(Refusal::not_found)?;
    match kind.as_deref() {
        None => world.phone_home(id),
        Some("failure") => world.give_up(id, reason.as_deref().unwrap_or("Provisioning failed")),
        Some(kind) => {
            if !world.reach_milestone(id, kind) {
                return Err(Refusal::unprocessable(format!("Type {kind} is not known")));
            }
        }
    }
    Ok(())
}

/// `user_state_url`: becomes the event `user.<code>` of the machine and its project.
pub(super) fn user_state(state: &mut State, teller: Teller, body: &Value) -> Result<(), Refusal> {
    let (id, address) = teller.ok_or_else(Refusal::not_found)?;
    let mut form = Form::new(body);
    let word = form.required("state");
    if word.as_deref().is_some_and(|word| !["running", "succeeded", "failed"].contains(&word)) {
        form.refuse("State must be running, succeeded or failed");
    }
    if form.get("code").is_none() {
        form.refuse("Code can't be blank");
    }
    let code = form.count("code", 1000..=1099).and_then(|code| u16::try_from(code).ok());
    let message = form.text("message");
    form.finish()?;
    let device = state.world.devices.get(id).ok_or_else(Refusal::not_found)?;
    let here = device.whereabouts();
    let (word, message) = (word.unwrap_or_default(), message.unwrap_or_default());
    state.world.record_user_state(here, &word, code.unwrap_or(1000), &message, address.to_string());
    Ok(())
}
