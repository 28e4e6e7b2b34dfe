//! What the service offered: locations, machines, operating systems, and how much there was of it.
//!
//! Facts are from captures of the service's answers and from its clients. Where an id is not known, one is made up:
//! the UUID of version 5 of the thing's address (`https://api.packet.net/plans/c3.small.x86`), so it never changes.
//! The service's own are of version 4.

mod capacity;
mod facilities;
mod metros;
mod operating_systems;
mod plan_table;
mod plans;

pub(in crate::sim) use capacity::{Level, by_facility as capacity_by_facility, by_metro as capacity_by_metro};
pub(in crate::sim) use facilities::{FACILITIES, Facility};
pub(in crate::sim) use metros::{METROS, Metro};
pub(in crate::sim) use operating_systems::{OPERATING_SYSTEMS, OperatingSystem};
pub(in crate::sim) use plans::{PLANS, Plan};

/// The metro with this code or UUID.
///
/// Codes are taken in either case, since the document's own examples write them in capitals.
pub(in crate::sim) fn metro(reference: &str) -> Option<&'static Metro> {
    METROS.into_iter().find(|metro| is_called(reference, metro.id, metro.code))
}

/// The facility with this code or UUID.
pub(in crate::sim) fn facility(reference: &str) -> Option<&'static Facility> {
    FACILITIES.iter().find(|facility| is_called(reference, facility.id, facility.code))
}

/// The plan with this slug of either generation, or this UUID.
pub(in crate::sim) fn plan(reference: &str) -> Option<&'static Plan> {
    PLANS.iter().find(|plan| {
        reference == plan.slug || plan.legacy_slug == Some(reference) || reference.eq_ignore_ascii_case(plan.id)
    })
}

/// The operating system with this slug or UUID, even if its time is over.
pub(in crate::sim) fn operating_system(reference: &str) -> Option<&'static OperatingSystem> {
    OPERATING_SYSTEMS.iter().find(|system| reference == system.slug || reference.eq_ignore_ascii_case(system.id))
}

fn is_called(reference: &str, id: &str, code: &str) -> bool {
    reference.eq_ignore_ascii_case(id) || reference.eq_ignore_ascii_case(code)
}

#[cfg(test)]
mod tests;
