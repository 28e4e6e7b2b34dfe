//! What can be done with objects: read, made, changed, taken away.

use super::admission::{admit_change, admit_new};
use super::failure::Failure;
use super::kinds::{DEFINITIONS, Kind};
use super::selector::Selector;
use super::target::Target;
use super::{eviction, patch};
use crate::sim::wire::query::Query;
use crate::sim::world::World;
use crate::sim::world::objects::{Key, Object};
use serde_json::{Value, json};

/// A request about objects.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) target: Target,
    pub(super) query: Query,
    pub(super) content_type: String,
    pub(super) body: Vec<u8>,
}

impl Asked {
    /// The body as JSON, or as YAML, which is as good.
    pub(super) fn value(&self) -> Result<Value, Failure> {
        if self.content_type.contains("protobuf") {
            return Err(Failure::unsupported_media_type());
        }
        if self.body.is_empty() {
            return Ok(Value::Null);
        }
        if let Ok(value) = serde_json::from_slice(&self.body) {
            return Ok(value);
        }
        let text = std::str::from_utf8(&self.body).map_err(|_| Failure::unsupported_media_type())?;
        let documents = crate::yaml::read(text).unwrap_or_default();
        let value = documents.first().and_then(|document| serde_json::to_value(document).ok());
        value.filter(Value::is_object).ok_or_else(|| Failure::bad_request("error decoding the body of the request"))
    }

    pub(super) fn selector(&self) -> Result<Selector, Failure> {
        let parameter = |name| self.query.get(name).unwrap_or_default();
        Selector::read(parameter("labelSelector"), parameter("fieldSelector"))
    }

    /// Whether nothing is to be kept.
    fn is_rehearsal(&self) -> bool {
        self.query.get("dryRun").is_some()
    }

    fn is_of_status(&self) -> bool {
        self.target.subresource.is_some()
    }
}

/// Performs a verb, and gives status and body.
pub(super) fn perform(world: &mut World, verb: &str, asked: &Asked) -> Result<(u16, Value), Failure> {
    let target = &asked.target;
    match (verb, target.subresource.as_deref(), target.name.clone()) {
        ("create", Some("eviction"), Some(name)) if target.kind.resource() == "pods" => {
            let key = target.key(&name);
            eviction::evict(world, &target.kind, &key, asked.is_rehearsal()).map(|told| (201, told))
        }
        (_, Some(subresource), _) if subresource != "status" || !target.kind.has_status => Err(Failure::no_such_path()),
        ("get", _, Some(name)) => standing(world, target, &name).map(|value| (200, dress(&target.kind, value))),
        ("list", ..) => list(world, asked).map(|list| (200, list)),
        ("create", None, None) => create(world, asked).map(|value| (201, value)),
        ("update", _, Some(name)) => update(world, asked, &name).map(|value| (200, value)),
        ("patch", _, Some(name)) => change(world, asked, &name),
        ("delete", None, Some(name)) => delete(world, asked, &name).map(|told| (200, told)),
        ("deletecollection", None, None) => delete_all(world, asked).map(|told| (200, told)),
        _ => Err(Failure::no_such_method()),
    }
}

/// An object as a version of its kind shows it.
pub(super) fn dress(kind: &Kind, mut value: Value) -> Value {
    value["apiVersion"] = json!(kind.api_version());
    value["kind"] = json!(kind.noun);
    value
}

fn standing(world: &World, target: &Target, name: &str) -> Result<Value, Failure> {
    world.object(&target.key(name)).cloned().ok_or_else(|| Failure::not_found(&target.kind, name))
}

/// The objects that are meant, in the order of their names.
pub(super) fn meant(world: &World, asked: &Asked) -> Result<Vec<Object>, Failure> {
    let (target, selector) = (&asked.target, asked.selector()?);
    let resource = target.kind.resource();
    let found = world.objects_of(target.cluster, &resource, &target.namespace);
    let mut found: Vec<Object> = found.filter(|object| selector.takes(&object.value)).cloned().collect();
    found.sort_by(|one, other| place(&one.key).cmp(&place(&other.key)));
    Ok(found)
}

fn place(key: &Key) -> (&str, &str) {
    (&key.namespace, &key.name)
}

fn list(world: &World, asked: &Asked) -> Result<Value, Failure> {
    let mut found = meant(world, asked)?;
    let mut metadata = json!({ "resourceVersion": world.history.version().to_string() });
    // What goes on says the last object that was listed.
    if let Some(after) = asked.query.get("continue") {
        let after = after.split_once('/').ok_or_else(|| Failure::bad_request("continue key is not valid"))?;
        found.retain(|object| place(&object.key) > after);
    }
    let limit = asked.query.get("limit").and_then(|limit| limit.parse().ok()).filter(|limit| *limit > 0);
    if let Some(limit) = limit.filter(|limit| *limit < found.len()) {
        metadata["remainingItemCount"] = json!(found.len() - limit);
        found.truncate(limit);
        metadata["continue"] = json!(found.last().map(|last| format!("{}/{}", last.key.namespace, last.key.name)));
    }
    let kind = &asked.target.kind;
    let items: Vec<Value> = found.into_iter().map(|object| dress(kind, object.value)).collect();
    Ok(
        json!({ "kind": format!("{}List", kind.noun), "apiVersion": kind.api_version(), "metadata": metadata, "items": items }),
    )
}

fn create(world: &mut World, asked: &Asked) -> Result<Value, Failure> {
    let target = &asked.target;
    let mut value = asked.value()?;
    let given = |value: &Value, name: &str| value["metadata"][name].as_str().map(ToOwned::to_owned);
    let name = given(&value, "name").or_else(|| {
        let prefix = given(&value, "generateName")?;
        Some(format!("{prefix}{:05x}", world.history.version() + 1))
    });
    let name = name.ok_or_else(|| {
        Failure::invalid(&target.kind, "", "metadata.name: Required value: name or generateName is required")
    })?;
    if world.object(&target.key(&name)).is_some() {
        return Err(Failure::already_exists(&target.kind, &name));
    }
    check_kind(target, &value)?;
    admit_new(world, target, &name, &mut value)?;
    Ok(keep(world, asked, &name, value))
}

fn update(world: &mut World, asked: &Asked, name: &str) -> Result<Value, Failure> {
    let old = standing(world, &asked.target, name)?;
    let value = asked.value()?;
    check_kind(&asked.target, &value)?;
    replace(world, asked, name, &old, value)
}

fn change(world: &mut World, asked: &Asked, name: &str) -> Result<(u16, Value), Failure> {
    let old = world.object(&asked.target.key(name)).cloned();
    let is_applied = asked.content_type.starts_with("application/apply-patch");
    if is_applied && asked.query.get("fieldManager").is_none() {
        let what = "fieldManager: Required value: is required for apply patch";
        return Err(Failure::bad_request(format!("PatchOptions.meta.k8s.io \"\" is invalid: {what}")));
    }
    let Some(old) = old else {
        if !is_applied || asked.is_of_status() {
            return Err(Failure::not_found(&asked.target.kind, name));
        }
        let mut value = asked.value()?;
        check_kind(&asked.target, &value)?;
        admit_new(world, &asked.target, name, &mut value)?;
        return Ok((201, keep(world, asked, name, value)));
    };
    let patched = patch::apply(&asked.content_type, &old, &asked.value()?)?;
    replace(world, asked, name, &old, patched).map(|value| (200, value))
}

/// Puts an object in the place of an old one: the status alone, or all but that.
fn replace(world: &mut World, asked: &Asked, name: &str, old: &Value, mut value: Value) -> Result<Value, Failure> {
    let kind = &asked.target.kind;
    let version = value.pointer("/metadata/resourceVersion").and_then(Value::as_str).unwrap_or_default();
    if !version.is_empty() && Some(version) != old.pointer("/metadata/resourceVersion").and_then(Value::as_str) {
        return Err(Failure::conflict(kind, name));
    }
    if asked.is_of_status() {
        let status = value["status"].take();
        value = old.clone();
        value["status"] = status;
    } else if kind.has_status
        && let Some(members) = value.as_object_mut()
    {
        members.remove("status");
        members.extend(old.get("status").map(|status| ("status".to_owned(), status.clone())));
    }
    admit_change(kind, name, old, &mut value)?;
    Ok(keep(world, asked, name, value))
}

fn keep(world: &mut World, asked: &Asked, name: &str, mut value: Value) -> Value {
    let target = &asked.target;
    if let Some(members) = value.as_object_mut() {
        members.remove("apiVersion");
        members.remove("kind");
    }
    let kept = if asked.is_rehearsal() { value } else { world.put_object(&target.key(name), value) };
    dress(&target.kind, kept)
}

fn check_kind(target: &Target, value: &Value) -> Result<(), Failure> {
    let kind = &target.kind;
    let is_it = |member: &str, own: &str| value[member].as_str().is_none_or(|given| given == own);
    if value.is_object() && is_it("kind", &kind.noun) && is_it("apiVersion", &kind.api_version()) {
        return Ok(());
    }
    let (kind, version) = (&kind.noun, kind.api_version());
    Err(Failure::bad_request(format!("the body is no {kind} in version \"{version}\"")))
}

fn delete(world: &mut World, asked: &Asked, name: &str) -> Result<Value, Failure> {
    let (target, options) = (&asked.target, asked.value()?);
    let old = standing(world, target, name)?;
    for member in ["uid", "resourceVersion"] {
        let wanted = &options["preconditions"][member];
        if !wanted.is_null() && *wanted != old["metadata"][member] {
            return Err(Failure::precondition(&target.kind, name, member));
        }
    }
    if !asked.is_rehearsal() && options["dryRun"].as_array().is_none_or(Vec::is_empty) {
        remove(world, &target.key(name));
    }
    let mut details = json!({ "name": name, "kind": target.kind.plural, "uid": old["metadata"]["uid"] });
    if !target.kind.group.is_empty() {
        details["group"] = json!(target.kind.group);
    }
    Ok(json!({ "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "details": details }))
}

fn delete_all(world: &mut World, asked: &Asked) -> Result<Value, Failure> {
    for object in meant(world, asked)?.into_iter().filter(|_| !asked.is_rehearsal()) {
        remove(world, &object.key);
    }
    Ok(json!({ "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success" }))
}

/// Takes an object away, and what goes with it: a namespace's objects, a node's pods, a defined kind's objects.
pub(super) fn remove(world: &mut World, key: &Key) {
    world.drop_object(key);
    let goes = |object: &&Object| match key.kind.as_str() {
        "namespaces" => object.key.namespace == key.name,
        "nodes" => object.key.kind == "pods" && object.value["spec"]["nodeName"] == key.name.as_str(),
        DEFINITIONS => object.key.kind == key.name,
        _ => false,
    };
    let of_cluster = world.objects.iter().filter(|object| object.key.cluster == key.cluster);
    let gone: Vec<Key> = of_cluster.filter(goes).map(|object| object.key.clone()).collect();
    for key in gone {
        world.drop_object(&key);
    }
}
