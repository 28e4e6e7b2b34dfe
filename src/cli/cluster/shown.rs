//! Showing a run from the moment on at which it is allowed to begin.

use crate::cli::progress::{Outcome, Shown};
use crate::execute::{Ended, News, Progress};
use std::sync::{Arc, OnceLock};

/// Shows nothing until it begins: before that the plan is told, and the user asked.
#[derive(Default)]
pub(in crate::cli) struct Late(OnceLock<Arc<Shown>>);

impl Late {
    /// Shows from now on.
    pub(in crate::cli) fn begin(&self, shown: Arc<Shown>) {
        // A run begins once.
        let _ = self.0.set(shown);
    }

    /// Shows how it ended, and then no more.
    pub(in crate::cli) fn end(&self, ended: &Ended) {
        let outcome = match ended {
            Ended::Done => Outcome::Done,
            Ended::Interrupted => Outcome::Interrupted,
            Ended::Failed(_) => Outcome::Failed,
        };
        if let Some(shown) = self.0.get() {
            shown.end(outcome);
        }
    }
}

impl Progress for Late {
    fn tell(&self, news: News<'_>) {
        if let Some(shown) = self.0.get() {
            shown.tell(news);
        }
    }
}
