//! Events: what happened to devices, and what machines say of themselves.

use super::page::{Entry, read_all};
use super::request::Request;
use super::{Client, Error, wire};
use jiff::Timestamp;
use serde::Deserialize;

/// What kind of thing happened, read from `Event.type`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub enum EventKind {
    /// A step of installing, with its number: `110` is the machine's phoning home, `104.50` the image's arrival.
    Provisioning(String),
    /// Something about power, with its number: `204` is powered on.
    Power(String),
    /// A step of wiping, with its number.
    Deprovisioning(String),
    /// What a machine said by itself, with the code it gave (1000 to 1099).
    User(String),
    /// Anything else, as it came.
    Other(String),
}

impl Default for EventKind {
    fn default() -> Self {
        Self::Other(String::new())
    }
}

impl From<String> for EventKind {
    fn from(text: String) -> Self {
        match text.split_once('.') {
            Some(("provisioning", step)) => Self::Provisioning(step.to_owned()),
            Some(("power", step)) => Self::Power(step.to_owned()),
            Some(("deprovisioning", step)) => Self::Deprovisioning(step.to_owned()),
            Some(("user", code)) => Self::User(code.to_owned()),
            _ => Self::Other(text),
        }
    }
}

/// Something that happened (OpenAPI `Event`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Event {
    /// The id.
    #[serde(default)]
    pub id: Option<String>,
    /// What kind of thing.
    #[serde(default, rename = "type", deserialize_with = "wire::or_default")]
    pub kind: EventKind,
    /// What is said about it.
    #[serde(default)]
    pub body: Option<String>,
    /// Its state; what a machine says of itself is `running`, `succeeded` or `failed`.
    #[serde(default)]
    pub state: Option<String>,
    /// When it happened.
    #[serde(default, deserialize_with = "wire::time")]
    pub created_at: Option<Timestamp>,
    /// The hrefs of what it is about.
    #[serde(default, deserialize_with = "hrefs")]
    pub relationships: Vec<String>,
}

/// The hrefs themselves: the id alone would not tell a device from its project.
fn hrefs<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    struct Href {
        href: Option<String>,
    }
    let hrefs = Option::<Vec<Href>>::deserialize(deserializer)?.unwrap_or_default();
    Ok(hrefs.into_iter().filter_map(|Href { href }| href).collect())
}

impl Event {
    /// The id of the device it is about, if it is about one.
    #[must_use]
    pub fn device(&self) -> Option<&str> {
        let id =
            |href: &'_ str| href.split_once("/devices/").is_some_and(|(_, id)| !id.is_empty() && !id.contains('/'));
        self.relationships.iter().find(|href| id(href)).and_then(|href| href.rsplit('/').next())
    }
}

impl Entry for Event {
    const MEMBER: &'static str = "events";

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

fn of_device(id: &str) -> Request {
    Request::get("findDeviceEvents", &["devices", id, "events"])
}

fn of_project(id: &str) -> Request {
    Request::get("findProjectEvents", &["projects", id, "events"])
}

/// Whether a page goes from new to old and has passed a time, so that the pages behind it hold older events only.
fn has_passed(page: &[Event], since: Timestamp) -> bool {
    let times: Option<Vec<Timestamp>> = page.iter().map(|event| event.created_at).collect();
    times.is_some_and(|times| {
        times.is_sorted_by(|earlier, later| earlier >= later) && times.last().is_some_and(|last| *last < since)
    })
}

impl Client {
    /// Lists what happened to a device.
    pub async fn list_device_events(&self, device_id: &str) -> Result<Vec<Event>, Error> {
        self.list_pages(&of_device(device_id)).await
    }

    /// Lists what happened in a project, from a time on where one is given. Where the service tells the newest
    /// first, this reads no more pages than that takes: ordinarily one.
    pub async fn list_project_events(&self, project_id: &str, since: Option<Timestamp>) -> Result<Vec<Event>, Error> {
        let enough = |page: &[Event]| since.is_some_and(|since| has_passed(page, since));
        let page_size = Some(self.transport.page_size());
        let mut events = read_all(&self.transport, &of_project(project_id), page_size, enough).await?.entries;
        // What has no time is not dropped: nobody knows that it is old.
        events.retain(|event| since.is_none_or(|since| event.created_at.is_none_or(|at| at >= since)));
        Ok(events)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn event(second: i64) -> Event {
        serde_json::from_value(json!({"id": second.to_string(), "type": "power.204", "created_at": second})).unwrap()
    }

    #[test]
    fn an_event_tells_what_happened_and_to_which_device() {
        let event: Event = serde_json::from_value(json!({
            "id": "e1", "type": "user.1001", "body": "init started", "state": "running", "ip": null,
            "created_at": "2020-01-01T00:00:00Z", "interpolated": "x", "modified_by": {"id": "u"},
            "relationships": [{"href": "/projects/p1"}, {"href": "/metal/v1/devices/d1"}]
        }))
        .unwrap();
        assert_eq!(event.kind, EventKind::User("1001".into()));
        assert_eq!(event.device(), Some("d1"));
    }

    #[test]
    fn kinds_keep_their_numbers_and_unknown_ones_their_text() {
        let kind = |text: &str| EventKind::from(text.to_owned());
        assert_eq!(kind("provisioning.104.50"), EventKind::Provisioning("104.50".into()));
        assert_eq!(kind("deprovisioning.306.01"), EventKind::Deprovisioning("306.01".into()));
        assert_eq!(kind("instance.created"), EventKind::Other("instance.created".into()));
    }

    #[test]
    fn an_event_yet_to_come_has_no_id_and_no_time() {
        let event: Event =
            serde_json::from_value(json!({"id": null, "type": "provisioning.110", "created_at": null})).unwrap();
        assert_eq!((event.id, event.created_at), (None, None));
    }

    #[test]
    fn older_pages_are_left_alone_only_if_the_newest_came_first() {
        let at = |second| Timestamp::from_second(second).unwrap();
        assert!(has_passed(&[event(9), event(5), event(5), event(3)], at(4)));
        assert!(!has_passed(&[event(9), event(5)], at(5)));
        assert!(!has_passed(&[event(3), event(9), event(3)], at(4)), "in no order");
        assert!(!has_passed(&[], at(4)));
    }

    #[test]
    fn events_are_asked_of_a_device_or_a_project() {
        assert_eq!(of_device("d1").line(), "GET /devices/d1/events");
        assert_eq!(of_project("p1").line(), "GET /projects/p1/events");
    }
}
