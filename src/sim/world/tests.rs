//! A world driven by hand: what happens to devices as time passes, and that it does so again in the same way.

use super::device::{Device, Order, State};
use super::ledger::End;
use super::lifecycle::Step;
use super::provisioning::percentage;
use super::reservation::{self, Kind, Request};
use super::{Conditions, World, batch};
use crate::sim::catalogue::Level;
use crate::sim::links::Links;
use crate::sim::table::{Record, Row as _};
use crate::sim::time::seconds_later;
use crate::sim::wire::call::Call;
use crate::sim::wire::device_orders;
use crate::sim::wire::operations;
use crate::sim::wire::query::Query;
use crate::sim::wire::reply::{Refusal, Reply};
use crate::sim::world::project::Caller;
use jiff::Timestamp;
use serde_json::json;
use std::time::Duration;
use uuid::Uuid;

fn conditions() -> Conditions {
    Conditions {
        provisioning: Duration::from_secs(100),
        packages: Duration::from_secs(20),
        init: Duration::from_secs(10),
        join: Duration::from_secs(5),
        refuses_early_deletes: true,
        address_quota: 16,
        metadata_url: String::new(),
        project: None,
    }
}

fn world() -> World {
    World::new(Timestamp::UNIX_EPOCH, 7, conditions())
}

fn order(world: &mut World) -> Order {
    let project = world.first_project().unwrap().id;
    let body = json!({
        "plan": "c1.small.x86", "facility": "ewr1", "operating_system": "ubuntu_20_04", "tags": ["t"], "no_ssh_keys": true,
    });
    device_orders::read(world, project, &body).unwrap().0
}

fn ordered(world: &mut World) -> Uuid {
    let order = order(world);
    world.order_device(order)
}

/// Orders a device and waits until it is active.
fn active(world: &mut World) -> Uuid {
    let id = ordered(world);
    pass(world, 110.0);
    assert_eq!(state(world, id), State::Active);
    id
}

fn pass(world: &mut World, seconds: f64) {
    world.reach(seconds_later(world.now, seconds));
}

fn device(world: &World, id: Uuid) -> &Device {
    world.devices.get(id).unwrap()
}

fn state(world: &World, id: Uuid) -> State {
    device(world, id).state
}

/// The kinds of what happened to a device, oldest first.
fn events(world: &World, id: Uuid) -> Vec<&str> {
    world.events.iter().filter(|event| event.device == Some(id)).map(|event| event.kind.as_ref()).collect()
}

fn delete(world: &mut World, id: Uuid) -> Result<Reply, Refusal> {
    let operation = operations::ALL.iter().find(|operation| operation.name == "deleteDevice").unwrap();
    let call = Call {
        caller: Caller::User,
        links: Links::Metal,
        path: String::new(),
        id: Some(id.to_string()),
        query: Query::default(),
        body: json!({}),
    };
    (operation.handler)(world, &call)
}

#[test]
fn a_device_goes_the_whole_way_from_order_to_active() {
    let mut world = world();
    let id = ordered(&mut world);
    assert_eq!((state(&world, id), device(&world, id).addresses.len()), (State::Queued, 0));
    let mut percentages = vec![percentage(&device(&world, id).milestones)];
    for _ in 0..110 {
        let before = state(&world, id);
        pass(&mut world, 1.0);
        let now = device(&world, id);
        assert!(now.state == before || before != State::Active, "it never goes back");
        percentages.push(percentage(&now.milestones));
    }
    percentages.dedup();
    assert_eq!(percentages.len(), 12, "{percentages:?}");
    assert!(percentages.is_sorted() && percentages.ends_with(&[100.0]));
    let device = device(&world, id);
    assert_eq!(device.state, State::Active);
    assert_eq!(device.addresses.iter().map(super::address::Address::family).collect::<Vec<_>>(), [4, 6, 4]);
    assert_eq!(events(&world, id).first(), Some(&"provisioning.101"));
    assert_eq!(events(&world, id).last(), Some(&"provisioning.110"));
    assert!(device.root_password.is_some());
    pass(&mut world, 24.0 * 3600.0);
    assert_eq!(self::device(&world, id).root_password, None, "after a day it is hidden");
}

#[test]
fn a_device_on_demand_that_fails_is_taken_away() {
    let mut world = world();
    let id = ordered(&mut world);
    pass(&mut world, 10.0);
    world.fail_device(id, "burnt");
    assert_eq!(state(&world, id), State::Failed);
    assert!(world.ledger.get(id).unwrap().is_billed(), "it is still there");
    pass(&mut world, 61.0);
    assert!(world.devices.get(id).is_none());
    assert_eq!(world.end_of(id), Some(End::Vanished));
    assert!(!world.ledger.get(id).unwrap().is_billed());
    assert_eq!(delete(&mut world, id), Err(Refusal::forbidden("You are not authorized to view this device")));
}

#[test]
fn a_reserved_device_that_fails_stays_until_it_is_deleted() {
    let mut world = world();
    let mut order = order(&mut world);
    let hardware = world.add_hardware(order.project, &order.plan, &order.facility);
    order.hardware = Some(hardware);
    let id = world.order_device(order);
    world.fail_device(id, "burnt");
    pass(&mut world, 10_000.0);
    assert_eq!(state(&world, id), State::Failed);
    assert_eq!(delete(&mut world, id), Ok(Reply::empty(204)));
    pass(&mut world, 100.0);
    assert_eq!(world.hardware.get(hardware).unwrap().device, Some(id), "it is being wiped");
    pass(&mut world, 200.0);
    assert_eq!(world.hardware.get(hardware).unwrap().device, None);
}

#[test]
fn the_platform_gives_up_on_a_device_that_gets_no_further() {
    let mut world = world();
    let id = ordered(&mut world);
    pass(&mut world, 50.0);
    world.stall_device(id);
    let done = percentage(&device(&world, id).milestones);
    pass(&mut world, 229.0);
    assert_eq!((state(&world, id), percentage(&device(&world, id).milestones)), (State::Provisioning, done));
    pass(&mut world, 2.0);
    assert_eq!(state(&world, id), State::Failed);

    let saved = ordered(&mut world);
    world.stall_device(saved);
    world.phone_home(saved);
    pass(&mut world, 10_000.0);
    assert_eq!(state(&world, saved), State::Active, "who phones home is not given up on");
}

#[test]
fn a_delete_is_refused_while_provisioning_where_the_conditions_say_so() {
    let mut world = world();
    let id = ordered(&mut world);
    assert_eq!(delete(&mut world, id), Ok(Reply::empty(204)), "nobody has begun with it");
    let id = ordered(&mut world);
    pass(&mut world, 50.0);
    let refused = Err(Refusal::unprocessable("Cannot delete a device while it is provisioning"));
    assert_eq!(delete(&mut world, id), refused);
    world.conditions.refuses_early_deletes = false;
    assert_eq!(delete(&mut world, id), Ok(Reply::empty(204)));
    assert_eq!(state(&world, id), State::Deprovisioning);
    pass(&mut world, 31.0);
    assert_eq!((world.end_of(id), delete(&mut world, id)), (Some(End::Deleted), Err(Refusal::not_found())));
    assert!(events(&world, id).ends_with(&["deprovisioning.306.01", "deprovisioning.306.02"]));
}

#[test]
fn power_goes_off_and_on_and_off_and_on_again() {
    let mut world = world();
    let id = active(&mut world);
    for (step, meanwhile, afterwards, event) in [
        (Step::PoweredOff, State::PoweringOff, State::Inactive, "power.202"),
        (Step::PoweredOn, State::PoweringOn, State::Active, "power.204"),
        (Step::Rebooted, State::Active, State::Active, "power.203"),
    ] {
        world.switch_power(id, step);
        assert_eq!(state(&world, id), meanwhile);
        pass(&mut world, 16.0);
        assert_eq!(state(&world, id), afterwards);
        assert!(events(&world, id).ends_with(&["power.200", "power.201", event]));
    }
    world.switch_power(id, Step::PoweredOn);
    assert!(world.lose_power(id));
    pass(&mut world, 16.0);
    assert_eq!(state(&world, id), State::Inactive, "what was begun does not end after all");
}

#[test]
fn installed_anew_a_device_keeps_its_addresses() {
    let mut world = world();
    let id = active(&mut world);
    let addresses = |world: &World| device(world, id).addresses.iter().map(|own| own.address).collect::<Vec<_>>();
    let before = addresses(&world);
    world.reinstall(id, Some("debian_11".into()));
    let now = device(&world, id);
    assert_eq!((now.state, now.root_password.as_deref()), (State::Reinstalling, None));
    pass(&mut world, 50.0);
    assert_eq!(state(&world, id), State::Reinstalling);
    pass(&mut world, 60.0);
    let now = device(&world, id);
    assert_eq!((now.state, now.order.operating_system.as_str()), (State::Active, "debian_11"));
    assert_eq!(addresses(&world), before);
    pass(&mut world, 23.0 * 3600.0);
    assert!(device(&world, id).root_password.is_some(), "the day counts anew");
}

#[test]
fn a_device_ends_when_the_time_that_it_was_ordered_for_is_over() {
    let mut world = world();
    let mut order = order(&mut world);
    order.termination_time = Some(seconds_later(world.now, 500.0));
    let id = world.order_device(order);
    pass(&mut world, 499.0);
    assert_eq!(state(&world, id), State::Active);
    pass(&mut world, 2.0);
    assert_eq!(state(&world, id), State::Deprovisioning);
    pass(&mut world, 31.0);
    assert_eq!(world.end_of(id), Some(End::Deleted));

    let mut locked = self::order(&mut world);
    (locked.termination_time, locked.locked) = (Some(seconds_later(world.now, 500.0)), true);
    let id = world.order_device(locked);
    pass(&mut world, 1_000.0);
    assert_eq!(state(&world, id), State::Active, "a lock keeps it");
}

#[test]
fn a_batch_makes_as_many_devices_as_there_are() {
    let mut world = world();
    let order = order(&mut world);
    world.stock.set("ewr1", "c1.small.x86", Level::Limited);
    let id = world.order_batch(order.project, vec![order; 5]);
    let seen = |world: &World| {
        let batch = world.batches.get(id).unwrap();
        (batch.state, batch.devices.len(), batch.error_messages.clone())
    };
    assert_eq!(seen(&world), (batch::State::Queued, 0, Vec::new()));
    pass(&mut world, 3.0);
    assert_eq!(seen(&world), (batch::State::InProgress, 0, Vec::new()));
    pass(&mut world, 3.0);
    let short = "The facility ewr1 has no provisionable c1.small.x86 servers matching your criteria";
    assert_eq!(seen(&world), (batch::State::Failed, 3, vec![short.to_owned()]));
    assert!(world.devices.iter().all(|device| device.batch == Some(id)), "what was made stays");
    let first = world.devices.iter().next().unwrap().id();
    world.remove_device(first, End::Deleted);
    assert_eq!(world.stock.left("ewr1", "c1.small.x86"), 1, "what is given back can be had again");
}

/// Something of everything; `pass` lets time pass.
fn history(world: &mut World, pass: fn(&mut World, f64)) {
    let first = ordered(world);
    pass(world, 33.3);
    let second = ordered(world);
    let mut with_end = order(world);
    with_end.termination_time = Some(seconds_later(world.now, 400.0));
    world.order_device(with_end);
    pass(world, 90.0);
    let failing = ordered(world);
    world.switch_power(first, Step::PoweredOff);
    pass(world, 60.0);
    world.fail_device(failing, "burnt");
    world.take_down(second);
    let project = world.first_project().unwrap().id;
    let batch = vec![order(world); 2];
    world.order_batch(project, batch);
    pass(world, 40.0);
    world.reinstall(first, None);
    let foreign = order(world);
    world.add_foreign_device(foreign, true);
    world.stock.set("ewr1", "t1.small.x86", Level::Limited);
    pass(world, 50.0);
    ordered(world);
    pass(world, 20.0);
}

fn texts(records: Vec<Record>) -> Vec<String> {
    records.into_iter().map(|record| serde_json::to_string(&record).unwrap()).collect()
}

#[test]
fn how_often_somebody_looks_changes_nothing() {
    let (mut often, mut seldom) = (world(), world());
    history(&mut seldom, pass);
    history(&mut often, |world, seconds| {
        let end = seconds_later(world.now, seconds);
        while world.now < end {
            world.reach(seconds_later(world.now, 0.37).min(end));
        }
    });
    assert_eq!(texts(often.records()), texts(seldom.records()));
    let mut other = World::new(Timestamp::UNIX_EPOCH, 8, conditions());
    history(&mut other, pass);
    assert_ne!(texts(other.records()), texts(seldom.records()), "another seed is another world");
}

#[test]
fn a_world_that_is_remembered_is_the_same_and_goes_on() {
    let mut before = world();
    let mut remembered = before.take_changes();
    history(&mut before, |world, seconds| {
        pass(world, seconds);
    });
    remembered.extend(before.take_changes());
    for records in [before.records(), remembered] {
        let mut after = World::restore(records, conditions()).unwrap();
        assert_eq!(texts(after.records()), texts(before.records()));
        assert_eq!(after.stock.left("ewr1", "t1.small.x86"), before.stock.left("ewr1", "t1.small.x86"));
        assert_eq!(after.stock.left("ewr1", "c1.small.x86"), before.stock.left("ewr1", "c1.small.x86"));
        let mut before = World::restore(before.records(), conditions()).unwrap();
        for world in [&mut before, &mut after] {
            ordered(world);
            pass(world, 10_000.0);
        }
        assert_eq!(texts(after.records()), texts(before.records()));
        assert!(after.devices.iter().all(|device| device.state == State::Active), "all of them came through");
    }
}

#[test]
fn a_batch_that_was_under_way_is_not_forgotten() {
    let mut before = world();
    let order = order(&mut before);
    let id = before.order_batch(order.project, vec![order; 2]);
    pass(&mut before, 3.0);
    let mut after = World::restore(before.records(), conditions()).unwrap();
    pass(&mut after, 10.0);
    assert_eq!(after.batches.get(id).unwrap().state, batch::State::Completed);
    assert_eq!(after.devices.len(), 2);
}

#[test]
fn what_is_left_is_left_besides_what_is_taken() {
    let mut world = world();
    let first = ordered(&mut world);
    ordered(&mut world);
    world.stock.set("ewr1", "c1.small.x86", Level::Limited);
    assert_eq!(world.stock.left("ewr1", "c1.small.x86"), 3);
    let mut again = World::restore(world.records(), conditions()).unwrap();
    again.remove_device(first, End::Deleted);
    assert_eq!(again.stock.left("ewr1", "c1.small.x86"), 4);
}

#[test]
fn a_person_decides_on_a_pending_block_once() {
    let mut world = world();
    let request = Request {
        project: world.first_project().unwrap().id,
        kind: Kind::PublicIpv4,
        quantity: 4,
        facility: None,
        metro: Some("ny".into()),
        tags: Vec::new(),
        details: None,
        customdata: json!({}),
    };
    let [yes, no] = [(); 2].map(|()| world.reserve(request.clone(), reservation::State::Pending).unwrap());
    assert!(!world.ledger.get(yes).unwrap().is_billed());
    assert!(world.approve_reservation(yes) && world.deny_reservation(no));
    assert!(world.reservations.get(yes).unwrap().network.is_some() && world.ledger.get(yes).unwrap().is_billed());
    assert!(world.reservations.get(no).unwrap().network.is_none() && !world.ledger.get(no).unwrap().is_billed());
    assert!(!world.deny_reservation(yes) && !world.approve_reservation(no), "what is decided is decided");
}
