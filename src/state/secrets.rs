//! Secrets by name, and the sealed text in which they are kept.

use super::key::Key;
use super::record::Record;
use crate::problem::Flaw;
use crate::secret::Secret;
use age::armor::ArmoredReader;
use age::{DecryptError, Decryptor};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::io::Read as _;

/// Texts that must not be seen, by their names: private keys, the token, and what belongs to them.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    texts: BTreeMap<String, Secret>,
    /// Whether they differ from what they were opened from.
    is_changed: bool,
}

impl Secrets {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The secret of this name.
    pub fn get(&self, name: &str) -> Option<&Secret> {
        self.texts.get(name)
    }

    /// Takes a secret in, in place of the one of this name.
    pub fn set(&mut self, name: impl Into<String>, secret: Secret) {
        let name = name.into();
        if self.texts.get(&name) != Some(&secret) {
            self.texts.insert(name, secret);
            self.is_changed = true;
        }
    }

    /// Takes a secret out.
    pub fn remove(&mut self, name: &str) -> Option<Secret> {
        let removed = self.texts.remove(name);
        self.is_changed |= removed.is_some();
        removed
    }

    /// All of them with their names, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Secret)> {
        self.texts.iter().map(|(name, secret)| (name.as_str(), secret))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Seals them: what comes out can be opened with this key only. Each time another text, so do it only on a change.
    pub fn seal(&self, key: &Key) -> Result<Sealed, Flaw> {
        let plain: BTreeMap<&str, &str> = self.iter().map(|(name, secret)| (name, secret.expose())).collect();
        let failed = |error: &dyn fmt::Display| Flaw::new(format!("cannot seal the secrets: {error}"));
        let plain = Secret::new(serde_json::to_string(&plain).map_err(|error| failed(&error))?);
        key.encrypt(&plain).map(Sealed).map_err(|error| failed(&error))
    }
}

/// Equal when the secrets are; whether they changed meanwhile does not count.
impl PartialEq for Secrets {
    fn eq(&self, other: &Self) -> bool {
        self.texts == other.texts
    }
}

impl Eq for Secrets {}

/// Sealed secrets: an armored age file, whose plain text is a JSON object of texts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(String);

/// Why sealed secrets could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// None of the keys is the one they were sealed with.
    #[error("the secrets in it were sealed with another key")]
    WrongKey,
    /// They are not what was sealed.
    #[error("the secrets in it are damaged")]
    Damaged,
}

impl Sealed {
    /// The armored text, as the age command line takes it.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whether a passphrase is needed to open it.
    pub fn needs_passphrase(&self) -> bool {
        Decryptor::new_buffered(ArmoredReader::new(self.0.as_bytes())).is_ok_and(|decryptor| decryptor.is_scrypt())
    }

    /// Opens it with the first of the keys that fits.
    pub fn open(&self, keys: &[Key]) -> Result<Secrets, OpenError> {
        // One by one: the library gives up at the first passphrase that does not fit.
        for key in keys {
            match self.open_with(key) {
                Err(OpenError::WrongKey) => {}
                opened => return opened,
            }
        }
        Err(OpenError::WrongKey)
    }

    fn open_with(&self, key: &Key) -> Result<Secrets, OpenError> {
        let damaged = |_| OpenError::Damaged;
        let decryptor = Decryptor::new_buffered(ArmoredReader::new(self.0.as_bytes())).map_err(damaged)?;
        let needs_passphrase = decryptor.is_scrypt();
        if needs_passphrase != matches!(key, Key::Passphrase(_)) {
            return Err(OpenError::WrongKey);
        }
        let identity = key.identity();
        let mut reader = decryptor.decrypt(std::iter::once(&*identity)).map_err(|error| match error {
            DecryptError::NoMatchingKeys => OpenError::WrongKey,
            // All that can be said of a passphrase that does not fit.
            DecryptError::DecryptionFailed if needs_passphrase => OpenError::WrongKey,
            _ => OpenError::Damaged,
        })?;
        let mut plain = String::new();
        reader.read_to_string(&mut plain).map_err(|_| OpenError::Damaged)?;
        let plain = Secret::new(plain);
        let texts: BTreeMap<String, String> = serde_json::from_str(plain.expose()).map_err(|_| OpenError::Damaged)?;
        let texts = texts.into_iter().map(|(name, text)| (name, Secret::new(text))).collect();
        Ok(Secrets { texts, is_changed: false })
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Sealed(***)")
    }
}

impl Record {
    /// Keeps secrets: seals them if they changed since they were opened, or if none are kept yet.
    pub fn keep_secrets(&mut self, secrets: &mut Secrets, key: &Key) -> Result<(), Flaw> {
        if secrets.is_changed || self.secrets.is_none() {
            self.secrets = Some(secrets.seal(key)?);
            secrets.is_changed = false;
        }
        Ok(())
    }

    /// Opens the secrets; none where none are kept.
    pub fn open_secrets(&self, keys: &[Key]) -> Result<Secrets, OpenError> {
        self.secrets.as_ref().map_or_else(|| Ok(Secrets::new()), |sealed| sealed.open(keys))
    }
}

#[cfg(test)]
mod tests;
