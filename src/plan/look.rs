//! What can be asked of one look: who is who, how old things are.

use jiff::Timestamp;
use std::time::Duration;

/// Whether less than a span lies between a moment and now.
pub(super) fn is_younger(since: Timestamp, now: Timestamp, span: Duration) -> bool {
    // A moment in the future, by another clock, is young.
    now.duration_since(since) < jiff::SignedDuration::try_from(span).unwrap_or(jiff::SignedDuration::MAX)
}
