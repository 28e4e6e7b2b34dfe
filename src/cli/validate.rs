//! `packetctl validate`: are these files right?

use super::exit::Failure;
use super::setting_flags::{ForQuestions, SettingFlags};
use super::ui::Ui;
use super::{Context, Format, documents};
use crate::clock::SystemClock;
use crate::cluster::Cluster;
use crate::execute::preflight::{self, Places, PreflightError};
use crate::manifest::{self, Reading};
use crate::packet::{Client, Options};
use crate::problem::{Flaw, Problems};
use crate::settings::{ApiAccess, Merged, table};
use crate::yaml;
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// What problems mean here.
const OUTCOME: &str = "the files cannot be used as they are";

/// What a lack of machines means here.
const NOT_NOW: &str = "the files are right, and could be used when there are more machines";

/// Check the four files, offline, and tell every problem with its line
///
/// A folder stands for the YAML files in it. With `-o json` or `-o yaml` the
/// documents are printed as packetctl understood them. With `--online` the Packet
/// API is asked, too: whether it takes the key and knows the project; whether plan,
/// operating system and location exist and go together; whether as many machines
/// are free now (if not, the exit code is 1); whether anybody could log in.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    packetctl validate\n  \
    packetctl validate demo/cluster.yaml demo/machines.yaml\n  \
    packetctl validate --online\n  \
    packetctl generate --stdout | packetctl validate -")]
pub(super) struct Arguments {
    /// Folders and files to read; `-` is standard input
    #[arg(value_name = "PATH", default_value = "out/packet")]
    paths: Vec<PathBuf>,
    /// How to write what was read
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value = "table")]
    output: Format,
    /// Also ask the Packet API; needs the API key
    #[arg(long)]
    online: bool,
    #[command(flatten)]
    settings: SettingFlags<ForQuestions>,
}

pub(super) fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let ui = context.ui;
    let Arguments { paths, output, online, settings } = arguments;
    let sources = documents::read(&paths).map_err(|problems| Failure::input(problems, OUTCOME))?;
    for source in &sources {
        ui.explain(&format!("read {}", source.path.display()));
    }
    let merged = Merged::collect(context.inputs(settings));
    let access = if online { ApiAccess::resolve(&merged).map(Some) } else { Ok(None) };
    let (reading, access) =
        both(manifest::read(&sources), access).map_err(|problems| Failure::input(problems, OUTCOME))?;
    for warning in &reading.warnings {
        ui.warning(warning);
    }
    if let Some(access) = access {
        ask(&reading, &merged, access, &ui)?;
    }
    match output {
        Format::Table => ui.data(&summary(&reading))?,
        Format::Json => ui.data(&format!("{:#}\n", serde_json::json!(reading.documents())))?,
        Format::Yaml => ui.data(&yaml::write(&reading.documents()).map_err(io::Error::other)?)?,
    }
    Ok(())
}

/// Both values, or everything that is wrong with either.
fn both<One, Other>(one: Result<One, Problems>, other: Result<Other, Problems>) -> Result<(One, Other), Problems> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (one, other) => {
            let mut problems = one.err().unwrap_or_default();
            problems.extend(other.err().unwrap_or_default());
            problems.sort();
            Err(problems)
        }
    }
}

/// Asks the Packet API whether what was read can come true, with every machine of it still to be ordered.
fn ask(reading: &Reading, merged: &Merged, access: ApiAccess, ui: &Ui) -> Result<(), Failure> {
    let cluster = Cluster::from_reading(reading).map_err(|problems| Failure::input(problems, OUTCOME))?;
    let client = Client::new(Options::new(access.url, access.key), Arc::new(SystemClock)).map_err(|error| {
        let flaw = Flaw::new(error.to_string()).hint(error.hint());
        Failure::input(flaw.at(merged.place(&table::API_URL)), OUTCOME)
    })?;
    let missing: BTreeMap<String, u32> = cluster.groups().map(|group| (group.name.clone(), group.replicas)).collect();
    let places = Places { key: merged.place(&table::API_KEY), project: reading.cluster.place.clone() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let told = runtime.block_on(preflight::check(&cluster, &client, &missing, &places)).map_err(|error| {
        let outcome = if matches!(error, PreflightError::Short(_)) { NOT_NOW } else { OUTCOME };
        Failure::preflight(error, outcome)
    })?;
    for warning in &told.warnings {
        ui.warning(warning);
    }
    ui.explain(&format!("asked the Packet API {} times", told.calls));
    let hours = cluster.groups().map(|group| Some(told.prices.get(&group.name)?.hour? * f64::from(group.replicas)));
    let price = hours.sum::<Option<f64>>().map_or_else(String::new, |price| format!(", for ${price:.2} an hour"));
    ui.say(&format!("Packet has all of it now: {} machines{price}", cluster.machine_count()));
    Ok(())
}

fn summary(reading: &Reading) -> String {
    format!("{}\n", reading.summary())
}
