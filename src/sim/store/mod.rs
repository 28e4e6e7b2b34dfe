//! The state file: what the simulator knows, so that it survives being killed.
//!
//! A text file: a first line with its version, then one record a line. Changes
//! are appended and handed to the system before they are answered for, so a
//! killed simulator loses nothing that anybody was told; a last line that was cut
//! short is dropped. When most lines are outdated the file is written anew,
//! beside itself, and moved into place. Against a power cut nothing is promised.

use super::table::Record;
use crate::problem::{Flaw, Place, Position, Problem};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead as _, BufReader, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// The version that is written, and the newest that is read.
const VERSION: u32 = 1;

/// How many outdated lines are borne for each that is not, before the file is written anew.
const OUTDATED: usize = 4;

/// The file's first line.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    #[serde(rename = "packetctl-simulator")]
    version: u32,
}

/// A state file as it was found. Nothing is written yet: a simulator that does not start leaves no trace.
#[derive(Debug)]
pub(super) struct Found {
    path: PathBuf,
    /// None where no simulator has ever used this path.
    lock: Option<File>,
    length: u64,
    /// Where the last whole line ends.
    end: u64,
    lines: usize,
}

impl Found {
    /// Reads the file, if there is one, and hands over every record in it, one by one: all at once they would take
    /// several times the memory of what they tell.
    pub(super) fn read(
        path: &Path,
        take: impl FnMut(Record) -> Result<(), serde_json::Error>,
    ) -> Result<Self, Problem> {
        let none = |lock| Self { path: path.to_owned(), lock, length: 0, end: 0, lines: 0 };
        match std::fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let folder = folder(path);
                std::fs::read_dir(folder).map_err(|error| unusable(path, "make it", &error))?;
                return Ok(none(lock(path, false)?));
            }
            Err(error) => return Err(unusable(path, "open it", &error)),
            Ok(metadata) if metadata.is_dir() => return Err(no_file(path, "this is a folder")),
            // A device never ends, and a pipe cannot be written anew.
            Ok(metadata) if !metadata.is_file() => return Err(no_file(path, "this is no ordinary file")),
            Ok(_) => {}
        }
        let lock = lock(path, false)?;
        let file = OpenOptions::new().read(true).write(true).open(path);
        let file = file.map_err(|error| unusable(path, "open it", &error))?;
        let length = file.metadata().map_err(|error| unusable(path, "read it", &error))?.len();
        let (lines, end) = read(path, &file, take)?;
        Ok(Self { length, end, lines, ..none(lock) })
    }

    /// Whether nothing is remembered.
    pub(super) fn is_empty(&self) -> bool {
        self.lines == 0
    }

    /// Makes the file where there is none, cuts off what was half written, and is ready for changes.
    pub(super) fn begin(self) -> Result<Store, Problem> {
        let Self { path, lock: found, length, end, lines } = self;
        let is_ours = found.is_some();
        let Some(lock) = found.map_or_else(|| lock(&path, true), |lock| Ok(Some(lock)))? else {
            return Err(in_use(&path));
        };
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = private(&mut options).open(&path).map_err(|error| unusable(&path, "open it", &error))?;
        // Until now it was not locked: another simulator may have begun and ended since it was read.
        let is_same = is_ours || file.metadata().is_ok_and(|metadata| metadata.len() == length);
        if !is_same {
            return Err(in_use(&path));
        }
        let ready = file.set_len(end).and_then(|()| file.seek(SeekFrom::Start(end)));
        let ready = ready.and_then(|_| if end == 0 { file.write_all(head().as_bytes()) } else { Ok(()) });
        ready.map_err(|error| unusable(&path, "write to it", &error))?;
        Ok(Store { path, file, _lock: lock, lines })
    }
}

/// An open state file, locked against a second simulator.
#[derive(Debug)]
pub(super) struct Store {
    path: PathBuf,
    file: File,
    /// Held as long as the store is; the file itself is replaced now and then, and a lock with it would be lost.
    _lock: File,
    lines: usize,
}

impl Store {
    /// Remembers changes, and writes the file anew where most of it is outdated: `rows` are what it should hold, and
    /// `all` gives them.
    pub(super) fn keep(
        &mut self,
        changes: &[Record],
        rows: usize,
        all: impl FnOnce() -> Vec<Record>,
    ) -> Result<(), Problem> {
        let kept = if self.is_stale(rows) { self.rewrite(&all()) } else { self.append(changes) };
        kept.map_err(|error| unusable(&self.path, "write to it", &error))
    }

    /// Adds what changed.
    fn append(&mut self, records: &[Record]) -> io::Result<()> {
        let text = lines(records)?;
        self.lines += records.len();
        let end = self.file.stream_position()?;
        self.file.write_all(text.as_bytes()).inspect_err(|_| {
            // Half of what one request changed is a world that never was. If this fails too, the cut line is dropped.
            let _ = self.file.set_len(end);
        })
    }

    /// Whether the file is mostly outdated, where this many rows are what it should hold.
    fn is_stale(&self, rows: usize) -> bool {
        self.lines > (rows + 1_000) * OUTDATED
    }

    /// Writes the file anew with only these records.
    fn rewrite(&mut self, records: &[Record]) -> io::Result<()> {
        let mut fresh = tempfile::NamedTempFile::new_in(folder(&self.path))?;
        fresh.write_all(head().as_bytes())?;
        fresh.write_all(lines(records)?.as_bytes())?;
        self.file = fresh.persist(&self.path).map_err(|error| error.error)?;
        self.lines = records.len();
        Ok(())
    }
}

/// User-data and passwords stand in the file: only its owner may read it.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

fn head() -> String {
    format!("{{\"packetctl-simulator\":{VERSION}}}\n")
}

fn lines(records: &[Record]) -> io::Result<String> {
    let mut text = String::new();
    for record in records {
        text.push_str(&serde_json::to_string(record)?);
        text.push('\n');
    }
    Ok(text)
}

/// The folder that a file is in.
fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Takes the lock beside the file. Where there is no such lock it is made, or nobody holds it and none is given.
fn lock(path: &Path, is_made: bool) -> Result<Option<File>, Problem> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let place = PathBuf::from(name);
    let mut options = OpenOptions::new();
    options.write(true).create(is_made).truncate(false);
    let file = match private(&mut options).open(&place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && !is_made => return Ok(None),
        opened => opened.map_err(|error| unusable(path, &format!("open {} beside it", place.display()), &error))?,
    };
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(in_use(path)),
        Err(TryLockError::Error(error)) => Err(unusable(&place, "lock it", &error)),
    }
}

fn in_use(path: &Path) -> Problem {
    Flaw::new("another simulator is using this state file")
        .hint("stop it, or name another file with --state")
        .at(Place::file(path))
}

fn no_file(path: &Path, why: &str) -> Problem {
    Flaw::new(format!("cannot keep the world in it: {why}")).hint("name a file with --state").at(Place::file(path))
}

/// Reads every record; how many there are, and where the last whole line ends.
fn read(
    path: &Path,
    file: &File,
    mut take: impl FnMut(Record) -> Result<(), serde_json::Error>,
) -> Result<(usize, u64), Problem> {
    let mut reader = BufReader::new(file);
    let (mut count, mut end, mut number) = (0, 0, 0);
    let mut line = Vec::new();
    loop {
        line.clear();
        let length = reader.read_until(b'\n', &mut line).map_err(|error| unusable(path, "read it", &error))?;
        number += 1;
        // A simulator that was killed while it wrote leaves a line without an end.
        let whole = line.last() == Some(&b'\n');
        if length == 0 || !whole && number > 1 {
            return Ok((count, end));
        }
        if number == 1 {
            check_head(path, &line)?;
        } else {
            serde_json::from_slice(&line).and_then(&mut take).map_err(|_| not_ours(path, number))?;
            count += 1;
        }
        end += length as u64;
    }
}

fn check_head(path: &Path, line: &[u8]) -> Result<(), Problem> {
    let Head { version } = serde_json::from_slice(line).map_err(|_| not_ours(path, 1))?;
    if version > VERSION {
        return Err(Flaw::new(format!(
            "this state file is of version {version}, and this packetctl knows versions up to {VERSION}"
        ))
        .hint("use the newer packetctl that wrote it, or name another file with --state")
        .at(Place::at(path, Position { line: 1, column: 1 })));
    }
    Ok(())
}

/// A line that no simulator wrote.
fn not_ours(path: &Path, line: u64) -> Problem {
    Flaw::new("this is not a state file of packetctl sim, or it is damaged")
        .hint("name another file with --state; a new one is begun where there is none")
        .at(Place::at(path, Position { line, column: 1 }))
}

fn unusable(path: &Path, tried: &str, error: &io::Error) -> Problem {
    crate::files::problem(path, tried, error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::fs;

    fn open(path: &Path) -> Result<(Store, Vec<Record>), Problem> {
        let mut records = Vec::new();
        let found = Found::read(path, |record| {
            records.push(record);
            Ok(())
        })?;
        Ok((found.begin()?, records))
    }

    fn record(number: u64) -> Record {
        Record { table: "things".into(), number, row: json!({ "number": number }) }
    }

    #[test]
    fn what_was_appended_is_there_again_and_a_cut_line_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("world");
        let (mut store, records) = open(&path).unwrap();
        assert_eq!(records, []);
        store.append(&[record(1), record(2)]).unwrap();
        drop(store);
        OpenOptions::new().append(true).open(&path).unwrap().write_all(b"{\"t\":\"thi").unwrap();

        let (mut store, records) = open(&path).unwrap();
        assert_eq!(records, [record(1), record(2)]);
        store.append(&[record(3)]).unwrap();
        drop(store);
        assert_eq!(open(&path).unwrap().1, [record(1), record(2), record(3)]);
    }

    #[test]
    fn written_anew_it_goes_on_growing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("world");
        let (mut store, _) = open(&path).unwrap();
        store.append(&[record(1), record(2)]).unwrap();
        store.rewrite(&[record(2)]).unwrap();
        store.append(&[record(4)]).unwrap();
        drop(store);
        assert_eq!(open(&path).unwrap().1, [record(2), record(4)]);
    }

    #[test]
    fn two_simulators_do_not_share_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("world");
        let _first = open(&path).unwrap();
        assert!(open(&path).unwrap_err().what.contains("another simulator"));
    }

    #[test]
    fn what_is_only_read_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("world");
        let found = Found::read(&path, |_| Ok(())).unwrap();
        assert!(found.is_empty());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is made by looking");
        let mut store = found.begin().unwrap();
        store.append(&[record(1)]).unwrap();
        drop(store);
        let mut cut = fs::read(&path).unwrap();
        cut.extend(b"{\"t\":");
        fs::write(&path, &cut).unwrap();
        drop(Found::read(&path, |_| Ok(())).unwrap());
        assert_eq!(fs::read(&path).unwrap(), cut);
    }

    #[test]
    fn who_began_in_between_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("world");
        let found = Found::read(&path, |_| Ok(())).unwrap();
        drop(open(&path).unwrap());
        assert!(found.begin().unwrap_err().what.contains("another simulator"));
    }

    #[test]
    fn foreign_and_newer_files_are_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        for (text, told) in [
            ("{\"packetctl-simulator\":2}\n", "version 2"),
            ("hello\n", "not a state file"),
            ("hello", "not a state file"),
            ("{\"packetctl-simulator\":1}\nhello\n", "not a state file"),
        ] {
            let path = folder.path().join("world");
            fs::write(&path, text).unwrap();
            let problem = open(&path).unwrap_err();
            assert!(problem.what.contains(told), "{problem}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }
}
