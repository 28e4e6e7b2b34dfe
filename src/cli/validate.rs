//! `packetctl validate`: are these files right?

use super::exit::Failure;
use super::setting_flags::{ForQuestions, SettingFlags};
use super::{Context, Format};
use crate::files;
use crate::manifest::{self, Reading, Source};
use crate::problem::{Flaw, Place, Problem, Problems};
use crate::yaml;
use std::io;
use std::path::{Path, PathBuf};

/// What problems mean here.
const OUTCOME: &str = "the files cannot be used as they are";

/// Check the four files, offline, and tell every problem with its line
///
/// A folder stands for the YAML files in it. With `-o json` or `-o yaml` the
/// documents are printed as packetctl understood them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    packetctl validate\n  \
    packetctl validate demo/cluster.yaml demo/machines.yaml\n  \
    packetctl generate --stdout | packetctl validate -")]
pub(super) struct Arguments {
    /// Folders and files to read; `-` is standard input
    #[arg(value_name = "PATH", default_value = "out/packet")]
    paths: Vec<PathBuf>,
    /// How to write what was read
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value = "table")]
    output: Format,
    #[command(flatten)]
    settings: SettingFlags<ForQuestions>,
}

pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<(), Failure> {
    let ui = context.ui;
    let sources = read(&arguments.paths).map_err(|problems| Failure::input(problems, OUTCOME))?;
    for source in &sources {
        ui.explain(&format!("read {}", source.path.display()));
    }
    let reading = manifest::read(&sources).map_err(|problems| Failure::input(problems, OUTCOME))?;
    for warning in &reading.warnings {
        ui.warning(warning);
    }
    match arguments.output {
        Format::Table => ui.data(&summary(&reading))?,
        Format::Json => ui.data(&format!("{:#}\n", serde_json::json!(reading.documents())))?,
        Format::Yaml => ui.data(&yaml::write(&reading.documents()).map_err(io::Error::other)?)?,
    }
    Ok(())
}

/// Reads every file, and tells every one that cannot be read.
fn read(paths: &[PathBuf]) -> Result<Vec<Source>, Problems> {
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

fn summary(reading: &Reading) -> String {
    format!("{}\n", reading.summary())
}
