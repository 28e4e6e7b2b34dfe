//! Whatever is asked, every operation answers, and never with an error of its own.

use super::call::Call;
use super::operations;
use super::query::Query;
use super::reply::{Body, Reply};
use super::reshape::Shape;
use super::trial::Trial;
use crate::sim::links::Links;
use crate::sim::show;
use crate::sim::time::seconds_later;
use crate::sim::world::World;
use crate::sim::world::project::Caller;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Names of fields and parameters that mean something somewhere.
const NAMES: [&str; 40] = [
    "plan",
    "operating_system",
    "facility",
    "metro",
    "hostname",
    "hostnames",
    "tags",
    "userdata",
    "customdata",
    "locked",
    "billing_cycle",
    "quantity",
    "type",
    "address",
    "cidr",
    "ip_addresses",
    "address_family",
    "public",
    "batches",
    "asn",
    "deployment_type",
    "md5",
    "default_route",
    "label",
    "key",
    "name",
    "servers",
    "ssh_keys",
    "project_ssh_keys",
    "user_ssh_keys",
    "no_ssh_keys",
    "hardware_reservation_id",
    "termination_time",
    "spot_instance",
    "spot_price_max",
    "fail_on_approval_required",
    "details",
    "features",
    "read_only",
    "force_delete",
];

/// Values that mean something somewhere, and some that mean nothing anywhere.
const WORDS: [&str; 26] = [
    "",
    "c3.small.x86",
    "da",
    "ewr1",
    "ubuntu_22_04",
    "custom_ipxe",
    "any",
    "next-available",
    "public_ipv4",
    "global_ipv4",
    "reinstall",
    "power_off",
    "local",
    "ipv4",
    "127.128.0.16/32",
    "127.64.0.3",
    "::1/127",
    "a_b",
    "true",
    "-1",
    "1e309",
    "2026-01-01T00:00:00Z",
    "hourly",
    "#!/bin/sh\ntrue",
    "{{index}}",
    "\u{0}\u{fffd}é",
];

fn value() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(WORDS.to_vec()).prop_map(|word| json!(word));
    let number = prop_oneof![any::<i64>().prop_map(|n| json!(n)), any::<f64>().prop_map(|n| json!(n)), Just(json!(2))];
    let leaf = prop_oneof![4 => word, 1 => number, 1 => any::<bool>().prop_map(|b| json!(b)), 1 => Just(Value::Null)];
    leaf.prop_recursive(3, 24, 6, |inner| {
        let name = prop::sample::select(NAMES.to_vec());
        let members = prop::collection::btree_map(name, inner.clone(), 0..6);
        let object = members.prop_map(|members| {
            Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
        });
        prop_oneof![object, prop::collection::vec(inner, 0..4).prop_map(Value::Array)]
    })
}

/// A body whose fields are often right, so that the ways behind the first check are walked, too.
fn body() -> impl Strategy<Value = Value> {
    let right = json!({
        "plan": "c3.small.x86", "metro": "da", "operating_system": "ubuntu_22_04", "type": "public_ipv4", "quantity": 1,
        "label": "l", "name": "n", "address": "127.128.0.16", "asn": 65000, "deployment_type": "local",
    });
    let name = prop::sample::select(NAMES.to_vec());
    prop::collection::vec((name, value()), 0..4).prop_flat_map(move |changes| {
        let mut whole = right.clone();
        for (name, value) in changes {
            whole[name] = value;
        }
        prop_oneof![3 => Just(whole), 1 => value()]
    })
}

fn query() -> impl Strategy<Value = String> {
    let names =
        ["page", "per_page", "include", "exclude", "tag", "search", "types", "cidr", "categories[]", "metro", "x"];
    let values =
        ["1", "0", "-1", "99999999999999999999", "project", "assignments,devices", "plan.x.y.z", "32", "é", ""];
    let pair = (prop::sample::select(names.to_vec()), prop::sample::select(values.to_vec()));
    prop::collection::vec(pair, 0..4)
        .prop_map(|pairs| pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&"))
}

/// A world with one of everything, and the ids in it.
fn world() -> (World, Vec<String>) {
    let mut world = Trial::new().world;
    let project = world.first_project().map(|project| project.id.to_string()).unwrap_or_default();
    let mut ids = vec![project.clone(), "nonsense".to_owned(), uuid::Uuid::nil().to_string()];
    let order = json!({"plan": "c3.small.x86", "metro": "da", "operating_system": "ubuntu_22_04"});
    let address = json!({"type": "public_ipv4", "metro": "da", "quantity": 1});
    for (operation, body) in [("createDevice", order), ("requestIPReservation", address)] {
        let Some(operation) = operations::ALL.iter().find(|known| known.name == operation) else { continue };
        let call = call(&project, "", body);
        if let Ok(Reply { body: Body::Json(made), .. }) = (operation.handler)(&mut world, &call) {
            ids.extend(made["id"].as_str().map(String::from));
        }
    }
    ids.extend(world.projects.iter().map(|project| project.id.to_string()));
    ids.extend(world.api_keys.iter().map(|key| key.id.to_string()));
    let now = world.now;
    world.reach(seconds_later(now, 1_000.0));
    (world, ids)
}

fn call(id: &str, query: &str, body: Value) -> Call {
    Call {
        caller: Caller::User,
        links: Links::Metal,
        path: "/somewhere".to_owned(),
        id: Some(id.to_owned()),
        query: Query::parse(query),
        body,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_operation_answers_whatever_is_asked(query in query(), bodies in prop::collection::vec(body(), 1..4)) {
        let (mut world, ids) = world();
        for operation in operations::ALL {
            for (id, body) in ids.iter().zip(bodies.iter().cycle()) {
                let call = call(id, &query, body.clone());
                let mut reply = (operation.handler)(&mut world, &call).unwrap_or_else(Reply::from);
                if let Body::Json(value) = &mut reply.body {
                    let resolve = |link: &str| show::resolve(&world, call.caller, call.links, link);
                    Shape::of(&call.query).apply(call.links, value, &resolve);
                }
                let told = [200, 201, 202, 204, 400, 403, 404, 422, 503].contains(&reply.status);
                prop_assert!(told, "{} {id} {query} {body}: {reply:?}", operation.name);
                let next = seconds_later(world.now, 100.0);
                world.reach(next);
            }
        }
        let records = world.records();
        let again = World::restore(records.clone(), world.conditions.clone()).map(|again| again.records());
        prop_assert!(again.is_ok_and(|again| again == records), "what is remembered is not what was there");
    }
}
