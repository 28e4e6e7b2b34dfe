//! BGP sessions of devices.

use super::call::Call;
use super::form::Form;
use super::reply::{Refusal, Reply};
use super::texts;
use crate::sim::show;
use crate::sim::world::World;
use crate::sim::world::bgp::Session;
use crate::sim::world::device::State;
use serde_json::{Value, json};

/// `findBgpSessions`.
pub(super) fn of_device(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let device = call.device(world)?.id;
    Ok(list(world, call, world.sessions_of(device)))
}

/// `findProjectBgpSessions`.
pub(super) fn of_project(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let project = call.project(world)?.id;
    let is_of_it = |session: &&Session| world.devices.get(session.device).is_some_and(|own| own.project == project);
    Ok(list(world, call, world.sessions.iter().filter(is_of_it)))
}

fn list<'a>(world: &World, call: &Call, sessions: impl Iterator<Item = &'a Session>) -> Reply {
    let sessions: Vec<Value> = sessions.map(|session| show::bgp_session(world, call.links, session)).collect();
    Reply::ok(json!({ "bgp_sessions": sessions }))
}

/// `createBgpSession`: 201, or 422 for a second one of the same family.
pub(super) fn create(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let device = call.device(world)?;
    let mut form = Form::new(&call.body);
    // The document requires nothing; that IPv4 is meant then is ours.
    let family = form.filled("address_family").unwrap_or_else(|| "ipv4".to_owned());
    if !["ipv4", "ipv6"].contains(&family.as_str()) {
        form.refuse(texts::invalid("address_family", "is not included in the list"));
    }
    let default_route = form.flag("default_route").unwrap_or(false);
    if world.projects.get(device.project).is_none_or(|project| project.bgp.is_none()) {
        // Ours: that it must be on first is documented, the text is not.
        form.refuse("BGP is not enabled for this project");
    }
    if matches!(device.state, State::Deprovisioning | State::Failed) {
        // Ours.
        form.refuse("Cannot create a BGP session for a device in this state");
    }
    if world.sessions_of(device.id).any(|session| session.address_family == family) {
        form.refuse(texts::SESSION_EXISTS);
    }
    form.finish()?;
    let device = device.id;
    let id = world.add_session(device, &family, default_route);
    let session = world.sessions.get(id).ok_or_else(Refusal::not_found)?;
    Ok(Reply::created(show::bgp_session(world, call.links, session)))
}

/// `findBgpSessionById`.
pub(super) fn get(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    Ok(Reply::ok(show::bgp_session(world, call.links, visible(world, call)?)))
}

/// `updateBgpSession`: the default route, as a bare boolean (the document) or as a member (packngo).
pub(super) fn update(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let id = visible(world, call)?.id;
    let mut form = Form::new(&call.body);
    let default_route = call.body.as_bool().or_else(|| form.flag("default_route"));
    form.finish()?;
    let now = world.now;
    if let (Some(session), Some(default_route)) = (world.sessions.edit(id), default_route) {
        session.default_route = default_route;
        session.updated_at = now;
    }
    get(world, call)
}

/// `deleteBgpSession`.
pub(super) fn delete(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let id = visible(world, call)?.id;
    world.sessions.remove(id);
    Ok(Reply::empty(204))
}

fn visible<'a>(world: &'a World, call: &Call) -> Result<&'a Session, Refusal> {
    let session = world.sessions.get(call.id()?).ok_or_else(Refusal::not_found)?;
    let device = world.devices.get(session.device).ok_or_else(Refusal::not_found)?;
    call.must_see(world, device.project).map(|()| session)
}

/// `getBgpNeighborData`: one entry for each session.
pub(super) fn neighbors(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let device = call.device(world)?;
    let config = world.projects.get(device.project).and_then(|project| project.bgp.as_ref());
    let neighbor = |session| config.map(|config| show::bgp_neighbor(device, config, session));
    let neighbors: Vec<Value> = world.sessions_of(device.id).filter_map(neighbor).collect();
    Ok(Reply::ok(json!({ "bgp_neighbors": neighbors })))
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use serde_json::{Value, json};

    fn speaking() -> Trial {
        let mut trial = Trial::new();
        let config = json!({"deployment_type": "local", "asn": 65000, "md5": "c3RhY2twb2ludDIwMTgK"});
        let (status, body) = trial.call("POST", &trial.in_project("bgp-configs"), config);
        assert_eq!((status, body), (204, Value::Null));
        trial
    }

    #[test]
    fn a_project_without_bgp_is_told_by_an_object_without_an_id() {
        let mut trial = Trial::new();
        let path = trial.in_project("bgp-config");
        assert_eq!(trial.get(&path).get("id"), None);
        let device = trial.active("da");
        let on = format!("/devices/{device}/bgp/sessions");
        assert!(trial.refused("POST", &on, json!({"address_family": "ipv4"}))[0].contains("not enabled"));
        let wrong = json!({"deployment_type": "near", "asn": -1, "md5": "onlylowercase1"});
        let errors = trial.refused("POST", &trial.in_project("bgp-configs"), wrong);
        assert_eq!(errors.len(), 3, "{errors:?}");
        let errors = trial.refused("POST", &trial.in_project("bgp-configs"), json!({}));
        assert_eq!(errors, ["Deployment type can't be blank", "Asn can't be blank"]);
        let mut trial = speaking();
        let config = trial.get(&trial.in_project("bgp-config"));
        assert_eq!((&config["asn"], &config["status"]), (&json!(65000), &json!("enabled")));
        assert_eq!(config["md5"], "c3RhY2twb2ludDIwMTgK");
    }

    #[test]
    fn a_session_is_made_once_comes_up_and_goes_with_its_device() {
        let mut trial = speaking();
        let device = trial.active("da");
        let on = format!("/devices/{device}/bgp/sessions");
        let (status, session) = trial.call("POST", &on, json!({"address_family": "ipv4", "default_route": true}));
        assert_eq!((status, &session["status"]), (201, &json!("unknown")));
        assert_eq!(trial.refused("POST", &on, json!({"address_family": "ipv4"})), ["already has session"]);
        assert_eq!(trial.call("POST", &on, json!({"address_family": "ipv6"})).0, 201);
        assert_eq!(
            trial.refused("POST", &on, json!({"address_family": "ipx"})),
            ["Address family is not included in the list"]
        );
        trial.pass(60);
        let path = format!("/bgp/sessions/{}", session["id"].as_str().unwrap());
        assert_eq!(trial.get(&path)["status"], "up");
        assert_eq!(trial.get(&on)["bgp_sessions"].as_array().unwrap().len(), 2);
        let config = trial.get(&trial.in_project("bgp-config?include=sessions"));
        assert_eq!(config["sessions"][0]["id"], session["id"]);

        for body in [json!(false), json!({"default_route": false})] {
            trial.call("PUT", &path, json!(true));
            let (status, changed) = trial.call("PUT", &path, body);
            assert_eq!((status, &changed["default_route"]), (200, &json!(false)));
        }
        assert_eq!(trial.call("DELETE", &path, json!({})).0, 204);
        assert_eq!(trial.call("GET", &path, json!({})).0, 404);
        trial.call("DELETE", &format!("/devices/{device}"), json!({}));
        trial.pass(600);
        assert_eq!(trial.get(&trial.in_project("bgp/sessions"))["bgp_sessions"], json!([]));
    }

    #[test]
    fn neighbours_are_told_as_captured() {
        let mut trial = speaking();
        let device = trial.active("da");
        for family in ["ipv4", "ipv6"] {
            trial.call(
                "POST",
                &format!("/devices/{device}/bgp/sessions"),
                json!({"address_family": family, "default_route": family == "ipv4"}),
            );
        }
        let own = trial.get(&format!("/devices/{device}"))["ip_addresses"].clone();
        let find = |public: bool, family: u8| {
            let is_it = |own: &&Value| own["public"] == public && own["address_family"] == family;
            own.as_array().unwrap().iter().find(is_it).unwrap().clone()
        };
        let neighbors = trial.get(&format!("/devices/{device}/bgp/neighbors"))["bgp_neighbors"].clone();
        let (v4, v6) = (&neighbors[0], &neighbors[1]);
        assert_eq!((&v4["customer_as"], &v4["peer_as"]), (&json!(65000), &json!(65530)));
        assert_eq!(v4["peer_ips"], json!(["169.254.255.1", "169.254.255.2"]));
        assert_eq!((&v4["customer_ip"], &v4["multihop"]), (&find(false, 4)["address"], &json!(true)));
        assert_eq!((&v4["md5_enabled"], &v4["md5_password"]), (&json!(true), &json!("c3RhY2twb2ludDIwMTgK")));
        assert_eq!(v4["routes_out"], json!([{"route": "0.0.0.0/0", "exact": true}]));
        assert!(v4["routes_in"].as_array().unwrap().len() >= 2);
        assert_eq!((&v6["customer_ip"], &v6["peer_ips"][0]), (&find(true, 6)["address"], &find(true, 6)["gateway"]));
        assert_eq!((&v6["multihop"], &v6["routes_out"]), (&json!(false), &json!([])));
    }
}
