//! The store that is a file: `state.json`, its previous generation and its lock beside it.

use super::error::{Holder, StoreError};
use super::reading::Unreadable;
use super::record::Record;
use super::store::{Answer, Lock, Store};
use crate::files::{self, LockFile, Taking};
use crate::hint::shell_word;
use crate::problem::{Flaw, Place, Problem};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// Keeps a record in a file that only its owner may read.
///
/// Every answer is there at once, so that a save is never half done when whoever waits for it is stopped; it takes
/// milliseconds, also for a thousand machines.
#[derive(Debug, Clone)]
pub struct FileStore {
    path: PathBuf,
    cluster: Option<String>,
    /// The lock, while this store or a copy of it holds it.
    held: Arc<Mutex<Weak<LockFile>>>,
}

/// The name of the file in a cluster's folder.
const NAME: &str = "state.json";

impl FileStore {
    /// The store at this path; neither file nor folder need be there.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), cluster: None, held: Arc::default() }
    }

    /// The store of a cluster in the folder of all clusters: `ROOT/CLUSTER/state.json`.
    pub fn in_folder(root: &Path, cluster: &str) -> Self {
        Self::new(root.join(cluster).join(NAME)).of_cluster(cluster)
    }

    /// The same store, which refuses the state of any other cluster.
    #[must_use]
    pub fn of_cluster(mut self, cluster: impl Into<String>) -> Self {
        self.cluster = Some(cluster.into());
        self
    }

    /// The clusters that have a state in this folder, by name, each with its path; none where there is no folder.
    pub fn names(root: &Path) -> Result<Vec<(String, PathBuf)>, Problem> {
        let mut found = Vec::new();
        for name in files::subfolders(root)? {
            let path = root.join(&name).join(NAME);
            // One of which only the previous generation is left counts: whoever loads it is told so.
            if files::is_there(&path)? || files::is_there(&beside(&path, ".previous"))? {
                found.push((name, path));
            }
        }
        Ok(found)
    }

    /// The path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the previous generation is kept.
    pub fn previous(&self) -> PathBuf {
        beside(&self.path, ".previous")
    }

    fn read(&self) -> Result<Option<Record>, Problem> {
        let path = files::follow(&self.path)?;
        let Some(text) = files::read_private(&path)? else {
            return if files::is_there(&beside(&path, ".previous"))? { Err(lost(&path)) } else { Ok(None) };
        };
        let record = Record::from_text(&text, &path).map_err(|unreadable| match unreadable {
            Unreadable::Corrupt(problem) => mendable(problem, &path),
            Unreadable::Newer(problem) => problem,
        })?;
        match &self.cluster {
            Some(cluster) if *cluster != record.cluster => Err(foreign(&record, cluster, &path)),
            _ => Ok(Some(record)),
        }
    }

    /// Reads the record that is to be replaced, which must be of this generation.
    fn expect(&self, expected: u64) -> Result<Option<Record>, StoreError> {
        let found = self.read()?;
        let generation = found.as_ref().map_or(0, |record| record.generation);
        if generation == expected { Ok(found) } else { Err(StoreError::Stale { expected, found: generation }) }
    }

    fn write(&self, record: &Record, expected: u64) -> Result<u64, StoreError> {
        let path = self.place()?;
        let _lock = self.locked(&path)?;
        if let Some(found) = self.expect(expected)?
            && found.id != record.id
        {
            return Err(foreign(&found, &record.cluster, &path).into());
        }
        let generation = expected + 1;
        let text = Record { generation, ..record.clone() }.to_text(&path)?;
        files::replace_private_keeping(&path, &beside(&path, ".previous"), &text)?;
        Ok(generation)
    }

    fn delete(&self, expected: u64) -> Result<(), StoreError> {
        let path = self.place()?;
        let lock = self.locked(&path)?;
        self.expect(expected)?;
        // In this order: cut short, it leaves a state that can be loaded.
        files::remove(&beside(&path, ".previous"))?;
        files::remove(&path)?;
        lock.remove()?;
        if let Some(folder) = path.parent() {
            files::remove_folder(folder);
        }
        Ok(())
    }

    /// Where the file is; its folder is made.
    fn place(&self) -> Result<PathBuf, Problem> {
        let path = files::follow(&self.path)?;
        if let Some(folder) = path.parent() {
            files::make_private_folder(folder)?;
        }
        Ok(path)
    }

    /// The lock that this store holds, or one for just this moment.
    fn locked(&self, path: &Path) -> Result<Arc<LockFile>, StoreError> {
        let mut held = self.held();
        match held.upgrade() {
            Some(lock) => Ok(lock),
            None => take(path, "", &mut held),
        }
    }

    fn acquire(&self, holder: &Holder) -> Result<Lock, StoreError> {
        let path = self.place()?;
        let mut held = self.held();
        if held.strong_count() > 0 {
            return Err(StoreError::Held(holder.clone()));
        }
        let text =
            serde_json::to_string(holder).map_err(|error| Flaw::new(error.to_string()).at(Place::file(&path)))?;
        Ok(Lock::new(take(&path, &text, &mut held)?))
    }

    fn held(&self) -> MutexGuard<'_, Weak<LockFile>> {
        // A thread that died here left the lock as it was.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for FileStore {
    fn load(&self) -> Answer<'_, Option<Record>> {
        Box::pin(async { Ok(self.read()?) })
    }

    fn save<'a>(&'a self, record: &'a Record, expected: u64) -> Answer<'a, u64> {
        Box::pin(async move { self.write(record, expected) })
    }

    fn lock<'a>(&'a self, holder: &'a Holder) -> Answer<'a, Lock> {
        Box::pin(async move { self.acquire(holder) })
    }

    fn remove(&self, expected: u64) -> Answer<'_, ()> {
        Box::pin(async move { self.delete(expected) })
    }

    fn describe(&self) -> String {
        self.path.display().to_string()
    }
}

/// Takes the lock beside a file.
fn take(path: &Path, holder: &str, held: &mut Weak<LockFile>) -> Result<Arc<LockFile>, StoreError> {
    match LockFile::take(&lock_path(path), holder)? {
        Taking::Taken(lock) => {
            let lock = Arc::new(lock);
            *held = Arc::downgrade(&lock);
            Ok(lock)
        }
        Taking::Held(text) => Err(StoreError::Held(serde_json::from_str(&text).unwrap_or_else(|_| Holder::unknown()))),
    }
}

/// `state.lock` for `state.json`. Not the file itself: that one is replaced, and a lock on it with it.
fn lock_path(path: &Path) -> PathBuf {
    if path.extension().is_some_and(|extension| extension == "json") {
        path.with_extension("lock")
    } else {
        beside(path, ".lock")
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A command of the shell with paths.
fn command(program: &str, paths: &[&Path]) -> String {
    let words = paths.iter().map(|path| shell_word(&path.to_string_lossy()));
    std::iter::once(program.to_owned()).chain(words).collect::<Vec<_>>().join(" ")
}

/// What to do about a file that is not whole: nothing is done without being asked, since a step back forgets orders.
fn mendable(problem: Problem, path: &Path) -> Problem {
    let previous = beside(path, ".previous");
    let whole = files::read_private(&previous).ok().flatten();
    let hint = match whole.and_then(|text| Record::from_text(&text, &previous).ok()) {
        Some(record) => format!(
            "its previous generation ({}, of {:.0}) is whole: `{}` goes back to it; what was ordered since is found \
             again by its tags",
            record.generation,
            record.updated_at,
            command("cp -p", &[&previous, path])
        ),
        None => format!(
            "there is no whole previous generation; `{}`, then `packetctl state rebuild`",
            command("mv", &[path, &beside(path, ".broken")])
        ),
    };
    Problem { hint: Some(hint), ..problem }
}

/// What to do about a file that is missing where its previous generation is not.
fn lost(path: &Path) -> Problem {
    let previous = beside(path, ".previous");
    Flaw::new(format!("it is missing, but its previous generation is there: {}", previous.display()))
        .hint(format!(
            "`{}` goes on from it; if the cluster is to be forgotten, `{}`",
            command("cp -p", &[&previous, path]),
            command("rm", &[&previous])
        ))
        .at(Place::file(path))
}

fn foreign(found: &Record, wanted: &str, path: &Path) -> Problem {
    let what = if found.cluster == wanted {
        format!("this is the state of another cluster named {wanted}: its id is {}", found.id)
    } else {
        format!("this is the state of the cluster {}, not of {wanted}", found.cluster)
    };
    Flaw::new(what).hint("name another file with --state, or the right cluster").at(Place::file(path))
}

#[cfg(test)]
mod tests;
