//! No terminal: one line on stderr for each change, with the time since the run began.

use super::transition::Transition;
use super::{Moment, View};
use crate::cli::paint::{Paint, Tone};
use crate::cli::ui::Ui;

/// Writes lines to stderr.
pub(super) struct Lines {
    ui: Ui,
}

impl Lines {
    pub(super) fn new(ui: Ui) -> Self {
        Self { ui }
    }
}

impl View for Lines {
    fn changed(&mut self, moment: &Moment, transition: &Transition) {
        match transition {
            Transition::RunStarted { title } => self.ui.say(title),
            // The closing report tells how it ended.
            Transition::RunEnded { .. } => {}
            failure if failure.is_failure() => self.ui.tell(&line(moment, failure, self.ui.talk_paint())),
            _ => self.ui.say(&line(moment, transition, self.ui.talk_paint())),
        }
    }
}

/// The line of one change.
pub(super) fn line(moment: &Moment, transition: &Transition, paint: Paint) -> String {
    let time = paint.tone(Tone::Faint, &format!("{:>7.1}s", moment.elapsed.as_secs_f64()));
    let words = transition.to_string();
    let words = if transition.is_failure() { paint.tone(Tone::Bad, &words) } else { words };
    let took = moment.took.filter(|took| took.as_secs() >= 5);
    let took =
        took.map_or(String::new(), |took| paint.tone(Tone::Faint, &format!(" in {}", crate::cli::span::span(took))));
    format!("{time}  {words}{took}")
}
