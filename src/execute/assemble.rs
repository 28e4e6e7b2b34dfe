//! What is there, put together from what is remembered and what was seen.

use super::seen::Seen;
use crate::cluster::Role;
use crate::packet;
use crate::plan::{Device, DeviceState, Endpoint, Machine, MachineDevice, Observed};
use crate::state::{MachineRecord, Record};
use jiff::Timestamp;

/// Puts it together, as it is at a moment.
pub(super) fn assemble(record: &Record, seen: &Seen, at: Timestamp) -> Observed {
    let sent = |order: &str, announced: Timestamp| match seen.age_of_look(at) {
        // A look that began while an order was young proves nothing about it, so it is as old as that look found it.
        Some(age) if !seen.in_flight.contains(order) => announced + age,
        _ => at,
    };
    let ordered =
        record.endpoint.as_ref().map(|endpoint| Endpoint::Ordered { at: sent(&endpoint.order, endpoint.announced_at) });
    Observed {
        at,
        endpoint: seen.endpoint.clone().or(ordered),
        spare_endpoints: seen.spare_endpoints.clone(),
        machines: record
            .machines
            .values()
            .filter_map(|machine| {
                let ordered_at = match machine.device {
                    None => sent(&machine.order, machine.announced_at),
                    // It was taken, however long ago it was announced.
                    Some(_) if !is_seen(machine, seen) => at,
                    Some(_) => machine.announced_at,
                };
                Some(Machine { ordered_at, ..assembled(machine, seen)? })
            })
            .collect(),
        api: seen.api.clone(),
        answering_since: seen.answering_since,
        has_answered: record.api_answered_at.is_some(),
        nodes: seen.nodes.clone(),
        gone_devices: seen.gone.clone(),
        applied_addons: record.applied_addons.clone(),
        token: seen.token,
    }
}

fn is_seen(machine: &MachineRecord, seen: &Seen) -> bool {
    machine.device.as_ref().is_some_and(|id| seen.devices.contains_key(id) || seen.gone.contains(id))
}

fn assembled(record: &MachineRecord, seen: &Seen) -> Option<Machine> {
    let role = Role::from_name(&record.role)?;
    let id = record.device.as_deref();
    let device = match id {
        None => MachineDevice::Ordered,
        Some(id) if seen.gone.contains(id) => MachineDevice::Gone,
        Some(id) => match seen.devices.get(id) {
            Some(device) => seen_device(device, seen),
            None => MachineDevice::Ordered,
        },
    };
    let note = seen.notes.get(&record.order).cloned().unwrap_or_default();
    let scrubbed = id.and_then(|id| seen.scrubbed.get(id).copied()).unwrap_or(record.is_scrubbed);
    Some(Machine {
        name: record.name.clone(),
        group: record.group.clone(),
        role,
        order: record.order.clone(),
        ordered_at: record.announced_at,
        earlier_tries: record.earlier_tries,
        replaces: note.replaces,
        is_drained: seen.drained.contains(&record.name),
        given_up: note.given_up,
        is_scrubbed: role == Role::Worker || scrubbed,
        was_ready: record.ready_at.is_some(),
        device,
        report: id.and_then(|id| seen.reports.get(id).cloned()),
    })
}

fn seen_device(device: &packet::Device, seen: &Seen) -> MachineDevice {
    let state = match device.state {
        packet::DeviceState::Active => DeviceState::Active,
        packet::DeviceState::Inactive => DeviceState::Inactive,
        packet::DeviceState::PoweringOn | packet::DeviceState::PoweringOff => DeviceState::Switching,
        packet::DeviceState::Failed => DeviceState::Failed,
        packet::DeviceState::Deprovisioning => DeviceState::Deprovisioning,
        packet::DeviceState::Deleted => return MachineDevice::Gone,
        // What is not known yet is on its way to something.
        _ => DeviceState::Provisioning,
    };
    MachineDevice::Present(Box::new(Device {
        id: device.id.clone(),
        state,
        percentage: device.provisioning_percentage,
        hostname: device.hostname.clone().unwrap_or_default(),
        plan: device.plan.clone(),
        operating_system: device.operating_system.clone(),
        facility: device.facility.clone(),
        metro: device.metro.clone(),
        billing_cycle: device.billing_cycle.clone(),
        public_address: device.public_address().map(str::to_owned),
        private_address: device.private_address().map(str::to_owned),
        created_at: device.created_at,
        active_since: seen.active_since.get(&device.id).copied(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::execute::look::Look;
    use crate::execute::memory::announced;
    use crate::execute::tags::Named;
    use std::collections::BTreeSet;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    fn empty(reservations: bool) -> Look {
        let reservations = reservations.then(Vec::new);
        Look { devices: Vec::new(), gone: BTreeSet::new(), events: Vec::new(), reservations }
    }

    #[test]
    fn an_order_is_as_old_as_the_last_look_found_it() {
        let mut record = Record::new("demo", "id", "project", "url", at(0));
        let named = Named { name: "demo-worker-0", group: "demo-worker", role: Role::Worker };
        record.announce_machine(announced(&named, "order", at(0)));
        let mut seen = Seen::default();
        let age = |seen: &Seen, now: i64| {
            let observed = assemble(&record, seen, at(now));
            observed.at.duration_since(observed.machines[0].ordered_at).as_secs()
        };
        assert_eq!(age(&seen, 50), 0, "nobody has looked");
        // A look of 40 seconds, which began when the order was 10 seconds old.
        let number = seen.begin_look(at(10));
        seen.take(empty(false), number, at(50));
        assert_eq!(age(&seen, 55), 10);
        let number = seen.begin_look(at(56));
        seen.take(empty(false), number, at(57));
        assert_eq!(age(&seen, 57), 56);
        assert_eq!(age(&seen, 20), 20, "by a clock that was set back");
    }

    #[test]
    fn a_look_from_before_a_reservation_does_not_hide_it() {
        let mut seen = Seen::default();
        let before = seen.begin_look(at(0));
        seen.reserve("reservation".into(), "192.0.2.1".into());
        seen.take(empty(true), before, at(1));
        assert!(seen.endpoint.is_some());
        let after = seen.begin_look(at(2));
        seen.take(empty(true), after, at(3));
        assert!(seen.endpoint.is_none());
    }
}
