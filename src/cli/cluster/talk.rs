//! A plan with all that is known around it, for people and programs.

use crate::cli::Format;
use crate::cli::plan_text::{PlanText, Prices};
use crate::cli::ui::Ui;
use crate::execute::preflight::Preflight;
use crate::plan::{Gravity, Plan, Step};
use crate::yaml;
use std::collections::BTreeMap;
use std::io;

/// How many minutes a machine takes from its order until it is a Ready node, as the service's did.
const MACHINE_MINUTES: u32 = 10;
/// The same where the simulator is inside.
const SIMULATED_MINUTES: u32 = 1;

/// How many machines of each group a plan orders.
pub(in crate::cli) fn missing(plan: &Plan) -> BTreeMap<String, u32> {
    let mut missing = BTreeMap::new();
    for machine in plan.creates() {
        *missing.entry(machine.group.clone()).or_default() += 1;
    }
    missing
}

/// A plan, what it costs and how long it takes.
pub(in crate::cli) struct Told<'a> {
    plan: &'a Plan,
    prices: Prices,
    minutes: u32,
}

impl<'a> Told<'a> {
    pub(in crate::cli) fn new(plan: &'a Plan, preflight: &Preflight, is_simulated: bool) -> Self {
        let machines =
            preflight.prices.iter().filter_map(|(group, price)| Some((group.clone(), price.hour?))).collect();
        let minutes = match (plan.creates().next(), is_simulated) {
            (Some(_), false) => MACHINE_MINUTES,
            _ => SIMULATED_MINUTES,
        };
        Self { plan, prices: Prices { machines, address: preflight.address_price.hour }, minutes }
    }

    fn shown(&self) -> PlanText<'_> {
        let has_changes = self.plan.changes().next().is_some();
        PlanText {
            plan: self.plan,
            calls: Some(calls(self.plan)),
            prices: &self.prices,
            minutes: has_changes.then_some(self.minutes),
        }
    }

    /// Shows it on stderr, as what is about to be done: also to a user who wants quiet, if they are asked about it.
    pub(in crate::cli) fn tell(&self, ui: &Ui, is_asked_about: bool) {
        let text = self.shown().text(ui.talk_paint());
        if is_asked_about { ui.tell(&text) } else { ui.say(text.trim_end()) }
    }

    /// Writes it to stdout.
    pub(in crate::cli) fn write(&self, output: Format, ui: &Ui) -> io::Result<()> {
        let shown = self.shown();
        match output {
            Format::Table => ui.data(&shown.text(ui.data_paint())),
            Format::Json => ui.data(&format!("{:#}\n", serde_json::json!(shown.document()))),
            Format::Yaml => ui.data(&yaml::write(&[shown.document()]).map_err(io::Error::other)?),
        }
    }
}

/// Whether a plan leaves machines that the files do not want any more.
pub(in crate::cli) fn leaves_extra(plan: &Plan) -> bool {
    let is_extra = |hint: &String| hint.contains("--delete-extra");
    plan.findings.iter().any(|finding| finding.gravity == Gravity::Open && finding.hint.as_ref().is_some_and(is_extra))
}

/// How many requests to Packet a plan takes, besides looking.
fn calls(plan: &Plan) -> usize {
    let of = |step: &Step| match step {
        Step::ReserveEndpoint
        | Step::CreateMachine(_)
        | Step::AssignEndpoint { .. }
        | Step::PowerOn { .. }
        | Step::Rename { .. }
        | Step::DeleteDevice { .. }
        | Step::ReleaseEndpoint { .. } => 1,
        // A look, then the change.
        Step::UnassignEndpoint { .. } | Step::Scrub { .. } => 2,
        _ => 0,
    };
    plan.changes().map(of).sum()
}
