//! Simulated time: the machine's clock, faster or standing still, and moved on by hand.

use crate::clock::Clock;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::Duration;

/// Tells simulated time.
///
/// It begins at the machine's time, or at the last simulated time that is
/// remembered where that is later, and passes `speed` times as fast from there.
#[derive(Debug)]
pub(super) struct Time {
    clock: Arc<dyn Clock>,
    speed: f64,
    /// The machine's time when `simulated` was true.
    real: Timestamp,
    simulated: Timestamp,
}

impl Time {
    /// Begins now, or at `remembered` where that is later.
    pub(super) fn begin(clock: Arc<dyn Clock>, speed: f64, remembered: Option<Timestamp>) -> Self {
        let real = clock.now();
        Self { clock, speed, real, simulated: remembered.map_or(real, |last| last.max(real)) }
    }

    /// The simulated time.
    pub(super) fn now(&self) -> Timestamp {
        let passed = self.clock.now().duration_since(self.real).as_secs_f64().max(0.0) * self.speed;
        later(self.simulated, SignedDuration::try_from_secs_f64(passed).unwrap_or(SignedDuration::MAX))
    }

    /// Moves on by hand.
    pub(super) fn advance(&mut self, duration: Duration) {
        self.simulated = later(self.simulated, SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX));
    }
}

/// A moment and a duration later; the end of time where it would lie behind it.
pub(super) fn later(moment: Timestamp, duration: SignedDuration) -> Timestamp {
    moment.saturating_add(duration).unwrap_or(Timestamp::MAX)
}

/// A moment and some seconds later.
pub(super) fn seconds_later(moment: Timestamp, seconds: f64) -> Timestamp {
    later(moment, SignedDuration::try_from_secs_f64(seconds).unwrap_or(SignedDuration::MAX))
}

/// A moment as the service wrote it: whole seconds, `Z`.
pub(super) fn written(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Sleep;
    use std::sync::Mutex;

    #[derive(Debug)]
    struct Hand(Mutex<Timestamp>);

    impl Clock for Hand {
        fn now(&self) -> Timestamp {
            *self.0.lock().unwrap()
        }

        fn sleep(&self, _: Duration) -> Sleep<'_> {
            Box::pin(std::future::ready(()))
        }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    #[test]
    fn it_passes_faster_and_is_moved_on_by_hand() {
        let hand = Arc::new(Hand(Mutex::new(at(1_000))));
        let mut time = Time::begin(hand.clone(), 60.0, None);
        *hand.0.lock().unwrap() = at(1_002);
        assert_eq!(time.now(), at(1_120));
        time.advance(Duration::from_secs(5));
        assert_eq!(time.now(), at(1_125));
    }

    #[test]
    fn it_goes_on_from_what_is_remembered_and_never_runs_back() {
        let hand = Arc::new(Hand(Mutex::new(at(1_000))));
        assert_eq!(Time::begin(hand.clone(), 0.0, Some(at(5_000))).now(), at(5_000));
        let time = Time::begin(hand.clone(), 1.0, Some(at(10)));
        *hand.0.lock().unwrap() = at(900);
        assert_eq!(time.now(), at(1_000));
    }

    #[test]
    fn the_end_of_time_is_no_panic() {
        let mut time = Time::begin(Arc::new(Hand(Mutex::new(at(0)))), 1e300, None);
        time.advance(Duration::MAX);
        assert_eq!(time.now(), Timestamp::MAX);
    }
}
