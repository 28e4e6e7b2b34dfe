//! A lock that the system takes back when its holder dies, however it dies.

use super::problem;
use crate::problem::{Flaw, Place, Problem};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

/// A held lock: a file locked as a whole (flock), which says in a text who holds it. Dropped, it is free.
///
/// The lock is the system's, not the file's being there: a text that a killed process left means nothing.
#[derive(Debug)]
pub struct LockFile {
    file: File,
    path: PathBuf,
}

/// What came of trying to take a lock.
#[derive(Debug)]
pub enum Taking {
    /// It is ours.
    Taken(LockFile),
    /// Another holds it, and says this of itself; empty in the moment before it wrote it.
    Held(String),
}

impl LockFile {
    /// Takes the lock without waiting, and writes into it who holds it. The file is made if need be (0600).
    pub fn take(path: &Path, holder: &str) -> Result<Taking, Problem> {
        loop {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(path).map_err(|error| problem(path, "open this lock", &error))?;
            match file.try_lock() {
                Ok(()) if !is_at(&file, path) => {} // Its last holder removed it; another may be there by now.
                Ok(()) => {
                    write(&mut file, holder).map_err(|error| problem(path, "write who holds this lock", &error))?;
                    return Ok(Taking::Taken(Self { file, path: path.to_owned() }));
                }
                Err(TryLockError::WouldBlock) => {
                    let mut text = String::new();
                    // Who it is, is a courtesy; that it is held is known.
                    let _ = file.read_to_string(&mut text);
                    return Ok(Taking::Held(text));
                }
                Err(TryLockError::Error(error)) => return Err(unlockable(path, &error)),
            }
        }
    }

    /// Removes the file, which is safe only for who holds the lock; it stays held until it is dropped.
    pub fn remove(&self) -> Result<(), Problem> {
        super::remove(&self.path)
    }
}

impl Drop for LockFile {
    fn drop(&mut self) {
        // A courtesy too: nobody reads the text of a lock that is free.
        let _ = self.file.set_len(0);
        // To close it is not enough: a process that is just being started holds a copy until it runs its program.
        let _ = self.file.unlock();
    }
}

fn write(file: &mut File, holder: &str) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(holder.as_bytes())
}

/// Whether the open file still has this name.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let known = |metadata: &fs::Metadata| (metadata.dev(), metadata.ino());
    matches!((file.metadata(), fs::metadata(path)), (Ok(ours), Ok(there)) if known(&ours) == known(&there))
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    fs::exists(path).unwrap_or(true)
}

fn unlockable(path: &Path, error: &io::Error) -> Problem {
    Flaw::new(format!("cannot lock it: {}", super::reason(error)))
        .hint("some network disks know no locks; choose a path on a local disk")
        .at(Place::file(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(path: &Path, holder: &str) -> LockFile {
        match LockFile::take(path, holder).expect("it can be tried") {
            Taking::Taken(lock) => lock,
            Taking::Held(holder) => panic!("{holder} holds it"),
        }
    }

    #[test]
    fn one_holds_it_and_the_other_learns_who() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let path = folder.path().join("lock");
        let lock = taken(&path, "the first");
        let Taking::Held(holder) = LockFile::take(&path, "the second").expect("it can be tried") else {
            panic!("both hold it")
        };
        assert_eq!(holder, "the first");
        drop(lock);
        drop(taken(&path, "the second"));
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "");
    }

    #[test]
    fn what_the_dead_left_in_it_is_overwritten_whole() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let path = folder.path().join("lock");
        fs::write(&path, "somebody with a long name").expect("it can be written");
        let _lock = taken(&path, "me");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "me");
    }

    #[test]
    fn a_lock_removed_by_its_holder_is_not_held_by_its_old_file() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let path = folder.path().join("lock");
        let first = taken(&path, "the first");
        first.remove().expect("it is there");
        let _second = taken(&path, "the second");
        drop(first);
        assert!(matches!(LockFile::take(&path, "the third"), Ok(Taking::Held(holder)) if holder == "the second"));
    }

    /// Opened before its holder removed it and locked after: then another may be locked by its name.
    #[cfg(unix)]
    #[test]
    fn an_open_file_that_lost_its_name_is_not_the_lock() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let path = folder.path().join("lock");
        let old = File::create(&path).expect("it can be made");
        assert!(is_at(&old, &path));
        fs::remove_file(&path).expect("it is there");
        assert!(!is_at(&old, &path));
        let new = File::create(&path).expect("it can be made");
        assert!(!is_at(&old, &path) && is_at(&new, &path));
    }
}
