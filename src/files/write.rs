//! Writing several files so that either all of them are there or none.

use super::{problem, read::exists};
use crate::problem::{Flaw, Place, Problem, Problems};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file to write.
#[derive(Debug, Clone)]
pub struct NewFile<'a> {
    /// Its name inside the folder; folders in it are made.
    pub name: &'a str,
    /// What it holds.
    pub text: String,
    /// Whether only its owner may read it (0600); else the usual mode (0666 less the umask).
    pub private: bool,
}

/// What to do with files that are there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    /// Refuse, and change nothing.
    Refuse,
    /// Replace them; only ordinary files, never what is a link, a folder or a fifo.
    Replace,
}

/// Writes the files into a folder, which is made if need be: all of them, or none.
///
/// `how_to_replace` ends the hint when a file is there already and must not be replaced.
/// Each file is written beside its place first and moved there at the end; when
/// a move fails, those before it are taken back.
pub fn write_set(
    folder: &Path,
    files: &[NewFile<'_>],
    overwrite: Overwrite,
    how_to_replace: &str,
) -> Result<(), Problems> {
    let names: Vec<&str> = files.iter().map(|file| file.name).collect();
    let refused = obstacles(folder, &names, overwrite, how_to_replace);
    if !refused.is_empty() {
        return Err(refused);
    }
    let made = make_folders(folder, files)?;
    let result = stage(folder, files).and_then(|staged| move_into_place(staged, overwrite));
    if result.is_err() {
        // Deepest first; one that something else was put into meanwhile stays.
        for path in made.iter().rev() {
            let _ = fs::remove_dir(path);
        }
    }
    result.map_err(Problems::from)
}

/// Everything that stands where a file should go, told before anything is written.
pub fn obstacles(folder: &Path, names: &[&str], overwrite: Overwrite, how_to_replace: &str) -> Problems {
    let mut problems = Problems::new();
    // What is in the way of the folder is told once, not once a file.
    if let Some(path) = folder.ancestors().find(|path| fs::symlink_metadata(path).is_ok())
        && !path.is_dir()
    {
        let flaw = Flaw::new(format!("{} is in the way of the folder {}", kind_of(path), folder.display()));
        return flaw.hint("move it away, or choose another folder").at(Place::file(path)).into();
    }
    for name in names {
        let path = folder.join(name);
        match exists(&path) {
            Err(problem) => problems.push(problem),
            Ok(None) => {}
            Ok(Some(metadata)) if metadata.is_file() => {
                if overwrite == Overwrite::Refuse {
                    problems.push(Flaw::new("exists already").hint(how_to_replace).at(Place::file(&path)));
                }
            }
            Ok(Some(_)) => {
                let flaw =
                    Flaw::new(format!("{} is in the way; only an ordinary file is ever replaced", kind_of(&path)));
                problems.push(flaw.hint("move it away, or choose another folder").at(Place::file(&path)));
            }
        }
    }
    problems
}

/// What stands at a path, in a word.
pub(super) fn kind_of(path: &Path) -> &'static str {
    let Ok(metadata) = fs::symlink_metadata(path) else { return "something" };
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if metadata.file_type().is_fifo() {
            return "a fifo";
        }
    }
    match metadata.file_type() {
        kind if kind.is_dir() => "a folder",
        kind if kind.is_symlink() => "a symbolic link",
        kind if kind.is_file() => "a file",
        _ => "a device or socket",
    }
}

/// Makes the folders that are missing and says which, outermost first.
fn make_folders(folder: &Path, files: &[NewFile<'_>]) -> Result<Vec<PathBuf>, Problems> {
    let mut made: Vec<PathBuf> = Vec::new();
    let parents = files.iter().filter_map(|file| folder.join(file.name).parent().map(Path::to_owned));
    for parent in std::iter::once(folder.to_owned()).chain(parents) {
        let missing: Vec<&Path> =
            parent.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists()).collect();
        for path in missing.into_iter().rev() {
            if let Err(error) = fs::create_dir(path) {
                for path in made.iter().rev() {
                    let _ = fs::remove_dir(path);
                }
                return Err(problem(path, "make this folder", &error).into());
            }
            made.push(path.to_owned());
        }
    }
    Ok(made)
}

/// Writes every file beside its place, complete.
fn stage(folder: &Path, files: &[NewFile<'_>]) -> Result<Vec<(NamedTempFile, PathBuf)>, Problem> {
    files
        .iter()
        .map(|file| {
            let path = folder.join(file.name);
            let staged = write_beside(&path, file).map_err(|error| problem(&path, "write it", &error))?;
            Ok((staged, path))
        })
        .collect()
}

fn write_beside(path: &Path, file: &NewFile<'_>) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".packetctl-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // Less the umask, as for any new file.
        builder.permissions(fs::Permissions::from_mode(if file.private { 0o600 } else { 0o666 }));
    }
    let mut staged = builder.tempfile_in(path.parent().unwrap_or(Path::new(".")))?;
    staged.write_all(file.text.as_bytes())?;
    // Where a file is replaced, a power cut must leave the old or the new one, so the new one is on disk
    // before it takes the name. A file that was not there has nothing to lose, and waiting costs most of a run.
    if path.exists() {
        staged.as_file().sync_data()?;
    }
    Ok(staged)
}

/// Moves the files to their places, and takes back what was moved if one cannot be.
fn move_into_place(staged: Vec<(NamedTempFile, PathBuf)>, overwrite: Overwrite) -> Result<(), Problem> {
    let mut moved: Vec<(PathBuf, Option<Former>)> = Vec::new();
    for (file, path) in staged {
        let result = Former::of(&path).and_then(|former| {
            match overwrite {
                Overwrite::Refuse => file.persist_noclobber(&path),
                Overwrite::Replace => file.persist(&path),
            }
            .map(|_| former)
            .map_err(|error| error.error)
        });
        match result {
            Ok(former) => moved.push((path, former)),
            Err(error) => {
                let told = problem(&path, "put it in place", &error);
                let lost: Vec<String> =
                    moved.into_iter().filter_map(|(path, former)| take_back(&path, former).err()).collect();
                return Err(if lost.is_empty() {
                    told
                } else {
                    Problem { what: format!("{}; and {}", told.what, lost.join(", ")), ..told }
                });
            }
        }
    }
    Ok(())
}

/// What a file held before it was replaced.
struct Former {
    bytes: Vec<u8>,
    permissions: fs::Permissions,
}

impl Former {
    fn of(path: &Path) -> io::Result<Option<Self>> {
        match fs::read(path) {
            Ok(bytes) => Ok(Some(Self { bytes, permissions: fs::metadata(path)?.permissions() })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn take_back(path: &Path, former: Option<Former>) -> Result<(), String> {
    let restored = match former {
        None => fs::remove_file(path),
        Some(former) => fs::write(path, former.bytes).and_then(|()| fs::set_permissions(path, former.permissions)),
    };
    restored.map_err(|error| format!("{} could not be taken back: {}", path.display(), super::reason(&error)))
}

/// Adds whole lines to the end of a file, or makes the file with them.
pub fn append_line(path: &Path, lines: &str) -> Result<(), Problem> {
    let add = || {
        let before = match fs::read_to_string(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            result => result?,
        };
        let gap = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
        let mut file = fs::OpenOptions::new().create(true).append(true).open(path)?;
        file.write_all(format!("{gap}{lines}").as_bytes())
    };
    add().map_err(|error| problem(path, "write it", &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair() -> [NewFile<'static>; 2] {
        [("a.yaml", "new a", false), ("b.yaml", "new b", true)].map(|(name, text, private)| NewFile {
            name,
            text: text.into(),
            private,
        })
    }

    fn read(folder: &Path, name: &str) -> String {
        fs::read_to_string(folder.join(name)).expect(name)
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("the folder is there")
            .map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn all_are_written_and_nothing_else_is_left() {
        let root = tempfile::tempdir().expect("there is a folder for temporary files");
        let folder = root.path().join("out/packet");
        write_set(&folder, &pair(), Overwrite::Refuse, "").expect("nothing is in the way");
        assert_eq!(names(&folder), ["a.yaml", "b.yaml"]);
        assert_eq!((read(&folder, "a.yaml"), read(&folder, "b.yaml")), ("new a".into(), "new b".into()));
    }

    #[cfg(unix)]
    #[test]
    fn a_private_file_is_its_owners_alone_even_where_an_open_one_stood() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        fs::write(folder.path().join("b.yaml"), "old").expect("it can be written");
        write_set(folder.path(), &pair(), Overwrite::Replace, "").expect("files may be replaced");
        let mode = fs::metadata(folder.path().join("b.yaml")).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn one_that_exists_keeps_all_from_being_written() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        fs::write(folder.path().join("b.yaml"), "old").expect("it can be written");
        let problems = write_set(folder.path(), &pair(), Overwrite::Refuse, "use --force").expect_err("b.yaml exists");
        assert_eq!(problems.len(), 1);
        assert_eq!(names(folder.path()), ["b.yaml"]);
        assert_eq!(read(folder.path(), "b.yaml"), "old");
    }

    #[test]
    fn a_move_that_fails_takes_the_earlier_ones_back() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        fs::write(folder.path().join("a.yaml"), "old a").expect("it can be written");
        let staged = stage(folder.path(), &pair()).expect("there is room");
        // Another process puts a folder in the way after the check.
        fs::create_dir(folder.path().join("b.yaml")).expect("it can be made");
        move_into_place(staged, Overwrite::Replace).expect_err("a folder cannot be replaced by a file");
        assert_eq!(read(folder.path(), "a.yaml"), "old a");
        assert_eq!(names(folder.path()), ["a.yaml", "b.yaml"]);
    }

    #[test]
    fn links_and_folders_in_the_way_are_all_told_and_left_alone() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        fs::create_dir(folder.path().join("a.yaml")).expect("it can be made");
        #[cfg(unix)]
        std::os::unix::fs::symlink("/nowhere", folder.path().join("b.yaml")).expect("it can be made");
        let problems = write_set(folder.path(), &pair(), Overwrite::Replace, "").expect_err("both are in the way");
        assert_eq!(problems.len(), if cfg!(unix) { 2 } else { 1 });
    }

    #[test]
    fn folders_made_for_nothing_are_removed_again() {
        let root = tempfile::tempdir().expect("there is a folder for temporary files");
        fs::write(root.path().join("file"), "").expect("it can be written");
        write_set(&root.path().join("file/below"), &pair(), Overwrite::Refuse, "").expect_err("a file is no folder");
        assert_eq!(names(root.path()), ["file"]);
    }
}
