//! Packet's words: a small SDK for the API that knows nothing of the rest of the house.
//!
//! ```text
//!  device_request address ssh_key project catalogue capacity …   what is asked: requests as values, and the calls
//!        │                                  device event …       what is answered: types that read leniently
//!        ▼
//!  page ──▶ transport ──▶ reply ──▶ judge ──▶ error             the way of one call
//!              │  paced by `pacing`, tried again by `retry`        │
//!              ▼                                                   ▼
//!  endpoint, connection                                      texts: what the service's prose means
//! ```
//!
//! ```no_run
//! # async fn machines() -> Result<(), packetctl::packet::Error> {
//! use packetctl::clock::SystemClock;
//! use packetctl::packet::{Client, DeviceFilter, Location, NewDevice, Options};
//! use packetctl::secret::Secret;
//! use std::sync::Arc;
//!
//! let options = Options::new("http://127.0.0.1:8080/metal/v1", Secret::new("a key"));
//! let client = Client::new(options, Arc::new(SystemClock))?;
//! let mut wanted = NewDevice::new("c3.small.x86", "ubuntu_22_04", Location::Metro("da".into()));
//! wanted.tags.push("order-7f3a".into());
//! match client.create_device("a project", &wanted).await {
//!     // It may be there: the tag tells, on any page.
//!     Err(error) if error.is_unclear() => {
//!         let found = client.list_devices("a project", &DeviceFilter::tag("order-7f3a")).await?;
//!         assert!(found.len() <= 1);
//!     }
//!     made => assert_eq!(made?.public_address(), None),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Requests are built without sending (`request`), one place sends them (`transport`), one place decides what an
//! outcome means (`judge`). Reads and deletes are tried again; what makes or changes something never is, unless the
//! service says that it did not look at it (429). Whether it took effect is then [`Error::Unclear`] until looked up.

mod address;
mod batch;
mod capacity;
mod catalogue;
mod connection;
mod device;
mod device_action;
mod device_request;
mod endpoint;
mod error;
mod event;
mod judge;
mod options;
mod pacing;
mod page;
mod presence;
mod project;
mod reply;
mod request;
mod reservation;
mod retry;
mod ssh_key;
#[cfg(test)]
mod tests;
mod texts;
mod transport;
mod userdata;
mod wire;
mod word;

pub use address::{Address, AddressReservation, NewAddressReservation, ReservationState, ReservationType};
pub use batch::{Batch, BatchState, NewBatch};
pub use capacity::{CapacityAnswer, CapacityLevel, CapacityQuestion, CapacityReport};
pub use catalogue::{Facility, Metro, OperatingSystem, Plan, PlanLocation, Price};
pub use connection::Authorities;
pub use device::{Device, DeviceState};
pub use device_action::{DeviceAction, Reinstall};
pub use device_request::{DeviceChange, DeviceFilter, Location, NewDevice, RequestedAddress};
pub use endpoint::PUBLIC_ENDPOINT;
pub use error::{Call, Error, Trouble};
pub use event::{Event, EventKind};
pub use options::Options;
pub use presence::{Presence, ProjectDevices};
pub use project::{Project, User};
pub use reply::Strange;
pub use reservation::HardwareReservation;
pub use ssh_key::{NewSshKey, SshKey};

use crate::clock::Clock;
use page::{Entry, Listing, read_all};
use reply::{Done, Json};
use request::Request;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use transport::Transport;

/// The Packet API with one key. Clones are cheap and share connections, pace and limits. Its calls need a Tokio
/// runtime with I/O and time, and may be dropped at any time; a write that is dropped is unclear.
///
/// The calls stand beside what they are about: [`Client::create_device`] in `device_request`, and so on.
#[derive(Clone)]
pub struct Client {
    transport: Arc<Transport>,
}

/// What became of something that was to be removed: either way, nothing is left to order.
///
/// ```no_run
/// # async fn remove(client: &packetctl::packet::Client) -> Result<(), packetctl::packet::Error> {
/// use packetctl::packet::{Presence, Removal};
///
/// if client.delete_device("a device", false).await? == Removal::Ordered {
///     // Not gone yet, and still paid for.
///     let there = client.device_presence("a project", "a device").await?;
///     assert!(!matches!(there, Presence::Refused(_)));
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// The service took the order. A machine is gone only when a look says so.
    Ordered,
    /// The service does not know it (404): somebody, or an earlier try, removed it.
    AlreadyGone,
}

impl Client {
    /// Makes a client; calls nobody yet. Waits are made by the clock.
    pub fn new(options: Options, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        Ok(Self { transport: Arc::new(Transport::new(options, clock)?) })
    }

    /// How often each operation was sent so far, by `operationId`, repetitions included.
    #[must_use]
    pub fn calls(&self) -> BTreeMap<&'static str, u64> {
        self.transport.calls()
    }

    /// Who vouches for the service's certificate: [`Authorities::BuiltIn`] is worth a warning.
    #[must_use]
    pub fn authorities(&self) -> Authorities {
        self.transport.authorities()
    }

    async fn fetch<T: DeserializeOwned + Send>(&self, request: &Request) -> Result<T, Error> {
        self.transport.ask::<Json<T>>(request).await.map(|Json(value)| value)
    }

    async fn order(&self, request: &Request) -> Result<(), Error> {
        self.transport.ask::<Done>(request).await.map(|Done| ())
    }

    async fn remove(&self, request: &Request) -> Result<Removal, Error> {
        match self.order(request).await {
            Ok(()) => Ok(Removal::Ordered),
            Err(error) if error.is_not_found() => Ok(Removal::AlreadyGone),
            Err(error) => Err(error),
        }
    }

    /// Lists what has pages.
    async fn list_pages<T: Entry>(&self, request: &Request) -> Result<Vec<T>, Error> {
        self.listing(request).await.map(|listing| listing.entries)
    }

    /// Lists what has pages, and says whether nothing can be missing.
    async fn listing<T: Entry>(&self, request: &Request) -> Result<Listing<T>, Error> {
        read_all(&self.transport, request, Some(self.transport.page_size()), |_| false).await
    }

    /// Lists what the published document gives no pages. Should it come in pages all the same, they are read.
    async fn list_whole<T: Entry>(&self, request: &Request) -> Result<Vec<T>, Error> {
        read_all(&self.transport, request, None, |_| false).await.map(|listing| listing.entries)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Client").field("host", &self.transport.host()).finish_non_exhaustive()
    }
}
