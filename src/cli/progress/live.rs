//! A terminal: a table that is drawn over again, a line for each part and for each machine that is not ready.

use super::phases::{self, Phase, Phases, Standing, Waiting};
use super::transition::Transition;
use super::{Moment, View, lines};
use crate::cli::paint::{Paint, Tone};
use crate::cli::span::span;
use crate::plan::{Observed, Plan};
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::time::Duration;

/// Of more machines than these, only the counts are shown: a table that fills the screen tells nothing.
const MOST_MACHINES: usize = 12;

/// How often the spinners turn.
const TURN: Duration = Duration::from_millis(120);

/// Draws to stderr. Lines are cut to the width of the terminal, so they never wrap, and the cursor is never hidden, so
/// it needs no care when the process is killed.
pub(super) struct Live {
    table: MultiProgress,
    paint: Paint,
    phases: Phases,
    parts: Vec<Line>,
    machines: Vec<Line>,
    rest: Option<ProgressBar>,
}

/// A drawn line and what it is about.
struct Line {
    about: String,
    bar: ProgressBar,
    standing: Option<Standing>,
}

impl Live {
    pub(super) fn new(paint: Paint) -> Self {
        Self {
            table: MultiProgress::with_draw_target(ProgressDrawTarget::stderr_with_hz(10)),
            paint,
            phases: Phases::default(),
            parts: Vec::new(),
            machines: Vec::new(),
            rest: None,
        }
    }

    fn say(&self, line: &str) {
        // Nobody can be told that the terminal is gone.
        let _ = self.table.println(line);
    }

    /// The parts come in the order of the story, and one may come later than those behind it.
    fn draw_parts(&mut self, phases: &[Phase]) {
        let (kept, gone) = std::mem::take(&mut self.parts)
            .into_iter()
            .partition(|line| phases.iter().any(|phase| phase.title == line.about));
        self.parts = kept;
        self.erase(gone);
        for (place, phase) in phases.iter().enumerate() {
            let known = self.parts.iter().position(|line| line.about == phase.title);
            let index = known.unwrap_or_else(|| {
                let bar = self.table.insert(place, ProgressBar::no_length());
                self.parts.insert(place, Line { about: phase.title.to_owned(), bar, standing: None });
                place
            });
            let line = &mut self.parts[index];
            line.stand(phase.standing, self.paint);
            line.bar.set_message(format!("{:<14} {}", phase.title, phase.detail));
        }
    }

    fn erase(&self, lines: Vec<Line>) {
        for line in lines {
            line.bar.finish_and_clear();
            self.table.remove(&line.bar);
        }
    }

    fn draw_machines(&mut self, waiting: &[Waiting]) {
        let shown = if waiting.len() > MOST_MACHINES { &[] } else { waiting };
        let (kept, gone) = std::mem::take(&mut self.machines)
            .into_iter()
            .partition(|line| shown.iter().any(|machine| machine.order == line.about));
        self.machines = kept;
        self.erase(gone);
        let width = shown.iter().map(|machine| machine.name.chars().count()).max().unwrap_or(0);
        for machine in shown {
            let known = self.machines.iter().position(|line| line.about == machine.order);
            let index = known.unwrap_or_else(|| {
                let bar = self.table.add(ProgressBar::no_length().with_elapsed(machine.since));
                self.machines.push(Line { about: machine.order.clone(), bar, standing: None });
                self.machines.len() - 1
            });
            let line = &mut self.machines[index];
            let words =
                if machine.is_failed { self.paint.tone(Tone::Bad, &machine.words) } else { machine.words.clone() };
            line.turn_with_time();
            line.bar.set_message(format!("   {:<width$}  {words}", machine.name));
        }
        self.draw_rest(waiting.len() - shown.len());
    }

    fn draw_rest(&mut self, count: usize) {
        match (count, &self.rest) {
            (0, Some(bar)) => {
                bar.finish_and_clear();
                self.table.remove(bar);
                self.rest = None;
            }
            (0, None) => {}
            (count, rest) => {
                let bar = rest.clone().unwrap_or_else(|| self.table.add(ProgressBar::no_length()));
                bar.set_style(style("{wide_msg}"));
                bar.set_message(self.paint.tone(Tone::Faint, &format!("   {count} machines are not ready yet")));
                self.rest = Some(bar);
            }
        }
    }
}

impl View for Live {
    fn changed(&mut self, moment: &Moment, transition: &Transition) {
        match transition {
            Transition::RunStarted { title } => self.say(&self.paint.tone(Tone::Strong, title)),
            Transition::RunEnded { .. } => {}
            Transition::PreflightDone { text } => {
                self.say(&format!(" {} {:<14} {text}", self.paint.tone(Tone::Good, "✓"), "Preflight"));
            }
            shown if shown.is_in_table() => {}
            _ => self.say(&lines::line(moment, transition, self.paint)),
        }
    }

    fn looked(&mut self, observed: &Observed, plan: &Plan) {
        let phases = self.phases.of(observed, plan);
        self.draw_parts(&phases);
        self.draw_machines(&phases::waiting(observed, plan));
    }

    /// The parts stay where they were drawn last; what machines did is told by the closing report.
    fn end(&mut self) {
        self.draw_machines(&[]);
        for line in &mut self.parts {
            if line.standing == Some(Standing::Running) {
                line.stand(Standing::Pending, self.paint);
            }
            line.bar.abandon();
        }
    }
}

impl Line {
    /// Draws how it stands, if that changed: it turns while it runs, and stands still otherwise.
    fn stand(&mut self, standing: Standing, paint: Paint) {
        if self.standing == Some(standing) {
            return;
        }
        self.standing = Some(standing);
        let sign = match standing {
            Standing::Pending => paint.tone(Tone::Faint, "•"),
            Standing::Running => "{spinner}".to_owned(),
            Standing::Done => paint.tone(Tone::Good, "✓"),
            Standing::Failed => paint.tone(Tone::Bad, "✗"),
        };
        self.bar.set_style(style(&format!(" {sign} {{wide_msg}}")));
        if standing == Standing::Running {
            self.bar.enable_steady_tick(TURN);
        } else {
            self.bar.disable_steady_tick();
        }
    }

    /// Shows how long it takes, behind the words.
    fn turn_with_time(&mut self) {
        if self.standing.is_none() {
            self.standing = Some(Standing::Running);
            let took = |state: &ProgressState, out: &mut dyn Write| {
                // Writing to a text that is drawn later cannot fail.
                let _ = write!(out, "{:>7}", span(state.elapsed()));
            };
            self.bar.set_style(style("{wide_msg} {took}").with_key("took", took));
            self.bar.enable_steady_tick(Duration::from_secs(1));
        }
    }
}

/// A style whose spinner is kind's. A template that could not be read would show its message only.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_spinner())
        .tick_chars("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ ")
}
