//! Reading what the user points at: whole texts, and what a folder holds.

use super::{problem, reason};
use crate::problem::{Flaw, Place, Position, Problem};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The largest text that is read, in bytes: far above any set of documents, and below what hurts.
const LIMIT: u64 = 64 << 20;

/// Reads a text file whole.
///
/// What is no file (a folder, a fifo nobody writes to) is refused instead of
/// waited for; a pipe that a shell made (`<(command)`) is read.
pub fn read_text(path: &Path) -> Result<String, Problem> {
    let kind = fs::metadata(path).map_err(|error| problem(path, "read it", &error))?.file_type();
    let from_shell =
        path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd") || path == Path::new("/dev/stdin");
    if kind.is_dir() {
        return Err(Flaw::new("cannot read it: this is a folder").hint("name a file").at(Place::file(path)));
    }
    if !kind.is_file() && !from_shell {
        return Err(Flaw::new("cannot read it: this is not an ordinary file")
            .hint("name a file")
            .at(Place::file(path)));
    }
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(LIMIT + 1).read_to_end(&mut bytes));
    read.map_err(|error| problem(path, "read it", &error))?;
    if bytes.len() as u64 > LIMIT {
        return Err(Flaw::new(format!("cannot read it: it is larger than {} MiB", LIMIT >> 20)).at(Place::file(path)));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        Flaw::new("this is not UTF-8 text")
            .hint("save it as UTF-8; the wrong byte stands at the place named")
            .at(Place::at(path, Position::behind(&String::from_utf8_lossy(valid))))
    })
}

/// The names of the ordinary files in a folder and below it, relative to it, sorted.
pub fn folder_entries(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(current) = waiting.pop() {
        let entries = fs::read_dir(&current).map_err(|error| problem(&current, "list it", &error))?;
        for entry in entries {
            let path = entry.map_err(|error| problem(&current, "list it", &error))?.path();
            // A link counts as what it points to; one that points nowhere is told when it is read.
            if path.is_dir() {
                waiting.push(path);
            } else if let Ok(relative) = path.strip_prefix(folder) {
                found.push(relative.to_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The names of the folders in a folder, sorted; none where it is not there. Names that are no text are left out.
pub fn subfolders(folder: &Path) -> Result<Vec<String>, Problem> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| problem(folder, "list it", &error))?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| problem(folder, "list it", &error))?;
        // A link counts as what it points to.
        if entry.path().is_dir() {
            found.extend(entry.file_name().into_string());
        }
    }
    found.sort();
    Ok(found)
}

/// Whether there is anything at a path, a link that points nowhere included.
pub fn is_there(path: &Path) -> Result<bool, Problem> {
    Ok(exists(path)?.is_some())
}

/// What there is at a path; an error (say, a folder that cannot be searched) is told.
pub(super) fn exists(path: &Path) -> Result<Option<fs::Metadata>, Problem> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Flaw::new(format!("cannot look at it: {}", reason(&error))).at(Place::file(path))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_text_are_told_with_their_place() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let path = folder.path().join("latin1.yaml");
        fs::write(&path, b"a: b\nc: \xe9\n").expect("it can be written");
        let problem = read_text(&path).expect_err("it is not UTF-8");
        assert_eq!(problem.place, Place::at(&path, Position { line: 2, column: 4 }));
    }

    #[test]
    fn folders_and_missing_files_are_told_apart() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        assert!(read_text(folder.path()).expect_err("it is a folder").what.contains("folder"));
        assert!(read_text(&folder.path().join("x")).expect_err("it is missing").what.contains("no such file"));
    }
}
