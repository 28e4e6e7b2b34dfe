//! A plan for programs: the shape that `-o json` and `-o yaml` write, on which scripts may rely.

use super::{HOURS_A_MONTH, PlanText, fold};
use crate::plan::{Finding, Gravity, Mark, Planned, Step, When};
use serde::Serialize;

/// A plan, as it is written. New fields may come; none goes or changes its meaning.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document {
    /// What is to be done or waited for, in order.
    steps: Vec<StepDocument>,
    /// What the user should know or decide.
    findings: Vec<FindingDocument>,
    /// How many steps there are of each kind that changes something.
    totals: Totals,
    /// How many requests to Packet it will take; null where that is not known.
    calls: Option<usize>,
    /// How many minutes it will take; null where that is not known.
    minutes: Option<u32>,
    /// What is added costs; null where nothing is added or nothing is known.
    price: Option<Price>,
}

/// One step.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct StepDocument {
    /// `add`, `change`, `delete`, `wait` or `record`.
    kind: &'static str,
    /// What is done, for example `create-machine`.
    action: &'static str,
    /// The machine, node or address that it is about; null where it is about the cluster.
    target: Option<String>,
    /// The step in words.
    detail: String,
    /// What has to happen before, in words; null where it can be done at once.
    after: Option<String>,
}

/// One finding.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct FindingDocument {
    /// `note`, `open`, `failed` or `fatal`.
    gravity: &'static str,
    /// A machine's name, or another thing.
    about: String,
    /// What was found.
    what: String,
    /// What can be done.
    hint: Option<String>,
}

/// Sums of steps.
#[derive(Debug, Serialize)]
struct Totals {
    add: usize,
    change: usize,
    delete: usize,
}

/// What the additions cost, in US dollars.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Price {
    hour: f64,
    /// 730 hours.
    month: f64,
    /// Whether all of it is told by the price list.
    is_whole: bool,
}

/// The document of a plan.
pub(super) fn document(shown: &PlanText<'_>) -> Document {
    let cents = |dollars: f64| (dollars * 100.0).round() / 100.0;
    let [add, change, delete] = [Mark::Add, Mark::Change, Mark::Delete].map(|mark| shown.plan.count(mark));
    Document {
        steps: shown.plan.steps.iter().map(step).collect(),
        findings: shown.plan.findings.iter().map(finding).collect(),
        totals: Totals { add, change, delete },
        calls: shown.calls,
        minutes: shown.minutes,
        price: shown.cost().map(|cost| Price {
            hour: (cost.hour * 10_000.0).round() / 10_000.0,
            month: cents(cost.hour * HOURS_A_MONTH),
            is_whole: cost.is_whole,
        }),
    }
}

fn step(planned: &Planned) -> StepDocument {
    StepDocument {
        kind: match planned.step.mark() {
            Mark::Add => "add",
            Mark::Change => "change",
            Mark::Delete => "delete",
            Mark::Wait => "wait",
            Mark::Record => "record",
        },
        action: action(&planned.step),
        target: fold::name(&planned.step).map(str::to_owned),
        detail: planned.step.to_string(),
        after: match &planned.when {
            When::Now => None,
            When::Later(once) => Some(once.clone()),
        },
    }
}

fn finding(finding: &Finding) -> FindingDocument {
    FindingDocument {
        gravity: match finding.gravity {
            Gravity::Note => "note",
            Gravity::Open => "open",
            Gravity::Failed => "failed",
            Gravity::Fatal => "fatal",
        },
        about: finding.about.clone(),
        what: finding.what.clone(),
        hint: finding.hint.clone(),
    }
}

const fn action(step: &Step) -> &'static str {
    match step {
        Step::ReserveEndpoint => "reserve-endpoint",
        Step::AwaitEndpoint => "await-endpoint",
        Step::ForgetEndpoint => "forget-endpoint",
        Step::CreateMachine(_) => "create-machine",
        Step::AwaitOrder { .. } => "await-order",
        Step::AssignEndpoint { .. } => "assign-endpoint",
        Step::UnassignEndpoint { .. } => "unassign-endpoint",
        Step::PowerOn { .. } => "power-on",
        Step::Rename { .. } => "rename",
        Step::AwaitApi => "await-api",
        Step::ApplyAddons { .. } => "apply-addons",
        Step::MakeToken => "make-token",
        Step::SetUpNode(_) => "set-up-node",
        Step::AwaitNode { .. } => "await-node",
        Step::Scrub { .. } => "scrub",
        Step::DeleteToken => "delete-token",
        Step::Drain { .. } => "drain",
        Step::DeleteDevice { .. } => "delete-device",
        Step::AwaitGone { .. } => "await-gone",
        Step::DeleteNode { .. } => "delete-node",
        Step::Forget { .. } => "forget",
        Step::ReleaseEndpoint { .. } => "release-endpoint",
    }
}
