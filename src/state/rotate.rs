//! A new identity in place of the old one, for every state that the old one opens.

use super::error::{Holder, StoreError};
use super::key::{IdentityFile, Key};
use super::record::Record;
use super::secrets::{OpenError, Secrets};
use super::store::Store;
use crate::problem::{Place, Problem};
use jiff::Timestamp;

/// Why a rotation stopped. Until it is done both identities are in the file, and it can be begun again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RotateError {
    /// A store did not do what it was asked to.
    #[error("{at}: {error}")]
    Store {
        /// Which.
        at: String,
        /// Why.
        error: StoreError,
    },
    /// Secrets that could not be opened; nothing was changed.
    #[error("{at}: {error}")]
    Sealed {
        /// Of which store.
        at: String,
        /// Why.
        error: OpenError,
    },
    /// The file of identities, or sealing.
    #[error("{0}")]
    Problem(Problem),
}

impl From<Problem> for RotateError {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// Seals the secrets of these states with a new identity and drops the old ones; how many states were sealed anew.
///
/// An identity file serves every cluster of its user: name all their stores, since what is left out can be opened no
/// more. States sealed with a passphrase are left as they are. Killed at any point, every state can still be opened:
/// the new identity is in the file before it seals anything, the old one until nothing is sealed with it.
pub async fn rotate_identity(
    file: &mut IdentityFile,
    stores: &[&dyn Store],
    holder: &Holder,
    now: Timestamp,
) -> Result<usize, RotateError> {
    let mut locks = Vec::new();
    let mut opened = Vec::new();
    for store in stores {
        let at = || store.describe();
        let failed = |error| RotateError::Store { at: at(), error };
        locks.push(store.lock(holder).await.map_err(failed)?);
        let Some(record) = store.load().await.map_err(failed)? else { continue };
        let Some(sealed) = record.secrets.as_ref().filter(|sealed| !sealed.needs_passphrase()) else { continue };
        let secrets = sealed.open(file.keys()).map_err(|error| RotateError::Sealed { at: at(), error })?;
        opened.push((store, record, secrets));
    }
    file.add(now)?;
    let count = opened.len();
    for (store, record, secrets) in opened {
        reseal(*store, record, &secrets, file.current(), now).await?;
    }
    file.drop_older(now)?;
    Ok(count)
}

/// Seals the secrets of a record that is in this store with another key, also those of its previous generation; the
/// record as it stands then. Lock the store before.
pub async fn reseal(
    store: &dyn Store,
    mut record: Record,
    secrets: &Secrets,
    key: &Key,
    now: Timestamp,
) -> Result<Record, RotateError> {
    let place = Place::Named(store.describe());
    record.secrets = Some(secrets.seal(key).map_err(|flaw| flaw.at(place))?);
    record.updated_at = now;
    // Twice, so that the previous generation too can be opened with what will be left, and with nothing else.
    for _ in 0..2 {
        let saved = store.save(&record, record.generation).await;
        record.generation = saved.map_err(|error| RotateError::Store { at: store.describe(), error })?;
    }
    Ok(record)
}

#[cfg(test)]
mod tests;
