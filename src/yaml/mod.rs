//! YAML: reading with the position of every value, writing what every reader understands.
//!
//! Manifests are read as kubectl reads them (`no` is false, `012` is ten), and
//! written with every text in quotes, so that no reader takes one for another
//! type. This folder alone knows which crate does it.

mod node;
mod read;
mod syntax;
mod write;

pub use node::{DuplicateKey, Key, Node, Value};
pub use read::{Document, Lines, SyntaxError, documents, read};
pub use write::{Unwritable, write};
