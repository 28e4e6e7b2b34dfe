//! How a machine comes to be: the events on the way from order to active, and when they happen.
//!
//! Types and texts are the service's; the gaps up to 104 were captured in 2016,
//! the others are estimates of the same machines' eight to ten minutes. All are
//! shares of the time that the simulator was told a machine takes.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use uuid::Uuid;

/// An event that is to come, or has come.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sim) struct Milestone {
    pub(in crate::sim) kind: Cow<'static, str>,
    pub(in crate::sim) body: Cow<'static, str>,
    /// The event's id and time, once it has come.
    pub(in crate::sim) happened: Option<(Uuid, Timestamp)>,
}

/// Type, text, and seconds since the one before.
const MILESTONES: [(&str, &str, f64); 11] = [
    ("provisioning.101", "Provisioning started", 4.0),
    ("provisioning.102", "Network configured", 86.0),
    ("provisioning.103", "Configuration written, restarting device", 11.0),
    ("provisioning.104", "Connected to magic install system", 86.0),
    ("provisioning.104.50", "OS image retrieved", 90.0),
    ("provisioning.105", "Server partitions created", 15.0),
    ("provisioning.106", "Operating system packages installed", 30.0),
    ("provisioning.107", "Server networking interfaces configured", 10.0),
    ("provisioning.108", "Cloud-init packages installed and configured", 15.0),
    ("provisioning.109", "Installation finished, rebooting server", 15.0),
    ("provisioning.110", "Device phoned home and is ready to go", 178.0),
];

/// How many milestones there are.
pub(super) const COUNT: usize = MILESTONES.len();

/// At this one a machine is picked up by the provisioner.
pub(super) const STARTED: usize = 0;

/// At this one a machine has its addresses.
pub(super) const NETWORK: usize = 1;

/// At this one a machine is active.
pub(super) const PHONED_HOME: usize = COUNT - 1;

/// When the platform gave up on a machine that did not phone home: about 25 minutes, where one takes nine.
pub(super) const PATIENCE: f64 = 2.8;

/// The milestones of a machine that was just ordered.
pub(super) fn to_come() -> Vec<Milestone> {
    let milestone = |(kind, body, _): &(&'static str, &'static str, f64)| Milestone {
        kind: Cow::Borrowed(kind),
        body: Cow::Borrowed(body),
        happened: None,
    };
    MILESTONES.iter().map(milestone).collect()
}

/// When a milestone comes, as a share of the whole way.
pub(super) fn share(milestone: usize) -> f64 {
    let seconds = |count: usize| MILESTONES.iter().take(count).map(|(.., seconds)| seconds).sum::<f64>();
    seconds(milestone + 1) / seconds(COUNT)
}

/// How much of the way is done, in percent, with two decimals as the service gave it.
pub(in crate::sim) fn percentage(milestones: &[Milestone]) -> f64 {
    let done = milestones.iter().filter(|milestone| milestone.happened.is_some()).count();
    #[expect(clippy::cast_precision_loss, reason = "there are eleven of them")]
    let share = done as f64 / milestones.len().max(1) as f64;
    (share * 10_000.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_is_walked_in_order_and_ends_at_its_end() {
        let shares: Vec<f64> = (0..COUNT).map(share).collect();
        assert!(shares.is_sorted());
        assert!((shares[PHONED_HOME] - 1.0).abs() < 1e-9);
        let mut milestones = to_come();
        milestones.truncate(7);
        for milestone in milestones.iter_mut().take(4) {
            milestone.happened = Some((Uuid::nil(), Timestamp::UNIX_EPOCH));
        }
        assert!((percentage(&milestones) - 57.14).abs() < 1e-9, "as captured");
    }
}
