//! The catalogue is complete in itself, and what clients order by default is there.

use super::plans::{Architecture, Generation, Line, Machine};
use super::*;
use crate::sim::links::Links;
use serde_json::Value;
use std::collections::HashSet;
use uuid::Uuid;

/// Everything with an id: where it lives, its name there, the id.
fn everything() -> Vec<(&'static str, &'static str, &'static str)> {
    let metros = METROS.into_iter().map(|metro| ("locations/metros", metro.code, metro.id));
    let facilities = FACILITIES.iter().map(|facility| ("facilities", facility.code, facility.id));
    let plans = PLANS.iter().map(|plan| ("plans", plan.slug, plan.id));
    let systems = OPERATING_SYSTEMS.iter().map(|system| ("operating-systems", system.slug, system.id));
    metros.chain(facilities).chain(plans).chain(systems).collect()
}

#[test]
fn every_id_and_name_is_given_once_and_an_id_that_is_made_up_can_be_made_again() {
    let mut seen = HashSet::new();
    for (collection, name, id) in everything() {
        assert!(seen.insert(id) && seen.insert(name), "{collection}/{name} or {id} is there twice");
        let uuid = Uuid::parse_str(id).expect(id);
        let address = format!("https://api.packet.net/{collection}/{name}");
        match uuid.get_version_num() {
            4 => {}
            5 => assert_eq!(uuid, Uuid::new_v5(&Uuid::NAMESPACE_URL, address.as_bytes()), "{address}"),
            version => panic!("{address} has an id of version {version}"),
        }
    }
}

#[test]
fn each_thing_is_found_by_all_its_names() {
    for metro in METROS {
        assert_eq!([metro.code, metro.id].map(super::metro), [Some(metro); 2]);
    }
    for facility in &FACILITIES {
        assert_eq!([facility.code, facility.id].map(super::facility), [Some(facility); 2]);
    }
    for plan in &PLANS {
        let names = [plan.slug, plan.id, plan.legacy_slug.unwrap_or(plan.slug)];
        assert_eq!(names.map(super::plan), [Some(plan); 3]);
    }
    for system in &OPERATING_SYSTEMS {
        assert_eq!([system.slug, system.id].map(operating_system), [Some(system); 2]);
    }
    assert_eq!(plan("baremetal_1").map(|plan| plan.slug), Some("c1.small.x86"));
    assert_eq!(metro("DA").map(|metro| metro.name), Some("Dallas"));
    for unknown in ["", "any", "zz", "zz9", "c1.small", "00000000-0000-0000-0000-000000000000"] {
        assert!(metro(unknown).is_none() && facility(unknown).is_none(), "{unknown}");
        assert!(plan(unknown).is_none() && operating_system(unknown).is_none(), "{unknown}");
    }
}

#[test]
fn what_clients_order_by_default_is_there_in_any_number() {
    // packetctl's own, by facility and by metro; CAPP's; what the service had everywhere at the end.
    for (location, slug, system) in [
        ("ewr1", "c1.small.x86", "ubuntu_20_04"),
        ("ewr1", "c1.small.x86", "ubuntu_18_04"),
        ("ewr1", "baremetal_1", "ubuntu_16_04"),
        ("da11", "c3.small.x86", "ubuntu_22_04"),
        ("da11", "c3.medium.x86", "ubuntu_20_04"),
        ("sv15", "c3.small.x86", "ubuntu_22_04"),
        ("ewr1", "m3.small.x86", "ubuntu_24_04"),
        ("pit1", "n3.xlarge.x86", "debian_12"),
    ] {
        let (facility, plan) = (facility(location).expect(location), plan(slug).expect(slug));
        assert!(operating_system(system).expect(system).is_provisionable_on(plan), "{system} on {slug}");
        assert_eq!(Level::at_first(facility, plan), Level::Normal, "{slug} in {location}");
        assert!(plan.is_offered_in_metro(facility.metro));
    }
}

#[test]
fn what_was_never_sold_together_is_not() {
    let offered = |slug: &str, code: &str| plan(slug).expect(slug).is_offered_in(facility(code).expect(code));
    assert!(!offered("c3.small.x86", "ewr1") && !offered("c1.small.x86", "da11") && !offered("storage_1", "ewr1"));
    let installed =
        |system: &str, slug: &str| operating_system(system).expect(system).is_provisionable_on(plan(slug).expect(slug));
    assert!(!installed("ubuntu_22_04", "c1.small.x86") && !installed("windows_2022", "c3.large.arm64"));
    assert!(!installed("ubuntu_20_04", "public_ipv4") && !installed("coreos_stable", "t1.small.x86"));
    assert!(operating_system("coreos_stable").is_some_and(|system| !system.is_supported() && system.user() == "core"));
}

#[test]
fn every_site_that_a_plan_names_is_there_and_every_metro_has_machines() {
    for plan in &PLANS {
        assert_eq!(plan.machine.is_some(), plan.line == Line::Baremetal, "{}", plan.slug);
        assert_eq!(plan.machine.is_some(), plan.facilities().next().is_some(), "{}", plan.slug);
        if let Some(Machine { sites: plans::Sites::These(codes), .. }) = &plan.machine {
            assert_eq!(plan.facilities().count(), codes.len(), "{} names {codes:?}", plan.slug);
        }
    }
    for metro in METROS {
        assert!(PLANS.iter().any(|plan| plan.is_offered_in_metro(metro)), "{}", metro.code);
        assert!(FACILITIES.iter().any(|facility| facility.metro == metro), "{}", metro.code);
    }
}

#[test]
fn a_plan_is_shown_with_what_clients_read() {
    let shown = plan("t1.small.x86").expect("it is there").to_json(Links::Packet);
    assert_eq!(shown["slug"], "t1.small.x86");
    assert_eq!(shown["line"], "baremetal");
    assert_eq!(shown["legacy"], false);
    assert_eq!(shown["pricing"]["hour"], 0.07);
    assert_eq!(shown["specs"]["cpus"][0]["type"], "Intel Atom C2550 @ 2.4Ghz");
    assert_eq!(shown["specs"]["memory"]["total"], "8GB");
    assert_eq!(shown["specs"]["drives"][0]["size"], "80GB");
    assert_eq!(shown["specs"]["nics"][0]["count"], 2);
    assert_eq!(shown["specs"]["features"]["raid"], false);
    assert_eq!(shown["available_in"][0]["href"], "/facilities/8e6470b3-b75e-47d1-bb93-45b225750975");
    assert_eq!(shown["available_in_metros"][0]["href"], "/locations/metros/108b2cfb-246b-45e3-885a-bf3e82fce1a0");
    assert_eq!(shown["available_in_metros"][0]["price"]["hour"], 0.07);

    let machines: Vec<Value> = PLANS.iter().map(|plan| plan.to_json(Links::Metal)).collect();
    let machines = machines.iter().filter(|plan| plan["line"] == "baremetal").count();
    assert_eq!((machines, PLANS.len()), (22, 27));
    assert_eq!(plan("bandwidth").expect("it is there").to_json(Links::Metal)["pricing"]["GB"], 0.05);
    // kubeadm refuses a machine with less than two cores.
    assert!(PLANS.iter().filter_map(|plan| plan.machine.as_ref()).all(|machine| machine.cores >= 2));
}

#[test]
fn locations_and_systems_are_shown_with_what_clients_read() {
    let shown = facility("ewr1").expect("it is there").to_json(Links::Metal);
    assert_eq!(shown["href"], "/metal/v1/facilities/e1e9c52e-a0bc-4117-b996-0fc94843ea09");
    assert_eq!((&shown["metro"]["code"], &shown["metro"]["country"]), (&"ny".into(), &"US".into()));
    assert_eq!(shown["ip_ranges"][0], "2604:1380::/36");
    // The document knows no other features.
    let known = ["baremetal", "backend_transfer", "layer_2", "global_ipv4", "ibx"];
    assert!(FACILITIES.iter().all(|facility| facility.features.iter().all(|feature| known.contains(feature))));

    let shown = operating_system("ubuntu_20_04").expect("it is there").to_json();
    assert_eq!((&shown["distro"], &shown["version"]), (&"ubuntu".into(), &"20.04".into()));
    let plans = shown["provisionable_on"].as_array().expect("a list");
    assert!(plans.contains(&"c1.small.x86".into()) && plans.contains(&"c3.large.arm64".into()));
    let flagged = |flag: fn(&OperatingSystem) -> bool| {
        OPERATING_SYSTEMS.iter().filter(|system| flag(system)).map(|system| system.slug).collect::<Vec<_>>()
    };
    assert_eq!(flagged(OperatingSystem::is_custom_ipxe), ["custom_ipxe"]);
    assert!(flagged(OperatingSystem::is_licensed).contains(&"windows_2022"));
    assert!(flagged(OperatingSystem::is_preinstallable).contains(&"ubuntu_20_04"));
}

#[test]
fn capacity_is_told_by_facility_and_by_metro() {
    let report = capacity_by_facility(|facility, plan| Level::at_first(facility, plan).stock());
    let level = |location: &str, plan: &str| report["capacity"][location][plan]["level"].clone();
    assert_eq!(level("ewr1", "c1.small.x86"), "normal");
    assert_eq!(level("nrt1", "c2.large.arm"), "unavailable");
    assert_eq!(level("ewr1", "m1.xlarge.x86"), "limited");
    assert_eq!(level("ewr1", "c3.small.x86"), Value::Null);
    assert_eq!(level("ewr1", "public_ipv4"), Value::Null);

    // Two facilities with three machines each are not short of them.
    let report = capacity_by_metro(|_, _| 3);
    assert_eq!(report["capacity"]["ny"]["c3.small.x86"]["level"], "normal");
    assert_eq!(report["capacity"]["da"]["c3.small.x86"]["level"], "limited");
    assert_eq!(capacity_by_metro(|_, _| 0)["capacity"]["da"]["c3.small.x86"]["level"], "unavailable");
}

#[test]
fn machines_of_arm_are_known_as_such() {
    let arm = PLANS.iter().filter(|plan| {
        plan.machine
            .as_ref()
            .is_some_and(|machine| machine.architecture == Architecture::Arm && machine.generation != Generation::First)
    });
    assert_eq!(arm.map(|plan| plan.slug).collect::<Vec<_>>(), ["c2.large.arm", "c3.large.arm64"]);
}
