//! Steps and plans in words: the progress line, and what `plan` prints.

use super::{Finding, Gravity, Mark, NewMachine, Plan, Planned, Reason, Step, When};
use std::fmt;

impl fmt::Display for Step {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ReserveEndpoint => formatter.write_str("reserve an elastic address for the API server"),
            Self::AwaitEndpoint => formatter.write_str("wait for the elastic address that was ordered"),
            Self::ForgetEndpoint => formatter.write_str("forget the order of an elastic address that was never taken"),
            Self::CreateMachine(machine) => write!(formatter, "create {machine}"),
            Self::AwaitOrder { machine, .. } => write!(formatter, "wait for {machine}, which was ordered"),
            Self::AssignEndpoint { address, machine, .. } => write!(formatter, "assign {address} to {machine}"),
            Self::UnassignEndpoint { address, device } => write!(formatter, "take {address} from device {device}"),
            Self::PowerOn { machine, .. } => write!(formatter, "power {machine} on"),
            Self::Rename { machine, from, .. } => write!(formatter, "give {machine} its hostname back (it is {from})"),
            Self::AwaitApi => formatter.write_str("wait for the API server"),
            Self::ApplyAddons { count: 1 } => formatter.write_str("apply the addons (1 object)"),
            Self::ApplyAddons { count } => write!(formatter, "apply the addons ({count} objects)"),
            Self::MakeToken => formatter.write_str("make the join token"),
            Self::SetUpNode(set_up) => write!(formatter, "set up node {}", set_up.node),
            Self::AwaitNode { machine } => write!(formatter, "wait until node {machine} is Ready"),
            Self::Scrub { machine, .. } => write!(formatter, "take the private keys out of {machine}'s user-data"),
            Self::DeleteToken => formatter.write_str("delete the join token"),
            Self::Drain { node } => write!(formatter, "drain node {node}"),
            Self::DeleteDevice { machine, device, reason } => {
                write!(formatter, "delete {machine} (device {device}): {reason}")
            }
            Self::AwaitGone { machine, .. } => write!(formatter, "wait until {machine} is gone"),
            Self::DeleteNode { node } => write!(formatter, "delete node {node}"),
            Self::Forget { machine, .. } => write!(formatter, "forget {machine}"),
            Self::ReleaseEndpoint { address, .. } => write!(formatter, "release the elastic address {address}"),
        }
    }
}

impl fmt::Display for NewMachine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shape = &self.shape;
        write!(formatter, "{} ({}, {} in {})", self.name, shape.plan, shape.operating_system, shape.location)?;
        match &self.replaces {
            Some(old) if *old == self.name => formatter.write_str(" anew"),
            Some(old) => write!(formatter, " in place of {old}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Extra => formatter.write_str("the files want fewer machines"),
            Self::Failed(why) => formatter.write_str(why),
            Self::Replaced => formatter.write_str("it is replaced"),
            Self::Down => formatter.write_str("the cluster goes"),
        }
    }
}

impl fmt::Display for Planned {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.step.mark().sign(), self.step)?;
        match &self.when {
            When::Now => Ok(()),
            When::Later(once) => write!(formatter, ", once {once}"),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.gravity {
            Gravity::Note => "note",
            Gravity::Open => "open",
            Gravity::Failed => "failed",
            Gravity::Fatal => "error",
        };
        write!(formatter, "{word}: {}: {}", self.about, self.what)
    }
}

/// A line for each finding, each with its hint; a line for each step; the sum.
impl fmt::Display for Plan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            writeln!(formatter, "{finding}")?;
            if let Some(hint) = &finding.hint {
                writeln!(formatter, "  hint: {hint}")?;
            }
        }
        for planned in &self.steps {
            writeln!(formatter, "  {planned}")?;
        }
        let [add, change, delete] = [Mark::Add, Mark::Change, Mark::Delete].map(|mark| self.count(mark));
        write!(formatter, "Plan: {add} to add, {change} to change, {delete} to delete")
    }
}
