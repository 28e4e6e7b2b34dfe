//! Looking at Packet: one list of the cluster's devices, and whatever that list leaves open.

use super::tags;
use crate::packet::{AddressReservation, Client, Device, Error, Event, Presence, ProjectDevices, ReservationType};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// What to look at.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) project: String,
    /// The cluster's id.
    pub(super) id: String,
    /// The devices that are remembered: those that the list lacks are looked at one by one.
    pub(super) remembered: BTreeSet<String>,
    /// Since when events are of interest; none asks for none.
    pub(super) events_since: Option<Timestamp>,
    /// Whether to list the reservations of addresses too.
    pub(super) reservations: bool,
    /// The id of the reservation that is remembered.
    pub(super) reservation: Option<String>,
}

/// What was seen.
#[derive(Debug, Clone)]
pub(super) struct Look {
    /// Every device that is there.
    pub(super) devices: Vec<Device>,
    /// Those of the remembered ones that are gone for good.
    pub(super) gone: BTreeSet<String>,
    /// What happened in the project.
    pub(super) events: Vec<Event>,
    /// The cluster's own reservations, if they were asked for.
    pub(super) reservations: Option<Vec<AddressReservation>>,
}

/// Looks. A remembered device that neither is there nor is gone for certain makes this fail: nothing may be concluded
/// from a refusal.
pub(super) async fn look(client: &Client, question: &Question) -> Result<Look, Error> {
    let tag = tags::of_cluster(&question.id);
    let filter = crate::packet::DeviceFilter::tag(&tag);
    let devices = client.list_devices(&question.project, &filter);
    let (devices, events, reservations) =
        tokio::try_join!(devices, events(client, question), reservations(client, question, &tag))?;
    // The filter is the service's; whose a device is must not rest on it alone.
    let mut devices: Vec<Device> = devices.into_iter().filter(|device| device.tags.contains(&tag)).collect();
    let gone = missing(client, question, &mut devices).await?;
    Ok(Look { devices, gone, events, reservations })
}

/// Looks at each remembered device that the list lacks. One that is there all the same is added to the list.
async fn missing(client: &Client, question: &Question, devices: &mut Vec<Device>) -> Result<BTreeSet<String>, Error> {
    let listed: BTreeSet<&str> = devices.iter().map(|device| device.id.as_str()).collect();
    let missing: Vec<&String> = question.remembered.iter().filter(|id| !listed.contains(id.as_str())).collect();
    let (mut gone, mut found) = (BTreeSet::new(), Vec::new());
    let mut all: Option<ProjectDevices> = None;
    for id in missing {
        let look = client.get_device(id).await;
        if look.as_ref().is_err_and(Error::is_forbidden) && all.is_none() {
            // A list that is refused as well says no more than the look did.
            all = client.list_project_devices(&question.project).await.ok();
        }
        match Presence::judge(id, look, all.as_ref())? {
            Presence::Present(device) => found.push(*device),
            Presence::Gone => {
                gone.insert(id.clone());
            }
            Presence::Refused(error) => return Err(error),
        }
    }
    devices.extend(found);
    Ok(gone)
}

async fn events(client: &Client, question: &Question) -> Result<Vec<Event>, Error> {
    match question.events_since {
        Some(since) => client.list_project_events(&question.project, Some(since)).await,
        None => Ok(Vec::new()),
    }
}

async fn reservations(
    client: &Client,
    question: &Question,
    tag: &String,
) -> Result<Option<Vec<AddressReservation>>, Error> {
    if !question.reservations {
        return Ok(None);
    }
    let mut found = client.list_reservations(&question.project, &[ReservationType::PublicIpv4]).await?;
    found.retain(|reservation| reservation.tags.contains(tag));
    // Of several, the one that is remembered is the cluster's.
    found.sort_by_key(|reservation| Some(&reservation.id) != question.reservation.as_ref());
    Ok(Some(found))
}
