//! The client on its own: servers that are not there, not trusted, or not well. The real server is in `tests/it`.

use super::*;
use crate::clock::{Clock, Sleep, SystemClock};
use crate::pki::{Authority, Pki};
use jiff::Timestamp;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A clock on which waiting takes no time.
#[derive(Debug, Default)]
struct Waits(Mutex<Vec<Duration>>);

impl Clock for Waits {
    fn now(&self) -> Timestamp {
        let waited: Duration = self.0.lock().unwrap().iter().sum();
        Timestamp::from_second(1_700_000_000).unwrap() + waited
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        self.0.lock().unwrap().push(duration);
        Box::pin(async {})
    }
}
