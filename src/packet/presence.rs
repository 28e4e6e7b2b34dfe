//! Whether a device is there: telling a refusal from a machine that the service took away.
//!
//! The service removes an on-demand machine that failed, and then answers a look at it with 403, as it does for
//! what the key may not see. So a 403 means *gone* only if the same key can list the project, and the complete list
//! lacks the device.

use super::device::Device;
use super::device_request::{DeviceFilter, list};
use super::error::Trouble;
use super::page::Listing;
use super::{Client, Error};

/// All devices of a project, with nothing missing: only [`Client::list_project_devices`] makes one.
///
/// ```no_run
/// # async fn look(client: &packetctl::packet::Client) -> Result<(), packetctl::packet::Error> {
/// use packetctl::packet::Presence;
///
/// let listed = client.list_project_devices("a project").await?;
/// for id in ["one", "another"] {
///     // One list serves for all looks that the service refuses.
///     match Presence::judge(id, client.get_device(id).await, Some(&listed))? {
///         Presence::Present(device) => assert_eq!(device.id, id),
///         Presence::Gone => assert!(listed.lacks(id)),
///         Presence::Refused(error) => return Err(error),
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectDevices(Vec<Device>);

impl ProjectDevices {
    /// The devices.
    #[must_use]
    pub fn devices(&self) -> &[Device] {
        &self.0
    }

    /// Whether a device is not among them.
    #[must_use]
    pub fn lacks(&self, id: &str) -> bool {
        self.0.iter().all(|device| device.id != id)
    }
}

/// What became of a device: what [`Client::device_presence`] and [`Presence::judge`] say.
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
    /// Judges a look at a device. `listed` are its project's devices, listed with the same key after it was ordered;
    /// one list serves for many looks.
    pub fn judge(id: &str, look: Result<Device, Error>, listed: Option<&ProjectDevices>) -> Result<Self, Error> {
        match look {
            Ok(device) => Ok(Self::Present(Box::new(device))),
            Err(error) if error.is_not_found() => Ok(Self::Gone),
            Err(error) if error.is_forbidden() && listed.is_some_and(|listed| listed.lacks(id)) => Ok(Self::Gone),
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
        let listed = self.list_project_devices(project_id).await.ok();
        Presence::judge(id, look, listed.as_ref())
    }

    /// Lists all devices of a project, and fails rather than leave one out.
    pub async fn list_project_devices(&self, project_id: &str) -> Result<ProjectDevices, Error> {
        let request = list(project_id, &DeviceFilter::default());
        let listing: Listing<Device> = self.listing(&request).await?;
        if listing.complete {
            return Ok(ProjectDevices(listing.entries));
        }
        Err(Error::Unavailable { call: Box::new(self.transport.call(&request)), what: Trouble::Unsteady })
    }
}
