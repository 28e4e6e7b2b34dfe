//! A world to try operations on, without a connection: requests go through the table of operations.

use super::call::Call;
use super::operations::ALL;
use super::query::Query;
use super::reply::{Body, Reply};
use super::reshape::Shape;
use crate::sim::links::Links;
use crate::sim::show;
use crate::sim::world::project::Caller;
use crate::sim::world::{Conditions, World};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

/// Simulated time from order to active, at most.
const PROVISIONING: u32 = 600;

pub(super) struct Trial {
    pub(super) world: World,
    pub(super) caller: Caller,
    /// The caller's project, and one of somebody else.
    pub(super) project: Uuid,
    pub(super) foreign: Uuid,
}

impl Trial {
    pub(super) fn new() -> Self {
        let conditions = Conditions {
            provisioning: Duration::from_secs(PROVISIONING.into()),
            packages: Duration::from_secs(20),
            init: Duration::from_secs(10),
            join: Duration::from_secs(5),
            refuses_early_deletes: true,
            address_quota: 16,
            metadata_url: "http://127.0.0.1:8701".into(),
            project: None,
        };
        let world = World::new("2020-01-01T00:00:00Z".parse().unwrap(), 1, conditions);
        let project = world.first_project().unwrap().id;
        let foreign = world.projects.iter().find(|project| !project.is_ours).unwrap().id;
        Self { world, caller: Caller::User, project, foreign }
    }

    /// Performs a request, and gives status and body.
    pub(super) fn call(&mut self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let parts: Vec<&str> = path.split('/').collect();
        let fits = |pattern: &str| {
            let pattern: Vec<&str> = pattern.split('/').collect();
            pattern.len() == parts.len() && pattern.iter().zip(&parts).all(|(own, part)| *own == "{id}" || own == part)
        };
        let operation = ALL.iter().filter(|operation| operation.method == method && fits(operation.path));
        let operation = operation.min_by_key(|operation| operation.path.matches("{id}").count()).unwrap();
        let id = operation.path.split('/').zip(&parts).find(|(own, _)| *own == "{id}").map(|(_, id)| (*id).to_owned());
        let call = Call {
            caller: self.caller,
            links: Links::Metal,
            path: path.to_owned(),
            id,
            query: Query::parse(query),
            body,
        };
        let reply = (operation.handler)(&mut self.world, &call).unwrap_or_else(Reply::from);
        let mut value = match reply.body {
            Body::Empty => Value::Null,
            Body::Json(value) => value,
            Body::Text(text) => serde_json::from_str(&text).unwrap(),
        };
        let resolve = |link: &str| show::resolve(&self.world, call.caller, call.links, link);
        Shape::of(&call.query).apply(call.links, &mut value, &resolve);
        (reply.status, value)
    }

    pub(super) fn get(&mut self, path: &str) -> Value {
        let (status, value) = self.call("GET", path, json!({}));
        assert_eq!(status, 200, "{value}");
        value
    }

    /// The texts of a refusal with 422.
    pub(super) fn refused(&mut self, method: &str, path: &str, body: Value) -> Vec<String> {
        let (status, value) = self.call(method, path, body);
        assert_eq!(status, 422, "{value}");
        serde_json::from_value(value["errors"].clone()).unwrap()
    }

    /// Lets simulated time pass.
    pub(super) fn pass(&mut self, seconds: i64) {
        let then = Timestamp::from_second(self.world.now.as_second() + seconds).unwrap();
        self.world.reach(then);
    }

    /// The path of something in the caller's project.
    pub(super) fn in_project(&self, rest: &str) -> String {
        format!("/projects/{}/{rest}", self.project)
    }

    /// Orders a device in a metro and gives its id.
    pub(super) fn order(&mut self, metro: &str) -> String {
        let order = json!({ "metro": metro, "plan": "c3.medium.x86", "operating_system": "ubuntu_20_04" });
        let (status, device) = self.call("POST", &self.in_project("devices"), order);
        assert_eq!(status, 201, "{device}");
        device["id"].as_str().unwrap().to_owned()
    }

    /// Orders a device and waits until it is active.
    pub(super) fn active(&mut self, metro: &str) -> String {
        let id = self.order(metro);
        self.pass(2 * i64::from(PROVISIONING));
        id
    }
}
