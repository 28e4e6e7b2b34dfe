//! Whether a device is there: telling a refusal from a machine that the service took away.
//!
//! The service removes an on-demand machine that failed, and then answers a look at it with 403, as it does for
//! what the key may not see. So a 403 means *gone* only if the same key can list the project, and the complete list
//! lacks the device.

use super::device::Device;
use super::device_request::{DeviceFilter, list};
use super::page::Listing;
use super::{Client, Error};

/// What became of a device.
#[derive(Debug)]
pub enum Presence {
    /// It is there. Its state may still be failed or deleted.
    Present(Box<Device>),
    /// It does not exist any more.
    Gone,
    /// The service does not let us see it. Nothing may be concluded from that.
    Refused(Error),
}

impl Presence {
    /// Judges a look at a device. `listed` is the complete list of its project's devices, made with the same key
    /// and after the device was ordered, or none if there is no such list.
    pub fn judge(id: &str, look: Result<Device, Error>, listed: Option<&[Device]>) -> Result<Self, Error> {
        let lacks = |devices: &[Device]| devices.iter().all(|device| device.id != id);
        match look {
            Ok(device) => Ok(Self::Present(Box::new(device))),
            Err(error) if error.is_not_found() => Ok(Self::Gone),
            Err(error) if error.is_forbidden() && listed.is_some_and(lacks) => Ok(Self::Gone),
            Err(error) if error.is_forbidden() => Ok(Self::Refused(error)),
            Err(error) => Err(error),
        }
    }
}

impl Client {
    /// Says whether a device of a project is there: looks at it, and after a 403 lists the project.
    pub async fn device_presence(&self, project_id: &str, id: &str) -> Result<Presence, Error> {
        let look = self.get_device(id).await;
        if !look.as_ref().is_err_and(Error::is_forbidden) {
            return Presence::judge(id, look, None);
        }
        // If the project cannot be listed either, the refusal is all that is known.
        let listing: Option<Listing<Device>> = self.listing(&list(project_id, &DeviceFilter::default())).await.ok();
        let complete = listing.filter(|listing| listing.complete).map(|listing| listing.entries);
        Presence::judge(id, look, complete.as_deref())
    }
}
