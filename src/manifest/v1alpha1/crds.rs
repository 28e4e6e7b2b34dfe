//! The `CustomResourceDefinitions` of the five kinds, made from the types.
//!
//! The result stands in `templates/v1alpha1/crds.yaml` and is compiled in. The
//! test here holds it equal to the types; with `PACKETCTL_BLESS=1` in the
//! environment it writes the file anew.

use super::{API_VERSION, Cluster, GROUP, Machine, MachineClass, MachineDeployment, MachineSet};
use kube_core::schema::{OptionalEnum, OptionalIntOrString, StructuralSchemaRewriter};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

/// An object whose fields are somebody else's.
pub(super) fn free_form(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "object", "x-kubernetes-preserve-unknown-fields": true})
}

/// Labels and annotations; the other fields of metadata are kept as they come, null included.
pub(super) fn template_metadata(_: &mut SchemaGenerator) -> Schema {
    let texts = |description: &str| json!({"type": "object", "description": description, "additionalProperties": {"type": "string"}});
    json_schema!({
        "type": "object",
        "properties": {
            "annotations": texts("Annotations, which nothing selects by."),
            "labels": texts("Labels, by which selectors find the object."),
        },
        "x-kubernetes-preserve-unknown-fields": true,
    })
}

/// A column of `kubectl get`.
fn column(name: &str, kind: &str, path: &str, description: &str) -> Value {
    json!({"name": name, "type": kind, "jsonPath": path, "description": description})
}

/// The columns of 2019, and what a reader misses without it.
fn columns(kind: &str) -> Vec<Value> {
    let replicas = || {
        [
            column("Desired", "integer", ".spec.replicas", "How many machines are wanted"),
            column("Current", "integer", ".status.replicas", "How many machines there are"),
            column("Ready", "integer", ".status.readyReplicas", "How many machines are ready"),
        ]
    };
    let mut columns = Vec::new();
    match kind {
        "Machine" => {
            columns.push(column("ProviderID", "string", ".spec.providerID", "The provider's id of the machine"));
            columns.push(column("Phase", "string", ".status.phase", "Pending, Running, Terminating or Failed"));
            let mut node = column("NodeName", "string", ".status.nodeRef.name", "The node that the machine became");
            node["priority"] = 1.into();
            columns.push(node);
        }
        "MachineSet" | "MachineDeployment" => columns.extend(replicas()),
        _ => {}
    }
    // A list of columns replaces the server's own, which is the age.
    columns.push(column("Age", "date", ".metadata.creationTimestamp", "How old the object is"));
    columns
}

/// The `CustomResourceDefinition` of a kind.
fn crd<T: JsonSchema>(kind: &str, short_name: &str) -> Value {
    let plural = if kind == "MachineClass" { "machineclasses".to_owned() } else { format!("{}s", kind.to_lowercase()) };
    let mut version = json!({
        "name": API_VERSION.rsplit('/').next(),
        "served": true,
        "storage": true,
        "schema": {"openAPIV3Schema": schema::<T>()},
        "additionalPrinterColumns": columns(kind),
    });
    let mut subresources = Map::new();
    if kind != "MachineClass" {
        subresources.insert("status".into(), json!({}));
    }
    if matches!(kind, "MachineSet" | "MachineDeployment") {
        // In 2019 there was a labelSelectorPath too, to a status field that no type ever had.
        let paths = json!({"specReplicasPath": ".spec.replicas", "statusReplicasPath": ".status.replicas"});
        subresources.insert("scale".into(), paths);
    }
    if !subresources.is_empty() {
        version["subresources"] = subresources.into();
    }
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {
            "name": format!("{plural}.{GROUP}"),
            "labels": {"controller-tools.k8s.io": "1.0"},
            // The server demands a word about groups that end in k8s.io.
            "annotations": {"api-approved.kubernetes.io": "unapproved, the legacy API of cluster-api v1alpha1"},
        },
        "spec": {
            "group": GROUP,
            "names": {
                "kind": kind,
                "listKind": format!("{kind}List"),
                "plural": plural,
                "shortNames": [short_name],
                "singular": kind.to_lowercase(),
            },
            "scope": "Namespaced",
            "versions": [version],
        },
    })
}

/// The schema of a type.
pub(in crate::manifest) fn schema_of<T: JsonSchema>() -> Value {
    let mut settings = SchemaSettings::openapi3()
        .with_transform(StructuralSchemaRewriter)
        .with_transform(OptionalEnum)
        .with_transform(OptionalIntOrString);
    settings.inline_subschemas = true;
    settings.meta_schema = None;
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    plain(&mut schema);
    schema
}

/// The structural schema of a kind.
fn schema<T: JsonSchema>() -> Value {
    let mut schema = schema_of::<T>();
    // The server knows metadata itself; and of the rest only a class's providerSpec was ever required.
    schema["properties"]["metadata"] = json!({"type": "object"});
    if let Some(required) = schema["required"].as_array_mut() {
        required.retain(|field| field == "providerSpec");
        if required.is_empty() {
            schema.as_object_mut().expect("a schema is an object").remove("required");
        }
    }
    schema
}

/// Drops what the schemas of 2019 did not have: null counts as absent, and defaults are the controllers' matter.
fn plain(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            // A property may have any of these names; what is dropped here is never an object.
            fields.retain(|name, value| {
                value.is_object() || !matches!(name.as_str(), "title" | "nullable" | "default" | "$schema")
            });
            if let Some(Value::String(description)) = fields.get_mut("description") {
                *description = description.replace('`', "");
            }
            fields.values_mut().for_each(plain);
        }
        Value::Array(items) => items.iter_mut().for_each(plain),
        _ => {}
    }
}

fn all() -> Vec<Value> {
    vec![
        crd::<Cluster>("Cluster", "cl"),
        crd::<Machine>("Machine", "ma"),
        crd::<MachineSet>("MachineSet", "ms"),
        crd::<MachineDeployment>("MachineDeployment", "md"),
        crd::<MachineClass>("MachineClass", "mc"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::CustomResourceDefinition;

    const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/v1alpha1/crds.yaml");

    #[test]
    fn the_file_is_what_the_types_say() {
        let head = "# The five kinds of cluster.k8s.io, generated from the types that packetctl reads them with.\n";
        let generated = head.to_owned() + &crate::yaml::write(&all()).expect("CRDs can be written");
        if std::env::var_os("PACKETCTL_BLESS").is_some() {
            std::fs::write(PATH, &generated).expect("the file can be written");
        }
        let kept = std::fs::read_to_string(PATH).expect("the file is there");
        assert!(kept == generated, "run this test with PACKETCTL_BLESS=1 and look at the difference");
        assert!(!kept.contains("{{") && !kept.contains("{%") && !kept.contains("{#"), "it is included by a template");
        assert!(kept.len() < 120_000, "{} bytes are compiled in", kept.len());
    }

    #[test]
    fn kubernetes_own_types_read_them_without_loss() {
        for crd in all() {
            let typed: CustomResourceDefinition = serde_json::from_value(crd.clone()).expect("it is a CRD");
            assert_eq!(serde_json::to_value(typed).expect("it is JSON"), crd);
        }
    }

    /// The rules for structural schemas, as far as ours could break them.
    fn assert_structural(path: &str, schema: &Value) {
        for combinator in ["oneOf", "anyOf", "allOf", "not", "$ref", "$defs"] {
            assert!(schema.get(combinator).is_none(), "{path} has {combinator}");
        }
        let is_either = schema["x-kubernetes-int-or-string"] == true;
        assert!(schema["type"].is_string() != is_either, "{path} has the type {}", schema["type"]);
        assert!(
            schema["properties"].is_null() || schema["additionalProperties"].is_null(),
            "{path} has properties and others"
        );
        for field in schema["required"].as_array().into_iter().flatten() {
            let field = field.as_str().expect("a name");
            assert!(schema["properties"].get(field).is_some(), "{path} requires {field}, which it does not have");
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let path = format!("{path}.{name}");
            if path != "MachineDeployment.metadata" && !path.ends_with(".metadata") {
                assert!(property["description"].is_string(), "{path} has no description");
            }
            assert_structural(&path, property);
        }
        for inner in ["items", "additionalProperties"] {
            if let Some(inner) = schema.get(inner) {
                assert_structural(&format!("{path}[]"), inner);
            }
        }
    }

    #[test]
    fn the_schemas_are_structural_and_explain_every_field() {
        for crd in all() {
            let kind = crd["spec"]["names"]["kind"].as_str().expect("a kind").to_owned();
            assert_structural(&kind, &crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]);
        }
    }

    #[test]
    fn what_was_required_in_2019_still_is_and_no_more() {
        let required = |schema: &Value| -> Vec<String> {
            let names = schema["required"].as_array().cloned().unwrap_or_default();
            names.iter().map(|name| name.as_str().expect("a name").to_owned()).collect()
        };
        let schemas = all();
        let at = |index: usize, path: &str| {
            let schema = &schemas[index]["spec"]["versions"][0]["schema"]["openAPIV3Schema"];
            let pointer: String =
                path.split('.').filter(|part| !part.is_empty()).flat_map(|part| ["/properties/", part]).collect();
            required(schema.pointer(&pointer).expect(path))
        };
        for (index, path, expected) in [
            (0, "", vec![]),
            (0, "spec", vec!["clusterNetwork"]),
            (0, "spec.clusterNetwork", vec!["pods", "serviceDomain", "services"]),
            (0, "spec.clusterNetwork.pods", vec!["cidrBlocks"]),
            (0, "spec.clusterNetwork.services", vec!["cidrBlocks"]),
            (0, "spec.providerSpec", vec![]),
            (1, "", vec![]),
            (1, "spec", vec!["providerSpec"]),
            (1, "spec.versions", vec!["kubelet"]),
            (1, "status", vec![]),
            (1, "status.versions", vec!["kubelet"]),
            (2, "spec", vec!["selector"]),
            (2, "spec.template", vec![]),
            (2, "spec.template.spec", vec!["providerSpec"]),
            (2, "status", vec!["replicas"]),
            (3, "spec", vec!["selector", "template"]),
            (3, "status", vec![]),
            (4, "", vec!["providerSpec"]),
        ] {
            let mut found = at(index, path);
            found.sort();
            assert_eq!(found, expected, "{index} {path}");
        }
    }
}
