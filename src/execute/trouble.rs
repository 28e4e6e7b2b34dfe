//! Why a run could not do all of it.

use crate::kubernetes;
use crate::packet;
use crate::plan::Finding;
use crate::state::StoreError;
use thiserror::Error;

/// Something that kept a run from doing all of it.
#[derive(Debug, Error)]
pub enum Trouble {
    /// Packet said no, or nothing that can be acted upon.
    #[error("{about}: {error}")]
    Packet {
        /// What was being done.
        about: String,
        /// What came of it.
        #[source]
        error: Box<packet::Error>,
    },
    /// The cluster said no.
    #[error("{about}: {error}")]
    Cluster {
        /// What was being done.
        about: String,
        /// What came of it.
        #[source]
        error: Box<kubernetes::Error>,
    },
    /// Pods could not be moved off a node.
    #[error("{about}: {error}")]
    Drain {
        /// What was being done.
        about: String,
        /// What came of it.
        #[source]
        error: Box<kubernetes::DrainError>,
    },
    /// The addons could not be applied.
    #[error("{about}: {error}")]
    Apply {
        /// What was being done.
        about: String,
        /// What came of it.
        #[source]
        error: Box<kubernetes::ApplyError>,
    },
    /// Something cannot be made: user-data too large, a certificate authority that ended.
    #[error("{about}: {what}")]
    Impossible {
        /// What was being done.
        about: String,
        /// Why it cannot be.
        what: String,
        /// What the user can do.
        hint: Option<String>,
    },
    /// The plan has something that only the user can mend.
    #[error("{}: {}", .0.about, .0.what)]
    Finding(Finding),
    /// The state could not be read or written.
    #[error("{0}")]
    State(#[from] StoreError),
    /// The time that the user gave is over; the words say what was waited for.
    #[error("not done in the time given; still waiting for: {0}")]
    TimedOut(String),
    /// Nothing has come nearer for longer than any machine may take; the words say what was waited for.
    #[error("nothing has come nearer for very long; still waiting for: {0}")]
    Standstill(String),
}

impl Trouble {
    /// Whether it may be over at the next try: Packet was not reached, or had no time.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Packet { error, .. } if super::run::is_passing(error))
    }

    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Packet { error, .. } => Some(error.hint()),
            Self::Cluster { error, .. } => Some(error.hint().to_owned()),
            Self::Drain { error, .. } => Some(error.hint().to_owned()),
            Self::Apply { error, .. } => Some(error.error.hint().to_owned()),
            Self::Impossible { hint, .. } => hint.clone(),
            Self::Finding(finding) => finding.hint.clone(),
            Self::State(StoreError::Problem(problem)) => problem.hint.clone(),
            Self::State(_) => Some("run the same command again once the other is done".to_owned()),
            Self::Standstill(_) => {
                Some("look at what is waited for; the same command again goes on from here".to_owned())
            }
            Self::TimedOut(_) => Some("run the same command again: it goes on from here".to_owned()),
        }
    }
}

/// How a run ended.
#[derive(Debug)]
pub enum Ended {
    /// Everything is as it is wanted.
    Done,
    /// The user asked to stop; everything begun was finished and saved.
    Interrupted,
    /// Not all could be done.
    Failed(Vec<Trouble>),
}
