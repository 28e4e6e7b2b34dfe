//! Hardware reservations: machines that a project has for itself.

use super::page::Entry;
use super::request::Request;
use super::{Client, Error, wire};
use serde::Deserialize;

/// A reserved machine (OpenAPI `HardwareReservation`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct HardwareReservation {
    /// The id.
    pub id: String,
    /// The first digits of the id.
    #[serde(default)]
    pub short_id: Option<String>,
    /// The slug of its plan.
    #[serde(default, deserialize_with = "wire::code")]
    pub plan: Option<String>,
    /// The code of its facility.
    #[serde(default, deserialize_with = "wire::code")]
    pub facility: Option<String>,
    /// Whether a device can be put on it now. Lists and looks were seen to disagree about it.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub provisionable: bool,
    /// Whether it is a spare one.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub spare: bool,
    /// Whether it is broken.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub need_of_service: bool,
    /// The id of the device on it.
    #[serde(default, deserialize_with = "wire::id")]
    pub device: Option<String>,
}

impl Entry for HardwareReservation {
    const MEMBER: &'static str = "hardware_reservations";

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }
}

fn list(project: &str) -> Request {
    Request::get("findProjectHardwareReservations", &["projects", project, "hardware-reservations"])
}

fn get(id: &str) -> Request {
    Request::get("findHardwareReservationById", &["hardware-reservations", id])
}

impl Client {
    /// Lists the reserved machines of a project.
    pub async fn list_hardware_reservations(&self, project_id: &str) -> Result<Vec<HardwareReservation>, Error> {
        self.list_pages(&list(project_id)).await
    }

    /// Looks at a reserved machine.
    pub async fn get_hardware_reservation(&self, id: &str) -> Result<HardwareReservation, Error> {
        self.fetch(&get(id)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reservations_are_asked_for() {
        assert_eq!(list("p1").line(), "GET /projects/p1/hardware-reservations");
        assert_eq!(get("r1").line(), "GET /hardware-reservations/r1");
    }
}
