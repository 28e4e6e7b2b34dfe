//! Pacing: when the service wants to be asked again, and waiting for it together.

use http::{HeaderMap, StatusCode};
use jiff::{SignedDuration, Timestamp};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// Until when nobody asks. All calls of a client share it: the service counts by key, not by call.
#[derive(Debug, Default)]
pub(super) struct Pause(Mutex<Option<Timestamp>>);

impl Pause {
    /// How long to wait before the next request.
    pub(super) fn left(&self, now: Timestamp) -> Option<Duration> {
        let until = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        until.and_then(|until| positive(until, now))
    }

    /// Takes in that nobody should ask before this time.
    pub(super) fn extend(&self, until: Timestamp) {
        let mut current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *current = (*current).max(Some(until));
    }
}

/// How long it is from one time to a later one.
pub(super) fn positive(until: Timestamp, now: Timestamp) -> Option<Duration> {
    Duration::try_from(until.duration_since(now)).ok().filter(|left| !left.is_zero())
}

/// When the service will listen again, if a reply says that it does not listen now.
///
/// A 429 says it in `Retry-After` (seconds or an HTTP date, RFC 9110 §10.2.3), else in `X-RateLimit-Reset`
/// (Unix seconds, as packngo reads it). Any other reply says it with an `X-RateLimit-Remaining` of 0.
pub(super) fn listens_again(status: StatusCode, headers: &HeaderMap, now: Timestamp) -> Option<Timestamp> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let reset = || {
        let seconds = text("x-ratelimit-reset")?.parse::<i64>().ok()?;
        Timestamp::from_second(seconds).ok().filter(|reset| *reset > now)
    };
    if status == StatusCode::TOO_MANY_REQUESTS {
        return text("retry-after").and_then(|after| retry_after(after, now)).or_else(reset);
    }
    if text("x-ratelimit-remaining") == Some("0") { reset() } else { None }
}

fn retry_after(text: &str, now: Timestamp) -> Option<Timestamp> {
    if let Ok(seconds) = text.parse::<u32>() {
        return now.checked_add(SignedDuration::from_secs(i64::from(seconds))).ok();
    }
    let date: SystemTime = httpdate::parse_http_date(text).ok()?;
    Timestamp::try_from(date).ok().map(|date| date.max(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(status: u16, headers: &[(&'static str, &str)]) -> Option<i64> {
        let headers = headers.iter().map(|(name, value)| ((*name).parse().unwrap(), value.parse().unwrap())).collect();
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        let until = listens_again(StatusCode::from_u16(status).unwrap(), &headers, now);
        until.map(|until| until.as_second() - now.as_second())
    }

    #[test]
    fn a_429_says_when_in_seconds_as_a_date_or_by_the_reset() {
        assert_eq!(again(429, &[("retry-after", "7")]), Some(7));
        assert_eq!(again(429, &[("retry-after", "Tue, 14 Nov 2023 22:13:30 GMT")]), Some(10));
        assert_eq!(again(429, &[("retry-after", "soon"), ("x-ratelimit-reset", "1700000030")]), Some(30));
        assert_eq!(again(429, &[("x-ratelimit-reset", "1600000000")]), None, "a reset in the past says nothing");
        assert_eq!(again(429, &[]), None);
    }

    #[test]
    fn a_good_reply_says_it_with_nothing_remaining() {
        assert_eq!(again(200, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1700000030")]), Some(30));
        assert_eq!(again(200, &[("x-ratelimit-remaining", "1"), ("x-ratelimit-reset", "1700000030")]), None);
        assert_eq!(again(200, &[("x-ratelimit-remaining", "0")]), None);
    }

    #[test]
    fn a_pause_is_only_ever_made_longer() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let pause = Pause::default();
        assert_eq!(pause.left(at(0)), None);
        pause.extend(at(9));
        pause.extend(at(5));
        assert_eq!(pause.left(at(2)), Some(Duration::from_secs(7)));
        assert_eq!(pause.left(at(9)), None);
    }
}
