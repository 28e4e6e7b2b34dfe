//! The rate limit, where one is asked for: so many requests a minute for each key.
//!
//! The service's numbers were never published; its headers are those that
//! packngo reads. `Retry-After` was never seen, and is not sent.

use super::wire::reply::Reply;
use jiff::Timestamp;
use std::collections::HashMap;

/// Seconds that a limit is counted over.
const WINDOW: i64 = 60;

/// Counts requests.
#[derive(Debug)]
pub(super) struct RateLimit {
    allowed: u32,
    /// For each key: when its minute ends, and the requests in it.
    windows: HashMap<Vec<u8>, (i64, u32)>,
}

impl RateLimit {
    /// Allows so many requests a minute.
    pub(super) fn new(allowed: u32) -> Self {
        Self { allowed, windows: HashMap::new() }
    }

    /// Whether a key has requests left; the request is counted either way.
    pub(super) fn admit(&mut self, key: &[u8], now: Timestamp) -> bool {
        let now = now.as_second();
        // Whoever tries keys must not make this grow.
        self.windows.retain(|_, (end, _)| *end > now);
        let (_, count) = self.windows.entry(key.to_owned()).or_insert((now + WINDOW, 0));
        *count = count.saturating_add(1);
        *count <= self.allowed
    }

    /// Tells in an answer's headers what is left.
    pub(super) fn tell(&self, key: &[u8], reply: &mut Reply) {
        let Some((end, count)) = self.windows.get(key) else { return };
        let headers = [
            ("x-ratelimit-limit", i64::from(self.allowed)),
            ("x-ratelimit-remaining", i64::from(self.allowed.saturating_sub(*count))),
            ("x-ratelimit-reset", *end),
        ];
        reply.headers.extend(headers.map(|(name, value)| (name.to_owned(), value.to_string())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_its_own_minute() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut limit = RateLimit::new(2);
        assert!(limit.admit(b"a", at(0)) && limit.admit(b"a", at(1)));
        assert!(!limit.admit(b"a", at(59)));
        assert!(limit.admit(b"b", at(59)));
        let mut reply = Reply::empty(204);
        limit.tell(b"a", &mut reply);
        assert_eq!(reply.headers[1], ("x-ratelimit-remaining".into(), "0".into()));
        assert_eq!(reply.headers[2], ("x-ratelimit-reset".into(), "60".into()));
        assert!(limit.admit(b"a", at(60)));
    }
}
