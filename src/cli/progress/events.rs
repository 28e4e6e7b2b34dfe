//! `--events ndjson`: one JSON object on stdout for each change.

use super::transition::Transition;
use super::{Moment, View};
use crate::cli::ui::Ui;
use jiff::Timestamp;
use serde::Serialize;

/// Writes events to stdout.
pub(super) struct Events {
    ui: Ui,
}

/// One event, as it is written.
#[derive(Debug, Serialize)]
struct Event<'a> {
    /// When, as RFC 3339 in UTC.
    time: Timestamp,
    /// Seconds since the run began.
    elapsed: f64,
    /// How many seconds the step took, where the change came by one.
    #[serde(skip_serializing_if = "Option::is_none")]
    took: Option<f64>,
    /// `event`, its name, and what belongs to it.
    #[serde(flatten)]
    transition: &'a Transition,
}

impl Events {
    pub(super) fn new(ui: Ui) -> Self {
        Self { ui }
    }
}

impl View for Events {
    fn changed(&mut self, moment: &Moment, transition: &Transition) {
        // A reader that went away does not stop a cluster from coming.
        let _ = self.ui.data(&line(moment, transition));
    }
}

/// The line of one event.
pub(super) fn line(moment: &Moment, transition: &Transition) -> String {
    let rounded = |millis: u128| u32::try_from(millis).map_or(f64::from(u32::MAX), f64::from) / 1000.0;
    let event = Event {
        time: moment.at,
        elapsed: rounded(moment.elapsed.as_millis()),
        took: moment.took.map(|took| rounded(took.as_millis())),
        transition,
    };
    // Plain data with text for keys can always be written.
    serde_json::to_string(&event).unwrap_or_default() + "\n"
}
