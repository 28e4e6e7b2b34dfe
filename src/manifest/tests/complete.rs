//! Documents with every field that the types have: read, written and read again, they are the same.
//!
//! `complete.yaml` was written by the Go types of cluster-api v0.1.10; what
//! these lack, and what is ours, was added by hand.

use crate::manifest::decode::decode;
use crate::manifest::v1alpha1::crds::schema_of;
use crate::manifest::v1alpha1::{
    Cluster, List, Machine, MachineClass, MachineDeployment, MachineSet, ObjectMeta, PacketClusterProviderSpec,
    PacketMachineProviderSpec,
};
use crate::manifest::{Source, read};
use crate::problem::Position;
use crate::yaml::{self, Key, Node, Value as Yaml};
use serde_json::{Value, json};

const COMPLETE: &str = include_str!("complete.yaml");

/// A document without its nulls, which are the same as nothing.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key, without_nulls(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

fn documents(text: &str) -> Vec<Value> {
    let nodes = yaml::read(text).expect("it is YAML");
    nodes.iter().map(|node| serde_json::to_value(node).expect("it is JSON")).collect()
}

/// What is understood of a text, written as YAML.
fn understood(text: &str) -> String {
    let reading = read(&[Source::new("complete.yaml", text)]).unwrap_or_else(|problems| panic!("{problems:#?}"));
    yaml::write(&reading.documents()).expect("it can be written")
}

#[test]
fn nothing_is_lost_between_reading_and_writing() {
    let once = understood(COMPLETE);
    let mut given: Vec<Value> = documents(COMPLETE).into_iter().map(without_nulls).collect();
    // The one exception: a private key is not written out again.
    let key = given[0].pointer_mut("/spec/providerSpec/value/caKeyPair/key").expect("there is a key");
    *key = json!("***");
    let written: Vec<Value> = documents(&once).into_iter().map(without_nulls).collect();
    assert_eq!(written, given);
    assert_eq!(understood(&once), once);
}

/// Finds every field of a schema that none of the values has.
fn missing(path: &str, schema: &Value, values: &[&Value], found: &mut Vec<String>) {
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{path}.{name}");
        let inside: Vec<&Value> =
            values.iter().filter_map(|value| value.get(name)).filter(|value| !value.is_null()).collect();
        if inside.is_empty() {
            found.push(path);
        } else {
            missing(&path, property, &inside, found);
        }
    }
    let items: Vec<&Value> = values.iter().filter_map(|value| value.as_array()).flatten().collect();
    if let Some(schema) = schema.get("items") {
        missing(path, schema, &items, found);
    }
}

#[test]
fn the_documents_really_have_every_field() {
    let documents = documents(COMPLETE);
    let of_kind = |kind: &str| -> Vec<&Value> {
        let items = documents.iter().filter_map(|document| document["items"].as_array()).flatten();
        documents.iter().chain(items).filter(|document| document["kind"] == kind).collect()
    };
    let at = |pointer: &str| -> Vec<&Value> {
        let items = documents.iter().filter_map(|document| document["items"].as_array()).flatten();
        documents.iter().chain(items).filter_map(|document| document.pointer(pointer)).collect()
    };
    let mut found = Vec::new();
    missing("Cluster", &schema_of::<Cluster>(), &of_kind("Cluster"), &mut found);
    missing("Machine", &schema_of::<Machine>(), &of_kind("Machine"), &mut found);
    missing("MachineSet", &schema_of::<MachineSet>(), &of_kind("MachineSet"), &mut found);
    missing("MachineDeployment", &schema_of::<MachineDeployment>(), &of_kind("MachineDeployment"), &mut found);
    missing("MachineClass", &schema_of::<MachineClass>(), &of_kind("MachineClass"), &mut found);
    missing("ObjectMeta", &schema_of::<ObjectMeta>(), &at("/metadata"), &mut found);
    let values = at("/spec/providerSpec/value");
    missing("PacketClusterProviderSpec", &schema_of::<PacketClusterProviderSpec>(), &values, &mut found);
    missing("PacketMachineProviderSpec", &schema_of::<PacketMachineProviderSpec>(), &values, &mut found);
    // What a Machine has is not repeated in every template, and no Cluster refers to a MachineClass.
    found.retain(|path| {
        !path.contains(".metadata.")
            && !path.contains(".template.")
            && !path.starts_with("Cluster.spec.providerSpec.valueFrom")
    });
    assert_eq!(found, [""; 0]);
}

/// The value as if it had been read, all of it at one place.
fn node(value: &Value) -> Node {
    let position = Position { line: 1, column: 1 };
    let value = match value {
        Value::Null => Yaml::Null,
        Value::Bool(value) => Yaml::Bool(*value),
        Value::Number(number) => Yaml::Integer(number.as_i64().expect("a whole number")),
        Value::String(text) => Yaml::Text(text.clone()),
        Value::Array(items) => Yaml::Sequence(items.iter().map(node).collect()),
        Value::Object(fields) => Yaml::Mapping(
            fields.iter().map(|(key, value)| (Key { position, text: key.clone() }, node(value))).collect(),
        ),
    };
    Node { position, value }
}

/// What is decoded of a document, and how much is wrong with it.
fn decoded(document: &Value) -> (Option<Value>, usize) {
    fn of<T: serde::de::DeserializeOwned + serde::Serialize>(node: &Node) -> (Option<Value>, usize) {
        let (value, findings) = decode::<T>(node, "");
        (value.map(|value| serde_json::to_value(value).expect("it is JSON")), findings.len())
    }
    let node = node(document);
    match document["kind"].as_str() {
        Some("Cluster") => of::<Cluster>(&node),
        Some("Machine") => of::<Machine>(&node),
        Some("MachineSet") => of::<MachineSet>(&node),
        Some("MachineDeployment") => of::<MachineDeployment>(&node),
        Some("MachineClass") => of::<MachineClass>(&node),
        _ => of::<List<Machine>>(&node),
    }
}

/// The pointers to all fields, but for those of mappings whose keys or contents are free.
fn fields(path: &str, value: &Value, found: &mut Vec<String>) {
    const FREE: [&str; 7] =
        ["labels", "annotations", "matchLabels", "providerStatus", "initializers", "managedFields", "kind"];
    match value {
        Value::Object(entries) => {
            for (key, value) in entries.iter().filter(|(key, _)| !FREE.contains(&key.as_str())) {
                let path = format!("{path}/{key}");
                if !path.ends_with("value/metadata") && !path.ends_with("/providerSpec/metadata") {
                    fields(&path, value, found);
                }
                found.push(path);
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| fields(&format!("{path}/{index}"), item, found));
        }
        _ => {}
    }
}

#[test]
fn null_is_the_same_as_nothing_everywhere() {
    let mut tried = 0;
    for document in documents(COMPLETE) {
        let mut paths = Vec::new();
        fields("", &document, &mut paths);
        for path in paths {
            let (holder, key) = path.rsplit_once('/').expect("a field is in an object");
            let mut with_null = document.clone();
            with_null.pointer_mut(holder).expect("it is there")[key] = Value::Null;
            let mut without = document.clone();
            without.pointer_mut(holder).and_then(Value::as_object_mut).expect("it is an object").remove(key);
            assert_eq!(decoded(&with_null), decoded(&without), "{path}");
            tried += 1;
        }
    }
    assert!(tried > 400, "only {tried} fields were tried");
}

#[test]
fn a_value_of_any_wrong_type_is_told_and_stops_nothing() {
    for document in documents(COMPLETE) {
        let mut paths = Vec::new();
        fields("", &document, &mut paths);
        for path in paths.iter().filter(|path| !path.ends_with("/creationTimestamp")) {
            for wrong in [json!(["x"]), json!({"x": 1}), json!(true)] {
                let mut edited = document.clone();
                let value = edited.pointer_mut(path).expect("it is there");
                let is_same_type = std::mem::discriminant(value) == std::mem::discriminant(&wrong);
                *value = wrong;
                let (value, problems) = decoded(&edited);
                assert!(value.is_some() && (problems > 0 || is_same_type), "{path}");
            }
        }
    }
}
