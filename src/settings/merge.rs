//! What was said, by whom: flag over environment over `packetctl.yaml` over `metal.yaml`.

use super::environment::Environment;
use super::file::{FileValue, read_metal_file, read_settings_file};
use super::setting::{self, Kind, Setting};
use super::source::{Source, Sourced, Written};
use super::table::ALL;
use crate::hint::listed;
use crate::problem::{Flaw, Place, Problem, Problems};
use crate::secret::Secret;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The name of the settings file in the folder one stands in.
pub const FILE_NAME: &str = "packetctl.yaml";

/// The values that flags gave, by the setting's key.
pub type Flags = BTreeMap<&'static str, String>;

/// Where settings come from.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// Values of flags.
    pub flags: Flags,
    /// The environment.
    pub environment: Environment,
    /// The settings file that the user named; else `packetctl.yaml` is read if it is there.
    pub file: Option<PathBuf>,
}

/// Every value that was said, each with its source. What nobody said is not in it.
#[derive(Debug, Clone, Default)]
pub struct Merged {
    values: BTreeMap<&'static str, Sourced>,
    /// What is wrong with the sources themselves: unknown keys, contradictions, unreadable files.
    pub problems: Problems,
    /// Variables that are there but empty.
    empty: Vec<&'static str>,
    /// For paths that begin with `~/`.
    pub(super) environment: Environment,
}

impl Merged {
    /// Reads every source and lets the strongest win.
    #[must_use]
    pub fn collect(inputs: Inputs) -> Self {
        let mut merged = Self { environment: inputs.environment, ..Self::default() };
        let named = inputs.file.is_some();
        let path = inputs.file.unwrap_or_else(|| PathBuf::from(FILE_NAME));
        if named || path.exists() {
            let values = read_settings_file(&path, &mut merged.problems);
            merged.take_file(values, Source::File);
        }
        merged.take_environment();
        merged.take_flags(inputs.flags);
        merged.take_metal_file();
        merged
    }

    /// What was said about a setting.
    #[must_use]
    pub fn get(&self, setting: &Setting) -> Option<&Sourced> {
        self.values.get(setting.key)
    }

    /// Takes the user's answer to a question.
    pub fn answer(&mut self, setting: &'static Setting, text: String) {
        self.put(setting, text, Source::Answer(setting.key));
    }

    /// Takes a value that was made because nobody said one.
    pub fn make(&mut self, setting: &'static Setting, text: String) {
        self.put(setting, text, Source::Made);
    }

    /// Where to point when a setting is missing or wrong: its source, or else the name to use.
    #[must_use]
    pub fn place(&self, setting: &Setting) -> Place {
        self.get(setting).map_or_else(|| Place::Named(setting.variable().to_owned()), |said| said.source.place())
    }

    /// The problem of a required setting that nobody gave.
    #[must_use]
    pub fn missing(&self, setting: &Setting) -> Problem {
        let empty: Vec<String> = setting
            .variables
            .iter()
            .filter(|variable| self.empty.contains(variable))
            .map(|variable| format!("${variable}"))
            .collect();
        let what = if empty.is_empty() {
            format!("the {} is missing", setting.noun())
        } else {
            format!("the {} is missing: {} is empty", setting.noun(), listed(&empty, "and"))
        };
        let way = setting.flag().map_or_else(String::new, |flag| format!(", or give {flag}"));
        Flaw::new(what)
            .hint(format!("export {}=…{way}", setting.variable()))
            .at(Place::Named(setting.variable().to_owned()))
    }

    fn put(&mut self, setting: &'static Setting, text: String, source: Source) {
        let value =
            if setting.kind == Kind::Secret { Written::Secret(Secret::new(text)) } else { Written::Plain(text) };
        self.values.insert(setting.key, Sourced { value, source });
    }

    fn take_file(&mut self, values: Vec<FileValue>, source: impl Fn(PathBuf, crate::problem::Position) -> Source) {
        for FileValue { setting, text, path, position } in values {
            self.put(setting, text, source(path, position));
        }
    }

    fn take_environment(&mut self) {
        for setting in ALL {
            let mut said: Vec<(&'static str, String)> = Vec::new();
            for variable in setting.variables {
                match self.environment.get(variable).map(std::ffi::OsStr::to_str) {
                    None if self.environment.is_empty(variable) => self.empty.push(variable),
                    None => {}
                    Some(None) => {
                        let flaw = Flaw::new("its value is not UTF-8 text").hint("set it again");
                        self.problems.push(flaw.at(Place::Named((*variable).to_owned())));
                    }
                    Some(Some(text)) => said.push((variable, text.to_owned())),
                }
            }
            if said.windows(2).any(|pair| pair[0].1 != pair[1].1) {
                self.problems.push(contradiction(setting, &said));
            }
            if let Some((variable, text)) = said.into_iter().next() {
                self.put(setting, text, Source::Environment(variable));
            }
        }
    }

    fn take_flags(&mut self, mut flags: Flags) {
        for setting in ALL {
            if let (Some(text), Some(flag)) = (flags.remove(setting.key), setting.flag()) {
                self.put(setting, text, Source::Flag(flag));
            }
        }
    }

    /// Reads `metal.yaml` only for what nothing stronger said: it belongs to
    /// another tool, and a mistake in it must not stop who does not need it.
    fn take_metal_file(&mut self) {
        let unsaid: Vec<&'static Setting> =
            ALL.into_iter().filter(|setting| setting.metal.is_some() && self.get(setting).is_none()).collect();
        let Some(path) = self.environment.metal_file().filter(|path| !unsaid.is_empty() && path.exists()) else {
            return;
        };
        let values = read_metal_file(&path, &unsaid, &mut self.problems);
        self.take_file(values, Source::MetalFile);
    }
}

/// The problem of several variables of one rank that do not agree.
fn contradiction(setting: &Setting, said: &[(&'static str, String)]) -> Problem {
    let names: Vec<String> = said.iter().map(|(variable, _)| (*variable).to_owned()).collect();
    let told: Vec<String> = match setting.kind {
        // Not even a part of a secret may be shown, so only the names are told.
        Kind::Secret => names.clone(),
        _ => said.iter().map(|(variable, text)| format!("{variable} is {text:?}")).collect(),
    };
    let what = match setting.kind {
        Kind::Secret => format!("{} disagree about the {}", listed(&names, "and"), setting.noun()),
        _ => format!("two names for the {} disagree: {}", setting.noun(), listed(&told, "but")),
    };
    let keep = names.first().cloned().unwrap_or_default();
    let others: Vec<String> = names.iter().skip(1).cloned().collect();
    Flaw::new(what).hint(format!("keep one of them, for example: unset {}", others.join(" "))).at(Place::Named(keep))
}

/// The settings that must be given and were not.
pub fn missing_settings(merged: &Merged) -> impl Iterator<Item = &'static Setting> {
    ALL.into_iter().filter(|setting| setting.default == setting::Default::Required && merged.get(setting).is_none())
}
