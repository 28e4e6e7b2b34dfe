//! What changed, as values with names: what lines are written from, and what `--events ndjson` writes.

use crate::plan::Step;
use serde::Serialize;

/// Something that changed while a cluster comes or goes.
///
/// Its names and fields in JSON are what scripts rely on: new ones may come, none goes or changes its meaning.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub(in crate::cli) enum Transition {
    /// The run began; the title says with what.
    RunStarted { title: String },
    /// What is wanted can come true at Packet.
    PreflightDone {
        /// What was asked and found.
        text: String,
    },
    /// What was there before the run did anything.
    Found { machines: usize, active: usize, ready: usize, api_answers: bool },
    /// The elastic address is there.
    EndpointReserved { address: String, id: String },
    /// The elastic address stands on a machine.
    EndpointAssigned { address: String, machine: String },
    /// The elastic address was taken from a device that is not the control plane.
    EndpointUnassigned { address: String, device: String },
    /// The elastic address was given back.
    EndpointReleased { address: String, id: String },
    /// A machine was ordered, perhaps in place of another.
    MachineOrdered { machine: String, group: String, role: &'static str, replaces: Option<String> },
    /// Its device is there and is being installed.
    MachineProvisioning { machine: String, device: String },
    /// Its device is up.
    MachineActive { machine: String, device: String, address: Option<String> },
    /// Its device is powered off.
    MachineInactive { machine: String, device: String },
    /// Its device is on its way from one power state to the other.
    MachineSwitching { machine: String, device: String },
    /// Its device could not be installed.
    MachineFailed { machine: String, device: String },
    /// Its device is being wiped.
    MachineDeprovisioning { machine: String, device: String },
    /// Its device is gone for good.
    MachineGone { machine: String, device: String },
    /// It said what it is doing.
    MachineSaid { machine: String, phase: String },
    /// It said that it failed.
    MachineSaidFailed { machine: String, phase: String, why: String },
    /// It is given up, and its device is deleted.
    MachineGivenUp { machine: String, why: String },
    /// Its device was powered on.
    MachinePoweredOn { machine: String, device: String },
    /// Its device has its hostname back.
    MachineRenamed { machine: String, from: String },
    /// Packet took the order to delete its device.
    MachineDeleted { machine: String, device: String, why: String },
    /// The private keys are out of its user-data at the API.
    KeysScrubbed { machine: String },
    /// The API server answers.
    ApiAnswers,
    /// The API server answers no more.
    ApiSilent { why: String },
    /// The join token was made.
    TokenMade,
    /// The join token was deleted.
    TokenDeleted,
    /// The addons were applied.
    AddonsApplied { objects: usize },
    /// A node joined the cluster.
    NodeJoined { node: String },
    /// A node's object was completed.
    NodeSetUp { node: String },
    /// A node is Ready.
    NodeReady { node: String, version: String },
    /// A node is no longer Ready.
    NodeNotReady { node: String },
    /// A node's pods were moved off it.
    NodeDrained { node: String },
    /// A node's object is gone.
    NodeGone { node: String },
    /// A step did not succeed; `why` also says what happens now.
    StepFailed { step: String, why: String },
    /// Something worth knowing.
    Note { text: String },
    /// The run ended.
    RunEnded { outcome: Outcome },
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::cli) enum Outcome {
    /// All is done.
    Done,
    /// Not all could be done.
    Failed,
    /// The user asked to stop.
    Interrupted,
}

/// What a step that is done changed, unless the next look shows it better.
pub(super) fn of_step(step: &Step) -> Option<Transition> {
    let own = |text: &String| text.clone();
    Some(match step {
        Step::CreateMachine(machine) => Transition::MachineOrdered {
            machine: own(&machine.name),
            group: own(&machine.group),
            role: machine.role.name(),
            replaces: machine.replaces.clone(),
        },
        Step::AssignEndpoint { address, machine, .. } => {
            Transition::EndpointAssigned { address: own(address), machine: own(machine) }
        }
        Step::UnassignEndpoint { address, device } => {
            Transition::EndpointUnassigned { address: own(address), device: own(device) }
        }
        Step::PowerOn { machine, device } => {
            Transition::MachinePoweredOn { machine: own(machine), device: own(device) }
        }
        Step::Rename { machine, from, .. } => Transition::MachineRenamed { machine: own(machine), from: own(from) },
        Step::ApplyAddons { count } => Transition::AddonsApplied { objects: *count },
        Step::MakeToken => Transition::TokenMade,
        Step::SetUpNode(set_up) => Transition::NodeSetUp { node: own(&set_up.node) },
        Step::Scrub { machine, .. } => Transition::KeysScrubbed { machine: own(machine) },
        Step::DeleteToken => Transition::TokenDeleted,
        Step::Drain { node } => Transition::NodeDrained { node: own(node) },
        Step::DeleteDevice { machine, device, reason } => {
            Transition::MachineDeleted { machine: own(machine), device: own(device), why: reason.to_string() }
        }
        Step::DeleteNode { node } => Transition::NodeGone { node: own(node) },
        Step::ReleaseEndpoint { id, address } => Transition::EndpointReleased { address: own(address), id: own(id) },
        Step::ReserveEndpoint
        | Step::AwaitEndpoint
        | Step::ForgetEndpoint
        | Step::AwaitOrder { .. }
        | Step::AwaitApi
        | Step::AwaitNode { .. }
        | Step::AwaitGone { .. }
        | Step::Forget { .. } => return None,
    })
}

impl Transition {
    /// Whether something went wrong, which is told even to those who want quiet.
    pub(super) const fn is_failure(&self) -> bool {
        matches!(
            self,
            Self::MachineFailed { .. }
                | Self::MachineSaidFailed { .. }
                | Self::MachineGivenUp { .. }
                | Self::ApiSilent { .. }
                | Self::NodeNotReady { .. }
                | Self::StepFailed { .. }
        )
    }

    /// Whether a live table shows it anyway, so that a line of its own would say it twice.
    pub(super) const fn is_in_table(&self) -> bool {
        !self.is_failure()
            && !matches!(self, Self::Note { .. } | Self::MachineRenamed { .. } | Self::MachinePoweredOn { .. })
    }
}
