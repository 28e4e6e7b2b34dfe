//! What a server makes of objects before it keeps them: what it fills in, and the little that it refuses.

use super::failure::Failure;
use super::kinds::{DEFINITIONS, Kind};
use super::target::Target;
use crate::sim::time::written;
use crate::sim::world::World;
use crate::sim::world::objects::Key;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

/// A new object.
pub(super) fn admit_new(world: &World, target: &Target, name: &str, value: &mut Value) -> Result<(), Failure> {
    let kind = &target.kind;
    if kind.is_namespaced && world.object(&Key::new(target.cluster, "namespaces", "", &target.namespace)).is_none() {
        return Err(Failure::no_namespace(&target.namespace));
    }
    let fits = |member: &str, own: &str| value["metadata"][member].as_str().is_none_or(|given| given == own);
    if !fits("name", name) || !fits("namespace", &target.namespace) {
        return Err(Failure::bad_request("the name or the namespace of the object does not match that of the URL"));
    }
    if kind.has_status
        && kind.plural != "nodes"
        && let Some(members) = value.as_object_mut()
    {
        members.remove("status");
    }
    match kind.resource().as_str() {
        "namespaces" => {
            value["status"] = json!({ "phase": "Active" });
            merge(&mut value["metadata"]["labels"], &json!({ "kubernetes.io/metadata.name": name }));
        }
        "pods" => admit_pod(value, &written(world.now)),
        "secrets" => {
            move_text_to_data(value);
            merge(value, &json!({ "type": value["type"].as_str().unwrap_or("Opaque") }));
        }
        DEFINITIONS => establish(name, value, &written(world.now))?,
        _ => {}
    }
    Ok(())
}

/// An object that takes the place of an old one.
pub(super) fn admit_change(kind: &Kind, name: &str, old: &Value, value: &mut Value) -> Result<(), Failure> {
    if value["metadata"]["name"].as_str().is_some_and(|given| given != name) {
        return Err(Failure::bad_request("the name of the object does not match that of the URL"));
    }
    match kind.resource().as_str() {
        "secrets" => move_text_to_data(value),
        "nodes" => {
            let before = old["spec"]["providerID"].as_str().unwrap_or_default();
            if !before.is_empty() && value["spec"]["providerID"].as_str() != Some(before) {
                let what =
                    "spec.providerID: Forbidden: node updates may not change providerID except from \"\" to valid";
                return Err(Failure::invalid(kind, name, what));
            }
        }
        _ => {}
    }
    Ok(())
}

/// A pod runs as soon as it has a node; nobody gives it one.
fn admit_pod(pod: &mut Value, now: &str) {
    let runs = pod["spec"]["nodeName"].is_string();
    let status = if runs { "True" } else { "False" };
    let condition = |kind: &str| json!({ "type": kind, "status": status, "lastTransitionTime": now });
    let containers = pod["spec"]["containers"].as_array().cloned().unwrap_or_default();
    let container = |container: Value| json!({ "name": container["name"], "image": container["image"], "ready": runs, "restartCount": 0 });
    let conditions = ["PodScheduled", "Initialized", "ContainersReady", "Ready"].map(condition);
    pod["status"] = json!({
        "phase": if runs { "Running" } else { "Pending" },
        "conditions": conditions,
        "containerStatuses": containers.into_iter().map(container).collect::<Vec<_>>(),
    });
}

/// What a Secret says in `stringData` is kept in `data`.
fn move_text_to_data(secret: &mut Value) {
    let Some(texts) = secret.as_object_mut().and_then(|members| members.remove("stringData")) else { return };
    let packed =
        |(name, text): (&String, &Value)| (name.clone(), json!(STANDARD.encode(text.as_str().unwrap_or_default())));
    let packed: Map<String, Value> = texts.as_object().into_iter().flatten().map(packed).collect();
    merge(&mut secret["data"], &Value::Object(packed));
}

/// A kind that is defined is served at once.
fn establish(name: &str, definition: &mut Value, now: &str) -> Result<(), Failure> {
    let (spec, names) = (&definition["spec"], &definition["spec"]["names"]);
    let own =
        format!("{}.{}", names["plural"].as_str().unwrap_or_default(), spec["group"].as_str().unwrap_or_default());
    if own != name {
        return Err(Failure::bad_request(format!("metadata.name must be spec.names.plural+\".\"+spec.group: {own}")));
    }
    let condition = |(kind, reason): (&str, &str)| json!({ "type": kind, "status": "True", "reason": reason, "lastTransitionTime": now });
    let stored = spec["versions"].as_array().into_iter().flatten().filter(|version| version["storage"] == true);
    let stored: Vec<Value> = stored.map(|version| version["name"].clone()).collect();
    let conditions = [("NamesAccepted", "NoConflicts"), ("Established", "InitialNamesAccepted")].map(condition);
    definition["status"] = json!({
        "acceptedNames": names,
        "conditions": conditions,
        "storedVersions": stored,
    });
    Ok(())
}

fn merge(into: &mut Value, members: &Value) {
    if !into.is_object() {
        *into = json!({});
    }
    if let (Some(into), Some(members)) = (into.as_object_mut(), members.as_object()) {
        into.extend(members.clone());
    }
}
