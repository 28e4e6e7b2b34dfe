//! Trying again: how often, how long after, and until when.

use super::error::Error;
use super::options::Options;
use super::pacing::positive;
use crate::clock::Clock;
use backon::{BackoffBuilder as _, ExponentialBuilder};
use jiff::Timestamp;
use std::future::Future;
use std::time::Duration;

/// The shortest and the longest wait between two tries, before chance adds to it.
const SHORTEST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(20);

/// Whether a call that failed may be made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// It may not, or would fail in the same way.
    Never,
    /// After a little while.
    Soon,
    /// The service did not look at it and asks for patience, until this time if it said one.
    Later(Option<Timestamp>),
}

/// A try that failed.
#[derive(Debug)]
pub(super) struct Setback {
    pub(super) error: Error,
    pub(super) again: Again,
}

/// Makes a call, and makes it again for as long as its setbacks allow and the options have patience.
pub(super) async fn persist<T, Try, Made>(clock: &dyn Clock, options: &Options, mut make: Try) -> Result<T, Error>
where
    Try: FnMut() -> Made,
    Made: Future<Output = Result<T, Setback>>,
{
    let backoff = ExponentialBuilder::new()
        .with_jitter()
        .with_min_delay(SHORTEST)
        .with_max_delay(LONGEST)
        .with_max_times(options.tries.saturating_sub(1));
    let mut steps = backoff.build();
    let began = clock.now();
    loop {
        let setback = match make().await {
            Ok(value) => return Ok(value),
            Err(setback) => setback,
        };
        match wait(setback.again, steps.next(), began, clock.now(), options) {
            Some(wait) => clock.sleep(wait).await,
            None => return Err(setback.error),
        }
    }
}

/// How long to wait before the next try; none if there shall be none. `step` is the backoff's own wait, which ends
/// with the tries that are allowed.
fn wait(again: Again, step: Option<Duration>, began: Timestamp, now: Timestamp, options: &Options) -> Option<Duration> {
    let (wait, patience) = match again {
        Again::Never => return None,
        Again::Soon => (step?, options.retry_for),
        // Tries do not count here: the service is well, and says itself when it will listen.
        Again::Later(until) => {
            let told = until.and_then(|until| positive(until, now));
            // Everybody waits for the same moment: a little chance keeps them from coming all at once.
            let told = told.map(|wait| wait + SHORTEST.mul_f64(fastrand::f64()));
            (told.or(step).unwrap_or(LONGEST), options.rate_limit_for)
        }
    };
    let spent = positive(now, began).unwrap_or_default();
    (spent + wait <= patience).then_some(wait)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    fn after(again: Again, step: Option<u64>, spent: i64) -> Option<u64> {
        let at = |second| Timestamp::from_second(second).unwrap();
        let options = Options::new("http://h", Secret::new("key"));
        let step = step.map(Duration::from_secs);
        wait(again, step, at(1000), at(1000 + spent), &options).map(|wait| wait.as_secs())
    }

    #[test]
    fn trouble_is_met_with_the_backoff_until_tries_or_time_are_spent() {
        assert_eq!(after(Again::Never, Some(1), 0), None);
        assert_eq!(after(Again::Soon, Some(4), 100), Some(4));
        assert_eq!(after(Again::Soon, None, 0), None, "the tries are spent");
        assert_eq!(after(Again::Soon, Some(4), 119), None, "the time is spent");
    }

    #[test]
    fn a_service_that_asks_for_patience_gets_it_for_ten_minutes() {
        let until = |second: i64| Again::Later(Some(Timestamp::from_second(1000 + second).unwrap()));
        assert_eq!(after(until(30), Some(1), 0), Some(30));
        assert_eq!(after(until(30), None, 0), Some(30), "such tries are not counted");
        assert_eq!(after(until(3600), Some(1), 0), None, "nobody waits for an hour");
        assert_eq!(after(Again::Later(None), Some(2), 0), Some(2));
        assert_eq!(after(Again::Later(None), None, 0), Some(20), "there is always some wait");
        assert_eq!(after(until(-5), None, 0), Some(20));
    }
}
