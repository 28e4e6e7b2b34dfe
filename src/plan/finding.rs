//! What the user should know or decide.

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// Left as it is until the user decides: extra machines, immutable drift.
    Open,
    /// Part of what is wanted will not come true in this run, which must end as failed; the rest goes on.
    Failed,
    /// Nothing may be done before the user mends it.
    Fatal,
}

/// Something that the user should know or decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub gravity: Gravity,
    /// What it is about: a machine's name, or `endpoint`.
    pub about: String,
    /// What was found.
    pub what: String,
    /// What the user can do, mostly a command.
    pub hint: Option<String>,
}

impl Finding {
    /// A finding without a hint yet.
    pub(super) fn new(gravity: Gravity, about: impl Into<String>, what: impl Into<String>) -> Self {
        Self { gravity, about: about.into(), what: what.into(), hint: None }
    }

    /// The same finding with a hint.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}
