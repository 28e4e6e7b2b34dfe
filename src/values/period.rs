//! A length of time as people write one.

use crate::problem::Flaw;
use jiff::SignedDuration;
use std::time::Duration;

/// A length of time, for example of `90` (seconds), `5m` or `1h 30m`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period(Duration);

impl Period {
    /// Reads seconds, or a time with units.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let seconds = text.parse::<u32>().map(|seconds| Duration::from_secs(seconds.into())).ok();
        let with_units = || text.parse::<SignedDuration>().ok().and_then(|time| Duration::try_from(time).ok());
        seconds.or_else(with_units).map(Self).ok_or_else(|| {
            Flaw::new(format!("{text:?} is not a length of time"))
                .hint("it is a number of seconds, or a time such as `5m 30s`")
        })
    }

    /// The same as the standard library has it.
    #[must_use]
    pub const fn as_duration(self) -> Duration {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_seconds_and_units_are_what_they_say() {
        for (text, seconds) in [("0", 0), ("90", 90), ("5m", 300), ("5m 30s", 330), ("1h", 3600), ("PT1M", 60)] {
            assert_eq!(Period::parse(text).unwrap().as_duration(), Duration::from_secs(seconds), "{text}");
        }
        for wrong in ["", "-1", "-5m", "soon", "4294967296", "1 parsec"] {
            assert!(Period::parse(wrong).is_err(), "{wrong}");
        }
    }
}
