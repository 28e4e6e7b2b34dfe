//! What a cluster tells of itself: its version, its groups and kinds, and as much of OpenAPI as kubectl's validation
//! looks for before it leaves that to the server.

use super::kinds::Kind;
use serde_json::{Map, Value, json};

/// What every kind can do.
const VERBS: [&str; 8] = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

/// What `kubectl get all` means.
const ALL: [&str; 9] = [
    "cronjobs.batch",
    "daemonsets.apps",
    "deployments.apps",
    "horizontalpodautoscalers.autoscaling",
    "jobs.batch",
    "pods",
    "replicasets.apps",
    "services",
    "statefulsets.apps",
];

/// Answers a path that is about no object; none where there is no such path.
pub(super) fn answer(path: &str, version: &str, kinds: &[Kind]) -> Option<Value> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    match *parts.as_slice() {
        [] => Some(
            json!({ "paths": ["/api", "/api/v1", "/apis", "/healthz", "/livez", "/openapi/v3", "/readyz", "/version"] }),
        ),
        ["version"] => Some(told_version(version)),
        ["api"] => Some(json!({ "kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": [] })),
        ["apis"] => Some(json!({ "kind": "APIGroupList", "apiVersion": "v1", "groups": groups(kinds) })),
        ["apis", group] => groups(kinds).into_iter().find(|known| known["name"] == group).map(|mut known| {
            (known["kind"], known["apiVersion"]) = (json!("APIGroup"), json!("v1"));
            known
        }),
        ["api", version] => resources(version, kinds),
        ["apis", group, version] => resources(&format!("{group}/{version}"), kinds),
        ["openapi", "v3"] => Some(json!({ "paths": documents(kinds) })),
        ["openapi", "v3", "api", version] => document(version, kinds),
        ["openapi", "v3", "apis", group, version] => document(&format!("{group}/{version}"), kinds),
        _ => None,
    }
}

fn told_version(version: &str) -> Value {
    let numbers: Vec<&str> = version.trim_start_matches('v').split('.').collect();
    json!({
        "major": numbers.first(), "minor": numbers.get(1), "gitVersion": version, "gitCommit": "", "gitTreeState": "clean",
        "buildDate": "2026-01-01T00:00:00Z", "goVersion": "go1.24.0", "compiler": "gc", "platform": "linux/amd64",
    })
}

fn groups(kinds: &[Kind]) -> Vec<Value> {
    let mut versions: Map<String, Value> = Map::new();
    for kind in kinds.iter().filter(|kind| !kind.group.is_empty()) {
        let version = json!({ "groupVersion": kind.api_version(), "version": kind.version });
        let known = versions.entry(kind.group.clone()).or_insert_with(|| json!([]));
        if let Some(known) = known.as_array_mut().filter(|known| !known.contains(&version)) {
            known.push(version);
        }
    }
    let group = |(name, versions): (String, Value)| json!({ "name": name, "preferredVersion": versions[0], "versions": versions });
    versions.into_iter().map(group).collect()
}

fn resources(api_version: &str, kinds: &[Kind]) -> Option<Value> {
    let mut resources = Vec::new();
    for kind in kinds.iter().filter(|kind| kind.api_version() == api_version) {
        let namespaced = kind.is_namespaced;
        resources.push(json!({
            "name": kind.plural, "singularName": kind.noun.to_lowercase(), "namespaced": namespaced, "kind": kind.noun,
            "verbs": VERBS, "shortNames": kind.short_names,
            "categories": if ALL.contains(&kind.resource().as_str()) { vec!["all"] } else { Vec::new() },
        }));
        if kind.has_status {
            let name = format!("{}/status", kind.plural);
            resources.push(json!({ "name": name, "singularName": "", "namespaced": namespaced, "kind": kind.noun, "verbs": ["get", "patch", "update"] }));
        }
        if kind.plural == "pods" {
            resources.push(json!({
                "name": "pods/eviction", "singularName": "", "namespaced": true, "group": "policy", "version": "v1",
                "kind": "Eviction", "verbs": ["create"],
            }));
        }
    }
    let list =
        json!({ "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": api_version, "resources": resources });
    (!resources.is_empty()).then_some(list)
}

fn documents(kinds: &[Kind]) -> Map<String, Value> {
    let path = |kind: &Kind| format!("{}/{}", if kind.group.is_empty() { "api" } else { "apis" }, kind.api_version());
    kinds
        .iter()
        .map(|kind| (path(kind), json!({ "serverRelativeURL": format!("/openapi/v3/{}", path(kind)) })))
        .collect()
}

/// A document that says of each kind only that the server validates its fields.
fn document(api_version: &str, kinds: &[Kind]) -> Option<Value> {
    let mut paths = Map::new();
    for kind in kinds.iter().filter(|kind| kind.api_version() == api_version) {
        let root = if kind.group.is_empty() { "api" } else { "apis" };
        let namespace = if kind.is_namespaced { "namespaces/{namespace}/" } else { "" };
        let patch = json!({
            "x-kubernetes-action": "patch",
            "x-kubernetes-group-version-kind": { "group": kind.group, "version": kind.version, "kind": kind.noun },
            "parameters": [{ "name": "fieldValidation", "in": "query", "schema": { "type": "string" } }],
            "responses": { "200": { "description": "OK" } },
        });
        paths.insert(format!("/{root}/{api_version}/{namespace}{}/{{name}}", kind.plural), json!({ "patch": patch }));
    }
    let info = json!({ "title": "Kubernetes", "version": "simulated" });
    (!paths.is_empty()).then(|| json!({ "openapi": "3.0.0", "info": info, "paths": paths }))
}
