//! Doing one step: a call or a few, on copies of what they need.

use super::happening::{Effect, Hitch};
use super::interrupt::Interrupt;
use super::watching::UNINITIALIZED;
use crate::bootstrap::{self, Token};
use crate::clock::Clock;
use crate::cluster::Location;
use crate::kubernetes::{self, DrainLimits, DrainProgress, NodeChange, Object};
use crate::packet::{
    AddressReservation, Client, DeviceAction, DeviceChange, NewAddressReservation, NewDevice, Presence, ReservationType,
};
use crate::plan::{NodeSetUp, Step};
use crate::problem::Flaw;
use jiff::SignedDuration;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long a join token is of use: as long as machines may take that wait for it.
const TOKEN_LIVES: SignedDuration = SignedDuration::from_hours(2);

/// What is written on the token, for whoever finds it.
const TOKEN_IS_FOR: &str = "workers that packetctl up makes join with this; it is deleted when the last one has";

/// The name under which objects are applied.
pub(super) const MANAGER: &str = "packetctl";

/// Orders a machine.
pub(super) async fn create(client: &Client, project: &str, device: NewDevice) -> Result<Effect, Hitch> {
    Ok(Effect::Created(Box::new(client.create_device(project, &device).await?)))
}

/// Reserves the elastic address.
pub(super) async fn reserve(
    client: &Client,
    project: &str,
    cluster: &str,
    location: &Location,
    tags: Vec<String>,
) -> Result<Effect, Hitch> {
    let mut wanted = NewAddressReservation::new(ReservationType::PublicIpv4);
    wanted.tags = tags;
    wanted.details = Some(format!("API server of the cluster {cluster}, made by packetctl"));
    match location {
        Location::Metro(metro) => wanted.metro = Some(metro.to_string()),
        // Addresses of a facility work in its whole metro.
        Location::Facilities(all) => wanted.facility = all.first().map(ToString::to_string),
    }
    let reservation = client.reserve_addresses(project, &wanted).await?;
    usable(reservation)
}

/// An address that can be used, or why not.
fn usable(reservation: AddressReservation) -> Result<Effect, Hitch> {
    if reservation.is_usable() {
        return Ok(Effect::Reserved(Box::new(reservation)));
    }
    let flaw = Flaw::new(format!("the request {} for an address waits for a person, or was denied", reservation.id));
    Err(flaw.hint("ask Packet's support, or use `--endpoint device`").into())
}

/// What steps are done with.
pub(super) struct Hands {
    pub(super) packet: Client,
    pub(super) project: String,
    pub(super) cluster: Option<kubernetes::Client>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) interrupt: Interrupt,
    /// The addons and what stands for them, for the step that applies them.
    pub(super) addons: Option<(Vec<Object>, String)>,
    /// How many small things are done at once.
    pub(super) place: Arc<Semaphore>,
    pub(super) token: Option<Token>,
    /// The id of the token that was made last, where the token itself is not known any more.
    pub(super) token_id: Option<String>,
    pub(super) drain: Duration,
}

impl Hands {
    /// Does a step that orders nothing. That a device is not there any more is told from a refusal.
    pub(super) async fn perform(&self, step: &Step) -> Result<Effect, Hitch> {
        // It is never closed, so whoever waits gets in.
        let _place = if is_one_of_many(step) { self.place.acquire().await.ok() } else { None };
        // A thousand may wait for their place, so what a call needs is made once it has one.
        let done = Box::pin(self.attempt(step)).await;
        let (Err(Hitch::Packet(error)), Some(device)) = (&done, device(step)) else { return done };
        if !error.is_forbidden() && !error.is_not_found() {
            return done;
        }
        match (Box::pin(self.packet.device_presence(&self.project, device)).await, step) {
            (Ok(Presence::Gone), Step::DeleteDevice { .. }) => Ok(Effect::Deleted),
            (Ok(Presence::Gone), _) => Err(Hitch::Vanished),
            _ => done,
        }
    }

    async fn attempt(&self, step: &Step) -> Result<Effect, Hitch> {
        match step {
            Step::AssignEndpoint { address, device: Some(device), .. } => self.assign(device, address).await,
            Step::UnassignEndpoint { address, device } => self.unassign(device, address).await,
            Step::PowerOn { device, .. } => {
                self.packet.act_on_device(device, &DeviceAction::PowerOn).await?;
                Ok(Effect::PoweredOn)
            }
            Step::Rename { machine, device, .. } => {
                let change = DeviceChange { hostname: Some(machine.clone()), ..DeviceChange::default() };
                Ok(Effect::Changed(Box::new(self.packet.update_device(device, &change).await?)))
            }
            Step::Scrub { device: Some(device), .. } => self.scrub(device).await,
            Step::DeleteDevice { device, .. } => {
                self.packet.delete_device(device, false).await?;
                Ok(Effect::Deleted)
            }
            Step::ReleaseEndpoint { id, .. } => {
                self.packet.delete_reservation(id).await?;
                Ok(Effect::Released)
            }
            _ => self.perform_in_cluster(step).await,
        }
    }

    async fn perform_in_cluster(&self, step: &Step) -> Result<Effect, Hitch> {
        let Some(cluster) = &self.cluster else {
            return Err(Flaw::new("the cluster cannot be reached").into());
        };
        match step {
            Step::ApplyAddons { .. } => {
                let Some((objects, digest)) = &self.addons else { return Err(Flaw::new("there are no addons").into()) };
                cluster.apply(objects, MANAGER, &mut |_, _| {}).await.map_err(Hitch::Apply)?;
                Ok(Effect::Applied { digest: digest.clone() })
            }
            Step::MakeToken => {
                let token = self.token.as_ref().ok_or_else(|| Flaw::new("there is no join token"))?;
                let ends = self.clock.now() + TOKEN_LIVES;
                let token = kubernetes::Token { id: token.id().to_owned(), secret: token.secret() };
                cluster.make_token(&token, ends, TOKEN_IS_FOR).await?;
                Ok(Effect::TokenMade { ends })
            }
            Step::DeleteToken => {
                let own = self.token.as_ref().map(|token| token.id().to_owned());
                if let Some(id) = own.or_else(|| self.token_id.clone()) {
                    cluster.delete_token(&id).await?;
                }
                Ok(Effect::TokenDeleted)
            }
            Step::SetUpNode(lacks) => {
                cluster.set_up_node(&change(lacks)).await?;
                Ok(Effect::NodeSetUp)
            }
            Step::Drain { node } => self.drain(cluster, node).await,
            Step::DeleteNode { node } => {
                cluster.delete_node(node).await?;
                Ok(Effect::NodeDeleted)
            }
            other => Err(Flaw::new(format!("{other} is nothing that can be done")).into()),
        }
    }

    async fn assign(&self, device: &str, address: &str) -> Result<Effect, Hitch> {
        self.packet.assign_address(device, &format!("{address}/32")).await?;
        Ok(Effect::Assigned)
    }

    async fn unassign(&self, device: &str, address: &str) -> Result<Effect, Hitch> {
        let addresses = self.packet.list_device_addresses(device).await?;
        let own = addresses.into_iter().find(|own| own.address.as_deref() == Some(address));
        if let Some(id) = own.and_then(|own| own.id) {
            self.packet.unassign_address(&id).await?;
        }
        Ok(Effect::Unassigned)
    }

    /// Takes the keys out; looks first, since user-data that somebody else wrote is not ours to change.
    async fn scrub(&self, device: &str) -> Result<Effect, Hitch> {
        let userdata = self.packet.get_userdata(device).await?;
        if bootstrap::holds_secrets(userdata.expose()) {
            let change =
                DeviceChange { userdata: Some(bootstrap::scrub(userdata.expose())), ..DeviceChange::default() };
            self.packet.update_device(device, &change).await?;
        }
        Ok(Effect::Scrubbed)
    }

    async fn drain(&self, cluster: &kubernetes::Client, node: &str) -> Result<Effect, Hitch> {
        let limits = DrainLimits { whole: self.drain };
        let mut progress = |_: DrainProgress<'_>| {};
        tokio::select! {
            drained = cluster.drain(node, limits, &mut progress) => {
                drained.map_err(Hitch::Drain)?;
                Ok(Effect::Drained)
            }
            () = self.interrupt.wished() => Err(Hitch::Stopped),
        }
    }
}

/// Whether there may be a step like this for every machine, and it takes no longer than a few calls.
const fn is_one_of_many(step: &Step) -> bool {
    matches!(
        step,
        Step::SetUpNode(_)
            | Step::DeleteNode { .. }
            | Step::DeleteDevice { .. }
            | Step::PowerOn { .. }
            | Step::Rename { .. }
    )
}

/// The device that a step is about.
fn device(step: &Step) -> Option<&str> {
    match step {
        Step::DeleteDevice { device, .. }
        | Step::PowerOn { device, .. }
        | Step::Rename { device, .. }
        | Step::UnassignEndpoint { device, .. }
        | Step::AssignEndpoint { device: Some(device), .. }
        | Step::Scrub { device: Some(device), .. } => Some(device),
        _ => None,
    }
}

/// A node's change as the cluster is asked for it.
fn change(lacks: &NodeSetUp) -> NodeChange {
    let addresses = |all: &Vec<crate::plan::NodeAddress>| {
        all.iter().map(|one| kubernetes::NodeAddress::new(&one.kind, &one.address)).collect()
    };
    NodeChange {
        node: lacks.node.clone(),
        provider_id: lacks.provider_id.clone(),
        labels: lacks.labels.clone(),
        annotations: lacks.annotations.clone(),
        addresses: lacks.addresses.as_ref().map(addresses),
        removes_taint: lacks.initializes.then(|| UNINITIALIZED.to_owned()),
    }
}
