//! Showing a run from the moment on at which it is allowed to begin.

use crate::cli::progress::{Outcome, Shown};
use crate::cli::ui::Ui;
use crate::execute::{Ended, News, Progress};
use std::sync::{Arc, OnceLock};

/// Shows nothing until it begins: before that the plan is told, and the user asked.
pub(in crate::cli) struct Late {
    ui: Ui,
    shown: OnceLock<Arc<Shown>>,
}

impl Late {
    /// Nothing is shown yet.
    pub(in crate::cli) fn new(ui: Ui) -> Arc<Self> {
        Arc::new(Self { ui, shown: OnceLock::new() })
    }

    /// Says something in the middle of it all, without tearing what is drawn.
    pub(in crate::cli) fn say(&self, line: &str) {
        match self.shown.get() {
            Some(shown) => shown.tell(News::Note(line)),
            None => self.ui.say(line),
        }
    }

    /// Shows from now on.
    pub(in crate::cli) fn begin(&self, shown: Arc<Shown>) {
        // A run begins once.
        let _ = self.shown.set(shown);
    }

    /// Shows how it ended, and then no more.
    pub(in crate::cli) fn end(&self, ended: &Ended) {
        let outcome = match ended {
            Ended::Done => Outcome::Done,
            Ended::Interrupted => Outcome::Interrupted,
            Ended::Failed(_) => Outcome::Failed,
        };
        if let Some(shown) = self.shown.get() {
            shown.end(outcome);
        }
    }
}

impl Progress for Late {
    fn tell(&self, news: News<'_>) {
        if let Some(shown) = self.shown.get() {
            shown.tell(news);
        }
    }
}
