//! Where a value came from, and which source is the stronger.

use crate::problem::{Place, Position};
use crate::secret::{MASK, Secret};
use std::fmt;
use std::path::PathBuf;

/// Where a value came from, from the weakest to the strongest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The table of settings.
    Default,
    /// Made on the spot because nobody said anything.
    Made,
    /// metal-cli's `metal.yaml`.
    MetalFile(PathBuf, Position),
    /// `packetctl.yaml`.
    File(PathBuf, Position),
    /// An environment variable.
    Environment(&'static str),
    /// A flag, with its dashes.
    Flag(String),
    /// The user's answer to a question.
    Answer(&'static str),
}

impl Source {
    /// Where to point when the value is wrong.
    #[must_use]
    pub fn place(&self) -> Place {
        match self {
            Self::MetalFile(path, position) | Self::File(path, position) => Place::at(path, *position),
            other => Place::Named(other.to_string()),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => formatter.write_str("default"),
            Self::Made => formatter.write_str("made"),
            Self::MetalFile(path, position) | Self::File(path, position) => {
                write!(formatter, "{}:{position}", path.display())
            }
            Self::Environment(variable) => formatter.write_str(variable),
            Self::Flag(flag) => formatter.write_str(flag),
            Self::Answer(key) => write!(formatter, "answer ({key})"),
        }
    }
}

/// A value as it was written; a secret one prints as `***`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// An ordinary value.
    Plain(String),
    /// A value that must not be shown.
    Secret(Secret),
}

impl Written {
    /// The value itself, secret or not: for reading, never for showing.
    #[must_use]
    pub fn expose(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Secret(secret) => secret.expose(),
        }
    }
}

impl fmt::Display for Written {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(text) => formatter.write_str(text),
            Self::Secret(_) => formatter.write_str(MASK),
        }
    }
}

/// A value and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced {
    /// The value as it was written.
    pub value: Written,
    /// Where it came from.
    pub source: Source,
}
