//! Keys to the API: listed, made, revoked.

use super::call::Call;
use super::form::Form;
use super::reply::{Refusal, Reply};
use super::texts;
use crate::sim::links::Links;
use crate::sim::time::written;
use crate::sim::world::World;
use crate::sim::world::api_key::ApiKey;
use crate::sim::world::project::Caller;
use serde_json::{Value, json};
use uuid::Uuid;

/// `findAPIKeys`.
pub(super) fn of_user(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    call.user_only()?;
    Ok(list(world, call, Caller::User))
}

/// `findProjectAPIKeys`.
pub(super) fn of_project(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let project = call.project(world)?.id;
    Ok(list(world, call, Caller::Project(project)))
}

/// `createAPIKey`.
pub(super) fn create_for_user(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    call.user_only()?;
    create(world, call, Caller::User)
}

/// `createProjectAPIKey`.
pub(super) fn create_for_project(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let project = call.project_to_change(world)?.id;
    create(world, call, Caller::Project(project))
}

/// `deleteAPIKey` and `deleteUserAPIKey`: from now on it is unknown.
pub(super) fn delete(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let key = world.api_keys.get(call.id()?).ok_or_else(Refusal::not_found)?;
    let is_allowed = match key.owner {
        Caller::User => call.caller == Caller::User,
        Caller::Project(project) => world.may_see(call.caller, project),
    };
    if !is_allowed {
        return Err(Refusal::forbidden(texts::NOT_YOURS));
    }
    let id = key.id;
    world.api_keys.remove(id);
    Ok(Reply::empty(204))
}

fn list(world: &World, call: &Call, owner: Caller) -> Reply {
    let search = call.query.get("search").unwrap_or_default().to_lowercase();
    let keys = world.api_keys.iter().filter(|key| key.owner == owner);
    let keys = keys.filter(|key| key.description.to_lowercase().contains(&search));
    let keys: Vec<Value> = keys.map(|key| show(call.links, world.account.user, key)).collect();
    Reply::ok(json!({ "api_keys": keys }))
}

fn create(world: &mut World, call: &Call, owner: Caller) -> Result<Reply, Refusal> {
    let mut form = Form::new(&call.body);
    let description = form.filled("description").unwrap_or_default();
    let is_read_only = form.flag("read_only").unwrap_or(false);
    form.finish()?;
    let id = world.add_api_key(owner, &description, is_read_only);
    let key = world.api_keys.get(id).ok_or_else(Refusal::not_found)?;
    Ok(Reply::created(show(call.links, world.account.user, key)))
}

fn show(links: Links, user: Uuid, key: &ApiKey) -> Value {
    let mut shown = json!({
        "id": key.id,
        "token": key.token,
        "description": key.description,
        "read_only": key.is_read_only,
        "created_at": written(key.created_at),
        "updated_at": written(key.created_at),
    });
    match key.owner {
        Caller::User => shown["user"] = links.reference("users", user),
        Caller::Project(project) => shown["project"] = links.reference("projects", project),
    }
    shown
}
