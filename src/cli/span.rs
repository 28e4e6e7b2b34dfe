//! Spans of time in a few characters: `0.4s`, `42s`, `3m12s`, `1h05m`.

use jiff::Timestamp;
use std::time::Duration;

/// A span as a person would time it: tenths below ten seconds, then no smaller part than matters.
pub(super) fn span(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..10 => format!("{}.{}s", seconds, duration.subsec_millis() / 100),
        10..60 => format!("{seconds}s"),
        60..3600 => format!("{}m{:02}s", seconds / 60, seconds % 60),
        _ => format!("{}h{:02}m", seconds / 3600, seconds % 3600 / 60),
    }
}

/// The time between two moments; nothing where the later one is the earlier by another clock.
pub(super) fn between(from: Timestamp, to: Timestamp) -> Duration {
    Duration::try_from(to.duration_since(from)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_as_exact_as_they_need_be() {
        let told = |millis: u64| span(Duration::from_millis(millis));
        let all = [told(0), told(440), told(9_990), told(42_900), told(192_000), told(3_905_000)];
        assert_eq!(all.join(" "), "0.0s 0.4s 9.9s 42s 3m12s 1h05m");
    }

    #[test]
    fn a_clock_that_was_set_back_makes_no_negative_span() {
        let at = |second| Timestamp::from_second(second).expect("a time");
        assert_eq!((between(at(5), at(9)).as_secs(), between(at(9), at(5)).as_secs()), (4, 0));
    }
}
