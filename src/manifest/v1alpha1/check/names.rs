//! Names and namespaces: every object has a name of its own, and all stand in one namespace.

use super::Expected;
use crate::manifest::report::{At, Report, Spot};
use crate::manifest::v1alpha1::ObjectMeta;
use crate::manifest::v1alpha1::drafts::{Draft, Drafts};
use crate::problem::Flaw;
use crate::values::{DomainName, MACHINE_NAME_LIMIT};
use std::collections::HashMap;

/// Checks the names and namespaces of all objects.
pub(super) fn check<'s>(drafts: &Drafts<'s>, expected: &Expected<'_>, report: &mut Report<'s>) {
    // The rules for a Cluster's name are stricter, and looked at with the Cluster.
    for Draft { value, at } in drafts.clusters.iter().filter(|draft| draft.value.metadata.name.is_none()) {
        name(at, &value.metadata, report);
    }
    kind("Machine", drafts.machines.iter().map(|draft| (&draft.value.metadata, &draft.at)), expected, report);
    kind("MachineSet", drafts.machine_sets.iter().map(|draft| (&draft.value.metadata, &draft.at)), expected, report);
    let deployments = drafts.machine_deployments.iter().map(|draft| (&draft.value.metadata, &draft.at));
    kind("MachineDeployment", deployments, expected, report);
    let classes = drafts.machine_classes.iter().map(|draft| (&draft.value.metadata, &draft.at));
    kind("MachineClass", classes, expected, report);
    for Draft { value, at } in &drafts.machines {
        let length = value.metadata.name().len();
        if length > MACHINE_NAME_LIMIT {
            let flaw =
                Flaw::new(format!("a machine's name is its hostname, and {length} characters are too many for one"));
            let hint = format!("use at most {MACHINE_NAME_LIMIT} characters");
            report.problem(&Spot::top(at).key("metadata").key("name"), flaw.hint(hint));
        }
    }
}

fn kind<'a, 's: 'a>(
    kind: &str,
    objects: impl Iterator<Item = (&'a ObjectMeta, &'a At<'s>)>,
    expected: &Expected<'_>,
    report: &mut Report<'s>,
) {
    let mut seen: HashMap<(&str, &str), &At<'s>> = HashMap::new();
    for (metadata, at) in objects {
        name(at, metadata, report);
        namespace(at, metadata, kind, expected, report);
        let key = (metadata.namespace.as_deref().unwrap_or_default(), metadata.name());
        if key.1.is_empty() {
            continue;
        }
        if let Some(first) = seen.get(&key) {
            let flaw = Flaw::new(format!("there are two {kind}s of this name; the first is at {}", first.place()));
            report.problem(&Spot::top(at).key("metadata").key("name"), flaw.hint("rename one of them"));
        } else {
            seen.insert(key, at);
        }
    }
}

fn name<'s>(at: &At<'s>, metadata: &ObjectMeta, report: &mut Report<'s>) {
    let top = Spot::top(at);
    let holder = top.key("metadata");
    let spot = holder.key("name");
    match &metadata.name {
        Some(name) => {
            report.take(&spot, DomainName::parse(name));
        }
        None if metadata.generate_name.is_some() => {
            let flaw = Flaw::new("generateName gives another name each time, so nothing here could be found again");
            report.problem(&holder.key("generateName"), flaw.hint("give the object a `name`"));
        }
        None => report.problem(&spot, Flaw::new("the object has no name").hint("add `name:`")),
    }
}

fn namespace<'s>(at: &At<'s>, metadata: &ObjectMeta, kind: &str, expected: &Expected<'_>, report: &mut Report<'s>) {
    let Some(wanted) = &expected.namespace else { return };
    let given = metadata.namespace.as_deref().unwrap_or_default();
    if given == wanted {
        return;
    }
    let shown = |namespace: &str| match namespace {
        "" => "names no namespace".to_owned(),
        name => format!("is in namespace {name:?}"),
    };
    let what = format!("this {kind} {}, but the Cluster {}", shown(given), shown(wanted));
    let flaw = Flaw::new(what).hint("give all objects of a cluster the same namespace, or none");
    let top = Spot::top(at);
    let holder = top.key("metadata");
    let spot = holder.key("namespace");
    // What names no namespace goes where kubectl happens to stand, which mostly is `default`.
    if matches!((given, wanted.as_str()), ("", "default") | ("default", "")) {
        report.warning(&spot, flaw);
    } else {
        report.problem(&spot, flaw);
    }
}
