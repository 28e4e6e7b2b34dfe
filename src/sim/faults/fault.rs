//! One fault: whom it strikes, whether the call still has its effect, and what is replied.

use super::reply::{Body, Reply};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::time::Duration;

/// What goes wrong with a call.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::sim) struct Fault {
    /// The operation's id in the published document, or `*`.
    pub(in crate::sim) operation: String,
    /// Which of its calls.
    pub(in crate::sim) calls: Calls,
    /// What becomes of the effect.
    pub(in crate::sim) effect: Effect,
    /// What becomes of the reply.
    pub(in crate::sim) reply: Reply,
    /// How long the reply is held back.
    pub(in crate::sim) delay: Duration,
}

/// Which calls a fault strikes, counted from 1 since it was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sim) enum Calls {
    /// All of them.
    Every,
    /// These.
    Numbers(Vec<u64>),
}

/// What becomes of the effect of a call that a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sim) enum Effect {
    /// `when: before`: it has none.
    None,
    /// `when: after`: it has it at once, and only the reply is wrong.
    AtOnce,
    /// `when: late`: it has it this much later, though the reply is given now.
    Late(Duration),
}

impl Calls {
    /// Whether the n-th call is one of them.
    pub(in crate::sim) fn contains(&self, number: u64) -> bool {
        match self {
            Self::Every => true,
            Self::Numbers(numbers) => numbers.contains(&number),
        }
    }
}

/// Writes the fault as it is read.
impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("operation", &self.operation)?;
        match &self.calls {
            Calls::Every => map.serialize_entry("call", "every")?,
            Calls::Numbers(numbers) => map.serialize_entry("call", numbers)?,
        }
        let when = match self.effect {
            Effect::None => "before",
            Effect::AtOnce => "after",
            Effect::Late(_) => "late",
        };
        map.serialize_entry("when", when)?;
        if let Effect::Late(after) = self.effect {
            map.serialize_entry("after", &after.as_secs_f64())?;
        }
        match &self.reply {
            Reply::True => {}
            Reply::Drop => map.serialize_entry("drop", &true)?,
            Reply::Truncate(length) => map.serialize_entry("truncate", length)?,
            Reply::Substitute(substitute) => {
                map.serialize_entry("status", &substitute.status)?;
                map.serialize_entry("headers", &substitute.headers)?;
                map.serialize_entry("content_type", &substitute.content_type)?;
                match &substitute.body {
                    Body::Text(text) => map.serialize_entry("body", text)?,
                    Body::Json(json) => map.serialize_entry("body", json)?,
                }
            }
        }
        if !self.delay.is_zero() {
            map.serialize_entry("delay", &self.delay.as_secs_f64())?;
        }
        map.end()
    }
}
