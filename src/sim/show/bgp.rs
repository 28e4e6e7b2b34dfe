//! BGP: the configuration of a project, sessions, and what a device must know of its neighbours.

use super::moment;
use crate::sim::links::Links;
use crate::sim::world::World;
use crate::sim::world::bgp::{Config, Session};
use crate::sim::world::device::Device;
use crate::sim::world::project::Project;
use serde_json::{Value, json};

/// The number that every switch speaks under (captured).
const PEER_ASN: u32 = 65_530;

/// The configuration of a project (OpenAPI `BgpConfig`); of one that never asked for it, an object without an id
/// (captured).
pub(in crate::sim) fn config(world: &World, links: Links, project: &Project) -> Value {
    let of_project =
        |session: &&Session| world.devices.get(session.device).is_some_and(|own| own.project == project.id);
    let sessions = world.sessions.iter().filter(of_project);
    // Whole, for the document requires an address family of each.
    let sessions: Vec<Value> = sessions.map(|own| session(world, links, own)).collect();
    let mut shown = json!({
        "max_prefix": 10,
        "project": links.reference("projects", project.id),
        "ranges": [],
        "sessions": sessions,
    });
    if let (Some(config), Value::Object(members)) = (&project.bgp, &mut shown) {
        members.insert("id".into(), json!(config.id));
        members.insert("status".into(), json!(status(config)));
        members.insert("deployment_type".into(), json!(config.deployment_type));
        members.insert("asn".into(), json!(config.asn));
        members.insert("md5".into(), json!(config.md5));
        members.insert("route_object".into(), Value::Null);
        members.insert("created_at".into(), moment(config.created_at));
        members.insert("requested_at".into(), moment(config.created_at));
        members.insert("href".into(), json!(links.link("bgp-configs", config.id)));
    }
    shown
}

/// Local BGP is there at once; a person must look at global BGP, which nobody does here.
fn status(config: &Config) -> &'static str {
    if config.deployment_type == "local" { "enabled" } else { "requested" }
}

/// A session (OpenAPI `BgpSession`).
pub(in crate::sim) fn session(world: &World, links: Links, session: &Session) -> Value {
    json!({
        "id": session.id,
        "status": session.status(world.now),
        "address_family": session.address_family,
        "default_route": session.default_route,
        "learned_routes": [],
        "device": links.reference("devices", session.device),
        "created_at": moment(session.created_at),
        "updated_at": moment(session.updated_at),
        "href": links.link("bgp/sessions", session.id),
    })
}

/// What a device must know to speak on a session (OpenAPI `BgpNeighborData`).
///
/// Over IPv4 it speaks from its private address with two switches that are some
/// hops away; over IPv6 from its public one with its gateway.
pub(in crate::sim) fn neighbor(device: &Device, config: &Config, session: &Session) -> Value {
    let is_v4 = session.address_family == "ipv4";
    let own = device.addresses.iter().find(|own| own.management && (own.family() == 4) == is_v4 && own.public != is_v4);
    let peers = if is_v4 {
        json!(["169.254.255.1", "169.254.255.2"])
    } else {
        json!(own.map(|own| own.gateway).into_iter().collect::<Vec<_>>())
    };
    let routed = device.addresses.iter().filter(|own| (own.family() == 4) == is_v4);
    let routed: Vec<Value> =
        routed.map(|own| json!({ "route": format!("{}/{}", own.network, own.cidr), "exact": true })).collect();
    let everything = if is_v4 { "0.0.0.0/0" } else { "::/0" };
    let learned = if session.default_route { json!([{ "route": everything, "exact": true }]) } else { json!([]) };
    json!({
        "address_family": if is_v4 { 4 } else { 6 },
        "customer_as": config.asn,
        "customer_ip": own.map(|own| own.address),
        "peer_as": PEER_ASN,
        "peer_ips": peers,
        "multihop": is_v4,
        "md5_enabled": config.md5.is_some(),
        "md5_password": config.md5,
        "routes_in": routed,
        "routes_out": learned,
    })
}
