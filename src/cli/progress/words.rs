//! What changed, in words: one line each.

use super::transition::Transition;
use std::fmt;

impl fmt::Display for Transition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RunStarted { title } => formatter.write_str(title),
            Self::Found { machines, active, ready, api_answers } => {
                let answers = if *api_answers { "the API server answers" } else { "no API server answers" };
                let noun = if *machines == 1 { "machine" } else { "machines" };
                write!(formatter, "found {machines} {noun}, {active} active, {ready} nodes Ready; {answers}")
            }
            Self::PreflightDone { text } => write!(formatter, "preflight: {text}"),
            Self::EndpointReserved { address, .. } => write!(formatter, "elastic address {address} reserved"),
            Self::EndpointAssigned { address, machine } => {
                write!(formatter, "elastic address {address} assigned to {machine}")
            }
            Self::EndpointUnassigned { address, device } => {
                write!(formatter, "elastic address {address} taken from device {device}")
            }
            Self::EndpointReleased { address, .. } => write!(formatter, "elastic address {address} released"),
            Self::ApiAnswers => formatter.write_str("the API server answers"),
            Self::ApiSilent { why } => write!(formatter, "the API server answers no more: {why}"),
            Self::TokenMade => formatter.write_str("join token made"),
            Self::TokenDeleted => formatter.write_str("join token deleted"),
            Self::AddonsApplied { objects: 1 } => formatter.write_str("addons applied (1 object)"),
            Self::AddonsApplied { objects } => write!(formatter, "addons applied ({objects} objects)"),
            Self::NodeJoined { node } => write!(formatter, "{node}: node joined"),
            Self::NodeSetUp { node } => write!(formatter, "{node}: node set up"),
            Self::NodeReady { node, version } => write!(formatter, "{node}: node Ready ({version})"),
            Self::NodeNotReady { node } => write!(formatter, "{node}: node not Ready any more"),
            Self::NodeDrained { node } => write!(formatter, "{node}: node drained"),
            Self::NodeGone { node } => write!(formatter, "{node}: node deleted"),
            Self::StepFailed { step, why } => write!(formatter, "{step}: {why}"),
            Self::Note { text } => formatter.write_str(text),
            Self::RunEnded { outcome } => write!(formatter, "{}", format!("{outcome:?}").to_lowercase()),
            of_machine => machine(of_machine, formatter),
        }
    }
}

fn machine(transition: &Transition, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    use Transition as T;
    match transition {
        T::MachineOrdered { machine, replaces: Some(old), .. } if old != machine => {
            write!(formatter, "{machine}: ordered in place of {old}")
        }
        T::MachineOrdered { machine, replaces: Some(_), .. } => write!(formatter, "{machine}: ordered anew"),
        T::MachineOrdered { machine, .. } => write!(formatter, "{machine}: ordered"),
        T::MachineProvisioning { machine, device } => {
            write!(formatter, "{machine}: provisioning (device {device})")
        }
        T::MachineActive { machine, address: Some(address), .. } => write!(formatter, "{machine}: active ({address})"),
        T::MachineActive { machine, .. } => write!(formatter, "{machine}: active"),
        T::MachineInactive { machine, .. } => write!(formatter, "{machine}: powered off"),
        T::MachineSwitching { machine, .. } => write!(formatter, "{machine}: switching power"),
        T::MachineFailed { machine, device } => {
            write!(formatter, "{machine}: installing the device failed (device {device})")
        }
        T::MachineDeprovisioning { machine, .. } => write!(formatter, "{machine}: deprovisioning"),
        T::MachineGone { machine, device } => write!(formatter, "{machine}: gone (device {device})"),
        T::MachineSaid { machine, phase } => write!(formatter, "{machine}: {phase}"),
        T::MachineSaidFailed { machine, why, .. } => write!(formatter, "{machine}: says it failed: {why}"),
        T::MachineGivenUp { machine, why } => write!(formatter, "{machine}: given up: {why}"),
        T::MachinePoweredOn { machine, .. } => write!(formatter, "{machine}: powered on"),
        T::MachineRenamed { machine, from } => write!(formatter, "{machine}: has its hostname back (it was {from})"),
        T::MachineDeleted { machine, why, .. } => write!(formatter, "{machine}: deleting: {why}"),
        T::KeysScrubbed { machine } => write!(formatter, "{machine}: private keys taken out of its user-data"),
        _ => Ok(()),
    }
}
