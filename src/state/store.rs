//! Where a record is kept: a small store, so that it can be a file or, later, an object in a cluster.

use super::error::{Holder, StoreError};
use super::record::Record;
use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

/// What a store gives, some time.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Keeps the record of one cluster.
pub trait Store: fmt::Debug + Send + Sync {
    /// The record; none where nothing was ever saved.
    fn load(&self) -> Answer<'_, Option<Record>>;

    /// Keeps a record in place of the one of generation `expected` (0 where there is none yet), and gives its new
    /// generation, which is written into what is kept and is to be written into the caller's.
    ///
    /// When this has answered, the record survives a crash. Fails with [`StoreError::Stale`] where another
    /// generation stands, and with [`StoreError::Held`] where another run has the lock.
    fn save<'a>(&'a self, record: &'a Record, expected: u64) -> Answer<'a, u64>;

    /// Keeps every other run from saving until the lock is dropped. Does not wait.
    fn lock<'a>(&'a self, holder: &'a Holder) -> Answer<'a, Lock>;

    /// Forgets the cluster: the record of this generation and all before it.
    fn remove(&self, expected: u64) -> Answer<'_, ()>;

    /// Where it is, for messages.
    fn describe(&self) -> String;
}

/// A held lock; to drop it is to let go.
pub struct Lock(#[expect(dead_code, reason = "it is held by being there")] Box<dyn Any + Send + Sync>);

impl Lock {
    /// A lock that is held as long as this value lives.
    pub fn new(guard: impl Send + Sync + 'static) -> Self {
        Self(Box::new(guard))
    }
}

impl fmt::Debug for Lock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Lock")
    }
}
