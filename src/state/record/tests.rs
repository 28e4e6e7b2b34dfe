//! Any record comes back from its text, and no text that is not one does.

use super::*;
use crate::problem::{Place, Problem};
use crate::state::reading::Unreadable;
use proptest::collection::btree_map;
use proptest::option;
use proptest::prelude::*;
use std::path::Path;

pub(in crate::state) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time")
}

/// A record with one machine, as it would be saved.
pub(in crate::state) fn saved() -> Record {
    let mut record = Record::new("demo", "abcdefghij", "p1", "https://api.example/metal/v1", at(1_600_000_000));
    record.generation = 1;
    record.announce_machine(MachineRecord::announced(
        "order1order1",
        "demo-worker-1",
        "w",
        "worker",
        at(1_600_000_001),
    ));
    record
}

fn path() -> &'static Path {
    Path::new("/s/state.json")
}

fn times() -> impl Strategy<Value = Timestamp> {
    (-377_705_023_201_i64..253_402_207_200, 0..1_000_000_000_i32)
        .prop_map(|(second, nanosecond)| Timestamp::new(second, nanosecond).expect("it is in range"))
}

fn phases() -> impl Strategy<Value = Phase> {
    prop::sample::select(vec![Phase::Announced, Phase::Ordered, Phase::Active, Phase::Ready, Phase::Leaving])
}

prop_compose! {
    fn machines()(
        texts in prop::array::uniform4(any::<String>()),
        known in prop::array::uniform3(option::of(any::<String>())),
        moments in (times(), option::of(times()), option::of(times())),
        rest in (phases(), any::<u32>(), any::<bool>()),
    ) -> MachineRecord {
        let [name, group, role, order] = texts;
        let [device, public_address, private_address] = known;
        let (announced_at, first_active_at, ready_at) = moments;
        let (phase, earlier_tries, is_scrubbed) = rest;
        MachineRecord { name, group, role, order, announced_at, device, public_address, private_address, phase,
            earlier_tries, is_scrubbed, first_active_at, ready_at }
    }
}

prop_compose! {
    fn endpoints()(
        order in any::<String>(),
        announced_at in times(),
        reservation_id in option::of(any::<String>()),
        address in option::of(any::<String>()),
    ) -> EndpointRecord {
        EndpointRecord { order, announced_at, reservation_id, address }
    }
}

fn simulators() -> impl Strategy<Value = SimulatorRecord> {
    (any::<[String; 3]>(), any::<u64>()).prop_map(|([listen, metadata_listen, world], seed)| SimulatorRecord {
        listen,
        metadata_listen,
        world: world.into(),
        seed,
    })
}

fn tokens() -> impl Strategy<Value = TokenRecord> {
    (any::<String>(), times()).prop_map(|(id, expires_at)| TokenRecord { id, expires_at })
}

fn sealed() -> impl Strategy<Value = Sealed> {
    any::<String>().prop_map(|text| serde_json::from_value(text.into()).expect("any text may stand there"))
}

prop_compose! {
    fn records()(
        generation in 1..u64::MAX,
        texts in any::<[String; 5]>(),
        moments in (times(), times(), option::of(times())),
        endpoint in option::of(endpoints()),
        machines in prop::collection::vec(machines(), 0..4),
        rest in (option::of(any::<String>()), option::of(tokens()), btree_map(any::<String>(), any::<String>(), 0..3)),
        last in (option::of(simulators()), option::of(sealed())),
    ) -> Record {
        let [cluster, id, project_id, api_url, endpoint_choice] = texts;
        let (created_at, updated_at, api_answered_at) = moments;
        let machines = machines.into_iter().map(|machine| (machine.order.clone(), machine)).collect();
        let (applied_addons, token, options) = rest;
        let (simulator, secrets) = last;
        Record { schema: SCHEMA, generation, cluster, id, project_id, api_url, created_at, updated_at, endpoint_choice,
            endpoint, machines, api_answered_at, applied_addons, token, options, simulator, secrets }
    }
}

proptest! {
    #[test]
    fn any_record_survives_a_round_trip(record in records()) {
        let text = record.to_text(path()).expect("it can be written");
        prop_assert_eq!(Record::from_text(&text, path()), Ok(record));
    }

    #[test]
    fn a_record_cut_short_anywhere_is_refused(record in records(), place in any::<prop::sample::Index>()) {
        let text = record.to_text(path()).expect("it can be written");
        let cut: String = text.chars().take(place.index(text.trim_end().chars().count())).collect();
        prop_assert!(matches!(Record::from_text(&cut, path()), Err(Unreadable::Corrupt(_))));
    }
}

fn refused(change: impl FnOnce(&mut serde_json::Value)) -> Problem {
    let mut value = serde_json::to_value(saved()).expect("it is JSON");
    change(&mut value);
    match Record::from_text(&value.to_string(), path()) {
        Err(Unreadable::Corrupt(problem) | Unreadable::Newer(problem)) => problem,
        Ok(_) => panic!("it was read: {value}"),
    }
}

#[test]
fn a_newer_shape_is_left_alone_whatever_else_is_in_it() {
    let value = serde_json::json!({"schema": SCHEMA + 1, "everything": "else"});
    let Err(Unreadable::Newer(problem)) = Record::from_text(&value.to_string(), path()) else { panic!("it was read") };
    assert!(problem.what.contains("a newer packetctl wrote it (schema 2"), "{problem}");
    assert!(problem.hint.expect("there is one").contains("use the packetctl that wrote it"));
}

#[test]
fn what_is_unknown_is_refused_and_so_never_lost() {
    let unknown = refused(|value| value["machines"]["order1order1"]["colour"] = "red".into());
    assert!(unknown.what.contains("unknown field `colour`"), "{unknown}");
    assert!(matches!(unknown.place, Place::File(_, Some(_))), "{unknown}");
    assert!(refused(|value| value["colour"] = "red".into()).what.contains("unknown field `colour`"));
}

#[test]
fn what_contradicts_itself_is_refused() {
    let order = refused(|value| value["machines"]["order1order1"]["order"] = "order2order2".into());
    assert!(order.what.contains("machines.order1order1"), "{order}");
    assert!(refused(|value| value["generation"] = 0.into()).what.contains("generation"));
    assert!(refused(|value| value["schema"] = 0.into()).what.contains("schema"));
    assert!(refused(|value| drop(value["cluster"].take())).what.contains("null"));
}

#[test]
fn a_fact_once_learned_is_not_unlearned() {
    let mut record = saved();
    let machine = record.machines.get_mut("order1order1").expect("it was announced");
    machine.learn_active(at(10));
    machine.learn_device("d1");
    machine.learn_active(at(20));
    machine.learn_addresses(Some("147.75.0.9".into()), None);
    machine.learn_addresses(None, Some("10.0.0.9".into()));
    assert_eq!((machine.phase, machine.first_active_at), (Phase::Active, Some(at(10))));
    assert_eq!(machine.public_address.as_deref(), Some("147.75.0.9"));
    machine.announce_leaving();
    machine.learn_ready(at(30));
    assert_eq!(machine.phase, Phase::Leaving);
    record.learn_api_answered(at(40));
    record.learn_api_answered(at(50));
    assert_eq!(record.api_answered_at, Some(at(40)));
    record.learn_reservation("r1", None);
    assert_eq!(record.endpoint, None, "what was never announced is not ours");
    record.announce_endpoint("order3order3", at(60));
    record.learn_reservation("r1", Some("147.75.0.8".into()));
    record.learn_reservation("r1", None);
    assert_eq!(record.endpoint.and_then(|endpoint| endpoint.address).as_deref(), Some("147.75.0.8"));
}

#[test]
fn twins_are_told_oldest_first() {
    let mut record = saved();
    record.announce_machine(MachineRecord::announced("a0", "demo-worker-1", "w", "worker", at(1_700_000_000)));
    record.announce_machine(MachineRecord::announced("a1", "demo-worker-2", "w", "worker", at(1_500_000_000)));
    let orders: Vec<&str> = record.machines_named("demo-worker-1").map(|machine| machine.order.as_str()).collect();
    assert_eq!(orders, ["order1order1", "a0"]);
}
