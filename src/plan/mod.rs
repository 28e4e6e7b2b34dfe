//! What must happen: a pure function of what is wanted and what is there.
//!
//! ```text
//!  Wanted ┐
//!         ├─▶ Plan::converge ─▶ Plan: steps, each for now or for later; findings
//! Observed┘   Plan::remove
//! ```
//!
//! A plan is made anew at every look. Whoever executes one does what stands under [`When::Now`], looks again and asks
//! again, until nothing is left: what fails, vanishes or is edited meanwhile needs no case of its own. The same value
//! is what `plan` prints, so it cannot tell anything else than what `up` does.

mod finding;
mod observed;
mod step;
mod wanted;

pub use finding::{Finding, Gravity};
pub use observed::{
    Api, Device, DeviceState, Endpoint, Machine, MachineDevice, Node, NodeAddress, Observed, Report, Token,
};
pub use step::{NewMachine, NodeSetUp, Planned, Reason, Step, When};
pub use wanted::{Addons, EndpointChoice, Limits, Permissions, Wanted};

/// What must happen, in the order in which it is told.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// What is to be done or waited for.
    pub steps: Vec<Planned>,
    /// What the user should know or decide.
    pub findings: Vec<Finding>,
}
