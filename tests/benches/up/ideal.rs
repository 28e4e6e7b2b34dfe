//! The least that `up` can take, T*, from what the simulator did.

use serde_json::Value;
use std::error::Error;

/// How many orders are on their way at once.
const IN_FLIGHT: usize = 32;
/// Seconds that an order takes to be answered. The machine is there from the first moment on.
pub(crate) const ORDER: f64 = 0.3;

/// Seconds that a machine takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// D: from the order until user-data runs. The simulator adds up to 5 % to it, differently for each machine.
    pub(crate) provisioning: f64,
    /// B: packages and images.
    pub(crate) packages: f64,
    /// I: `kubeadm init`.
    pub(crate) init: f64,
    /// J: from joining to Ready.
    pub(crate) join: f64,
}

/// T* = max(D_cp + B + I, max_w(D_w + B)) + J, each machine's D counted from when it can be ordered at the earliest.
///
/// The control plane is ordered first, the k-th worker when k - k mod 32 orders were answered before it, each after
/// 0.3 s. D is each machine's own, from the simulator's ledger.
pub(crate) fn least(ledger: &Value, pace: Pace) -> Result<f64, Box<dyn Error>> {
    let entries = ledger["created"].as_array().ok_or("the ledger is no list")?;
    let devices: Vec<&Value> =
        entries.iter().filter(|entry| entry["kind"] == "device" && entry["foreign"] == false).collect();
    let (control_planes, workers): (Vec<&Value>, Vec<&Value>) = devices.into_iter().partition(|device| {
        device["tags"].as_array().is_some_and(|tags| tags.iter().any(|tag| tag == "packetctl:role=control-plane"))
    });
    let mut ready = 0.0_f64;
    for (place, device) in control_planes.iter().chain(&workers).enumerate() {
        let own = device["provisioned_in"].as_f64().ok_or_else(|| format!("{} is not up", device["name"]))?;
        let ordered = (place / IN_FLIGHT) as f64 * ORDER;
        let init = if place < control_planes.len() { pace.init } else { 0.0 };
        ready = ready.max(ordered + own + pace.packages + init);
    }
    Ok(ready + pace.join)
}
