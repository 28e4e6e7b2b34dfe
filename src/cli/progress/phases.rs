//! The parts that the whole consists of, each with how far it is: the lines of the live table.

use super::between::device;
use crate::cli::span::{between, span};
use crate::plan::{Api, DeviceState, Endpoint, Machine, MachineDevice, Observed, Plan, Step, When};
use std::collections::BTreeSet;
use std::time::Duration;

/// How a part stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It has to wait for others.
    Pending,
    /// It is under way.
    Running,
    /// It is as it is wanted.
    Done,
    /// It failed.
    Failed,
}

/// One part: a line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phase {
    pub(super) title: &'static str,
    pub(super) standing: Standing,
    pub(super) detail: String,
}

/// A machine that is not as it is wanted: a line below the parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Waiting {
    pub(super) order: String,
    pub(super) name: String,
    pub(super) words: String,
    pub(super) is_failed: bool,
    /// How long since it was ordered.
    pub(super) since: Duration,
}

/// Makes the lines from each look; it remembers what it saw that goes.
#[derive(Debug, Default)]
pub(super) struct Phases {
    /// The orders of machines whose devices go or went.
    leaving: BTreeSet<String>,
    /// The elastic address.
    address: Option<String>,
}

impl Phases {
    /// The parts that this run has, in the order of the story.
    pub(super) fn of(&mut self, observed: &Observed, plan: &Plan) -> Vec<Phase> {
        let going = leaving(observed, plan);
        self.leaving.extend(going.iter().map(|machine| machine.order.clone()));
        let staying: Vec<&Machine> = observed
            .machines
            .iter()
            .filter(|machine| !self.leaving.contains(&machine.order) && !is_forgotten(machine, plan))
            .filter(is_there)
            .collect();
        let wanted = staying.len() + plan.creates().count();
        let mut phases: Vec<Phase> = self.endpoint(observed, plan).into_iter().collect();
        if !self.leaving.is_empty() {
            phases.push(self.removing(observed));
        }
        if wanted > 0 {
            phases.push(machines(&staying, wanted));
            phases.push(control_plane(observed, &staying));
            phases.push(nodes(observed, &staying, wanted));
            phases.extend(addons(observed, plan));
        }
        phases
    }

    fn endpoint(&mut self, observed: &Observed, plan: &Plan) -> Option<Phase> {
        let has = |is_wanted: fn(&Step) -> bool| plan.steps.iter().any(|planned| is_wanted(&planned.step));
        let (standing, detail) = match &observed.endpoint {
            Some(Endpoint::Reserved { address, .. }) => {
                self.address = Some(address.clone());
                if has(|step| matches!(step, Step::ReleaseEndpoint { .. })) {
                    (Standing::Pending, format!("{address} is released last"))
                } else {
                    (Standing::Done, address.clone())
                }
            }
            Some(Endpoint::Ordered { .. }) => (Standing::Running, "ordered".to_owned()),
            None if has(|step| matches!(step, Step::ReserveEndpoint)) => {
                (Standing::Running, "reserving an elastic address".to_owned())
            }
            None => (Standing::Done, format!("{} released", self.address.as_ref()?)),
        };
        Some(Phase { title: "Endpoint", standing, detail })
    }

    fn removing(&self, observed: &Observed) -> Phase {
        let left = observed.machines.iter().filter(|machine| self.leaving.contains(&machine.order)).filter(is_there);
        let (all, left) = (self.leaving.len(), left.count());
        let standing = if left == 0 { Standing::Done } else { Standing::Running };
        Phase { title: "Removing", standing, detail: format!("{}/{all} machines gone", all - left) }
    }
}

/// The machines that are not as they are wanted, the oldest order first.
pub(super) fn waiting(observed: &Observed, plan: &Plan) -> Vec<Waiting> {
    let going: BTreeSet<&str> = leaving(observed, plan).into_iter().map(|machine| machine.order.as_str()).collect();
    let is_ready = |machine: &&Machine| is_ready(observed, machine) && !going.contains(machine.order.as_str());
    let mut waiting: Vec<&Machine> =
        observed.machines.iter().filter(is_there).filter(|machine| !is_ready(machine)).collect();
    waiting.sort_by_key(|machine| machine.ordered_at);
    waiting.into_iter().map(|machine| line(observed, machine)).collect()
}

fn line(observed: &Observed, machine: &Machine) -> Waiting {
    let since = between(machine.ordered_at, observed.at);
    let state = device(machine).map(|device| device.state);
    let failure = machine.report.as_ref().and_then(|report| report.failure.as_ref());
    let mut words = vec![state.map_or("ordered", state_word).to_owned()];
    if let Some(device) = device(machine)
        && let Some(percentage) = device.percentage.filter(|_| device.state == DeviceState::Provisioning)
    {
        words = vec![format!("provisioning {percentage:.0}%")];
        words.extend(left(since, percentage));
    }
    if let Some(report) = machine.report.as_ref().filter(|_| state == Some(DeviceState::Active)) {
        words.push(report.phase.clone());
    }
    words.extend(failure.map(|why| format!("failed: {why}")));
    if let Some(node) = observed.nodes.iter().find(|node| node.name == machine.name) {
        words.push(if node.is_ready { "node Ready" } else { "node joined" }.to_owned());
    }
    words.extend(machine.given_up.as_ref().map(|why| format!("given up: {why}")));
    Waiting {
        order: machine.order.clone(),
        name: machine.name.clone(),
        words: words.join(" · "),
        is_failed: failure.is_some() || machine.given_up.is_some() || state == Some(DeviceState::Failed),
        since,
    }
}

/// How long installing may still take, if it goes on as it began. Of the first few per cent nothing follows.
fn left(since: Duration, percentage: f64) -> Option<String> {
    let is_telling = (10.0..100.0).contains(&percentage);
    is_telling.then(|| format!("eta {}", span(since.mul_f64((100.0 - percentage) / percentage))))
}

/// A device's state as Packet's own words have it.
pub(super) const fn state_word(state: DeviceState) -> &'static str {
    match state {
        DeviceState::Provisioning => "provisioning",
        DeviceState::Active => "active",
        DeviceState::Inactive => "powered off",
        DeviceState::Switching => "switching power",
        DeviceState::Failed => "failed",
        DeviceState::Deprovisioning => "deprovisioning",
    }
}

fn is_there(machine: &&Machine) -> bool {
    machine.device != MachineDevice::Gone
}

/// Whether its order is known never to have been taken, or the whole cluster goes.
fn is_forgotten(machine: &Machine, plan: &Plan) -> bool {
    plan.steps.iter().any(|planned| matches!(&planned.step, Step::Forget { order, .. } if *order == machine.order))
}

fn is_active(machine: &Machine) -> bool {
    device(machine).is_some_and(|device| device.state == DeviceState::Active)
}

fn is_ready(observed: &Observed, machine: &Machine) -> bool {
    is_active(machine) && observed.nodes.iter().any(|node| node.name == machine.name && node.is_ready)
}

/// The machines whose devices go.
fn leaving<'a>(observed: &'a Observed, plan: &Plan) -> Vec<&'a Machine> {
    let goes = |machine: &&Machine| {
        let deprovisions = device(machine).is_some_and(|device| device.state == DeviceState::Deprovisioning);
        let id = device(machine).map(|device| &device.id);
        deprovisions
            || plan.steps.iter().any(|planned| match &planned.step {
                Step::DeleteDevice { device, .. } | Step::AwaitGone { device, .. } => Some(device) == id,
                _ => false,
            })
    };
    observed.machines.iter().filter(goes).collect()
}

fn machines(staying: &[&Machine], wanted: usize) -> Phase {
    let active = staying.iter().filter(|machine| is_active(machine)).count();
    let standing = if active == wanted { Standing::Done } else { Standing::Running };
    let mut counts = vec![format!("{active}/{wanted} active")];
    let states = [DeviceState::Provisioning, DeviceState::Inactive, DeviceState::Switching, DeviceState::Failed];
    for state in states {
        let count = staying.iter().filter(|machine| device(machine).map(|device| device.state) == Some(state)).count();
        if count > 0 {
            counts.push(format!("{count} {}", state_word(state)));
        }
    }
    let ordered = staying.iter().filter(|machine| machine.device == MachineDevice::Ordered).count();
    if ordered > 0 {
        counts.push(format!("{ordered} ordered"));
    }
    if wanted > staying.len() {
        counts.push(format!("{} to order", wanted - staying.len()));
    }
    Phase { title: "Machines", standing, detail: counts.join(" · ") }
}

fn control_plane(observed: &Observed, staying: &[&Machine]) -> Phase {
    let title = "Control plane";
    let machine = staying.iter().find(|machine| machine.role == crate::cluster::Role::ControlPlane);
    let said = machine.and_then(|machine| machine.report.as_ref());
    let failed = said.and_then(|report| report.failure.clone());
    let (standing, detail) = match (&observed.api, failed) {
        (Api::Answering, _) => (Standing::Done, "the API server answers".to_owned()),
        (_, Some(why)) => (Standing::Failed, why),
        (Api::Silent(why), None) => {
            let said = said.map_or(String::new(), |report| format!("{} · ", report.phase));
            (Standing::Running, format!("{said}waiting for the API server: {why}"))
        }
        (Api::Unknown, None) => match machine.filter(|machine| is_active(machine)) {
            Some(_) => (Standing::Running, said.map_or("starting".to_owned(), |report| report.phase.clone())),
            None => (Standing::Pending, "waits for its machine".to_owned()),
        },
    };
    Phase { title, standing, detail }
}

fn nodes(observed: &Observed, staying: &[&Machine], wanted: usize) -> Phase {
    let ready = staying.iter().filter(|machine| is_ready(observed, machine)).count();
    let standing = match ready {
        ready if ready == wanted => Standing::Done,
        _ if observed.api == Api::Answering => Standing::Running,
        _ => Standing::Pending,
    };
    Phase { title: "Nodes", standing, detail: format!("{ready}/{wanted} Ready") }
}

fn addons(observed: &Observed, plan: &Plan) -> Option<Phase> {
    let title = "Addons";
    let step = plan.steps.iter().find(|planned| matches!(planned.step, Step::ApplyAddons { .. }));
    match step.map(|planned| &planned.when) {
        Some(When::Now) => Some(Phase { title, standing: Standing::Running, detail: "applying".to_owned() }),
        Some(When::Later(once)) => Some(Phase { title, standing: Standing::Pending, detail: format!("once {once}") }),
        None => observed.applied_addons.as_ref().map(|_| Phase {
            title,
            standing: Standing::Done,
            detail: "applied".to_owned(),
        }),
    }
}
