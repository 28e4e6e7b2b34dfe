//! Times as certificates have them: whole seconds, and none that cannot be written down.

use crate::problem::Flaw;
use jiff::Timestamp;
use x509_parser::prelude::ASN1Time;

/// How long before its making a certificate begins, in seconds: clocks of other machines may be behind.
///
/// kubeadm's `CertificateBackdate`.
const BACKDATE: i64 = 5 * 60;

/// When a certificate begins that is made now.
pub(super) fn begin(now: Timestamp) -> Timestamp {
    later(now, -BACKDATE)
}

/// So many seconds later; as far as time goes where that is too far.
pub(super) fn later(now: Timestamp, seconds: i64) -> Timestamp {
    let wanted = now.as_second().saturating_add(seconds).max(0);
    Timestamp::from_second(wanted).unwrap_or(Timestamp::MAX)
}

/// A time for a certificate.
pub(super) fn write(time: Timestamp) -> Result<ASN1Time, Flaw> {
    ASN1Time::from_timestamp(time.as_second())
        .map_err(|_| Flaw::new(format!("{time} cannot stand in a certificate")).hint("check this machine's clock"))
}

/// A time in a certificate. "Never" (RFC 5280 §4.1.2.5, the last second of 9999) is as far as time goes.
pub(super) fn read(time: ASN1Time) -> Timestamp {
    Timestamp::from_second(time.timestamp()).unwrap_or(Timestamp::MAX)
}
