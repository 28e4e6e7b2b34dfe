//! The documents that a command is pointed to: files, and folders of files.

use crate::files;
use crate::manifest::Source;
use crate::problem::{Flaw, Place, Problem, Problems};
use std::path::{Path, PathBuf};

/// Reads every file, and tells every one that cannot be read.
pub(super) fn read(paths: &[PathBuf]) -> Result<Vec<Source>, Problems> {
    let mut problems = Problems::new();
    let mut sources = Vec::new();
    for path in paths {
        let files =
            if path.is_dir() { problems.take(yaml_files(path)).unwrap_or_default() } else { vec![path.clone()] };
        for file in files {
            let place = if file == Path::new("-") { Path::new("/dev/stdin") } else { &file };
            if let Some(text) = problems.take(files::read_text(place)) {
                sources.push(Source { path: file, text });
            }
        }
    }
    problems.into_result(sources)
}

/// The YAML files of a folder, not of folders in it, as kubectl reads one.
fn yaml_files(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let is_yaml = |path: &PathBuf| {
        path.components().count() == 1
            && path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
    };
    let files: Vec<PathBuf> =
        files::folder_entries(folder)?.into_iter().filter(is_yaml).map(|name| folder.join(name)).collect();
    if files.is_empty() {
        let flaw = Flaw::new("there is no YAML file in this folder");
        return Err(flaw.hint("`packetctl generate` writes the four files").at(Place::file(folder)));
    }
    Ok(files)
}
