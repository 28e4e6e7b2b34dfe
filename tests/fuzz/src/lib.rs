//! What must hold for every input, whatever it is. Each target hands its input to one function here.

use packetctl::manifest::{self, Reading, Source};
use packetctl::problem::{Place, Position, Problem};
use packetctl::render::{Credentials, Rendered, Templates, render};
use packetctl::settings::{Environment, Inputs, Merged, Settings, table};
use packetctl::values::SshPublicKey;
use packetctl::yaml;
use serde_json::Value;
use std::cell::LazyCell;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// The line that parts the input of `documents` into two files.
pub const NEXT_FILE: &str = "=== next file\n";

/// Documents of one or two files are refused with places that exist, or come
/// back equal when they are written and read again. Any YAML does.
pub fn documents(text: &str) {
    let texts: Vec<&str> = text.splitn(2, NEXT_FILE).collect();
    let sources: Vec<Source> =
        texts.iter().zip(["one.yaml", "two.yaml"]).map(|(text, path)| Source::new(path, *text)).collect();
    for text in texts {
        comes_back_as_yaml(text);
    }
    match manifest::read(&sources) {
        Ok(reading) => {
            for warning in &reading.warnings {
                assert_stands_in_a_file(warning, &sources);
            }
            comes_back_as_manifest(&reading);
        }
        Err(problems) => {
            assert!(!problems.is_empty(), "refused without a reason");
            for problem in &problems {
                assert_stands_in_a_file(problem, &sources);
            }
        }
    }
}

/// A settings file is refused with places that exist, or it is used.
pub fn settings_file(text: &str) {
    thread_local! {
        static FOLDER: LazyCell<TempDir> =
            LazyCell::new(|| tempfile::tempdir().expect("there is a folder for temporary files"));
    }
    let path = FOLDER.with(|folder| folder.path().join("packetctl.yaml"));
    fs::write(&path, text).expect("it can be written");
    let environment = Environment::of_pairs([("PACKET_PROJECT_ID", "p"), ("PACKET_API_KEY", "k")]);
    let mut merged = Merged::collect(Inputs { environment, file: Some(path.clone()), ..Inputs::default() });
    let sources = [Source::new(path, text)];
    let told = Settings::resolve(&mut merged).err().unwrap_or_default();
    for problem in &told {
        assert!(!problem.what.is_empty());
        if matches!(problem.place, Place::File(..)) {
            assert_stands_in_a_file(problem, &sources);
        }
    }
}

/// Values of settings, a line `NAME=value` each (`\n` in it is a line break), are
/// refused, or the four files made from them are good and hold them unchanged.
pub fn template_values(text: &str) {
    let lines: Vec<(&str, String)> = text
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name, value.replace("\\n", "\n")))
        .collect();
    // These name files; the key's text has a line of its own instead.
    let is_file = |name: &str| ["SSH_KEY", "CA_CERT", "CA_KEY", "METAL_CONFIG"].contains(&name);
    let given = lines.iter().filter(|(name, _)| !is_file(name)).map(|(name, value)| (*name, value.as_str()));
    let always = [("PACKET_PROJECT_ID", "p"), ("PACKET_API_KEY", "k")];
    // Of two equal names the later one holds.
    let environment = Environment::of_pairs(always.into_iter().chain(given));
    let mut merged = Merged::collect(Inputs { environment, ..Inputs::default() });
    let Ok(mut settings) = Settings::resolve(&mut merged) else { return };
    let keys: Vec<&String> = lines.iter().filter(|(name, _)| *name == "SSH_KEY").map(|(_, value)| value).collect();
    for keys in keys {
        let Ok(keys) = SshPublicKey::parse_file(keys) else { return };
        settings.ssh_keys.extend(keys);
    }

    let rendered = render(&settings, &Templates::built_in(), Credentials::Embedded).expect("the templates work");
    let source = |rendered: Rendered| Source::new(rendered.document.file_name(), without_definitions(&rendered.text));
    let sources: Vec<Source> = rendered.into_iter().map(source).collect();
    let reading = manifest::read(&sources).unwrap_or_else(|problems| panic!("what was written is wrong: {problems:?}"));

    let name = settings.cluster_name.as_str();
    assert_eq!(reading.cluster.metadata.name(), name);
    let all: Vec<Value> = sources
        .iter()
        .flat_map(|source| yaml::read(&source.text).expect("it is YAML"))
        .map(|node| serde_json::to_value(node).expect("it is JSON"))
        .collect();
    let find = |kind: &str, name: &str, pointer: &str| {
        let document = all.iter().find(|document| document["kind"] == kind && document["metadata"]["name"] == name);
        document.and_then(|document| document.pointer(pointer)).cloned().unwrap_or_default()
    };
    let key = settings.api_key.expose();
    assert_eq!(find("Secret", "cluster-api-provider-packet-credentials", "/stringData/apiKey"), key);
    let project = settings.project_id.as_str();
    assert_eq!(find("Cluster", name, "/spec/providerSpec/value/projectID"), project);
    let machine = format!("{name}-control-plane-0");
    let keys: Vec<&str> = settings.ssh_keys.iter().map(SshPublicKey::as_str).collect();
    let found = find("Machine", &machine, "/spec/providerSpec/value/sshKeys");
    assert!(if keys.is_empty() { found.is_null() } else { found == Value::from(keys) }, "{found}");
    let said = merged.get(&table::SERVICE_DOMAIN).map_or("cluster.local", |said| said.value.expose());
    assert_eq!(find("Cluster", name, "/spec/clusterNetwork/serviceDomain"), said);
}

/// The text without the CustomResourceDefinitions: no value goes into them, and they are half of all there is to read.
fn without_definitions(text: &str) -> String {
    let documents = text.split("---\n").filter(|document| !document.contains("\nkind: 'CustomResourceDefinition'\n"));
    documents.collect::<Vec<_>>().join("---\n")
}

/// What is YAML at all is the same when it is written and read again.
fn comes_back_as_yaml(text: &str) {
    let Ok(nodes) = yaml::read(text) else { return };
    let written = yaml::write(&nodes).expect("what was read can be written");
    let again = yaml::read(&written).unwrap_or_else(|error| panic!("{error:?}\n{written}"));
    let json = |nodes: &[yaml::Node]| serde_json::to_value(nodes).expect("it is JSON");
    // An empty document is left out when it is read.
    let nodes: Vec<yaml::Node> = nodes.into_iter().filter(|node| !node.is_null()).collect();
    assert_eq!(json(&nodes), json(&again), "{written}");
}

/// A set of files is the same when it is written and read again.
fn comes_back_as_manifest(reading: &Reading) {
    let documents = reading.documents();
    let others: Vec<&yaml::Node> = reading.others.iter().map(|other| &other.value).collect();
    let sources = [
        Source::new("documents.yaml", yaml::write(&documents).expect("documents can be written")),
        Source::new("others.yaml", yaml::write(&others).expect("other objects can be written")),
    ];
    let again = manifest::read(&sources).unwrap_or_else(|problems| panic!("{problems:?}\n{}", sources[0].text));
    let json = |reading: &Reading| serde_json::to_value(reading.documents()).expect("it is JSON");
    assert_eq!(json(reading), json(&again), "{}", sources[0].text);
    let values = |reading: &Reading| -> Vec<Value> {
        reading.others.iter().map(|other| serde_json::to_value(&other.value).expect("it is JSON")).collect()
    };
    assert_eq!(values(reading), values(&again), "{}", sources[1].text);
    assert_eq!(reading.summary(), again.summary());
}

/// A problem names one of the files, and a position in it that an editor can jump to.
fn assert_stands_in_a_file(problem: &Problem, sources: &[Source]) {
    assert!(!problem.what.is_empty());
    let Place::File(path, position) = &problem.place else { panic!("this is about no file: {problem}") };
    let Some(source) = sources.iter().find(|source| source.path == Path::new(path)) else {
        panic!("there is no such file: {problem}")
    };
    let Some(Position { line, column }) = *position else { return };
    // An end of file may be told as the line after the last one, an end of line as the column after it.
    let normal = source.text.replace("\r\n", "\n");
    // A lone carriage return ends a line in YAML, but in no editor of today: only the number of lines is sure.
    let lone = normal.contains('\r');
    let normal = normal.replace('\r', "\n");
    let lines: Vec<&str> = normal.split('\n').collect();
    let index = usize::try_from(line).expect("it is small").checked_sub(1).expect("lines count from 1");
    let text = lines.get(index).copied().or((index == lines.len()).then_some(""));
    let text = text.unwrap_or_else(|| panic!("there is no such line among {}: {problem}", lines.len()));
    let characters = text.chars().count() as u64;
    assert!(column >= 1 && (lone || column <= characters + 1), "there is no such column among {characters}: {problem}");
}
