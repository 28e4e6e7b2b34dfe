//! The two files that hold settings: ours and metal-cli's.

use super::setting::{Kind, Setting};
use super::table::ALL;
use crate::files;
use crate::hint;
use crate::problem::{Flaw, Place, Position, Problems};
use crate::yaml::{self, Node, Value};
use std::path::{Path, PathBuf};

/// A value found in a file.
#[derive(Debug)]
pub(super) struct FileValue {
    pub(super) setting: &'static Setting,
    pub(super) text: String,
    pub(super) path: PathBuf,
    pub(super) position: Position,
}

/// Reads `packetctl.yaml`: one mapping, every key a setting.
pub(super) fn read_settings_file(path: &Path, problems: &mut Problems) -> Vec<FileValue> {
    let mut values = Vec::new();
    let mut seen: Vec<(&str, Position)> = Vec::new();
    for (key, node) in &read_mapping(path, problems) {
        let place = Place::at(path, key.position);
        if let Some((_, first)) = seen.iter().find(|(text, _)| *text == key.text) {
            let flaw = Flaw::new(format!("the key `{}` stands here a second time", key.text));
            problems.push(flaw.hint(format!("remove one; the first is in line {}", first.line)).at(place));
            continue;
        }
        seen.push((&key.text, key.position));
        let Some(setting) = ALL.into_iter().find(|setting| setting.key == key.text) else {
            problems.push(unknown_key(&key.text).at(place));
            continue;
        };
        if setting.kind == Kind::Secret {
            let flaw = Flaw::new(format!("the {} does not belong in this file, which others may read", setting.noun()));
            problems.push(flaw.hint(format!("export {}=… instead", setting.variable())).at(place));
            continue;
        }
        match text_of(setting, node) {
            Ok(None) => {}
            Ok(Some(text)) => {
                let text = if setting.kind == Kind::Path { beside(path, &text) } else { text };
                values.push(FileValue { setting, text, path: path.to_owned(), position: node.position });
            }
            Err(flaw) => problems.push(flaw.at(Place::at(path, node.position))),
        }
    }
    values
}

/// Reads the wanted settings from metal-cli's file; everything else in it is metal-cli's business.
pub(super) fn read_metal_file(path: &Path, wanted: &[&'static Setting], problems: &mut Problems) -> Vec<FileValue> {
    let mapping = read_mapping(path, problems);
    let found = wanted.iter().filter_map(|setting| {
        let (_, node) = mapping.iter().find(|(key, _)| Some(key.text.as_str()) == setting.metal)?;
        match &node.value {
            Value::Text(text) if !text.is_empty() => {
                Some(FileValue { setting, text: text.clone(), path: path.to_owned(), position: node.position })
            }
            _ => None,
        }
    });
    found.collect()
}

/// The entries of the only document of a file; none if the file is empty.
fn read_mapping(path: &Path, problems: &mut Problems) -> Vec<(yaml::Key, Node)> {
    let Some(text) = problems.take(files::read_text(path)) else { return Vec::new() };
    let documents = match yaml::read(&text) {
        Ok(documents) => documents,
        Err(error) => {
            problems.push(error.in_file(path));
            return Vec::new();
        }
    };
    let mut documents = documents.into_iter();
    let Some(first) = documents.next() else { return Vec::new() };
    if let Some(second) = documents.next() {
        let flaw = Flaw::new("a second document starts here; settings are one mapping").hint("remove the line `---`");
        problems.push(flaw.at(Place::at(path, second.position)));
    }
    match first.value {
        Value::Mapping(entries) => entries,
        Value::Null => Vec::new(),
        _ => {
            let flaw = Flaw::new("settings are written as `key: value`, one a line");
            problems.push(flaw.hint("for example `cluster-name: demo`").at(Place::at(path, first.position)));
            Vec::new()
        }
    }
}

/// The value as the text that a variable would hold; nothing for null.
fn text_of(setting: &Setting, node: &Node) -> Result<Option<String>, Flaw> {
    match (setting.kind, &node.value) {
        (_, Value::Null) => Ok(None),
        (_, Value::Text(text)) => Ok(Some(text.clone())),
        (Kind::Count | Kind::Time, Value::Integer(number)) => Ok(Some(number.to_string())),
        (Kind::Count | Kind::Time, Value::Unsigned(number)) => Ok(Some(number.to_string())),
        (Kind::Count, _) => Err(Flaw::new(format!("`{}` must be a whole number", setting.key)).hint("for example 3")),
        (Kind::Time, _) => {
            Err(Flaw::new(format!("`{}` must be a length of time", setting.key)).hint("for example 90, or 5m 30s"))
        }
        (Kind::List, Value::Sequence(nodes)) => {
            let words: Option<Vec<&str>> = nodes.iter().map(Node::as_text).collect();
            let flaw =
                || Flaw::new(format!("`{}` must be a list of words", setting.key)).hint("for example [cni, ccm]");
            words.map(|words| Some(words.join(","))).ok_or_else(flaw)
        }
        _ => Err(Flaw::new(format!("`{}` must be a text, and YAML reads something else here", setting.key))
            .hint("put the value between quotes")),
    }
}

/// A relative path in the file is meant from where the file is.
fn beside(file: &Path, text: &str) -> String {
    if text.starts_with("~/") {
        return text.to_owned();
    }
    let folder = file.parent().unwrap_or(Path::new(""));
    folder.join(text).to_string_lossy().into_owned()
}

fn unknown_key(key: &str) -> Flaw {
    let by_variable = ALL.into_iter().find(|setting| setting.variables.contains(&key)).map(|setting| setting.key);
    let near = by_variable.or_else(|| hint::did_you_mean(key, ALL.into_iter().map(|setting| setting.key)));
    Flaw::new(format!("there is no setting `{key}`")).hint(
        near.map_or_else(
            || "`packetctl config` lists all settings".to_owned(),
            |near| format!("did you mean `{near}`?"),
        ),
    )
}
