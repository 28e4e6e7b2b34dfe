//! The four files as types: reading them with the place of every mistake, and checking them as a whole.
//!
//! ```text
//!  (path, text) … ─▶ read ─▶ a folder per API generation: decode ─▶ check ─▶ Reading
//! ```
//!
//! Each generation hands over the same [`Reading`]. Its types are those of the
//! first generation; a second one translates, as the versions of an API in
//! Kubernetes translate into one of them, and nothing outside this room notices.

mod decode;
mod path;
mod read;
mod reading;
mod report;
#[cfg(test)]
mod tests;
pub mod v1alpha1;

pub use read::read;
pub use reading::{Document, Placed, Reading};

use std::path::PathBuf;

/// A file's path and text. The room itself touches no disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What the file is called in messages.
    pub path: PathBuf,
    /// What it holds.
    pub text: String,
}

impl Source {
    /// A file's path and text.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }
}
