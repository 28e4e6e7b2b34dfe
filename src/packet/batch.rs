//! Batches: many like devices in one order. The reply comes before any device is made.

use super::device_request::NewDevice;
use super::page::Entry;
use super::request::Request;
use super::word::words;
use super::{Client, Error, Removal, wire};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

words! {
    /// How far a batch is.
    BatchState {
        /// Not yet begun.
        Queued = "queued",
        /// Devices are being made.
        InProgress = "in_progress",
        /// All devices were made.
        Completed = "completed",
        /// Not all could be made; those that were stay.
        Failed = "failed",
    }
}

/// An order of many devices (OpenAPI `InstancesBatchCreateInput`).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewBatch {
    /// What each of them is; `{{index}}` in its host name stands for its number.
    #[serde(flatten)]
    pub device: NewDevice,
    /// How many.
    pub quantity: u32,
    /// Their host names, where the device has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hostnames: Vec<String>,
}

/// An order that the service took (OpenAPI `Batch`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Batch {
    /// The id.
    pub id: String,
    /// How far it is.
    #[serde(default)]
    pub state: Option<BatchState>,
    /// How many devices were ordered.
    #[serde(default, deserialize_with = "wire::count")]
    pub quantity: Option<u64>,
    /// Why not all could be made.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub error_messages: Vec<String>,
    /// The ids of the devices made so far.
    #[serde(default, deserialize_with = "wire::ids")]
    pub devices: Vec<String>,
    /// When it was ordered.
    #[serde(default, deserialize_with = "wire::time")]
    pub created_at: Option<Timestamp>,
}

impl Entry for Batch {
    const MEMBER: &'static str = "batches";

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }
}

#[derive(Serialize)]
struct Order<'a> {
    batches: &'a [NewBatch],
}

#[derive(Deserialize)]
struct Ordered {
    batches: Vec<Batch>,
}

fn create(project: &str, batches: &[NewBatch]) -> Request {
    Request::post("createDeviceBatch", &["projects", project, "devices", "batch"]).body(&Order { batches })
}

fn get(id: &str) -> Request {
    Request::get("findBatchById", &["batches", id]).query("include", "devices")
}

fn list(project: &str) -> Request {
    Request::get("findBatchesByProject", &["projects", project, "batches"])
}

fn delete(id: &str, with_devices: bool) -> Request {
    let request = Request::delete("deleteBatch", &["batches", id]);
    request.maybe_query("remove_associated_instances", with_devices.then_some(&true))
}

impl Client {
    /// Orders batches. Sent once: after [`Error::Unclear`] look for the devices' tag before ordering again.
    pub async fn create_batches(&self, project_id: &str, batches: &[NewBatch]) -> Result<Vec<Batch>, Error> {
        self.fetch(&create(project_id, batches)).await.map(|Ordered { batches }| batches)
    }

    /// Looks at a batch and the devices made so far.
    pub async fn get_batch(&self, id: &str) -> Result<Batch, Error> {
        self.fetch(&get(id)).await
    }

    /// Lists the batches of a project. The service's own pages made one for each device they ordered.
    pub async fn list_batches(&self, project_id: &str) -> Result<Vec<Batch>, Error> {
        self.list_whole(&list(project_id)).await
    }

    /// Deletes a batch, and if wanted the devices made of it.
    pub async fn delete_batch(&self, id: &str, with_devices: bool) -> Result<Removal, Error> {
        self.remove(&delete(id, with_devices)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::device_request::Location;
    use crate::packet::request::Effect;
    use serde_json::json;

    #[test]
    fn a_batch_is_a_device_with_a_quantity() {
        let device = NewDevice::new("plan", "os", Location::Metro("da".into()));
        let batch = NewBatch { device, quantity: 2, hostnames: vec!["a".into(), "b".into()] };
        let request = create("p1", &[batch]);
        assert_eq!((request.line().as_str(), request.effect), ("POST /projects/p1/devices/batch", Effect::Write));
        assert_eq!(
            request.json(),
            json!({"batches": [{"plan": "plan", "operating_system": "os", "metro": "da", "quantity": 2,
                "hostnames": ["a", "b"]}]})
        );
    }

    #[test]
    fn batches_are_asked_for_and_deleted() {
        assert_eq!(get("b1").line(), "GET /batches/b1?include=devices");
        assert_eq!(list("p1").line(), "GET /projects/p1/batches");
        assert_eq!(delete("b1", false).line(), "DELETE /batches/b1");
        assert_eq!(delete("b1", true).line(), "DELETE /batches/b1?remove_associated_instances=true");
    }
}
