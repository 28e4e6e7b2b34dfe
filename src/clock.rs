//! Time: the one place that looks at the clock or waits.
//!
//! Whoever needs time is handed a [`Clock`], so that a test can make an hour pass at once.

use jiff::Timestamp;
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// What [`Clock::sleep`] gives: it ends when the time has passed.
pub type Sleep<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Tells the time and waits.
pub trait Clock: Debug + Send + Sync {
    /// The time of day.
    fn now(&self) -> Timestamp;
    /// Waits, without keeping anyone else from working.
    fn sleep(&self, duration: Duration) -> Sleep<'_>;
}

/// A clock for one run: it shows the machine's time when it was made, and what has passed since. Whoever sets the
/// machine's clock meanwhile makes nothing old or new by that.
#[derive(Debug, Clone, Copy)]
pub struct SteadyClock {
    began: Timestamp,
    since: tokio::time::Instant,
}

impl SteadyClock {
    /// One that shows the machine's time now.
    #[must_use]
    pub fn new() -> Self {
        Self { began: Timestamp::now(), since: tokio::time::Instant::now() }
    }
}

impl Default for SteadyClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SteadyClock {
    fn now(&self) -> Timestamp {
        let passed = jiff::SignedDuration::try_from(self.since.elapsed()).unwrap_or_default();
        self.began.saturating_add(passed).unwrap_or(self.began)
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(tokio::time::sleep(duration))
    }
}
