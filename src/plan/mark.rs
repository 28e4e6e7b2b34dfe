//! What kind of change a step is: the sign before its line.

use super::Step;

/// What kind of change a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Something comes that is paid for.
    Add,
    /// Something is changed.
    Change,
    /// A device, an address or a node goes.
    Delete,
    /// Something is waited for.
    Wait,
    /// Only our own records change.
    Record,
}

impl Mark {
    /// The sign before a step's line.
    #[must_use]
    pub const fn sign(self) -> char {
        match self {
            Self::Add => '+',
            Self::Change => '~',
            Self::Delete => '-',
            Self::Wait => '…',
            Self::Record => '=',
        }
    }

    /// Whether something outside changes.
    #[must_use]
    pub const fn changes(self) -> bool {
        matches!(self, Self::Add | Self::Change | Self::Delete)
    }
}

impl Step {
    /// What kind of change the step is.
    #[must_use]
    pub const fn mark(&self) -> Mark {
        match self {
            Self::ReserveEndpoint | Self::CreateMachine(_) => Mark::Add,
            Self::AssignEndpoint { .. }
            | Self::UnassignEndpoint { .. }
            | Self::PowerOn { .. }
            | Self::Rename { .. }
            | Self::ApplyAddons { .. }
            | Self::MakeToken
            | Self::SetUpNode(_)
            | Self::Scrub { .. }
            | Self::DeleteToken
            | Self::Drain { .. } => Mark::Change,
            Self::DeleteDevice { .. } | Self::DeleteNode { .. } | Self::ReleaseEndpoint { .. } => Mark::Delete,
            Self::AwaitEndpoint
            | Self::AwaitOrder { .. }
            | Self::AwaitApi
            | Self::AwaitNode { .. }
            | Self::AwaitGone { .. } => Mark::Wait,
            Self::Forget { .. } | Self::ForgetEndpoint => Mark::Record,
        }
    }
}
