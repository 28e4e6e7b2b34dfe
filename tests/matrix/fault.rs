//! What can go wrong with one call.

use super::ambush::Met;
use super::wire::{Headers, Reply};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    KilledBeforeSent,
    KilledAfterSent,
    KilledAfterReply,
    KilledEffectLate,
    ReplyLost,
    EffectLate,
    Limited,
    LimitedForASecond,
    Failed,
    Unavailable,
    Reset,
    Truncated,
    OtherShape,
}

impl Fault {
    pub const ALL: [Self; 13] = [
        Self::KilledBeforeSent,
        Self::KilledAfterSent,
        Self::KilledAfterReply,
        Self::KilledEffectLate,
        Self::ReplyLost,
        Self::EffectLate,
        Self::Limited,
        Self::LimitedForASecond,
        Self::Failed,
        Self::Unavailable,
        Self::Reset,
        Self::Truncated,
        Self::OtherShape,
    ];

    /// As it is told, and named on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::KilledBeforeSent => "killed before it is sent",
            Self::KilledAfterSent => "killed before the reply",
            Self::KilledAfterReply => "killed before the reply is recorded",
            Self::KilledEffectLate => "killed, and the effect comes after the next look",
            Self::ReplyLost => "reply lost",
            Self::EffectLate => "effect comes late",
            Self::Limited => "429",
            Self::LimitedForASecond => "429 with Retry-After",
            Self::Failed => "500",
            Self::Unavailable => "503",
            Self::Reset => "connection reset",
            Self::Truncated => "body cut off",
            Self::OtherShape => "body of another shape",
        }
    }

    /// Whether it can happen to a call at all: a question has no effect that could be late, and nothing can be cut
    /// off an empty body.
    pub const fn suits(self, met: &Met) -> bool {
        match self {
            Self::EffectLate | Self::KilledEffectLate => !met.is_question,
            Self::Truncated | Self::OtherShape => met.length > 1,
            _ => true,
        }
    }

    /// Whether the process ends by it.
    pub const fn kills(self) -> bool {
        matches!(self, Self::KilledBeforeSent | Self::KilledAfterSent | Self::KilledAfterReply | Self::KilledEffectLate)
    }

    /// Whether the call still has its effect, and at once.
    pub const fn has_effect(self) -> bool {
        matches!(
            self,
            Self::KilledAfterSent | Self::KilledAfterReply | Self::ReplyLost | Self::Truncated | Self::OtherShape
        )
    }

    /// What is replied where the call had no effect, if anything.
    pub fn refusal(self) -> Option<Vec<u8>> {
        let (status, kind, more, body) = match self {
            Self::Limited => (429, "application/json", "", r#"{"errors":["Too Many Requests"]}"#),
            Self::LimitedForASecond => {
                (429, "application/json", "Retry-After: 1\r\n", r#"{"errors":["Too Many Requests"]}"#)
            }
            Self::Failed => (500, "application/json", "", r#"{"errors":["Oh snap, something went wrong!"]}"#),
            Self::Unavailable => (503, "text/html", "", "<h1>Service Unavailable</h1>"),
            Self::EffectLate => (504, "text/html", "", "<h1>Gateway Timeout</h1>"),
            _ => return None,
        };
        let length = body.len();
        let head = format!("HTTP/1.1 {status} No\r\nContent-Type: {kind}\r\n{more}Content-Length: {length}\r\n\r\n");
        Some([head.as_bytes(), body.as_bytes()].concat())
    }

    /// What becomes of a reply, in bytes.
    pub fn spoil(self, reply: &Reply) -> Vec<u8> {
        let head = |headers: &Headers, length: usize| {
            let kind = headers.get("content-type").unwrap_or("application/json").to_owned();
            format!("HTTP/1.1 {} Said\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n", reply.status)
        };
        if self == Self::Truncated {
            let half = &reply.body[..reply.body.len() / 2];
            return [head(&reply.headers, reply.body.len()).as_bytes(), half].concat();
        }
        let body = br#"{"shape":{"another":["one"]}}"#;
        [head(&reply.headers, body.len()).as_bytes(), body].concat()
    }
}
