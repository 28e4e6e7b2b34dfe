//! What is remembered of one cluster: what was ordered, what came of it, and its secrets, sealed.
//!
//! [`Record`] is the memory, [`Store`] keeps it: [`FileStore`] in a file with a lock and the previous generation.
//! [`Secrets`] stand in the record only [`Sealed`], by a [`Key`]; the age command line opens them too.
//! Nothing here looks at the clock, and nothing knows what a memory is good for.

mod error;
mod file_store;
mod key;
mod reading;
mod record;
mod rotate;
mod secrets;
mod store;

pub use error::{Holder, StoreError};
pub use file_store::FileStore;
pub use key::{Identity, IdentityFile, Key};
pub use record::{EndpointRecord, MachineRecord, Phase, Record, SCHEMA, SimulatorRecord, TokenRecord};
pub use rotate::{RotateError, reseal, rotate_identity};
pub use secrets::{OpenError, Sealed, Secrets};
pub use store::{Answer, Lock, Store};
