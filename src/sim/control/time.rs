//! Time, moved on by hand.

use super::arguments::Arguments;
use super::moment;
use crate::sim::service::State;
use crate::sim::wire::reply::Refusal;
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::time::Duration;

/// The most that time is moved on at once: ten years.
const LONGEST: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// Moves time on by `seconds`, a number or a time such as `5m`; all that is due meanwhile happens.
pub(super) fn advance(state: &mut State, arguments: &Arguments) -> Result<Value, Refusal> {
    let body = arguments.body()?;
    let duration = body.get("seconds").and_then(read).filter(|duration| *duration <= LONGEST);
    let duration = duration.ok_or_else(|| {
        Refusal::unprocessable("`seconds` must be a number of seconds or a time such as \"5m\", at most ten years")
    })?;
    state.time.advance(duration);
    state.reach_present();
    state.world.touch();
    Ok(json!({ "now": moment(state.world.now) }))
}

fn read(value: &Value) -> Option<Duration> {
    match value {
        Value::Number(seconds) => Duration::try_from_secs_f64(seconds.as_f64()?).ok(),
        Value::String(text) => match text.trim().parse::<f64>() {
            Ok(seconds) => Duration::try_from_secs_f64(seconds).ok(),
            Err(_) => text.parse::<SignedDuration>().ok().and_then(|duration| duration.try_into().ok()),
        },
        _ => None,
    }
}
