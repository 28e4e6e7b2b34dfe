//! How a run is told: a line for each step.

use crate::cli::ui::Ui;
use crate::execute::preflight::Preflight;
use crate::execute::{News, Progress};
use crate::plan::Plan;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Tells a line for each thing that happens.
pub(in crate::cli) fn lines(ui: Ui) -> Arc<dyn Progress> {
    Arc::new(Lines(ui))
}

struct Lines(Ui);

impl Progress for Lines {
    fn tell(&self, news: News<'_>) {
        match news {
            News::Done { step, .. } => self.0.say(&format!("✓ {step}")),
            News::Failed { step, why } => self.0.say(&format!("✗ {step}: {why}")),
            News::Note(note) => self.0.explain(note),
            News::Began(_) | News::Looked { .. } => {}
        }
    }
}

/// How many machines of each group a plan orders.
pub(in crate::cli) fn missing(plan: &Plan) -> BTreeMap<String, u32> {
    let mut missing = BTreeMap::new();
    for machine in plan.creates() {
        *missing.entry(machine.group.clone()).or_default() += 1;
    }
    missing
}

/// A plan and what it costs.
pub(in crate::cli) fn plan(plan: &Plan, told: &Preflight) -> String {
    let hours = plan.creates().map(|machine| told.prices.get(&machine.group)?.hour);
    let price = hours.sum::<Option<f64>>().map(|price| format!("; ${price:.2} an hour more")).unwrap_or_default();
    format!("{plan}{price}")
}
