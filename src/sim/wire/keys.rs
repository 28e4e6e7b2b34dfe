//! SSH keys: of the user, of projects, and those that a new device gets.

use super::call::Call;
use super::form::Form;
use super::reply::{Refusal, Reply};
use super::texts;
use crate::sim::show;
use crate::sim::ssh_public_key;
use crate::sim::world::World;
use crate::sim::world::key::{Owner, SshKey};
use crate::sim::world::project::Caller;
use serde_json::{Value, json};
use uuid::Uuid;

/// `findSSHKeys`; with a project key, those of its project: packet-python finds there the one that it has just made.
pub(super) fn of_caller(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let owner = match call.caller {
        Caller::User => Owner::User,
        Caller::Project(project) => Owner::Project(project),
    };
    Ok(list(world, call, |key| key.owner == owner))
}

/// `findProjectSSHKeys`.
pub(super) fn of_project(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let project = call.project(world)?.id;
    Ok(list(world, call, |key| key.owner == Owner::Project(project)))
}

/// `findDeviceSSHKeys`.
pub(super) fn of_device(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let keys = call.device(world)?.order.keys.clone();
    Ok(list(world, call, |key| keys.contains(&key.id)))
}

/// `createSSHKey`.
pub(super) fn create_for_user(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    call.user_only()?;
    create(world, call, Owner::User)
}

/// `createProjectSSHKey`.
pub(super) fn create_for_project(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let project = call.project_to_change(world)?.id;
    create(world, call, Owner::Project(project))
}

/// `findSSHKeyById`.
pub(super) fn get(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let key = visible(world, call)?;
    Ok(Reply::ok(show::key(call.links, world, key)))
}

/// `deleteSSHKey`; machines that have it keep it.
pub(super) fn delete(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let id = visible(world, call)?.id;
    world.remove_key(id);
    Ok(Reply::empty(204))
}

/// `updateSSHKey`: label, key and tags.
pub(super) fn update(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let mut key = visible(world, call)?.clone();
    let mut form = Form::new(&call.body);
    key.label = form.filled("label").unwrap_or(key.label);
    key.tags = form.tags().unwrap_or(key.tags);
    if let Some(text) = form.filled("key") {
        key.fingerprint = fingerprint(&mut form, &text);
        key.key = text;
    }
    form.finish()?;
    key.updated_at = world.now;
    let shown = show::key(call.links, world, &key);
    if let Some(row) = world.keys.edit(key.id) {
        *row = key;
    }
    Ok(Reply::ok(shown))
}

fn visible<'a>(world: &'a World, call: &Call) -> Result<&'a SshKey, Refusal> {
    let key = world.keys.get(call.id()?).ok_or_else(Refusal::not_found)?;
    if world.may_see_key(call.caller, key) { Ok(key) } else { Err(Refusal::forbidden(texts::NOT_YOURS)) }
}

fn list(world: &World, call: &Call, is_wanted: impl Fn(&SshKey) -> bool) -> Reply {
    let search = call.query.get("search").or_else(|| call.query.get("query")).map(str::to_lowercase);
    let is_found = |key: &&SshKey| {
        let texts = [&key.label, &key.key, &key.fingerprint].map(|text| text.to_lowercase());
        search.as_ref().is_none_or(|part| texts.iter().any(|text| text.contains(part)))
    };
    let keys = world.keys.iter().filter(|key| is_wanted(key)).filter(is_found);
    let keys: Vec<Value> = keys.map(|key| show::key(call.links, world, key)).collect();
    Reply::ok(json!({ "ssh_keys": keys }))
}

/// 201, or 422 for what is no key, or one that its owner has already.
fn create(world: &mut World, call: &Call, owner: Owner) -> Result<Reply, Refusal> {
    let mut form = Form::new(&call.body);
    let label = form.required("label").unwrap_or_default();
    let tags = form.tags().unwrap_or_default();
    let key = form.required("key").unwrap_or_default();
    let fingerprint = if key.is_empty() { String::new() } else { fingerprint(&mut form, &key) };
    if !fingerprint.is_empty() && world.has_key(owner, &fingerprint) {
        // Ours: that it is 422 is known, its text is not.
        form.refuse(texts::invalid("key", "has already been taken"));
    }
    form.finish()?;
    let id = world.add_key(owner, &label, &key, &fingerprint, tags);
    let key = world.keys.get(id).ok_or_else(Refusal::not_found)?;
    Ok(Reply::created(show::key(call.links, world, key)))
}

fn fingerprint(form: &mut Form, key: &str) -> String {
    ssh_public_key::fingerprint(key).unwrap_or_else(|| {
        form.refuse(ssh_public_key::REFUSAL);
        String::new()
    })
}

/// The keys that a new device gets: those that are there already, and new ones.
#[derive(Debug, Default)]
pub(in crate::sim) struct Installed {
    known: Vec<Uuid>,
    project: Uuid,
    /// Label, key, fingerprint, tags.
    inline: Vec<(String, String, String, Vec<String>)>,
}

impl Installed {
    /// Adds the new ones, and gives the ids of all.
    pub(in crate::sim) fn install(self, world: &mut World) -> Vec<Uuid> {
        let Self { mut known, project, inline } = self;
        for (label, key, fingerprint, tags) in inline {
            let owner = Owner::Project(project);
            let existing = world.keys.iter().find(|own| own.owner == owner && own.fingerprint == fingerprint);
            let existing = existing.map(|key| key.id);
            known.push(existing.unwrap_or_else(|| world.add_key(owner, &label, &key, &fingerprint, tags)));
        }
        known.sort();
        known.dedup();
        known
    }
}

/// Which keys a new device gets: those named; all of project and user where none is; none with `no_ssh_keys`.
pub(super) fn installed(world: &World, project: Uuid, form: &mut Form) -> Installed {
    let mut installed = Installed { project, ..Installed::default() };
    if form.flag("no_ssh_keys") == Some(true) {
        return installed;
    }
    let of_project = form.texts("project_ssh_keys").unwrap_or_default();
    let of_users = form.texts("user_ssh_keys").unwrap_or_default();
    let is_ours = |key: &&SshKey| key.owner == Owner::Project(project);
    if of_project.is_empty() && of_users.is_empty() {
        let all = world.keys.iter().filter(|key| is_ours(key) || key.owner == Owner::User);
        installed.known = all.map(|key| key.id).collect();
    }
    for id in &of_project {
        match world.keys.iter().filter(is_ours).find(|key| key.id.to_string() == id.to_lowercase()) {
            Some(key) => installed.known.push(key.id),
            None => form.refuse(texts::not_valid(id, "project SSH key")),
        }
    }
    for id in &of_users {
        if world.account.user.to_string() == id.to_lowercase() {
            installed.known.extend(world.keys.iter().filter(|key| key.owner == Owner::User).map(|key| key.id));
        } else {
            form.refuse(texts::not_valid(id, "user"));
        }
    }
    for entry in form.get("ssh_keys").and_then(Value::as_array).into_iter().flatten() {
        let mut inline = Form::new(entry);
        let key = inline.filled("key").unwrap_or_default();
        let label = inline.filled("label").unwrap_or_else(|| "inline".to_owned());
        let tags = inline.tags().unwrap_or_default();
        let fingerprint = fingerprint(form, &key);
        installed.inline.push((label, key, fingerprint, tags));
    }
    installed
}
