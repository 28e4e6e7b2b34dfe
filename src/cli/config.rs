//! `packetctl config`: every setting with its value and where it came from.

use super::exit::Failure;
use super::setting_flags::{ForAll, SettingFlags};
use super::{Context, Format};
use crate::settings::table::ALL;
use crate::settings::{self, Default, Merged, Setting, default_of};
use crate::yaml;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io;

/// Show every setting with its value and where it came from
///
/// Secrets are shown as `***`. What is wrong with the settings is told on
/// standard error, with exit code 2; a missing value is not wrong here.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    packetctl config\n  \
    METRO=da packetctl config -o json | jq -r '.\"worker-node-type\".value'")]
pub(super) struct Arguments {
    /// How to write it
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value = "table")]
    output: Format,
    #[command(flatten)]
    settings: SettingFlags<ForAll>,
}

/// One setting as it is shown.
#[derive(Debug, Serialize)]
struct Row {
    /// The value, `***` for a secret; none where there is none.
    value: Option<String>,
    /// Where it came from, or what holds instead.
    source: String,
}

pub(super) fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let merged = Merged::collect(context.inputs(arguments.settings));
    let rows = ALL.map(|setting| (setting.key, row(setting, &merged)));
    let by_key: BTreeMap<&str, &Row> = rows.iter().map(|(key, row)| (*key, row)).collect();
    let text = match arguments.output {
        Format::Table => table(&rows),
        Format::Json => format!("{:#}\n", serde_json::json!(by_key)),
        Format::Yaml => yaml::write(&[by_key]).map_err(io::Error::other)?,
    };
    context.ui.data(&text)?;
    let wrong = settings::problems(&merged);
    if wrong.is_empty() { Ok(()) } else { Err(Failure::input(wrong, "the settings cannot be used as they are")) }
}

fn row(setting: &'static Setting, merged: &Merged) -> Row {
    if let Some(said) = merged.get(setting) {
        return Row { value: Some(said.value.to_string()), source: said.source.to_string() };
    }
    let source = match setting.default {
        Default::Required => "not set, required".to_owned(),
        Default::Absent(meaning) => format!("not set: {meaning}"),
        Default::Made(how) => format!("not set: {how}"),
        Default::ByLocation { .. } if default_of(setting, merged).is_none() => "not set: the metro decides".to_owned(),
        Default::Value(_) | Default::ByLocation { .. } => "default".to_owned(),
    };
    Row { value: default_of(setting, merged).map(str::to_owned), source }
}

/// Three columns, each as wide as its widest entry.
fn table(rows: &[(&'static str, Row)]) -> String {
    let value = |row: &Row| row.value.clone().unwrap_or_else(|| "-".to_owned());
    let cells: Vec<[String; 3]> = std::iter::once(["SETTING", "VALUE", "SOURCE"].map(str::to_owned))
        .chain(rows.iter().map(|(key, row)| [(*key).to_owned(), value(row), row.source.clone()]))
        .collect();
    let width = |column: usize| cells.iter().map(|row| console::measure_text_width(&row[column])).max().unwrap_or(0);
    let (first, second) = (width(0), width(1));
    let pad = |text: &str, width: usize| console::pad_str(text, width, console::Alignment::Left, None).into_owned();
    let line = |[key, value, source]: &[String; 3]| {
        let columns = [pad(key, first), pad(value, second), source.clone()];
        columns.join("   ") + "\n"
    };
    cells.iter().map(line).collect()
}
