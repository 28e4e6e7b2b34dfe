//! The user, projects, SSH keys.

use super::moment;
use crate::sim::identity;
use crate::sim::links::Links;
use crate::sim::world::World;
use crate::sim::world::device::short;
use crate::sim::world::key::{Owner, SshKey};
use crate::sim::world::project::Project;
use serde_json::{Value, json};

/// The account's user.
pub(in crate::sim) fn user(world: &World, links: Links) -> Value {
    let mut user = user_lite(world, links);
    user["emails"] = json!([]);
    user["avatar_url"] = json!("");
    user["customdata"] = json!({});
    user["timezone"] = json!("UTC");
    user["two_factor_auth"] = json!("");
    user["max_projects"] = json!(100);
    user["default_organization_id"] = json!(world.account.organization);
    user["default_project_id"] = json!(world.first_project().map(|project| project.id));
    user
}

/// The user as it stands in what it made.
pub(super) fn user_lite(world: &World, links: Links) -> Value {
    let account = &world.account;
    json!({
        "id": account.user,
        "short_id": short(account.user),
        "first_name": "Packet",
        "last_name": "Simulated",
        "full_name": "Packet Simulated",
        "email": "user@packet.example",
        "avatar_thumb_url": "",
        "created_at": moment(account.created_at),
        "updated_at": moment(account.created_at),
        "href": links.link("users", account.user),
    })
}

/// The account's organization.
pub(in crate::sim) fn organization(world: &World, links: Links) -> Value {
    let account = &world.account;
    let projects = world.projects.iter().filter(|project| project.is_ours);
    let projects: Vec<Value> = projects.map(|project| links.reference("projects", project.id)).collect();
    json!({
        "id": account.organization,
        "name": "Simulated",
        "description": "",
        "website": "",
        "twitter": "",
        "logo": "",
        "tax_id": "",
        "main_phone": "",
        "billing_phone": "",
        "credit_amount": 0.0,
        "address": { "address": "1 Any Street", "city": "New York", "state": "NY", "zip_code": "10001", "country": "US" },
        "members": [links.reference("users", account.user)],
        "projects": projects,
        "created_at": moment(account.created_at),
        "updated_at": moment(account.created_at),
        "href": links.link("organizations", account.organization),
    })
}

/// A project.
pub(in crate::sim) fn project(world: &World, links: Links, project: &Project) -> Value {
    let devices = world.devices.iter().filter(|device| device.project == project.id);
    let keys = world.keys.iter().filter(|key| key.owner == Owner::Project(project.id));
    let devices: Vec<Value> = devices.map(|device| links.reference("devices", device.id)).collect();
    let keys: Vec<Value> = keys.map(|key| links.reference("ssh-keys", key.id)).collect();
    json!({
        "id": project.id,
        "name": project.name,
        "type": "default",
        "tags": [],
        "created_at": moment(project.created_at),
        "updated_at": moment(project.updated_at),
        "max_devices": {},
        "customdata": project.customdata,
        "backend_transfer_enabled": project.has_backend_transfer,
        "bgp_config": { "href": format!("{}/bgp-config", links.link("projects", project.id)) },
        "members": [links.reference("users", world.account.user)],
        "memberships": [],
        "invitations": [],
        // metal-cli cuts the organization's id out of this link.
        "organization": links.reference("organizations", world.account.organization),
        "payment_method": links.reference("payment-methods", identity::derived(world.account.organization, b"payment method")),
        "devices": devices,
        "ssh_keys": keys,
        "volumes": [],
        "href": links.link("projects", project.id),
    })
}

/// An SSH key.
pub(in crate::sim) fn key(links: Links, world: &World, key: &SshKey) -> Value {
    let owner = match key.owner {
        Owner::User => links.reference("users", world.account.user),
        Owner::Project(project) => links.reference("projects", project),
    };
    json!({
        "id": key.id,
        "label": key.label,
        "key": key.key,
        "fingerprint": key.fingerprint,
        "tags": key.tags,
        "created_at": moment(key.created_at),
        "updated_at": moment(key.updated_at),
        "owner": owner,
        "entity": owner,
        "href": links.link("ssh-keys", key.id),
    })
}
