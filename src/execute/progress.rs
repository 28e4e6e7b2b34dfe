//! What is told while something happens, for whoever shows it.

use crate::plan::{Observed, Plan, Step};
use std::time::Duration;

/// Something that happened.
#[derive(Debug, Clone, Copy)]
pub enum News<'a> {
    /// Everything was looked at, and this is what is left to do.
    Looked {
        /// What is there.
        observed: &'a Observed,
        /// What is left.
        plan: &'a Plan,
    },
    /// A step began.
    Began(&'a Step),
    /// A step is done.
    Done {
        /// The step.
        step: &'a Step,
        /// How long it took.
        took: Duration,
    },
    /// A step did not succeed; it may be tried again, which the words say.
    Failed {
        /// The step.
        step: &'a Step,
        /// Why, and what happens now.
        why: &'a str,
    },
    /// Something worth knowing that is no step.
    Note(&'a str),
}

/// Who is told.
pub trait Progress: Send + Sync {
    /// Takes the news. It must not block.
    fn tell(&self, news: News<'_>);
}

/// Nobody is told: for who looks, and changes nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unheard;

impl Progress for Unheard {
    fn tell(&self, _: News<'_>) {}
}
