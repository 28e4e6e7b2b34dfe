//! What happens, shown while it happens: a live table on a terminal, lines elsewhere, JSON for scripts.
//!
//! ```text
//!  News ─▶ between (what changed) ─▶ Transition ─┬─▶ Lines, or
//!     └──▶ phases (how far all is) ──────────────┼─▶ Live, on stderr
//!                                                └─▶ Events, on stdout
//! ```

mod between;
mod events;
mod lines;
mod live;
mod phases;
#[cfg(test)]
mod tests;
mod transition;
mod words;

pub(super) use transition::Outcome;

use super::ui::Ui;
use crate::clock::Clock;
use crate::execute::{News, Progress};
use crate::plan::{Observed, Plan};
use events::Events;
use jiff::Timestamp;
use lines::Lines;
use live::Live;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use transition::Transition;

/// How `--events` writes what happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum EventFormat {
    /// One JSON object a line
    Ndjson,
}

/// Shows a run to the user. It begins when made; [`Shown::end`] takes the live table down.
pub(super) struct Shown {
    clock: Arc<dyn Clock>,
    inner: Mutex<Inner>,
}

struct Inner {
    began: Timestamp,
    previous: Option<Observed>,
    /// What was said last of each step that did not succeed, and of everything else under no name: what is tried
    /// again every few seconds fails in the same words.
    said: BTreeMap<String, String>,
    views: Vec<Box<dyn View>>,
    is_ended: bool,
}

/// One way of showing.
trait View: Send {
    /// Something changed.
    fn changed(&mut self, moment: &Moment, transition: &Transition);
    /// Everything was looked at.
    fn looked(&mut self, _observed: &Observed, _plan: &Plan) {}
    /// Nothing more comes.
    fn end(&mut self) {}
}

/// When something changed.
#[derive(Debug, Clone, Copy)]
struct Moment {
    /// The time of day.
    at: Timestamp,
    /// Since the run began.
    elapsed: Duration,
    /// How long it took, where it is a step.
    took: Option<Duration>,
}

/// Shows what happens in the way that fits who watches: a live table where stderr can be drawn over again, else a line
/// for each change; with `-q` only what goes wrong; and beside that events on stdout, if they are wanted.
///
/// The title says what the run does, for example `Creating cluster demo · 4 machines`.
pub(super) fn progress(ui: Ui, events: Option<EventFormat>, title: &str, clock: Arc<dyn Clock>) -> Arc<Shown> {
    let mut views: Vec<Box<dyn View>> = Vec::new();
    if let Some(EventFormat::Ndjson) = events {
        views.push(Box::new(Events::new(ui)));
    }
    let would_mix = events.is_some() && ui.data_is_seen();
    if ui.is_live() && !ui.is_quiet() && !would_mix {
        views.push(Box::new(Live::new(ui.talk_paint())));
    } else {
        views.push(Box::new(Lines::new(ui)));
    }
    Arc::new(Shown::new(views, title, clock))
}

impl Shown {
    fn new(views: Vec<Box<dyn View>>, title: &str, clock: Arc<dyn Clock>) -> Self {
        let began = clock.now();
        let shown = Self {
            clock,
            inner: Mutex::new(Inner { began, previous: None, said: BTreeMap::new(), views, is_ended: false }),
        };
        shown.change(&Transition::RunStarted { title: title.to_owned() }, None);
        shown
    }

    /// Tells that what is wanted can come true at Packet; the words say what was asked and found.
    pub(super) fn preflight(&self, words: &str) {
        self.change(&Transition::PreflightDone { text: words.to_owned() }, None);
    }

    /// Ends: the live table stays as it is last, with the cursor below it. Only the first time counts.
    ///
    /// What is said later goes to [`Ui`] as ever. Call it before the closing report, and when the user interrupts a
    /// second time.
    pub(super) fn end(&self, outcome: Outcome) {
        self.change(&Transition::RunEnded { outcome }, None);
        let mut inner = self.inner();
        inner.views.iter_mut().for_each(|view| view.end());
        inner.is_ended = true;
    }

    fn change(&self, transition: &Transition, took: Option<Duration>) {
        self.inner().change(self.clock.now(), transition, took);
    }

    /// A view that panicked has told of itself; the others go on.
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn change(&mut self, at: Timestamp, transition: &Transition, took: Option<Duration>) {
        if self.is_ended || self.is_repeated(transition) {
            return;
        }
        let moment = Moment { at, elapsed: super::span::between(self.began, at), took };
        self.views.iter_mut().for_each(|view| view.changed(&moment, transition));
    }

    fn is_repeated(&mut self, transition: &Transition) -> bool {
        let (about, words) = match transition {
            Transition::StepFailed { step, why } => (step.clone(), why),
            Transition::Note { text } => (String::new(), text),
            _ => return false,
        };
        self.said.insert(about, words.clone()).is_some_and(|last| last == *words)
    }

    fn look(&mut self, at: Timestamp, observed: &Observed, plan: &Plan) {
        for transition in between::between(self.previous.as_ref(), observed) {
            self.change(at, &transition, None);
        }
        if !self.is_ended {
            self.views.iter_mut().for_each(|view| view.looked(observed, plan));
        }
        self.previous = Some(observed.clone());
    }
}

impl Progress for Shown {
    fn tell(&self, news: News<'_>) {
        match news {
            News::Looked { observed, plan } => self.inner().look(self.clock.now(), observed, plan),
            News::Began(_) => {}
            News::Done { step, took } => {
                self.inner().said.remove(&step.to_string());
                if let Some(transition) = transition::of_step(step) {
                    self.change(&transition, Some(took));
                }
            }
            News::Failed { step, why } => {
                self.change(&Transition::StepFailed { step: step.to_string(), why: why.to_owned() }, None);
            }
            News::Note(text) => self.change(&Transition::Note { text: text.to_owned() }, None),
        }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        let mut inner = self.inner();
        if !inner.is_ended {
            inner.views.iter_mut().for_each(|view| view.end());
        }
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Shown").finish_non_exhaustive()
    }
}
