//! Devices as text, kept: a list of many full devices is asked for again and again, and few of them changed meanwhile.

use crate::sim::links::Links;
use crate::sim::world::World;
use crate::sim::world::device::Device;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// How many devices are kept as text; beyond that all are forgotten, so that memory is bounded.
const MOST: usize = 1_000;

/// Devices as they are shown by default, each with the version of the device that it is.
#[derive(Debug, Default)]
pub(in crate::sim) struct Cache(Mutex<HashMap<Uuid, (u64, Arc<str>)>>);

impl Cache {
    /// A device as text.
    pub(in crate::sim) fn text(&self, world: &World, links: Links, device: &Device) -> Arc<str> {
        let show = || Arc::from(super::device(world, links, device).to_string());
        if links == Links::Packet {
            return show();
        }
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, text)) = kept.get(&device.id).filter(|(version, _)| *version == device.version) {
            return Arc::clone(text);
        }
        if kept.len() >= MOST {
            kept.clear();
        }
        let text = show();
        kept.insert(device.id, (device.version, Arc::clone(&text)));
        text
    }
}
