//! What a machine says of itself on its way to a node.

/// One thing that a machine tells: a POST to `/events` of the metadata service, which becomes an event of the project
/// with the type `user.CODE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Milestone {
    /// Its packages are there.
    PackagesInstalled,
    /// A control plane: `kubeadm init` has started.
    InitStarted,
    /// A control plane: `kubeadm init` is done.
    ControlPlaneInitialized,
    /// A worker: it waits until the API server answers.
    WaitingForServer,
    /// A worker: it has joined.
    Joined,
    /// Something failed; the message says at which step, and the last line of the error. It tries again by itself.
    Failed,
}

impl Milestone {
    /// All of them, in the order of a machine's life.
    pub const ALL: [Self; 6] = [
        Self::PackagesInstalled,
        Self::InitStarted,
        Self::ControlPlaneInitialized,
        Self::WaitingForServer,
        Self::Joined,
        Self::Failed,
    ];

    /// The number that the machine sends.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::PackagesInstalled => 1001,
            Self::InitStarted => 1002,
            Self::ControlPlaneInitialized => 1003,
            Self::WaitingForServer => 1004,
            Self::Joined => 1005,
            Self::Failed => 1090,
        }
    }

    /// The milestone of a number; none for what is not ours.
    #[must_use]
    pub fn from_code(code: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|milestone| milestone.code() == code)
    }

    /// The milestone of an event's type, `user.1001`.
    #[must_use]
    pub fn from_event_type(text: &str) -> Option<Self> {
        text.strip_prefix("user.")?.parse().ok().and_then(Self::from_code)
    }

    /// What the machine does from here on, for a table of machines.
    #[must_use]
    pub const fn phase(self) -> &'static str {
        match self {
            Self::PackagesInstalled => "packages installed",
            Self::InitStarted => "initializing",
            Self::ControlPlaneInitialized => "initialized",
            Self::WaitingForServer => "waiting for the API server",
            Self::Joined => "joined",
            Self::Failed => "failed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_leads_back_to_its_milestone() {
        for milestone in Milestone::ALL {
            assert_eq!(Milestone::from_event_type(&format!("user.{}", milestone.code())), Some(milestone));
        }
        for foreign in ["user.1000", "user.", "1001", "provisioning.104", "user.70537"] {
            assert_eq!(Milestone::from_event_type(foreign), None, "{foreign}");
        }
    }
}
