//! Everything that touches the disk; each error names its path.

mod lock;
mod private;
mod read;
mod write;

pub use lock::{LockFile, Taking};
pub use private::{
    create_private, follow, make_private_folder, read_private, remove, remove_folder, replace_private,
    replace_private_keeping,
};
pub use read::{folder_entries, is_there, read_text, subfolders};
pub use write::{NewFile, Overwrite, append_line, obstacles, write_set};

use crate::problem::{Flaw, Place, Problem};
use std::io;
use std::path::Path;

/// What an operation on a file met, in words: what was tried, why it failed, what to do.
pub(crate) fn problem(path: &Path, tried: &str, error: &io::Error) -> Problem {
    let hint = match error.kind() {
        io::ErrorKind::NotFound => Some("check the path; a relative one starts in the folder you are in"),
        io::ErrorKind::PermissionDenied => Some("change the permissions, or choose another path"),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Some("make room, or choose a path on another disk")
        }
        io::ErrorKind::ReadOnlyFilesystem => Some("choose a path on a disk that can be written to"),
        io::ErrorKind::NotADirectory => Some("a part of the path is a file, not a folder; choose another path"),
        _ => None,
    };
    Flaw::new(format!("cannot {tried}: {}", reason(error))).maybe_hint(hint.map(String::from)).at(Place::file(path))
}

/// The reason without the number that the system appends.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let plain = text.split(" (os error").next().unwrap_or(&text);
    let mut characters = plain.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
