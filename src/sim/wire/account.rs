//! The user, organizations and projects.

use super::call::Call;
use super::form::Form;
use super::page::{Page, USUAL};
use super::reply::{Refusal, Reply};
use super::texts;
use crate::sim::show;
use crate::sim::world::World;
use crate::sim::world::device::{Device, State};
use crate::sim::world::ledger::End;
use crate::sim::world::project::Project;
use serde_json::{Value, json};

/// `findCurrentUser`: not for project keys.
pub(super) fn user(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    call.user_only()?;
    Ok(Reply::ok(show::user(world, call.links)))
}

/// `findOrganizations`: the user's only one.
pub(super) fn organizations(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    call.user_only()?;
    let page = Page::of(&call.query, USUAL);
    let all = [show::organization(world, call.links)];
    let meta = page.meta(&call.path, &call.query, all.len());
    Ok(Reply::ok(json!({ "organizations": page.cut(&all), "meta": meta })))
}

/// `findOrganizationById`.
pub(super) fn organization(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    if call.id()? != world.account.organization {
        return Err(Refusal::not_found());
    }
    Ok(Reply::ok(show::organization(world, call.links)))
}

/// `findProjects`: those that the caller may see; to a project key, its own.
pub(super) fn projects(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let name = call.query.get("name");
    let is_wanted = |project: &&Project| {
        world.may_see(call.caller, project.id) && name.is_none_or(|part| project.name.contains(part))
    };
    let all: Vec<&Project> = world.projects.iter().filter(is_wanted).collect();
    let page = Page::of(&call.query, USUAL);
    let shown: Vec<Value> = page.cut(&all).iter().map(|project| show::project(world, call.links, project)).collect();
    let meta = page.meta(&call.path, &call.query, all.len());
    Ok(Reply::ok(json!({ "projects": shown, "meta": meta })))
}

/// `findProjectById`.
pub(super) fn project(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let project = call.project(world)?;
    Ok(Reply::ok(show::project(world, call.links, project)))
}

/// `createProject`: not for project keys.
pub(super) fn create_project(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    call.user_only()?;
    let mut form = Form::new(&call.body);
    let name = form.required("name").unwrap_or_default();
    check_name(&mut form, &name);
    let customdata = form.object("customdata");
    if let Some(id) = form.filled("organization_id").filter(|id| *id != world.account.organization.to_string()) {
        form.refuse(texts::not_valid(&id, "organization"));
    }
    form.finish()?;
    let id = world.add_project(&name, true);
    if let (Some(project), Some(customdata)) = (world.projects.edit(id), customdata) {
        project.customdata = customdata;
    }
    let project = world.projects.get(id).ok_or_else(Refusal::not_found)?;
    Ok(Reply::created(show::project(world, call.links, project)))
}

/// A project's name has at most 80 characters (OpenAPI `ProjectCreateFromRootInput`).
fn check_name(form: &mut Form, name: &str) {
    if name.chars().count() > 80 {
        form.refuse(texts::invalid("name", "is too long (maximum is 80 characters)"));
    }
}

/// `updateProject`: its name, its customdata, and whether it transfers between sites.
pub(super) fn update_project(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let id = call.project(world)?.id;
    let mut form = Form::new(&call.body);
    let (name, customdata) = (form.filled("name"), form.object("customdata"));
    let has_backend_transfer = form.flag("backend_transfer_enabled");
    check_name(&mut form, name.as_deref().unwrap_or_default());
    form.finish()?;
    let now = world.now;
    if let Some(project) = world.projects.edit(id) {
        project.name = name.unwrap_or_else(|| project.name.clone());
        project.customdata = customdata.unwrap_or_else(|| project.customdata.clone());
        project.has_backend_transfer = has_backend_transfer.unwrap_or(project.has_backend_transfer);
        project.updated_at = now;
    }
    project(world, call)
}

/// `deleteProject`: refused while there are devices in it that nobody deleted.
pub(super) fn delete_project(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    call.user_only()?;
    let id = call.project(world)?.id;
    let is_in_use = |device: &Device| device.project == id && device.state != State::Deprovisioning;
    if world.devices.iter().any(is_in_use) {
        // Ours: no captured text is known.
        return Err(Refusal::unprocessable("Cannot delete a project with devices"));
    }
    world.remove_project(id, End::Deleted);
    Ok(Reply::empty(204))
}
