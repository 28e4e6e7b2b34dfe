//! Shapes held against a small catalogue.

use super::*;
use crate::values::{BillingCycle, KubernetesVersion, Slug};
use serde_json::json;
use std::collections::BTreeMap;

fn read<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// Two plans, two systems, two metros and two facilities.
fn offer() -> Offer {
    Offer {
        plans: vec![
            read(json!({"id": "1", "slug": "old.x86", "line": "baremetal", "pricing": {"hour": 0.5},
                "available_in": [{"href": "/facilities/f1", "price": {"hour": 0.6}}],
                "available_in_metros": [{"href": "/locations/metros/m1"}]})),
            read(json!({"id": "2", "slug": "baremetal_9", "class": "new.x86", "line": "baremetal", "pricing": {},
                "available_in": [{"code": "da11"}], "available_in_metros": [{"code": "da"}]})),
            read(json!({"id": "3", "slug": "public_ipv4", "line": "network", "pricing": {"hour": 0.005}})),
        ],
        systems: vec![
            read(json!({"id": "1", "slug": "ubuntu_20_04", "distro": "ubuntu", "provisionable_on": ["old.x86"]})),
            read(json!({"id": "2", "slug": "ubuntu_22_04", "distro": "ubuntu", "provisionable_on": ["baremetal_9"]})),
        ],
        metros: vec![read(json!({"id": "m1", "code": "ny"})), read(json!({"id": "m2", "code": "da"}))],
        facilities: vec![
            read(json!({"id": "f1", "code": "ewr1", "features": ["baremetal"]})),
            read(json!({"id": "f2", "code": "da11", "features": []})),
            read(json!({"id": "f3", "code": "dead1", "features": ["layer_2"]})),
        ],
    }
}

fn shape(plan: &str, system: &str, location: Location) -> Shape {
    Shape {
        plan: Slug::parse("plan", plan, "").unwrap(),
        operating_system: Slug::parse("system", system, "").unwrap(),
        location,
        billing_cycle: BillingCycle::parse("hourly").unwrap(),
        version: KubernetesVersion::parse_typed("1.34.4").unwrap(),
        ssh_keys: Vec::new(),
        tags: Vec::new(),
        labels: BTreeMap::new(),
        annotations: BTreeMap::new(),
        taints: Vec::new(),
    }
}

fn facilities(codes: &[&str]) -> Location {
    Location::Facilities(codes.iter().map(|code| values::Facility::parse(code).unwrap()).collect())
}

fn metro(code: &str) -> Location {
    Location::Metro(values::Metro::parse(code).unwrap())
}

/// Each flaw with its hint behind an arrow.
fn told(shape: &Shape) -> Vec<String> {
    let flaws = offer().flaws(shape);
    flaws.into_iter().map(|flaw| format!("{} > {}", flaw.what, flaw.hint.unwrap_or_default())).collect()
}

#[test]
fn what_goes_together_has_no_flaw_and_the_price_of_its_place() {
    let there = shape("old.x86", "ubuntu_20_04", facilities(&["ewr1"]));
    assert_eq!((told(&there), offer().price(&there).hour), (vec![], Some(0.6)));
    let in_metro = shape("old.x86", "ubuntu_20_04", metro("ny"));
    assert_eq!((told(&in_metro), offer().price(&in_metro).hour), (vec![], Some(0.5)));
    let by_its_newer_name = shape("new.x86", "ubuntu_22_04", metro("da"));
    assert_eq!((told(&by_its_newer_name), offer().price(&by_its_newer_name)), (vec![], Price::default()));
    assert_eq!(told(&shape("old.x86", "ubuntu_20_04", facilities(&["da11", "ewr1"]))), [""; 0], "one of them will do");
    assert_eq!(told(&shape("old.x86", "ubuntu_20_04", facilities(&["any"]))), [""; 0]);
    assert_eq!(offer().other("public_ipv4").hour, Some(0.005));
}

#[test]
fn all_that_is_not_on_the_list_is_told_at_once_with_the_nearest_name() {
    assert_eq!(
        told(&shape("old.x68", "ubuntu_2004", facilities(&["ewr2", "da12"]))),
        [
            "there is no plan \"old.x68\" > did you mean `old.x86`?",
            "there is no operating system \"ubuntu_2004\" > did you mean `ubuntu_20_04`?",
            "there is no facility \"ewr2\" > did you mean `ewr1`?",
            "there is no facility \"da12\" > did you mean `da11`?",
        ]
    );
    assert_eq!(
        told(&shape("public_ipv4", "windows", metro("ewr1"))),
        [
            "there is no plan \"public_ipv4\" > ",
            "there is no operating system \"windows\" > there are ubuntu_20_04 and ubuntu_22_04",
            "there is no metro \"ewr1\" > the facility ewr1 lies in the metro `ny`",
        ]
    );
    assert_eq!(
        told(&shape("old.x86", "ubuntu_20_04", facilities(&["dead1"])))[0],
        "the facility dead1 has no machines > choose another one"
    );
}

#[test]
fn what_does_not_go_together_is_told_with_what_would() {
    assert_eq!(
        told(&shape("old.x86", "ubuntu_22_04", metro("da"))),
        [
            "the plan old.x86 is not offered in da > it is in ny; da has baremetal_9",
            "ubuntu_22_04 cannot be installed on the plan old.x86 > that plan takes ubuntu_20_04",
        ]
    );
}
