//! What is asked about devices, and the calls that ask it.

use super::device::Device;
use super::request::Request;
use super::{Client, Error, Removal};
use crate::secret::Secret;
use jiff::Timestamp;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// Where a device is to stand. Organizations made after May 2023 have metros only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Location {
    /// The code or id of a metro.
    Metro(String),
    /// The codes or ids of facilities in order of preference; the last may be `any`.
    Facility(Vec<String>),
}

/// An address that a device is to be born with (OpenAPI `IPAddress`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestedAddress {
    /// 4 or 6.
    pub address_family: u8,
    /// Whether it is public.
    pub public: bool,
    /// The size of its block: 28 to 32, or 124 to 127.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cidr: Option<u8>,
    /// The reservations to take it from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ip_reservations: Vec<String>,
}

/// A device to be ordered (OpenAPI `DeviceCreateInput`). What is empty is not sent, and the service's default holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewDevice {
    /// The slug or id of the plan.
    pub plan: String,
    /// The slug or id of the operating system.
    pub operating_system: String,
    /// Where it is to stand.
    #[serde(flatten)]
    pub location: Location,
    /// The host name, without underscores.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hostname: Option<String>,
    /// Its tags. One of them should be unique: it is how the device is found after an unclear outcome.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What the machine is told at its first boot.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "exposed")]
    pub userdata: Option<Secret>,
    /// An object of the caller's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customdata: Option<Value>,
    /// What to write about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `hourly`, `daily`, `monthly` or `yearly`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_cycle: Option<String>,
    /// The id of a hardware reservation, or `next-available`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hardware_reservation_id: Option<String>,
    /// The ids of project keys to put on it. With none of these and no user keys, every key of the project and of
    /// its members is put on it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub project_ssh_keys: Vec<String>,
    /// The ids of users whose keys to put on it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub user_ssh_keys: Vec<String>,
    /// Puts no key on it.
    #[serde(skip_serializing_if = "is_false")]
    pub no_ssh_keys: bool,
    /// The addresses to be born with; empty: one public IPv4, one public IPv6, one private IPv4.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ip_addresses: Vec<RequestedAddress>,
    /// Refuses deleting and reinstalling it.
    #[serde(skip_serializing_if = "is_false")]
    pub locked: bool,
    /// The address of an iPXE script, for the system `custom_ipxe`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ipxe_script_url: Option<String>,
    /// Boots over the network every time.
    #[serde(skip_serializing_if = "is_false")]
    pub always_pxe: bool,
    /// When the service shall take it back.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "written")]
    pub termination_time: Option<Timestamp>,
}

impl NewDevice {
    /// A device of which only the necessary is said.
    pub fn new(plan: impl Into<String>, operating_system: impl Into<String>, location: Location) -> Self {
        Self {
            plan: plan.into(),
            operating_system: operating_system.into(),
            location,
            hostname: None,
            tags: Vec::new(),
            userdata: None,
            customdata: None,
            description: None,
            billing_cycle: None,
            hardware_reservation_id: None,
            project_ssh_keys: Vec::new(),
            user_ssh_keys: Vec::new(),
            no_ssh_keys: false,
            ip_addresses: Vec::new(),
            locked: false,
            ipxe_script_url: None,
            always_pxe: false,
            termination_time: None,
        }
    }
}

/// What is to change about a device (OpenAPI `DeviceUpdateInput`). What is none stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct DeviceChange {
    /// The new host name, as the service knows it; the machine does not notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hostname: Option<String>,
    /// All tags: the list is replaced as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// The new user-data, as the metadata service tells it from then on.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "exposed")]
    pub userdata: Option<Secret>,
    /// The new object of the caller's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customdata: Option<Value>,
    /// The new description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether to refuse deleting and reinstalling it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locked: Option<bool>,
    /// Whether to boot over the network every time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub always_pxe: Option<bool>,
    /// How it is billed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_cycle: Option<String>,
}

/// Which devices of a project to list. All that is given must hold; nothing given means all devices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviceFilter {
    /// Exactly this tag.
    pub tag: Option<String>,
    /// A part of the host name.
    pub hostname: Option<String>,
    /// The code of a metro.
    pub metro: Option<String>,
    /// The code of a facility.
    pub facility: Option<String>,
}

impl DeviceFilter {
    /// Those with a tag.
    pub fn tag(tag: impl Into<String>) -> Self {
        Self { tag: Some(tag.into()), ..Self::default() }
    }
}

fn create(project: &str, device: &NewDevice) -> Request {
    Request::post("createDevice", &["projects", project, "devices"]).body(device)
}

/// What nobody reads of a listed device, and is a third of it.
const UNREAD: &str = "network_ports,provisioning_events";

pub(super) fn list(project: &str, filter: &DeviceFilter) -> Request {
    Request::get("findProjectDevices", &["projects", project, "devices"])
        .maybe_query("tag", filter.tag.as_ref())
        .maybe_query("hostname", filter.hostname.as_ref())
        .maybe_query("metro", filter.metro.as_ref())
        .maybe_query("facility", filter.facility.as_ref())
        .query("exclude", &UNREAD)
}

fn get(id: &str) -> Request {
    Request::get("findDeviceById", &["devices", id])
}

fn update(id: &str, change: &DeviceChange) -> Request {
    Request::put("updateDevice", &["devices", id]).body(change)
}

fn delete(id: &str, force: bool) -> Request {
    Request::delete("deleteDevice", &["devices", id]).maybe_query("force_delete", force.then_some(&true))
}

impl Client {
    /// Orders a device. It has no address yet, and its state is `queued`.
    ///
    /// Sent once: after [`Error::Unclear`] look for its unique tag before ordering again.
    pub async fn create_device(&self, project_id: &str, device: &NewDevice) -> Result<Device, Error> {
        self.fetch(&create(project_id, device)).await
    }

    /// Lists devices of a project, all pages, each once. One call for up to [`Options::page_size`] (1000) devices.
    ///
    /// Of more than that one may be missing for a moment while others are deleted. Whoever would conclude from its
    /// absence that a device is gone asks [`Client::device_presence`].
    ///
    /// [`Options::page_size`]: super::Options::page_size
    pub async fn list_devices(&self, project_id: &str, filter: &DeviceFilter) -> Result<Vec<Device>, Error> {
        self.list_pages(&list(project_id, filter)).await
    }

    /// Looks at a device. A 403 may mean that the service removed it: see [`Client::device_presence`].
    pub async fn get_device(&self, id: &str) -> Result<Device, Error> {
        self.fetch(&get(id)).await
    }

    /// Changes a device and gives it as it is then.
    pub async fn update_device(&self, id: &str, change: &DeviceChange) -> Result<Device, Error> {
        self.fetch(&update(id, change)).await
    }

    /// Deletes a device; `force` even with volumes attached to it. [`Error::NotYet`] while it is provisioning.
    pub async fn delete_device(&self, id: &str, force: bool) -> Result<Removal, Error> {
        self.remove(&delete(id, force)).await
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
pub(super) fn is_false(value: &bool) -> bool {
    !value
}

#[expect(clippy::ref_option, reason = "serde calls it so")]
fn exposed<S: Serializer>(secret: &Option<Secret>, serializer: S) -> Result<S::Ok, S::Error> {
    secret.as_ref().map(Secret::expose).serialize(serializer)
}

#[expect(clippy::ref_option, reason = "serde calls it so")]
fn written<S: Serializer>(time: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    time.map(|time| time.to_string()).serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::request::Effect;
    use serde_json::json;

    #[test]
    fn an_order_says_what_was_set_and_nothing_else() {
        let device = NewDevice::new("c3.small.x86", "ubuntu_22_04", Location::Metro("da".into()));
        let request = create("p1", &device);
        assert_eq!((request.operation, request.effect), ("createDevice", Effect::Write));
        assert_eq!(request.line(), "POST /projects/p1/devices");
        assert_eq!(request.json(), json!({"plan": "c3.small.x86", "operating_system": "ubuntu_22_04", "metro": "da"}));
    }

    #[test]
    fn a_full_order_uses_the_names_of_the_document() {
        let address =
            RequestedAddress { address_family: 4, public: true, cidr: Some(31), ip_reservations: vec!["r1".into()] };
        let device = NewDevice {
            hostname: Some("node-1".into()),
            tags: vec!["a".into()],
            userdata: Some(Secret::new("#cloud-config\n")),
            customdata: Some(json!({"a": 1})),
            description: Some("d".into()),
            billing_cycle: Some("hourly".into()),
            hardware_reservation_id: Some("next-available".into()),
            project_ssh_keys: vec!["k1".into()],
            user_ssh_keys: vec!["u1".into()],
            no_ssh_keys: true,
            ip_addresses: vec![address],
            locked: true,
            ipxe_script_url: Some("https://boot".into()),
            always_pxe: true,
            termination_time: Some(Timestamp::UNIX_EPOCH),
            ..NewDevice::new("plan", "os", Location::Facility(vec!["ewr1".into(), "any".into()]))
        };
        assert_eq!(
            create("p1", &device).json(),
            json!({
                "plan": "plan", "operating_system": "os", "facility": ["ewr1", "any"], "hostname": "node-1",
                "tags": ["a"], "userdata": "#cloud-config\n", "customdata": {"a": 1}, "description": "d",
                "billing_cycle": "hourly", "hardware_reservation_id": "next-available", "project_ssh_keys": ["k1"],
                "user_ssh_keys": ["u1"], "no_ssh_keys": true, "locked": true, "ipxe_script_url": "https://boot",
                "always_pxe": true, "termination_time": "1970-01-01T00:00:00Z",
                "ip_addresses": [{"address_family": 4, "public": true, "cidr": 31, "ip_reservations": ["r1"]}]
            })
        );
        assert!(!format!("{device:?}").contains("cloud-config"));
    }

    #[test]
    fn lists_are_filtered_by_the_service() {
        let asked = |filter| {
            let line = list("p1", &filter).line();
            line.strip_suffix("exclude=network_ports,provisioning_events").unwrap().to_owned()
        };
        assert_eq!(asked(DeviceFilter::default()), "GET /projects/p1/devices?");
        assert_eq!(asked(DeviceFilter::tag("a b")), "GET /projects/p1/devices?tag=a b&");
        let filter = DeviceFilter {
            tag: Some("t".into()),
            hostname: Some("h".into()),
            metro: Some("da".into()),
            facility: Some("da11".into()),
        };
        assert_eq!(asked(filter), "GET /projects/p1/devices?tag=t&hostname=h&metro=da&facility=da11&");
    }

    #[test]
    fn a_change_says_only_what_changes_and_can_empty_things() {
        let change = DeviceChange { tags: Some(Vec::new()), locked: Some(false), ..DeviceChange::default() };
        let request = update("d1", &change);
        assert_eq!((request.line().as_str(), request.effect), ("PUT /devices/d1", Effect::Write));
        assert_eq!(request.json(), json!({"tags": [], "locked": false}));
        let change = DeviceChange {
            hostname: Some("n".into()),
            userdata: Some(Secret::new("#!")),
            customdata: Some(json!({})),
            description: Some(String::new()),
            always_pxe: Some(true),
            billing_cycle: Some("daily".into()),
            ..DeviceChange::default()
        };
        assert_eq!(
            update("d1", &change).json(),
            json!({"hostname": "n", "userdata": "#!", "customdata": {}, "description": "", "always_pxe": true,
                "billing_cycle": "daily"})
        );
    }

    #[test]
    fn a_look_and_a_delete_name_the_device() {
        assert_eq!(get("d1").line(), "GET /devices/d1");
        assert_eq!(delete("d1", false).line(), "DELETE /devices/d1");
        assert_eq!(delete("d1", true).line(), "DELETE /devices/d1?force_delete=true");
        assert_eq!(delete("d1", true).effect, Effect::Delete);
    }
}
