//! Machines that are equal: a document of machines, and how it counts and names them.

use super::Shape;
use crate::problem::Place;

/// What a machine is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// It runs the control plane.
    ControlPlane,
    /// It runs pods.
    Worker,
}

impl Role {
    /// The role as tags and texts spell it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ControlPlane => "control-plane",
            Self::Worker => "worker",
        }
    }

    /// Reads what [`Role::name`] wrote.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::ControlPlane, Self::Worker].into_iter().find(|role| role.name() == name)
    }
}

/// How the machines of a group get their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// There is one, of the group's own name (a `Machine`).
    Own,
    /// Each has the group's name and a number (a `MachineSet` or `MachineDeployment`).
    Numbered,
}

/// Which machines go first when there are too many, after those that are not ready and those that are marked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DeletePolicy {
    /// The newest: they have the least to lose. Also what `Random` becomes here, so that a plan can be repeated.
    #[default]
    Newest,
    /// The oldest.
    Oldest,
}

/// A number of equal machines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The name of the document.
    pub name: String,
    /// What its machines are for.
    pub role: Role,
    /// How they are named.
    pub naming: Naming,
    /// How many there are to be.
    pub replicas: u32,
    /// Which go first when there are too many.
    pub delete_policy: DeletePolicy,
    /// What each looks like.
    pub shape: Shape,
    /// Where its document stands, for messages.
    pub at: Place,
}

impl Group {
    /// The names that its machines may have, in order, without end for a numbered one.
    pub fn names(&self) -> Box<dyn Iterator<Item = String> + '_> {
        match self.naming {
            Naming::Own => Box::new(std::iter::once(self.name.clone())),
            Naming::Numbered => Box::new((0_u64..).map(|number| format!("{}-{number}", self.name))),
        }
    }
}
