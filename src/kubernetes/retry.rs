//! Trying again: a few times, with doubling waits.

use super::error::Error;
use crate::clock::Clock;
use backon::{BackoffBuilder as _, ExponentialBuilder};
use std::future::Future;
use std::time::Duration;

/// The first wait; then twice as long each time, with chance added.
const SHORTEST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(5);
/// How many tries a call has.
const TRIES: usize = 4;

/// Makes a call, and makes it again while its errors may pass.
pub(super) async fn persist<T, Made>(clock: &dyn Clock, mut make: impl FnMut() -> Made) -> Result<T, Error>
where
    Made: Future<Output = Result<T, Error>>,
{
    let backoff = ExponentialBuilder::new().with_jitter().with_min_delay(SHORTEST).with_max_delay(LONGEST);
    let mut waits = backoff.with_max_times(TRIES - 1).build();
    loop {
        match make().await {
            Err(error) if error.is_transient() => match waits.next() {
                Some(wait) => clock.sleep(wait).await,
                None => return Err(error),
            },
            done => return done,
        }
    }
}
