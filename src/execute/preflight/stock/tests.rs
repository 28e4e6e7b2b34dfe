//! Wants held against answers.

use super::*;
use crate::cluster::{DeletePolicy, Naming, Role, Shape};
use crate::values::{BillingCycle, KubernetesVersion, Metro, Slug};

fn group(name: &str, location: Location) -> Group {
    Group {
        name: name.into(),
        role: Role::Worker,
        naming: Naming::Numbered,
        replicas: 9,
        delete_policy: DeletePolicy::Newest,
        shape: Shape {
            plan: Slug::parse("plan", "c3.small.x86", "").unwrap(),
            operating_system: Slug::parse("system", "ubuntu_22_04", "").unwrap(),
            location,
            billing_cycle: BillingCycle::parse("hourly").unwrap(),
            version: KubernetesVersion::parse_typed("1.34.4").unwrap(),
            ssh_keys: Vec::new(),
            tags: Vec::new(),
            labels: BTreeMap::new(),
            annotations: BTreeMap::new(),
            taints: Vec::new(),
        },
        at: Place::Named(name.into()),
    }
}

fn facilities(codes: &[&str]) -> Location {
    Location::Facilities(codes.iter().map(|code| Facility::parse(code).unwrap()).collect())
}

fn missing(pairs: &[(&str, u32)]) -> BTreeMap<String, u32> {
    pairs.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

fn answer(place: &str, quantity: u64, available: bool) -> CapacityAnswer {
    CapacityAnswer { place: Some(place.into()), plan: Some("c3.small.x86".into()), quantity: Some(quantity), available }
}

#[test]
fn only_what_is_missing_is_asked_for_and_equal_wants_are_added_up() {
    let metro = || Location::Metro(Metro::parse("da").unwrap());
    let (a, b, c) = (group("a", metro()), group("b", metro()), group("c", metro()));
    let wants = wants(&[&a, &b, &c], &missing(&[("a", 1), ("b", 2)]));
    let questions = questions(&wants, true);
    assert_eq!(questions.iter().map(|asked| (asked.place.as_str(), asked.quantity)).collect::<Vec<_>>(), [("da", 3)]);
    assert!(super::questions(&wants, false).is_empty());
    let Some(Short::Surely(problem)) = wants[0].judge(&[answer("da", 3, false)]) else { panic!("it is short") };
    assert_eq!(problem.to_string(), "b: 3 machines of c3.small.x86 are wanted in da, and not as many are free now");
    assert!(wants[0].judge(&[answer("da", 3, true)]).is_none() && wants[0].judge(&[]).is_none());
}

#[test]
fn several_facilities_may_have_together_what_none_has_alone() {
    let (both, anywhere) = (group("a", facilities(&["ewr1", "sjc1"])), group("a", facilities(&["any"])));
    let judge = |count: u32, answers: &[CapacityAnswer]| {
        wants(&[&both], &missing(&[("a", count)]))[0].judge(answers).map(|short| matches!(short, Short::Surely(_)))
    };
    assert_eq!(judge(2, &[answer("ewr1", 2, false), answer("sjc1", 2, true)]), None);
    assert_eq!(judge(2, &[answer("ewr1", 2, false), answer("sjc1", 2, false)]), Some(false));
    assert_eq!(judge(1, &[answer("ewr1", 1, false), answer("sjc1", 1, false)]), Some(true));
    assert!(wants(&[&anywhere], &missing(&[("a", 1)])).is_empty(), "nobody can be asked about everywhere");
}
