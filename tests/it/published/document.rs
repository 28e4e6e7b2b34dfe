//! Reading the document: its operations, with what they take and answer.

use super::{exceptions, schema};
use jsonschema::Validator;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

const TEXT: &str = include_str!("../data/packet-api/openapi.yaml");

/// The published document.
pub struct Document {
    operations: Vec<Operation>,
    /// The components, as JSON Schema.
    pub(super) components: Value,
    /// Compiled when first asked for, by name.
    pub(super) validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// One method on one path.
pub struct Operation {
    pub method: String,
    /// The path with its parameters in braces.
    pub template: String,
    pub parameters: Vec<Parameter>,
    /// The schema of the request's body.
    pub body: Option<Value>,
    pub is_body_required: bool,
    /// The declared statuses, each with the schema of its body.
    pub replies: BTreeMap<u16, Option<Value>>,
}

/// One parameter of an operation.
pub struct Parameter {
    pub name: String,
    pub is_in_query: bool,
    pub is_required: bool,
    /// The values of a list stand in one parameter, parted by commas.
    pub is_one_for_all: bool,
    pub schema: Value,
}

/// What the document has for a method and a path.
pub enum Found<'a> {
    Operation(&'a Operation),
    /// Not this one, but an exception says that another stands for it.
    Like(&'a Operation, &'static str),
    Nothing(&'static str),
}

impl Document {
    /// Reads the copy that is kept with the tests.
    pub fn read() -> Self {
        let nodes = packetctl::yaml::read(TEXT).expect("the document is YAML");
        let document = serde_json::to_value(&nodes[0]).expect("the document is JSON");
        let mut operations = Vec::new();
        for (template, methods) in document["paths"].as_object().expect("there are paths") {
            for (method, operation) in methods.as_object().expect("there are methods") {
                operations.push(Operation::read(&document, template, method, operation));
            }
        }
        let components = schema::to_json_schema(&document["components"]);
        Self { operations, components, validators: Mutex::default() }
    }

    /// Every operation, as `GET /devices/{id}`.
    pub fn operations(&self) -> impl Iterator<Item = String> {
        self.operations.iter().map(|operation| format!("{} {}", operation.method, operation.template))
    }

    /// The operation of a method and a path below the server's.
    pub fn find(&self, method: &str, path: &str) -> Found<'_> {
        let on_path: Vec<&Operation> =
            self.operations.iter().filter(|operation| matches(&operation.template, path)).collect();
        let of = |method: &str| on_path.iter().copied().find(|operation| operation.method == method);
        if let Some(operation) = of(method) {
            return Found::Operation(operation);
        }
        let Some(any) = on_path.first() else {
            return Found::Nothing("the document has no such path");
        };
        let like = exceptions::stand_in(&format!("{method} {}", any.template));
        match like.and_then(of) {
            Some(operation) => Found::Like(operation, "the document has no such method here"),
            None => Found::Nothing("the document has no such method here"),
        }
    }
}

impl Operation {
    fn read(document: &Value, template: &str, method: &str, operation: &Value) -> Self {
        let json = |holder: &Value| {
            let schema = &holder["content"]["application/json"]["schema"];
            (!schema.is_null()).then(|| schema::to_json_schema(schema))
        };
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let body = resolve(document, &operation["requestBody"]);
        let replies = operation["responses"].as_object().expect("there are replies").iter();
        let mut replies: BTreeMap<u16, Option<Value>> = replies
            .map(|(status, reply)| (status.parse().expect("a status is a number"), json(resolve(document, reply))))
            .collect();
        if template == "/ips/{id}" {
            // A reservation also fits the looser assignment.
            if let Some(Some(schema)) = replies.get_mut(&200) {
                schema::take_one_of_as_any_of(schema);
            }
        }
        Self {
            method: method.to_uppercase(),
            template: template.to_owned(),
            parameters: parameters.map(|parameter| Parameter::read(resolve(document, parameter))).collect(),
            body: json(body),
            is_body_required: body["required"] == true,
            replies,
        }
    }
}

impl Parameter {
    fn read(parameter: &Value) -> Self {
        let name = parameter["name"].as_str().expect("a parameter has a name").to_owned();
        Self {
            is_in_query: parameter["in"] == "query",
            is_required: parameter["required"] == true,
            // The facilities' own pair lacks the mark, but was used like all others.
            is_one_for_all: parameter["explode"] == false || ["include", "exclude"].contains(&name.as_str()),
            schema: schema::to_json_schema(&parameter["schema"]),
            name,
        }
    }
}

fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).expect("references resolve"),
        None => value,
    }
}

fn matches(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    let fits = |(wanted, given): (&&str, &&str)| wanted == given || (wanted.starts_with('{') && !given.is_empty());
    template.len() == path.len() && template.iter().zip(&path).all(fits)
}
