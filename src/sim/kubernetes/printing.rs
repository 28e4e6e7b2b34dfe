//! Tables: the columns that kubectl prints, which the server makes.

use super::kinds::Kind;
use jiff::Timestamp;
use serde_json::{Value, json};

/// In which shape somebody wants objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Objects,
    Table,
}

/// A column: its name, and whether it is seen only by who asks for more.
type Column = (&'static str, bool);
/// What stands in the columns for an object of an age.
type Cells = fn(&Value, &str) -> Vec<Value>;

const NODE: [Column; 10] = [
    ("Name", false),
    ("Status", false),
    ("Roles", false),
    ("Age", false),
    ("Version", false),
    ("Internal-IP", true),
    ("External-IP", true),
    ("OS-Image", true),
    ("Kernel-Version", true),
    ("Container-Runtime", true),
];
const POD: [Column; 6] =
    [("Name", false), ("Ready", false), ("Status", false), ("Restarts", false), ("Age", false), ("Node", true)];
const OTHER: [Column; 2] = [("Name", false), ("Age", false)];

impl Shape {
    /// The shape that an `Accept` header asks for.
    pub(super) fn wanted(accept: &str) -> Self {
        if accept.contains("as=Table") { Self::Table } else { Self::Objects }
    }

    /// An object or a list in this shape; what is neither stays as it is.
    pub(super) fn apply(self, kind: &Kind, value: Value, now: Timestamp) -> Value {
        if self == Self::Objects || value["kind"] == "Status" {
            return value;
        }
        let is_list = value["items"].is_array();
        let metadata = if is_list {
            value["metadata"].clone()
        } else {
            json!({ "resourceVersion": value["metadata"]["resourceVersion"] })
        };
        let items = if is_list { value["items"].as_array().cloned().unwrap_or_default() } else { vec![value] };
        let (columns, cells): (&[Column], Cells) = match kind.resource().as_str() {
            "nodes" => (&NODE, node),
            "pods" => (&POD, pod),
            _ => (&OTHER, |object, age| vec![object["metadata"]["name"].clone(), json!(age)]),
        };
        let column = |(name, is_wide): &Column| {
            let format = if *name == "Name" { "name" } else { "" };
            json!({ "name": name, "type": "string", "format": format, "description": "", "priority": u8::from(*is_wide) })
        };
        let row = |object: &Value| {
            let partial = json!({ "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": object["metadata"] });
            json!({ "cells": cells(object, &age(object, now)), "object": partial })
        };
        json!({
            "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": metadata,
            "columnDefinitions": columns.iter().map(column).collect::<Vec<_>>(),
            "rows": items.iter().map(row).collect::<Vec<_>>(),
        })
    }
}

fn node(node: &Value, age: &str) -> Vec<Value> {
    let (status, spec) = (&node["status"], &node["spec"]);
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let ready = list(&status["conditions"]).into_iter().find(|condition| condition["type"] == "Ready");
    let mut word = if ready.is_some_and(|ready| ready["status"] == "True") { "Ready" } else { "NotReady" }.to_owned();
    if spec["unschedulable"] == true {
        word.push_str(",SchedulingDisabled");
    }
    let labels = node["metadata"]["labels"].as_object().into_iter().flatten();
    let roles: Vec<&str> = labels.filter_map(|(name, _)| name.strip_prefix("node-role.kubernetes.io/")).collect();
    let address = |kind: &str| {
        let found = list(&status["addresses"]).into_iter().find(|address| address["type"] == kind);
        found.map_or_else(|| json!("<none>"), |found| found["address"].clone())
    };
    let info = &status["nodeInfo"];
    vec![
        node["metadata"]["name"].clone(),
        json!(word),
        json!(if roles.is_empty() { "<none>".to_owned() } else { roles.join(",") }),
        json!(age),
        info["kubeletVersion"].clone(),
        address("InternalIP"),
        address("ExternalIP"),
        info["osImage"].clone(),
        info["kernelVersion"].clone(),
        info["containerRuntimeVersion"].clone(),
    ]
}

fn pod(pod: &Value, age: &str) -> Vec<Value> {
    let containers = pod["status"]["containerStatuses"].as_array().cloned().unwrap_or_default();
    let ready = containers.iter().filter(|container| container["ready"] == true).count();
    let node = pod["spec"]["nodeName"].as_str().unwrap_or("<none>");
    vec![
        pod["metadata"]["name"].clone(),
        json!(format!("{ready}/{}", containers.len())),
        pod["status"]["phase"].clone(),
        json!("0"),
        json!(age),
        json!(node),
    ]
}

/// How old an object is, as kubectl writes it: `90s`, `5m`, `3h`, `2d`.
fn age(object: &Value, now: Timestamp) -> String {
    let born = object["metadata"]["creationTimestamp"].as_str().and_then(|born| born.parse::<Timestamp>().ok());
    let seconds = born.map_or(0, |born| now.duration_since(born).as_secs().max(0));
    match seconds {
        0..=119 => format!("{seconds}s"),
        120..=7_199 => format!("{}m", seconds / 60),
        7_200..=172_799 => format!("{}h", seconds / 3_600),
        _ => format!("{}d", seconds / 86_400),
    }
}
