//! Documents of any kind, as they are applied.

use crate::problem::Flaw;
use serde_json::Value;
use std::fmt;

/// An object to apply: whatever it is, it has an apiVersion, a kind and a name.
#[derive(Clone, PartialEq)]
pub struct Object {
    api_version: String,
    kind: String,
    name: String,
    namespace: Option<String>,
    value: Value,
}

impl Object {
    /// Takes a document in; the flaw says what it lacks.
    pub fn new(value: Value) -> Result<Self, Flaw> {
        let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty());
        let needed = |pointer: &str, name: &str| {
            text(pointer)
                .map(String::from)
                .ok_or_else(|| Flaw::new(format!("not an object of Kubernetes: {name} is missing")))
        };
        Ok(Self {
            api_version: needed("/apiVersion", "apiVersion")?,
            kind: needed("/kind", "kind")?,
            name: needed("/metadata/name", "metadata.name")?,
            namespace: text("/metadata/namespace").map(String::from),
            value,
        })
    }

    /// Takes a document in that may be a List: then each of its items, of which the ones without a kind get the
    /// list's (`MachineList` holds machines).
    pub fn all(value: Value) -> Result<Vec<Self>, Flaw> {
        let text = |field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (api_version, kind) = (text("apiVersion"), text("kind"));
        let (Some(of), Value::Object(mut list)) = (kind.strip_suffix("List"), value.clone()) else {
            return Self::new(value).map(|object| vec![object]);
        };
        let Some(Value::Array(items)) = list.remove("items") else {
            return Self::new(value).map(|object| vec![object]);
        };
        let mut objects = Vec::new();
        for mut item in items {
            if let (Value::Object(fields), false) = (&mut item, of.is_empty()) {
                fields.entry("apiVersion").or_insert_with(|| api_version.clone().into());
                fields.entry("kind").or_insert_with(|| of.into());
            }
            objects.extend(Self::all(item)?);
        }
        Ok(objects)
    }

    /// The kind, for example `Secret`.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The group and version, for example `apps/v1`, or `v1`.
    pub fn api_version(&self) -> &str {
        &self.api_version
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The namespace that it names itself.
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// The whole object. It may be a Secret.
    pub(super) const fn value(&self) -> &Value {
        &self.value
    }

    /// The group of the kinds that it defines, if it is a definition.
    pub(super) fn defined_group(&self) -> Option<&str> {
        (self.kind == "CustomResourceDefinition").then(|| self.value.pointer("/spec/group")?.as_str())?
    }

    /// When it must come: what others need first.
    fn rank(&self) -> u8 {
        match self.kind.as_str() {
            "Namespace" => 0,
            "CustomResourceDefinition" => 1,
            "ServiceAccount" | "Secret" | "ConfigMap" => 2,
            "ClusterRole" | "Role" => 3,
            "ClusterRoleBinding" | "RoleBinding" => 4,
            _ => 5,
        }
    }
}

/// `Secret kube-system/packet-cloud-config`, `Namespace monitoring`.
impl fmt::Display for Object {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(formatter, "{} {namespace}/{}", self.kind, self.name),
            None => write!(formatter, "{} {}", self.kind, self.name),
        }
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Object({self})")
    }
}

/// The same objects, what others need first; otherwise in the order in which they were given.
#[must_use]
pub fn ordered(mut objects: Vec<Object>) -> Vec<Object> {
    objects.sort_by_key(Object::rank);
    objects
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(kind: &str, name: &str) -> Value {
        json!({"apiVersion": "v1", "kind": kind, "metadata": {"name": name, "namespace": "n"}})
    }

    #[test]
    fn what_others_need_comes_first_and_the_rest_keeps_its_order() {
        let kinds = ["Widget", "RoleBinding", "Secret", "Role", "CustomResourceDefinition", "ConfigMap", "Namespace"];
        let objects = kinds.iter().map(|kind| Object::new(object(kind, "x")).unwrap()).collect();
        let order: Vec<String> = ordered(objects).iter().map(|object| object.kind().to_owned()).collect();
        assert_eq!(
            order,
            ["Namespace", "CustomResourceDefinition", "Secret", "ConfigMap", "Role", "RoleBinding", "Widget"]
        );
    }

    #[test]
    fn lists_are_taken_apart() {
        let machines = json!({"apiVersion": "a/v1", "kind": "MachineList", "items": [{"metadata": {"name": "m"}}]});
        let list = json!({"apiVersion": "v1", "kind": "List", "items": [object("Secret", "s"), machines]});
        let told: Vec<String> = Object::all(list).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(told, ["Secret n/s", "Machine m"]);
    }

    #[test]
    fn what_is_missing_is_named_and_contents_are_never_shown() {
        let flaw = Object::new(json!({"apiVersion": "v1", "kind": "Secret", "data": "hunter2"})).unwrap_err();
        assert_eq!(flaw.what, "not an object of Kubernetes: metadata.name is missing");
        let mut secret = object("Secret", "s");
        secret["data"] = json!({"password": "hunter2"});
        assert_eq!(format!("{:?}", Object::new(secret).unwrap()), "Object(Secret n/s)");
    }
}
