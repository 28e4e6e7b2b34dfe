//! What keeps a store from answering.

use crate::problem::Problem;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Who holds a lock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The user who started it.
    pub user: String,
    /// The machine it runs on.
    pub host: String,
    /// The number of its process there.
    pub pid: u32,
    /// What it is doing, for example `packetctl up`: never with values of flags, which may be secret.
    pub command: String,
    /// Since when; none where it did not get to say so.
    pub since: Option<Timestamp>,
}

impl Holder {
    /// One that did not get to say who it is.
    pub(super) fn unknown() -> Self {
        Self { user: String::new(), host: String::new(), pid: 0, command: String::new(), since: None }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pid == 0 {
            return formatter.write_str("a run that began this very moment");
        }
        write!(formatter, "`{}` of {} on {}, process {}", self.command, self.user, self.host, self.pid)?;
        self.since.map_or(Ok(()), |since| write!(formatter, ", since {since:.0}"))
    }
}

/// Why a store did not do what it was asked to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Another run holds the lock.
    #[error("another run is at work on this cluster: {0}")]
    Held(Holder),
    /// Another generation stands there than the one that was read: somebody else wrote meanwhile.
    #[error("somebody else changed the state meanwhile: it is at generation {found}, not {expected}")]
    Stale {
        /// The generation that was to be replaced.
        expected: u64,
        /// The generation that stands there; 0 is none.
        found: u64,
    },
    /// It cannot be read or written, or is not what it should be; the hint says what to do.
    #[error("{0}")]
    Problem(Problem),
}

impl StoreError {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Held(Holder { pid: 0, .. }) => Some("try again in a moment".into()),
            Self::Held(holder) => Some(format!(
                "wait until it ends; if it hangs, end it (`kill {}` on {}): the lock goes with it",
                holder.pid, holder.host
            )),
            Self::Stale { .. } => Some("run the command again: it begins with what is there now".into()),
            Self::Problem(problem) => problem.hint.clone(),
        }
    }
}

impl From<Problem> for StoreError {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}
