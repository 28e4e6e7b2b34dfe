//! `MachineSets` and `MachineDeployments`: numbers, selectors, templates, rollouts.

use super::{Expected, identity, machines};
use crate::manifest::report::{At, Report, Spot};
use crate::manifest::v1alpha1::drafts::{Draft, Drafts};
use crate::manifest::v1alpha1::machine_deployment::MachineDeploymentSpec;
use crate::manifest::v1alpha1::metadata::SelectorOperator;
use crate::manifest::v1alpha1::{
    IntOrString, LabelSelector, MachineDeployment, MachineSet, MachineTemplate, ObjectMeta,
};
use crate::problem::Flaw;
use crate::values::MACHINE_NAME_LIMIT;

/// The largest number of machines in sets and deployments together.
const MOST_REPLICAS: i64 = 10_000;

/// What a set or a deployment has in common.
struct Group<'a, 's> {
    kind: &'static str,
    at: &'a At<'s>,
    metadata: &'a ObjectMeta,
    replicas: Option<i32>,
    selector: &'a LabelSelector,
    template: Option<&'a MachineTemplate>,
    /// What is put behind the name to make a machine's: `-HASH` of a deployment's set, `-SUFFIX` of a machine.
    suffix: usize,
}

/// Checks all sets and deployments.
pub(super) fn check<'s>(drafts: &Drafts<'s>, expected: &Expected<'_>, report: &mut Report<'s>) {
    let mut total = 0;
    let sets = drafts.machine_sets.iter().map(of_set);
    for group in sets.chain(drafts.machine_deployments.iter().map(of_deployment)) {
        one(&group, expected, &mut total, report);
    }
    for Draft { value: set, at } in &drafts.machine_sets {
        let top = Spot::top(at);
        identity(&top, &set.api_version, (&set.kind, "MachineSet"), report);
        not_negative(&top.key("spec").key("minReadySeconds"), set.spec.min_ready_seconds, report);
    }
    for Draft { value: deployment, at } in &drafts.machine_deployments {
        let top = Spot::top(at);
        identity(&top, &deployment.api_version, (&deployment.kind, "MachineDeployment"), report);
        rollout(&top.key("spec"), &deployment.spec, report);
    }
}

fn of_set<'a, 's>(Draft { value, at }: &'a Draft<'s, MachineSet>) -> Group<'a, 's> {
    Group {
        kind: "MachineSet",
        at,
        metadata: &value.metadata,
        replicas: value.spec.replicas,
        selector: &value.spec.selector,
        template: value.spec.template.as_ref(),
        suffix: "-01234".len(),
    }
}

fn of_deployment<'a, 's>(Draft { value, at }: &'a Draft<'s, MachineDeployment>) -> Group<'a, 's> {
    Group {
        kind: "MachineDeployment",
        at,
        metadata: &value.metadata,
        replicas: value.spec.replicas,
        selector: &value.spec.selector,
        template: Some(&value.spec.template),
        suffix: "-0123456789-01234".len(),
    }
}

fn one<'s>(group: &Group<'_, 's>, expected: &Expected<'_>, total: &mut i64, report: &mut Report<'s>) {
    let top = Spot::top(group.at);
    let (metadata, spec) = (top.key("metadata"), top.key("spec"));
    let length = group.metadata.name().len() + group.suffix;
    if length > MACHINE_NAME_LIMIT {
        let flaw = Flaw::new(format!(
            "the hostnames made from the name of this {} have {length} characters; there is room for {MACHINE_NAME_LIMIT}",
            group.kind
        ));
        let most = MACHINE_NAME_LIMIT - group.suffix;
        report.problem(&metadata.key("name"), flaw.hint(format!("use a name of at most {most} characters")));
    }
    if group.metadata.labels.contains_key(crate::manifest::v1alpha1::CLUSTER_NAME_LABEL) {
        machines::belongs(&metadata, Some(group.metadata), expected, report);
    }
    replicas(&spec.key("replicas"), group.replicas, total, report);
    let template = spec.key("template");
    let Some(given) = group.template else {
        let flaw = Flaw::new("there is no template to make machines from");
        return report.problem(&template, flaw.hint("add `template:` with `metadata` and `spec` of a machine"));
    };
    selector(&spec.key("selector"), group, given, report);
    machines::belongs(&template.key("metadata"), given.metadata.as_ref(), expected, report);
    let spot = template.key("spec");
    match &given.spec {
        Some(given) if given.control_plane().is_some() => {
            let flaw = Flaw::new(format!("a {} makes no control planes; these are single Machines", group.kind));
            let hint = "delete `controlPlane`, or write the control plane as a Machine of its own";
            report.problem(&spot.key("versions").key("controlPlane"), flaw.hint(hint));
        }
        Some(given) => machines::specification(&spot, given, expected, report),
        None => {
            let flaw = Flaw::new("the template says nothing about its machines");
            report.problem(&spot, flaw.hint("add `spec:` with `providerSpec` and `versions`"));
        }
    }
}

fn replicas<'s>(spot: &Spot<'_, 's>, given: Option<i32>, total: &mut i64, report: &mut Report<'s>) {
    let before = *total;
    *total += i64::from(given.unwrap_or(1).max(0));
    if not_negative(spot, given, report) && before <= MOST_REPLICAS && *total > MOST_REPLICAS {
        let flaw = Flaw::new(format!("with these there are {total} machines; at most {MOST_REPLICAS} are supported"));
        report.problem(spot, flaw.hint("lower the number"));
    }
}

/// Checks that a number, where there is one, is not below zero.
fn not_negative<'s>(spot: &Spot<'_, 's>, given: Option<i32>, report: &mut Report<'s>) -> bool {
    let negative = given.filter(|number| *number < 0);
    if let Some(number) = negative {
        report.problem(spot, Flaw::new(format!("{number} is below zero")).hint("write 0 or more"));
    }
    negative.is_none()
}

fn selector<'s>(spot: &Spot<'_, 's>, group: &Group<'_, 's>, template: &MachineTemplate, report: &mut Report<'s>) {
    let given = group.selector;
    if given.is_empty() {
        let flaw = Flaw::new("an empty selector takes every machine");
        return report.problem(spot, flaw.hint("add `matchLabels` with labels of the template"));
    }
    let no_labels = std::collections::BTreeMap::new();
    let labels = template.metadata.as_ref().map_or(&no_labels, |metadata| &metadata.labels);
    let match_labels = spot.key("matchLabels");
    for (key, value) in &given.match_labels {
        let found = labels.get(key);
        if found != Some(value) {
            let has = found.map_or_else(|| "has no such label".to_owned(), |found| format!("has {found:?}"));
            let flaw = Flaw::new(format!("the selector wants {value:?}, but the template {has}"));
            let hint = format!("a {} finds its machines by these labels: write the same in both", group.kind);
            report.problem(&match_labels.key(key), flaw.hint(hint));
        }
    }
    let expressions = spot.key("matchExpressions");
    for (index, requirement) in given.match_expressions.iter().enumerate() {
        let spot = expressions.index(index);
        let takes_values = matches!(requirement.operator, SelectorOperator::In | SelectorOperator::NotIn);
        let operator = requirement.operator;
        if takes_values == requirement.values.is_empty() {
            let (what, hint) = if takes_values {
                ("needs values", "add `values: [...]`")
            } else {
                ("takes no values", "delete `values`")
            };
            report.problem(&spot, Flaw::new(format!("the operator {operator:?} {what}")).hint(hint));
        } else if !requirement.matches(labels) {
            let flaw = Flaw::new(format!("the template's labels do not match: {} {operator:?}", requirement.key));
            report.problem(&spot, flaw.hint("change the template's labels or the selector, so that they fit"));
        }
    }
}

fn rollout<'s>(spec: &Spot<'_, 's>, given: &MachineDeploymentSpec, report: &mut Report<'s>) {
    not_negative(&spec.key("minReadySeconds"), given.min_ready_seconds, report);
    not_negative(&spec.key("revisionHistoryLimit"), given.revision_history_limit, report);
    not_negative(&spec.key("progressDeadlineSeconds"), given.progress_deadline_seconds, report);
    let Some(update) = given.strategy.as_ref().and_then(|strategy| strategy.rolling_update.as_ref()) else { return };
    let strategy = spec.key("strategy");
    let spot = strategy.key("rollingUpdate");
    let replicas = given.replicas.unwrap_or(1);
    let mut count = |key, given: Option<&IntOrString>, default, rounding| match given {
        None => Some(default),
        Some(given) => report.take(&spot.key(key), machines_in(given, replicas, rounding)),
    };
    let surge = count("maxSurge", update.max_surge.as_ref(), 1, Rounding::Up);
    let unavailable = count("maxUnavailable", update.max_unavailable.as_ref(), 0, Rounding::Down);
    if replicas > 0 && surge == Some(0) && unavailable == Some(0) {
        let flaw =
            Flaw::new(format!("of {replicas} machines none may be too many and none too few, so none can be renewed"));
        report.problem(&spot, flaw.hint("set maxSurge or maxUnavailable to 1 or more"));
    }
}

#[derive(Clone, Copy)]
enum Rounding {
    Up,
    Down,
}

/// How many of the machines a number or a percentage means. Surplus is rounded up, want is rounded down.
fn machines_in(given: &IntOrString, replicas: i32, rounding: Rounding) -> Result<i64, Flaw> {
    let parsed = match given {
        IntOrString::Int(number) => Some(i64::from(*number)),
        IntOrString::Text(text) => {
            let percent = text.strip_suffix('%').and_then(|number| number.parse::<u32>().ok());
            percent.map(|percent| {
                let parts = i64::from(percent) * i64::from(replicas);
                match rounding {
                    Rounding::Up => (parts + 99) / 100,
                    Rounding::Down => parts / 100,
                }
            })
        }
    };
    let shown = match given {
        IntOrString::Int(number) => number.to_string(),
        IntOrString::Text(text) => format!("{text:?}"),
    };
    parsed.filter(|number| *number >= 0).ok_or_else(|| {
        Flaw::new(format!("{shown} is neither a number of machines nor a percentage")).hint("write 1 or \"25%\"")
    })
}
