//! What came of steps: remembered, shown to the next plan, or counted as trouble.

use super::happening::{Effect, Hitch, Stepped};
use super::identity::{key, machine};
use super::progress::News;
use super::run::{Run, is_passing, signed};
use super::stopping::Stop;
use super::trouble::Trouble;
use crate::cluster::Role;
use crate::packet::{self, Address, DeviceState};
use crate::plan::{Endpoint, Reason, Step, Token};
use crate::state::{MachineRecord, TokenRecord};
use jiff::Timestamp;

impl Run {
    /// Takes in what came of a step.
    pub(super) fn apply(&mut self, stepped: Stepped, now: Timestamp) {
        let Stepped { step, order, took, result } = stepped;
        if let Some(order) = &order {
            self.seen.in_flight.remove(order);
        }
        match result {
            Ok(effect) => {
                self.site.progress.tell(News::Done { step: &step, took });
                self.remember(&step, order.as_deref(), effect);
            }
            Err(hitch) => self.stumble(&step, order.as_deref(), hitch, now),
        }
    }

    fn remember(&mut self, step: &Step, order: Option<&str>, effect: Effect) {
        match effect {
            Effect::Created(device) => {
                if let Some(machine) = order.and_then(|order| self.memory.change().machines.get_mut(order)) {
                    machine.learn_device(&device.id);
                }
                self.seen.touch(&device.id);
                self.seen.devices.insert(device.id.clone(), *device);
            }
            Effect::Reserved(reservation) => {
                let address = reservation.address.unwrap_or_default();
                self.memory.change().learn_reservation(&reservation.id, Some(address.clone()));
                self.seen.reserve(reservation.id, address);
            }
            Effect::Released => self.release(step),
            Effect::Applied { digest } => self.memory.change().applied_addons = Some(digest),
            Effect::TokenMade { ends } => {
                let id = self.token_id().unwrap_or_default();
                self.memory.change().token = Some(TokenRecord { id, expires_at: ends });
                self.seen.token = Token::Valid;
            }
            Effect::TokenDeleted => self.forget_token(),
            _ => self.show(step, effect),
        }
    }

    /// Shows the next plan what a step changed, until a look tells it.
    fn show(&mut self, step: &Step, effect: Effect) {
        match (step, effect) {
            (_, Effect::Changed(device)) => {
                self.seen.touch(&device.id);
                self.seen.devices.insert(device.id.clone(), *device);
            }
            (Step::DeleteDevice { device, reason, .. }, _) => {
                self.set_state(device, DeviceState::Deprovisioning);
                self.note_failure(device, reason);
            }
            (Step::PowerOn { device, .. }, _) => self.set_state(device, DeviceState::PoweringOn),
            (Step::Scrub { device: Some(device), machine }, _) => {
                self.seen.scrubbed.insert(device.clone(), true);
                let machines = &mut self.memory.change().machines;
                machines.values_mut().filter(|known| known.name == *machine).for_each(|known| known.is_scrubbed = true);
            }
            (Step::AssignEndpoint { device: Some(device), .. }, _) => self.assign(Some(device)),
            (Step::UnassignEndpoint { .. }, _) => self.assign(None),
            (Step::SetUpNode(lacks), _) => self.show_node(lacks),
            (Step::Drain { node }, _) => {
                self.seen.drained.insert(node.clone());
            }
            (Step::DeleteNode { node }, _) => {
                self.seen.nodes.retain(|known| known.name != *node);
                self.seen.drained.remove(node);
            }
            _ => {}
        }
    }

    fn show_node(&mut self, lacks: &crate::plan::NodeSetUp) {
        let Some(node) = self.seen.nodes.iter_mut().find(|node| node.name == lacks.node) else { return };
        node.provider_id = lacks.provider_id.clone().or(node.provider_id.take());
        node.labels.extend(lacks.labels.clone());
        node.annotations.extend(lacks.annotations.clone());
        if let Some(addresses) = &lacks.addresses {
            node.addresses.clone_from(addresses);
        }
        node.is_uninitialized &= !lacks.initializes;
    }

    /// Notes why a device was deleted that had failed, for the machine that comes in its place.
    fn note_failure(&mut self, device: &str, reason: &Reason) {
        let Reason::Failed(why) = reason else { return };
        let machines = &self.memory.record().machines;
        let Some(machine) = machines.values().find(|machine| machine.device.as_deref() == Some(device)) else { return };
        self.seen.notes.entry(machine.order.clone()).or_default().given_up = Some(why.clone());
    }

    fn set_state(&mut self, id: &str, state: DeviceState) {
        if let Some(device) = self.seen.devices.get_mut(id) {
            device.state = state;
            self.seen.touch(id);
        }
    }

    /// Notes on which device the elastic address stands, in the device too: a look tells it from there.
    fn assign(&mut self, to: Option<&str>) {
        let Some(Endpoint::Reserved { address, assigned_to, .. }) = &mut self.seen.endpoint else { return };
        *assigned_to = to.map(str::to_owned);
        let address = address.clone();
        let had: Vec<String> =
            self.seen.devices.values().filter(|it| has(it, &address)).map(|it| it.id.clone()).collect();
        for id in had.iter().map(String::as_str).chain(to) {
            let Some(device) = self.seen.devices.get_mut(id) else { continue };
            device.addresses.retain(|own| own.management || own.address.as_ref() != Some(&address));
            if Some(id) == to {
                device.addresses.push(elastic(&address));
            }
            self.seen.touch(id);
        }
    }

    fn release(&mut self, step: &Step) {
        let Step::ReleaseEndpoint { id, .. } = step else { return };
        self.seen.release(id);
        if self.seen.endpoint.is_none() {
            self.memory.change().endpoint = None;
        }
    }

    /// Forgets the token that was deleted; not if a machine was told it meanwhile, for which it is made again.
    fn forget_token(&mut self) {
        let has_joined = |name: &str| self.seen.nodes.iter().any(|node| node.name == name);
        let waits = |machine: &MachineRecord| {
            machine.role == Role::Worker.name() && machine.ready_at.is_none() && !has_joined(&machine.name)
        };
        if self.memory.record().machines.values().any(waits) {
            self.seen.token = Token::Absent;
            return;
        }
        self.seen.token = Token::Unknown;
        self.memory.change().token = None;
        let Some(papers) = &mut self.papers else { return };
        papers.token = None;
        if let Err(flaw) = self.memory.seal(papers) {
            let about = "forgetting the join token".to_owned();
            self.troubles.push(Trouble::Impossible { about, what: flaw.what, hint: flaw.hint });
        }
    }

    /// Takes in that a step did not succeed.
    fn stumble(&mut self, step: &Step, order: Option<&str>, hitch: Hitch, now: Timestamp) {
        match order {
            // It may still take effect: its age counts from now, when it was last on its way.
            Some(order) if may_have_effect(&hitch) => self.memory.change().announce_again(order, now),
            Some(order) => self.take_back(order),
            None => {}
        }
        match hitch {
            Hitch::Stopped => {}
            // Whatever is to be done about that, the next look decides.
            Hitch::Vanished => {
                self.rest(step, "its device is gone; looking again", now);
                self.look_soon();
            }
            Hitch::Packet(error) if is_passing(&error) => {
                self.rest(step, &format!("{error}; trying again"), now);
                self.look_soon();
            }
            Hitch::Apply(error) if error.error.is_transient() => {
                self.rest(step, &format!("{error}; trying again"), now);
            }
            Hitch::Cluster(error) if error.is_transient() => self.rest(step, &format!("{error}; trying again"), now),
            hitch => self.give_up(step, hitch),
        }
    }

    /// Lets a step rest that may succeed a little later.
    fn rest(&mut self, step: &Step, why: &str, now: Timestamp) {
        self.site.progress.tell(News::Failed { step, why });
        self.resting.insert(key(step), now + signed(self.patience.packet_pause.1));
    }

    /// Does not try a step again in this run. What does not depend on it goes on.
    fn give_up(&mut self, step: &Step, hitch: Hitch) {
        let about = step.to_string();
        let depends = !is_about_one_machine(step) || matches!(&hitch, Hitch::Packet(error) if is_refusal(error));
        let trouble = match hitch {
            Hitch::Packet(error) if *step == Step::ReserveEndpoint && matches!(error, packet::Error::Quota { .. }) => {
                let hint = "release an address that the project does not need, or do without one: \
                            `packetctl up --endpoint device`";
                Trouble::Impossible { about, what: error.to_string(), hint: Some(hint.to_owned()) }
            }
            Hitch::Packet(error) => Trouble::Packet { about, error: Box::new(error) },
            Hitch::Cluster(error) => Trouble::Cluster { about, error: Box::new(error) },
            Hitch::Drain(error) => Trouble::Drain { about, error: Box::new(error) },
            Hitch::Apply(error) => Trouble::Apply { about, error: Box::new(error) },
            Hitch::Impossible(flaw) => Trouble::Impossible { about, what: flaw.what, hint: flaw.hint },
            Hitch::Stopped | Hitch::Vanished => return,
        };
        self.site.progress.tell(News::Failed { step, why: &trouble.to_string() });
        if depends {
            self.stop(Stop::Failed);
        }
        self.given_up.insert(key(step), machine(step).map(str::to_owned));
        self.troubles.push(trouble);
    }
}

/// Whether an order may have taken effect all the same, now or later.
fn may_have_effect(hitch: &Hitch) -> bool {
    matches!(hitch, Hitch::Packet(error) if error.is_unclear())
}

/// Whether the key is not, or no longer, good for anything.
fn is_refusal(error: &packet::Error) -> bool {
    matches!(error, packet::Error::Refused { status: 401 | 403, .. })
}

/// Whether all else can go on without this step.
fn is_about_one_machine(step: &Step) -> bool {
    match step {
        Step::CreateMachine(machine) => machine.role == Role::Worker,
        Step::Drain { .. }
        | Step::DeleteDevice { .. }
        | Step::PowerOn { .. }
        | Step::Rename { .. }
        | Step::SetUpNode(_)
        | Step::DeleteNode { .. } => true,
        _ => false,
    }
}

/// Whether an address that can move stands on a device.
fn has(device: &packet::Device, address: &str) -> bool {
    device.addresses.iter().any(|own| !own.management && own.address.as_deref() == Some(address))
}

fn elastic(address: &str) -> Address {
    Address {
        id: None,
        address: Some(address.to_owned()),
        address_family: Some(4),
        cidr: Some(32),
        network: None,
        netmask: None,
        gateway: None,
        public: true,
        management: false,
        assigned_to: None,
    }
}
