//! One request that was let in: what is asked for, by whom, with what.

use super::query::Query;
use super::reply::{Refusal, Reply};
use super::texts;
use crate::sim::links::Links;
use crate::sim::world::World;
use crate::sim::world::device::Device;
use crate::sim::world::ledger::End;
use crate::sim::world::project::{Caller, Project};
use serde_json::Value;
use uuid::Uuid;

/// Answers one operation.
pub(in crate::sim) type Handler = fn(&mut World, &Call) -> Result<Reply, Refusal>;

/// A request, read.
#[derive(Debug, Clone)]
pub(in crate::sim) struct Call {
    pub(in crate::sim) caller: Caller,
    /// Under which name the API was called.
    pub(in crate::sim) links: Links,
    /// The path below that name.
    pub(in crate::sim) path: String,
    /// The one variable part of the path, if it has one.
    pub(in crate::sim) id: Option<String>,
    pub(in crate::sim) query: Query,
    pub(in crate::sim) body: Value,
}

impl Call {
    /// The id in the path; what is no UUID is no id of anything.
    pub(in crate::sim) fn id(&self) -> Result<Uuid, Refusal> {
        self.id.as_deref().and_then(|id| Uuid::parse_str(id).ok()).ok_or_else(Refusal::not_found)
    }

    /// Refuses project keys what only a user has.
    pub(in crate::sim) fn user_only(&self) -> Result<(), Refusal> {
        match self.caller {
            Caller::User => Ok(()),
            Caller::Project(_) => Err(Refusal::forbidden(texts::NOT_FOR_PROJECT_KEYS)),
        }
    }

    /// The project in the path, if the caller may see it: else 403, or 404 where nothing is there.
    pub(in crate::sim) fn project<'a>(&self, world: &'a World) -> Result<&'a Project, Refusal> {
        let project = world.projects.get(self.id()?).ok_or_else(Refusal::not_found)?;
        if world.may_see(self.caller, project.id) {
            Ok(project)
        } else {
            Err(Refusal::forbidden(texts::NOT_YOUR_PROJECT))
        }
    }

    /// The project in the path, for something to be made in it: 404 where the caller may not see it (captured).
    pub(in crate::sim) fn project_to_change<'a>(&self, world: &'a World) -> Result<&'a Project, Refusal> {
        self.project(world).map_err(|_| Refusal::not_found())
    }

    /// Refuses what is in a project that the caller may not see: 403.
    pub(in crate::sim) fn must_see(&self, world: &World, project: Uuid) -> Result<(), Refusal> {
        if world.may_see(self.caller, project) { Ok(()) } else { Err(Refusal::forbidden(texts::NOT_YOURS)) }
    }

    /// The device in the path.
    ///
    /// One that was deleted is 404; one that the platform took away after it
    /// failed is 403, as is one of a project that the caller may not see.
    pub(in crate::sim) fn device<'a>(&self, world: &'a World) -> Result<&'a Device, Refusal> {
        let id = self.id()?;
        let refused = || Refusal::forbidden(texts::NOT_YOUR_DEVICE);
        match world.devices.get(id) {
            Some(device) if world.may_see(self.caller, device.project) => Ok(device),
            Some(_) => Err(refused()),
            None if world.end_of(id) == Some(End::Vanished) => Err(refused()),
            None => Err(Refusal::not_found()),
        }
    }
}
