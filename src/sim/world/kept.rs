//! Texts of devices, kept: a list of many full devices is asked for again and again, and few of them changed meanwhile.

use super::device::Device;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// How many texts are kept; beyond that all are forgotten, so that memory is bounded.
const MOST: usize = 1_000;

/// A text for each device, with the version of the device that it tells.
#[derive(Debug, Default)]
pub(in crate::sim) struct KeptTexts(Mutex<HashMap<Uuid, (u64, Arc<str>)>>);

impl KeptTexts {
    /// The text of a device: the kept one, or `tell`'s where the device may have changed.
    pub(in crate::sim) fn of(&self, device: &Device, tell: impl FnOnce() -> String) -> Arc<str> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, text)) = kept.get(&device.id).filter(|(version, _)| *version == device.version) {
            return Arc::clone(text);
        }
        if kept.len() >= MOST {
            kept.clear();
        }
        let text: Arc<str> = tell().into();
        kept.insert(device.id, (device.version, Arc::clone(&text)));
        text
    }
}
