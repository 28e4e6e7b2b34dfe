//! What an endpoint is told: the id in its path, its query and its body.

use crate::sim::wire::form;
use crate::sim::wire::query::Query;
use crate::sim::wire::reply::Refusal;
use crate::sim::world::World;
use serde_json::Value;
use uuid::Uuid;

/// A request, read.
#[derive(Debug)]
pub(super) struct Arguments {
    /// The one variable part of the path, if it has one.
    pub(super) id: Option<String>,
    pub(super) query: Query,
    /// The body as it came.
    pub(super) text: String,
}

impl Arguments {
    /// The body as a value.
    pub(super) fn body(&self) -> Result<Value, Refusal> {
        form::either(self.text.as_bytes())
    }

    /// The id in the path, of something that `is_there`.
    pub(super) fn id(&self, thing: &str, is_there: impl Fn(Uuid) -> bool) -> Result<Uuid, Refusal> {
        let id = self.id.as_deref().and_then(|id| Uuid::parse_str(id).ok()).filter(|id| is_there(*id));
        id.ok_or_else(|| Refusal::Errors(404, vec![format!("there is no such {thing}")]))
    }

    /// The device in the path.
    pub(super) fn device(&self, world: &World) -> Result<Uuid, Refusal> {
        self.id("device", |id| world.devices.get(id).is_some())
    }

    /// The project in the path.
    pub(super) fn project(&self, world: &World) -> Result<Uuid, Refusal> {
        self.id("project", |id| world.projects.get(id).is_some())
    }
}
