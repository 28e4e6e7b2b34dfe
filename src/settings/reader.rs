//! From what was said to what it means: what all commands read, and how each value is read.

use super::merge::Merged;
use super::setting::{Default, Setting};
use super::{AuthorityFiles, table};
use crate::files;
use crate::problem::{Flaw, Problems};
use crate::secret::Secret;
use crate::values::{ClusterName, ProjectId, refuse_control_characters};
use std::path::{Path, PathBuf};

/// Reads the settings one by one and notes what is wrong with each.
pub(super) struct Reader<'a> {
    pub(super) merged: &'a Merged,
    pub(super) problems: Problems,
}

/// What was said cannot be used; why, is noted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unusable;

/// What the files and the cluster have in common. Nothing where nothing usable was said.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) project_id: Option<ProjectId>,
    pub(super) api_key: Option<Secret>,
    pub(super) api_url: Option<String>,
    pub(super) cluster_name: Option<ClusterName>,
    pub(super) authority: Result<Option<AuthorityFiles>, Unusable>,
}

impl<'a> Reader<'a> {
    /// A reader that has noted the API key if it is missing.
    pub(super) fn needing_key(merged: &'a Merged) -> Self {
        let mut problems = merged.problems.clone();
        problems.extend(merged.get(&table::API_KEY).is_none().then(|| merged.missing(&table::API_KEY)));
        Self { merged, problems }
    }

    /// What was read, if nothing is wrong with any of it.
    pub(super) fn ended<T>(mut self, read: Option<T>) -> Result<T, Problems> {
        self.problems.sort();
        match read {
            Some(value) if self.problems.is_empty() => Ok(value),
            _ => Err(self.problems),
        }
    }

    /// Reads the settings of all commands.
    pub(super) fn shared(&mut self) -> Shared {
        Shared {
            project_id: self.parse(&table::PROJECT_ID, ProjectId::parse),
            api_key: self.api_key(),
            api_url: self.api_url(),
            cluster_name: self.parse(&table::CLUSTER_NAME, ClusterName::parse),
            authority: self.authority(),
        }
    }

    /// The text of a setting: what was said, or its default.
    pub(super) fn text(&self, setting: &Setting) -> Option<&str> {
        self.merged.get(setting).map_or_else(|| default_of(setting, self.merged), |said| Some(said.value.expose()))
    }

    /// A value, or a note about what is wrong with it; nothing where nothing was said.
    pub(super) fn parse<T>(&mut self, setting: &Setting, parse: impl Fn(&str) -> Result<T, Flaw>) -> Option<T> {
        let text = self.text(setting)?;
        match refuse_control_characters(text).and_then(|()| parse(text)) {
            Ok(value) => Some(value),
            Err(flaw) => {
                self.problems.push(flaw.at(self.merged.place(setting)));
                None
            }
        }
    }

    pub(super) fn api_url(&mut self) -> Option<String> {
        self.parse(&table::API_URL, |text| parse_url(text, "an API", "http://127.0.0.1:8080/metal/v1"))
    }

    /// The key goes into a header, so it must be visible ASCII. It is never quoted.
    pub(super) fn api_key(&mut self) -> Option<Secret> {
        self.parse(&table::API_KEY, |text| {
            if text.bytes().all(|byte| byte.is_ascii_graphic()) {
                return Ok(Secret::new(text));
            }
            Err(Flaw::new("the API key holds a space or another character that no key has")
                .hint("copy it again, without line breaks or quotes around it"))
        })
    }

    fn authority(&mut self) -> Result<Option<AuthorityFiles>, Unusable> {
        let paths = (self.path(&table::CA_CERT), self.path(&table::CA_KEY));
        let (certificate_path, key_path) = match paths {
            (None, None) => return Ok(None),
            (Some(certificate), Some(key)) => (certificate, key),
            (given, _) => {
                let (given, missing) =
                    if given.is_some() { (&table::CA_CERT, &table::CA_KEY) } else { (&table::CA_KEY, &table::CA_CERT) };
                let flaw = Flaw::new(format!("{} is given but {} is not", given.variable(), missing.variable()));
                let hint =
                    format!("export {}=… too, or unset {} to have a CA made", missing.variable(), given.variable());
                self.problems.push(flaw.hint(hint).at(self.merged.place(given)));
                return Err(Unusable);
            }
        };
        let certificate = self.read(&table::CA_CERT, &certificate_path);
        let key = self.read(&table::CA_KEY, &key_path);
        match (certificate, key) {
            (Some(certificate), Some(key)) => {
                Ok(Some(AuthorityFiles { certificate_path, certificate, key_path, key: Secret::new(key) }))
            }
            _ => Err(Unusable),
        }
    }

    pub(super) fn path(&self, setting: &Setting) -> Option<PathBuf> {
        self.text(setting).map(|text| self.merged.environment.expand(Path::new(text)))
    }

    /// Reads the file that a setting names; a problem points at the setting and names the file.
    pub(super) fn read(&mut self, setting: &Setting, path: &Path) -> Option<String> {
        match files::read_text(path) {
            Ok(text) => Some(text),
            Err(problem) => {
                self.problems.push(problem.told_at(self.merged.place(setting)));
                None
            }
        }
    }
}

/// The default that holds, given what else was said; the facility's falls away where a metro is given.
pub fn default_of(setting: &Setting, merged: &Merged) -> Option<&'static str> {
    match setting.default {
        Default::Required | Default::Absent(_) | Default::Made(_) => None,
        Default::Value(value) => Some(value),
        Default::ByLocation { facility, metro } => {
            let chosen = if merged.get(&table::METRO).is_some() { metro } else { facility };
            (!chosen.is_empty()).then_some(chosen)
        }
    }
}

/// Reads a whole number within bounds.
pub(super) fn parse_count(text: &str, least: u32, most: u32) -> Result<u32, Flaw> {
    let count: Option<u32> = text.parse().ok().filter(|count| (least..=most).contains(count));
    count.ok_or_else(|| {
        Flaw::new(format!("{text:?} is not a whole number from {least} to {most}"))
            .hint(format!("for example {}", least.max(3)))
    })
}

/// Reads the address of a service; `example` is what one looks like.
pub(super) fn parse_url(text: &str, noun: &str, example: &str) -> Result<String, Flaw> {
    let host =
        text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).map(|rest| rest.split('/').next());
    match host {
        Some(Some(host)) if !host.is_empty() && !text.contains(char::is_whitespace) => Ok(text.to_owned()),
        _ => Err(Flaw::new(format!("{text:?} is not the address of {noun}")).hint(format!("for example {example}"))),
    }
}
