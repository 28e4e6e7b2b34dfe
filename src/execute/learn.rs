//! What is remembered of what was seen: devices of our orders, phases, that the API answered.

use super::look::Look;
use super::papers::Papers;
use super::progress::News;
use super::run::Run;
use super::trouble::Trouble;
use super::watching::ClusterLook;
use crate::bootstrap;
use crate::cluster::Role;
use crate::kubernetes;
use crate::packet::{Device, DeviceState};
use crate::plan::{self, Api, EndpointChoice, Node};
use crate::state::MachineRecord;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Run {
    /// Takes a look at Packet in, the one of this number; says whether anything changed.
    pub(super) fn take_look(&mut self, look: Look, number: u64) -> bool {
        self.seen.take(look, number, self.site.clock.now())
    }

    /// Takes a look at the cluster in.
    pub(super) fn take_cluster_look(&mut self, look: ClusterLook) {
        let now = self.site.clock.now();
        if look.has_answered && self.memory.record().api_answered_at.is_none() {
            // From now on the control plane holds data; that must never be forgotten.
            self.memory.change().learn_api_answered(now);
        }
        if look.api == Api::Answering {
            self.seen.answering_since.get_or_insert(now);
            self.seen.nodes = look.nodes;
            // What a step has just made or deleted is known better than by a look from before it.
            if !self.begun.iter().any(|step| step.contains("token")) {
                self.seen.token = look.token;
            }
        } else {
            self.seen.answering_since = None;
        }
        self.seen.api = look.api;
    }

    /// Remembers what was learned.
    pub(super) fn learn(&mut self) {
        let known = self.memory.devices();
        let is_new = |device: &&Device| !known.contains(device.id.as_str()) && device.state != DeviceState::Deleted;
        let devices: Vec<Device> = self.seen.devices.values().filter(is_new).cloned().collect();
        for device in devices {
            if let Some(name) = self.memory.adopt(&device) {
                self.site.progress.tell(News::Note(&format!("{name} is device {}", device.id)));
            }
        }
        self.learn_address();
        self.learn_phases();
    }

    fn learn_address(&mut self) {
        let Some(plan::Endpoint::Reserved { id, address, .. }) = &self.seen.endpoint else { return };
        let known = self.memory.record().endpoint.as_ref();
        if known.is_some_and(|known| known.address.as_ref() == Some(address)) {
            return;
        }
        let (id, address, now) = (id.clone(), address.clone(), self.site.clock.now());
        let record = self.memory.change();
        if record.endpoint.is_none() {
            // Ours by its tags, and forgotten: there is no order to be found again any more.
            record.announce_endpoint("", now);
        }
        record.learn_reservation(id, Some(address));
    }

    fn learn_phases(&mut self) {
        let now = self.site.clock.now();
        let record = self.memory.record();
        let nodes: BTreeMap<&str, &Node> = self.seen.nodes.iter().map(|node| (node.name.as_str(), node)).collect();
        let learned: Vec<MachineRecord> = record
            .machines
            .values()
            .filter_map(|machine| {
                let device = self.seen.devices.get(machine.device.as_ref()?)?;
                let node = nodes.get(machine.name.as_str());
                let mut learned = machine.clone();
                learned.learn_addresses(
                    device.public_address().map(str::to_owned),
                    device.private_address().map(str::to_owned),
                );
                if device.state == DeviceState::Active {
                    learned.learn_active(now);
                }
                if node.is_some_and(|node| node.is_ready && !node.is_uninitialized) {
                    learned.learn_ready(now);
                }
                if device.state == DeviceState::Deprovisioning {
                    learned.announce_leaving();
                }
                (learned != *machine).then_some(learned)
            })
            .collect();
        for machine in learned {
            self.memory.change().announce_machine(machine);
        }
    }

    /// The name or address of the API server, once it is known.
    pub fn api_host(&self) -> Option<String> {
        match self.endpoint_choice() {
            EndpointChoice::Host(host) => Some(host),
            EndpointChoice::Device => self.control_plane_address(),
            EndpointChoice::Elastic => match &self.seen.endpoint {
                Some(plan::Endpoint::Reserved { address, .. }) => Some(address.clone()),
                _ => self.memory.record().endpoint.as_ref()?.address.clone(),
            },
        }
    }

    /// Where the API server is reached: as is wanted, or as it was when there is no wish.
    fn endpoint_choice(&self) -> EndpointChoice {
        match self.goal.wish() {
            Some(wish) => wish.endpoint.clone(),
            // A state of ours has one of them; the usual one does no harm.
            None => EndpointChoice::from_text(&self.memory.record().endpoint_choice).unwrap_or(EndpointChoice::Elastic),
        }
    }

    fn control_plane_address(&self) -> Option<String> {
        let record = self.memory.record();
        let machine = record.machines.values().find(|machine| machine.role == Role::ControlPlane.name())?;
        machine.device.as_ref().and_then(|id| self.seen.devices.get(id)?.public_address().map(str::to_owned))
    }

    /// Whether a control plane is there that may answer.
    fn may_answer(&self) -> bool {
        let record = self.memory.record();
        let mut control_planes = record.machines.values().filter(|machine| machine.role == Role::ControlPlane.name());
        control_planes.any(|machine| {
            let device = machine.device.as_ref().and_then(|id| self.seen.devices.get(id));
            device.is_some_and(|device| device.state == DeviceState::Active)
        })
    }

    /// The client of the cluster, once there is something to ask.
    pub(super) fn client(&mut self) -> Result<Option<kubernetes::Client>, Trouble> {
        if !self.may_answer() {
            self.seen.api = Api::Unknown;
            return Ok(None);
        }
        let Some(host) = self.api_host() else { return Ok(None) };
        if let Some((known, client)) = &self.cluster
            && *known == host
        {
            return Ok(Some(client.clone()));
        }
        let Some(papers) = &self.papers else { return Ok(None) };
        let access = papers.own(&host, self.site.clock.now()).map_err(|flaw| Trouble::Impossible {
            about: "making a certificate for the cluster".to_owned(),
            what: flaw.what,
            hint: flaw.hint,
        })?;
        let client = kubernetes::Client::new(&access, Arc::clone(&self.site.clock)).map_err(|error| {
            Trouble::Cluster { about: "preparing to talk to the cluster".to_owned(), error: Box::new(error) }
        })?;
        self.cluster = Some((host, client.clone()));
        Ok(Some(client))
    }

    /// The papers, where they are not lost.
    pub fn papers(&self) -> Option<&Papers> {
        self.papers.as_ref()
    }

    /// The id of the join token, as long as there is one.
    pub(super) fn token_id(&self) -> Option<String> {
        self.papers.as_ref()?.token.as_ref().map(|token| token.id().to_owned())
    }

    /// Whether the control plane's private keys are out of its user-data, by a look: somebody may have put them back.
    pub(super) async fn look_at_userdata(&mut self) -> Result<(), Trouble> {
        if self.memory.record().api_answered_at.is_none() || self.goal.wish().is_none() {
            return Ok(());
        }
        let record = self.memory.record();
        let control_plane = record.machines.values().find(|machine| machine.role == Role::ControlPlane.name());
        let Some(id) = control_plane.and_then(|machine| machine.device.clone()) else { return Ok(()) };
        if !self.seen.devices.contains_key(&id) {
            return Ok(());
        }
        let userdata = self.site.packet.get_userdata(&id).await.map_err(|error| Trouble::Packet {
            about: "looking at the control plane's user-data".to_owned(),
            error: Box::new(error),
        })?;
        self.seen.scrubbed.insert(id, !bootstrap::holds_secrets(userdata.expose()));
        Ok(())
    }
}
