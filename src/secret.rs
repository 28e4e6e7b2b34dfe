//! A secret that cannot be shown by accident.

use secrecy::ExposeSecret;
use std::fmt;

/// What stands for a secret wherever one is shown.
pub const MASK: &str = "***";

/// A text that prints as `***`, is wiped when dropped, and is read only by [`Secret::expose`].
#[derive(Clone)]
pub struct Secret(secrecy::SecretString);

impl Secret {
    /// Takes a text in.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into().into())
    }

    /// The text itself: search for this word to see every place that reads a secret.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// What a cryptography library hands over or asks for.
impl From<secrecy::SecretString> for Secret {
    fn from(text: secrecy::SecretString) -> Self {
        Self(text)
    }
}

impl From<Secret> for secrecy::SecretString {
    fn from(secret: Secret) -> Self {
        secret.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(MASK)
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_does_not_show_it() {
        assert_eq!(format!("{:?}", Some(Secret::new("hunter2"))), "Some(***)");
    }
}
