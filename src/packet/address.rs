//! Addresses: reserving them, giving them to devices, taking them back.

use super::device_request::is_false;
use super::page::Entry;
use super::request::Request;
use super::word::words;
use super::{Client, Error, Removal, wire};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

words! {
    /// What kind of addresses are reserved (OpenAPI `IPReservation.type`).
    ReservationType {
        /// IPv4 of one metro or facility.
        PublicIpv4 = "public_ipv4",
        /// IPv4 announced everywhere.
        GlobalIpv4 = "global_ipv4",
        /// IPv4 inside the project.
        PrivateIpv4 = "private_ipv4",
        /// IPv6 of one metro or facility.
        PublicIpv6 = "public_ipv6",
        /// Of a virtual routing table.
        Vrf = "vrf",
    }
}

words! {
    /// Whether reserved addresses can be used.
    ReservationState {
        /// They can.
        Created = "created",
        /// A person reviews the request first.
        Pending = "pending",
        /// They cannot, and will not.
        Denied = "denied",
    }
}

/// An address that a device has (OpenAPI `IPAssignment`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Address {
    /// The id of the assignment.
    #[serde(default)]
    pub id: Option<String>,
    /// The address, bare.
    #[serde(default)]
    pub address: Option<String>,
    /// 4 or 6.
    #[serde(default, deserialize_with = "wire::count")]
    pub address_family: Option<u64>,
    /// The size of its block.
    #[serde(default, deserialize_with = "wire::count")]
    pub cidr: Option<u64>,
    /// The network it is in.
    #[serde(default)]
    pub network: Option<String>,
    /// The mask of that network.
    #[serde(default)]
    pub netmask: Option<String>,
    /// The gateway of that network.
    #[serde(default)]
    pub gateway: Option<String>,
    /// Whether it is public.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub public: bool,
    /// Whether the device was born with it.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub management: bool,
    /// The id of the device, where only that is told; [`Client::assign_address`] knows it anyway.
    #[serde(default, deserialize_with = "wire::id")]
    pub assigned_to: Option<String>,
}

impl Entry for Address {
    const MEMBER: &'static str = "ip_addresses";

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

/// Addresses that a project has reserved, or that the service reserved for it (OpenAPI `IPReservation`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AddressReservation {
    /// The id.
    pub id: String,
    /// What kind. Old replies have none.
    #[serde(default, rename = "type")]
    pub kind: Option<ReservationType>,
    /// Whether they can be used. Old replies do not say so.
    #[serde(default)]
    pub state: Option<ReservationState>,
    /// The first address, bare; none while a request is pending.
    #[serde(default)]
    pub address: Option<String>,
    /// 4 or 6.
    #[serde(default, deserialize_with = "wire::count")]
    pub address_family: Option<u64>,
    /// The size of the block: 32 is one IPv4 address.
    #[serde(default, deserialize_with = "wire::count")]
    pub cidr: Option<u64>,
    /// The network.
    #[serde(default)]
    pub network: Option<String>,
    /// The gateway.
    #[serde(default)]
    pub gateway: Option<String>,
    /// Whether they are public.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub public: bool,
    /// Whether they were ordered, and so cost something.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub addon: bool,
    /// Whether they are billed.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub bill: bool,
    /// Their tags: how to find one's own among those that nobody asked for.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub tags: Vec<String>,
    /// What somebody wrote about them.
    #[serde(default)]
    pub details: Option<String>,
    /// The code of the metro; none for global ones.
    #[serde(default, deserialize_with = "wire::code")]
    pub metro: Option<String>,
    /// The code of the facility; none for those of a whole metro.
    #[serde(default, deserialize_with = "wire::code")]
    pub facility: Option<String>,
    /// The ids of the assignments made of it.
    #[serde(default, deserialize_with = "wire::ids")]
    pub assignments: Vec<String>,
    /// When it was made.
    #[serde(default, deserialize_with = "wire::time")]
    pub created_at: Option<Timestamp>,
}

impl AddressReservation {
    /// Whether there is an address in it that can be used: a request that waits for a person, or was denied, has none.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        let is_open = matches!(self.state, Some(ReservationState::Pending | ReservationState::Denied));
        self.address.is_some() && !is_open
    }
}

impl Entry for AddressReservation {
    const MEMBER: &'static str = "ip_addresses";

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }
}

/// Addresses to be reserved (OpenAPI `IPReservationRequestInput`). What is empty is not sent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewAddressReservation {
    /// What kind.
    #[serde(rename = "type")]
    pub kind: ReservationType,
    /// How many: 1, 2, 4, 8 or 16.
    pub quantity: u32,
    /// The code of a metro; neither this nor a facility for global ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metro: Option<String>,
    /// The code of a facility.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facility: Option<String>,
    /// Their tags. One of them should be unique: it is how they are found after an unclear outcome.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What to write about them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
    /// What to tell the person who may review the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
    /// An object of the caller's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customdata: Option<Value>,
    /// Fails with [`Error::Quota`] or [`Error::Refused`] instead of waiting for a person.
    #[serde(skip_serializing_if = "is_false")]
    pub fail_on_approval_required: bool,
}

impl NewAddressReservation {
    /// One address of a kind, refused at once if a person would have to approve it.
    #[must_use]
    pub fn new(kind: ReservationType) -> Self {
        Self {
            kind,
            quantity: 1,
            metro: None,
            facility: None,
            tags: Vec::new(),
            details: None,
            comments: None,
            customdata: None,
            fail_on_approval_required: true,
        }
    }
}

fn reserve(project: &str, reservation: &NewAddressReservation) -> Request {
    Request::post("requestIPReservation", &["projects", project, "ips"]).body(reservation)
}

fn list(project: &str, kinds: &[ReservationType]) -> Request {
    let request = Request::get("findIPReservations", &["projects", project, "ips"]);
    kinds.iter().fold(request, |request, kind| request.query("types", kind))
}

fn get(id: &str) -> Request {
    Request::get("findIPAddressById", &["ips", id])
}

/// One operation for both: a reservation and an assignment are told apart by their ids.
fn delete(id: &str) -> Request {
    Request::delete("deleteIPAddress", &["ips", id])
}

fn assign(device: &str, address: &str) -> Request {
    Request::post("createIPAssignment", &["devices", device, "ips"]).body(&json!({ "address": address }))
}

fn of_device(device: &str) -> Request {
    Request::get("findIPAssignments", &["devices", device, "ips"])
}

impl Client {
    /// Reserves addresses. Sent once: after [`Error::Unclear`] look for their unique tag.
    pub async fn reserve_addresses(
        &self,
        project_id: &str,
        reservation: &NewAddressReservation,
    ) -> Result<AddressReservation, Error> {
        self.fetch(&reserve(project_id, reservation)).await
    }

    /// Lists what a project has reserved, of some kinds or of all, all pages; also the blocks that nobody asked for.
    pub async fn list_reservations(
        &self,
        project_id: &str,
        kinds: &[ReservationType],
    ) -> Result<Vec<AddressReservation>, Error> {
        self.list_pages(&list(project_id, kinds)).await
    }

    /// Looks at a reservation.
    pub async fn get_reservation(&self, id: &str) -> Result<AddressReservation, Error> {
        self.fetch(&get(id)).await
    }

    /// Gives a reservation back. Take its addresses from their devices first.
    pub async fn delete_reservation(&self, id: &str) -> Result<Removal, Error> {
        self.remove(&delete(id)).await
    }

    /// Gives a reserved address, such as `147.75.0.9/32`, to a device. The host must put it on an interface itself.
    pub async fn assign_address(&self, device_id: &str, address: &str) -> Result<Address, Error> {
        self.fetch(&assign(device_id, address)).await
    }

    /// Takes an address from its device, by the id of the assignment; the reservation stays.
    pub async fn unassign_address(&self, assignment_id: &str) -> Result<Removal, Error> {
        self.remove(&delete(assignment_id)).await
    }

    /// Lists the addresses of a device.
    pub async fn list_device_addresses(&self, device_id: &str) -> Result<Vec<Address>, Error> {
        self.list_whole(&of_device(device_id)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::request::Effect;

    #[test]
    fn a_reservation_is_asked_for_by_the_names_of_the_document() {
        let one = NewAddressReservation {
            metro: Some("da".into()),
            ..NewAddressReservation::new(ReservationType::PublicIpv4)
        };
        let request = reserve("p1", &one);
        assert_eq!((request.line().as_str(), request.effect), ("POST /projects/p1/ips", Effect::Write));
        assert_eq!(
            request.json(),
            json!({"type": "public_ipv4", "quantity": 1, "metro": "da", "fail_on_approval_required": true})
        );
        let full = NewAddressReservation {
            quantity: 4,
            facility: Some("ewr1".into()),
            tags: vec!["t".into()],
            details: Some("d".into()),
            comments: Some("c".into()),
            customdata: Some(json!({})),
            fail_on_approval_required: false,
            ..NewAddressReservation::new(ReservationType::GlobalIpv4)
        };
        assert_eq!(
            reserve("p1", &full).json(),
            json!({"type": "global_ipv4", "quantity": 4, "facility": "ewr1", "tags": ["t"], "details": "d",
                "comments": "c", "customdata": {}})
        );
    }

    #[test]
    fn kinds_are_repeated_in_the_query() {
        let kinds = [ReservationType::PublicIpv4, ReservationType::GlobalIpv4];
        assert_eq!(list("p1", &kinds).line(), "GET /projects/p1/ips?types=public_ipv4&types=global_ipv4");
        assert_eq!(list("p1", &[]).line(), "GET /projects/p1/ips");
    }

    #[test]
    fn an_address_is_assigned_listed_and_taken_back() {
        let request = assign("d1", "147.75.0.9/32");
        assert_eq!((request.line().as_str(), request.effect), ("POST /devices/d1/ips", Effect::Write));
        assert_eq!(request.json(), json!({"address": "147.75.0.9/32"}));
        assert_eq!(of_device("d1").line(), "GET /devices/d1/ips");
        assert_eq!(get("i1").line(), "GET /ips/i1");
        assert_eq!((delete("i1").line().as_str(), delete("i1").effect), ("DELETE /ips/i1", Effect::Delete));
    }

    #[test]
    fn a_reservation_is_read_in_old_and_new_forms() {
        let read = |value| serde_json::from_value::<AddressReservation>(value).unwrap();
        let new = read(json!({
            "id": "r1", "type": "public_ipv4", "state": "created", "address": "147.75.0.9", "cidr": 32,
            "address_family": 4, "public": true, "addon": true, "bill": true, "tags": ["t"], "metro": {"code": "da"},
            "facility": null, "assignments": [{"href": "/metal/v1/ips/a1"}], "available": "/ips/r1/available",
            "customdata": {}, "created_at": "2020-01-01T00:00:00Z"
        }));
        assert_eq!((new.assignments, new.metro.as_deref()), (vec!["a1".to_owned()], Some("da")));
        let old = read(json!({"id": "r2", "facility": {"code": "ewr1"}, "cidr": "30"}));
        assert_eq!((old.kind, old.cidr, old.facility.as_deref()), (None, Some(30), Some("ewr1")));
    }
}
