//! Files that only their owner may read, replaced so that a crash leaves the old content or the new one.

use super::write::kind_of;
use super::{problem, read::exists};
use crate::hint::shell_word;
use crate::problem::{Flaw, Place, Problem};
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// The largest private file that is read, in bytes: a record of 10 000 machines is a tenth of it.
const LIMIT: u64 = 64 << 20;

/// Makes a folder that only its owner may enter (0700), and those above it that are missing; one that is there stays
/// as it is.
pub fn make_private_folder(folder: &Path) -> Result<(), Problem> {
    let missing: Vec<&Path> = folder
        .ancestors()
        .take_while(|path| !path.as_os_str().is_empty() && matches!(exists(path), Ok(None)))
        .collect();
    for path in missing.into_iter().rev() {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(path) {
            // Another run was faster.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => made.map_err(|error| problem(path, "make this folder", &error))?,
        }
        sync_folder(parent(path)).map_err(|error| problem(path, "make sure that this folder stays", &error))?;
    }
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    exists(folder)?;
    Err(Flaw::new(format!("{} is in the way of this folder", kind_of(folder)))
        .hint("move it away, or choose another path")
        .at(Place::file(folder)))
}

/// Reads a private file whole; none where there is none.
///
/// A file that others may read or write is refused, with the command that mends it: what it holds may be known
/// already, or not be what was written.
pub fn read_private(path: &Path) -> Result<Option<String>, Problem> {
    let refused = |what: String| Flaw::new(what).hint("move it away, or choose another path").at(Place::file(path));
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(problem(path, "read it", &error)),
        Ok(metadata) if !metadata.is_file() => {
            return Err(refused(format!("cannot read it: it is {}, not an ordinary file", kind_of(path))));
        }
        Ok(_) => {}
    }
    let file = fs::File::open(path).map_err(|error| problem(path, "read it", &error))?;
    let metadata = file.metadata().map_err(|error| problem(path, "read it", &error))?;
    if let Some(flaw) = openness(&metadata, path) {
        return Err(flaw.at(Place::file(path)));
    }
    let mut text = String::new();
    match file.take(LIMIT + 1).read_to_string(&mut text) {
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(refused("this is not UTF-8 text".into())),
        Err(error) => Err(problem(path, "read it", &error)),
        Ok(_) if text.len() as u64 > LIMIT => Err(refused(format!("it is larger than {} MiB", LIMIT >> 20))),
        Ok(_) => Ok(Some(text)),
    }
}

/// What is wrong with a file's mode, if others than its owner may do anything with it.
#[cfg(unix)]
fn openness(metadata: &fs::Metadata, path: &Path) -> Option<Flaw> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = metadata.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then(|| {
        Flaw::new(format!("it holds secrets, and others than its owner may use it (mode {mode:04o})"))
            .hint(format!("run `chmod 600 {}`", shell_word(&path.to_string_lossy())))
    })
}

#[cfg(not(unix))]
fn openness(_: &fs::Metadata, _: &Path) -> Option<Flaw> {
    None
}

/// The path itself, or what it points to where it is a symbolic link: the link stays, what it names is replaced.
pub fn follow(path: &Path) -> Result<PathBuf, Problem> {
    match exists(path)? {
        Some(metadata) if metadata.is_symlink() => {
            fs::canonicalize(path).map_err(|error| problem(path, "follow this link", &error))
        }
        _ => Ok(path.to_owned()),
    }
}

/// Writes a private file (0600) in place of what was there: atomically, and surviving a power cut.
///
/// A problem says whether the old content stands or the new one.
pub fn replace_private(path: &Path, text: &str) -> Result<(), Problem> {
    let path = replaceable(path)?;
    let staged = stage(&path, text).map_err(|error| unchanged(&path, "write it", &error))?;
    put(staged, &path)
}

/// The same, and what was there before is kept at `previous`, in the same folder.
///
/// Only one process at a time may do so: what an earlier one left half written beside the file is removed.
pub fn replace_private_keeping(path: &Path, previous: &Path, text: &str) -> Result<(), Problem> {
    let path = replaceable(path)?;
    sweep(&path);
    let staged = stage(&path, text).map_err(|error| unchanged(&path, "write it", &error))?;
    if exists(&path)?.is_some() {
        let kept = keep(&path, previous);
        kept.map_err(|error| unchanged(&path, &format!("keep what it held as {}", previous.display()), &error))?;
    }
    put(staged, &path)
}

/// Makes a private file (0600), and never touches one that is there; whether it was made.
pub fn create_private(path: &Path, text: &str) -> Result<bool, Problem> {
    let staged = stage(path, text).map_err(|error| problem(path, "make it", &error))?;
    match staged.persist_noclobber(path) {
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        made => made.map_err(|error| problem(path, "make it", &error.error))?,
    };
    sync_folder(parent(path)).map_err(|error| problem(path, "make sure that it stays", &error))?;
    Ok(true)
}

/// Removes a file for good; one that is not there is no problem.
pub fn remove(path: &Path) -> Result<(), Problem> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed.and_then(|()| sync_folder(parent(path))).map_err(|error| problem(path, "remove it", &error)),
    }
}

/// Removes a folder if nothing is in it.
pub fn remove_folder(folder: &Path) {
    // What somebody else put there keeps it, and that is all there is to say.
    let _ = fs::remove_dir(folder);
}

/// Where to write, which is an ordinary file or nothing yet.
fn replaceable(path: &Path) -> Result<PathBuf, Problem> {
    let path = follow(path)?;
    match exists(&path)? {
        Some(metadata) if !metadata.is_file() => {
            Err(Flaw::new(format!("{} is in the way; only an ordinary file is ever replaced", kind_of(&path)))
                .hint("move it away, or choose another path")
                .at(Place::file(&path)))
        }
        _ => Ok(path),
    }
}

/// What begins the names of files that are on their way to a path.
fn prefix(path: &Path) -> String {
    format!(".{}-", path.file_name().unwrap_or_default().to_string_lossy())
}

/// Writes a text beside its place, complete and on the disk. The library makes such files 0600.
fn stage(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let mut staged = Builder::new().prefix(&prefix(path)).tempfile_in(parent(path))?;
    staged.write_all(text.as_bytes())?;
    staged.as_file().sync_all()?;
    Ok(staged)
}

/// Gives a staged file its name.
fn put(staged: NamedTempFile, path: &Path) -> Result<(), Problem> {
    staged.persist(path).map_err(|error| unchanged(path, "put it in place", &error.error))?;
    sync_folder(parent(path)).map_err(|error| {
        let told = problem(path, "make sure that it survives a power cut", &error);
        Problem { what: format!("{}; the new content is in place", told.what), ..told }
    })
}

/// Gives the file at a path a second name, in place of what had it; at no moment is there none of that name.
fn keep(path: &Path, previous: &Path) -> io::Result<()> {
    let link = Builder::new().prefix(&prefix(path)).make_in(parent(path), |name| fs::hard_link(path, name));
    match link {
        Ok(link) => {
            let name = link.path().to_owned();
            link.persist(previous).map_err(|error| error.error)?;
            // To rename one name of a file to another of the same file does nothing, by the rule of POSIX.
            let _ = fs::remove_file(name);
            Ok(())
        }
        // Not every disk knows second names.
        Err(_) => stage(path, &fs::read_to_string(path)?)?.persist(previous).map(|_| ()).map_err(|error| error.error),
    }
}

/// Removes what a killed process left half written on its way to a path.
fn sweep(path: &Path) {
    let prefix = prefix(path);
    let Ok(entries) = fs::read_dir(parent(path)) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            // What cannot be removed is in nobody's way.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn unchanged(path: &Path, tried: &str, error: &io::Error) -> Problem {
    let told = problem(path, tried, error);
    Problem { what: format!("{}; nothing was changed", told.what), ..told }
}

/// The folder that a path is in.
fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Has a folder's entries written to the disk, where the system can do so.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    match fs::File::open(folder)?.sync_all() {
        // Some network disks know no such thing; they promise what they promise.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        synced => synced,
    }
}

#[cfg(test)]
mod tests;
