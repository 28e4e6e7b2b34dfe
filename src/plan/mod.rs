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

mod converging;
mod drift;
mod endpoint;
mod fatal;
mod fate;
mod finding;
mod joining;
mod leaving;
mod look;
mod mark;
mod nodes;
mod observed;
mod places;
mod removing;
mod scaling;
mod step;
mod telling;
#[cfg(test)]
mod tests;
mod wanted;

pub use finding::{Finding, Gravity};
pub use mark::Mark;
pub use observed::{
    Api, Device, DeviceState, Endpoint, Machine, MachineDevice, Node, NodeAddress, Observed, Report, SpareEndpoint,
    Token,
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

impl Plan {
    /// What must happen so that the cluster becomes what is wanted.
    ///
    /// Findings of [`Gravity::Fatal`] come without any step: nothing is done to a cluster that is not understood.
    #[must_use]
    pub fn converge(wanted: &Wanted<'_>, observed: &Observed) -> Self {
        converging::plan(wanted, observed)
    }

    /// What must happen so that nothing is left of the cluster.
    #[must_use]
    pub fn remove(observed: &Observed, limits: &Limits) -> Self {
        removing::plan(observed, limits)
    }

    /// Whether nothing is to be done or waited for. Findings may be there all the same.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The steps that can be done at once.
    pub fn now(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|planned| planned.when == When::Now).map(|planned| &planned.step)
    }

    /// The steps that change something outside, now or later: all but waits and our own records.
    pub fn changes(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().map(|planned| &planned.step).filter(|step| step.mark().changes())
    }

    /// The findings that nothing may be done before.
    pub fn fatal(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.gravity == Gravity::Fatal)
    }

    /// The gravest of the findings.
    #[must_use]
    pub fn gravity(&self) -> Option<Gravity> {
        self.findings.iter().map(|finding| finding.gravity).max()
    }

    /// How many steps carry a mark.
    #[must_use]
    pub fn count(&self, mark: Mark) -> usize {
        self.steps.iter().filter(|planned| planned.step.mark() == mark).count()
    }

    /// The machines to be ordered.
    pub fn creates(&self) -> impl Iterator<Item = &NewMachine> {
        self.steps.iter().filter_map(|planned| match &planned.step {
            Step::CreateMachine(machine) => Some(&**machine),
            _ => None,
        })
    }

    /// The names of the machines whose devices are to be deleted.
    pub fn deletes(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().filter_map(|planned| match &planned.step {
            Step::DeleteDevice { machine, .. } => Some(machine.as_str()),
            _ => None,
        })
    }

    fn step(&mut self, step: Step, when: When) {
        self.steps.push(Planned { step, when });
    }
}
