//! Schemas: OpenAPI 3.0's dialect made JSON Schema, and values held against it.

use super::Document;
use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, ValidationError, Validator};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// A schema as JSON Schema, draft 4, which OpenAPI 3.0 comes from: what is `nullable` may be null, and examples go.
pub fn to_json_schema(schema: &Value) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(to_json_schema).collect(),
        Value::Object(members) => {
            let mut converted: Map<String, Value> = Map::new();
            for (name, value) in members {
                // A property may well be called `example`; it is a schema then, and stays.
                if name != "example" || value.is_object() && value.get("type").is_some() {
                    converted.insert(name.clone(), to_json_schema(value));
                }
            }
            if members.get("nullable") == Some(&Value::Bool(true)) {
                if let Some(kind) = members.get("type") {
                    converted.insert("type".to_owned(), json!([kind, "null"]));
                }
                if let Some(Value::Array(values)) = converted.get_mut("enum") {
                    values.push(Value::Null);
                }
            }
            Value::Object(converted)
        }
        other => other.clone(),
    }
}

/// Lets a value fit several of the alternatives.
pub fn take_one_of_as_any_of(schema: &mut Value) {
    if let Some(alternatives) = schema.as_object_mut().and_then(|schema| schema.remove("oneOf")) {
        schema["anyOf"] = alternatives;
    }
}

/// A value without the members that are null, at any depth.
pub fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        Value::Object(members) => {
            let kept = members.iter().filter(|(_, value)| !value.is_null());
            kept.map(|(name, value)| (name.clone(), without_nulls(value))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

impl Document {
    /// What is wrong with a value, each with its place as a JSON pointer.
    pub(super) fn validate(&self, name: &str, schema: &Value, value: &Value) -> Vec<(String, String)> {
        let validator = self.validator(name, schema);
        validator.iter_errors(value).flat_map(|error| explain(&error)).collect()
    }

    fn validator(&self, name: &str, schema: &Value) -> Arc<Validator> {
        let mut known = self.validators.lock().expect("no judge died");
        let made = known.entry(name.to_owned()).or_insert_with(|| {
            // In draft 4 nothing beside a `$ref` counts, so the schema stands in a list of its own.
            let whole = json!({ "allOf": [schema], "components": self.components });
            Arc::new(compile(&whole).unwrap_or_else(|error| panic!("{name}: {error}")))
        });
        Arc::clone(made)
    }

    /// The places of members that the schema does not name, where it names any.
    pub(super) fn undeclared_members(&self, schema: &Value, value: &Value) -> Vec<String> {
        let mut found = Vec::new();
        self.walk_members(schema, value, "", &mut found);
        found
    }

    fn walk_members(&self, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        let mut named = Vec::new();
        self.alternatives(schema, &mut named);
        match value {
            Value::Object(members) => {
                let properties = || named.iter().filter_map(|schema| schema["properties"].as_object());
                let is_open =
                    properties().next().is_none() || named.iter().any(|schema| schema["additionalProperties"] == true);
                for (name, value) in members {
                    let at = format!("{at}/{name}");
                    match properties().find_map(|properties| properties.get(name)) {
                        Some(schema) => self.walk_members(schema, value, &at, found),
                        None if is_open => {}
                        None => found.push(at),
                    }
                }
            }
            Value::Array(items) => {
                if let Some(schema) = named.iter().find_map(|schema| schema.get("items")) {
                    for (index, item) in items.iter().enumerate() {
                        self.walk_members(schema, item, &format!("{at}/{index}"), found);
                    }
                }
            }
            _ => {}
        }
    }

    /// A schema and all that it is made of.
    fn alternatives<'a>(&'a self, schema: &'a Value, found: &mut Vec<&'a Value>) {
        let schema = self.resolve(schema);
        found.push(schema);
        for word in ["allOf", "anyOf", "oneOf"] {
            for part in schema[word].as_array().into_iter().flatten() {
                self.alternatives(part, found);
            }
        }
    }

    /// The schema that a reference stands for.
    pub(super) fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let Some(name) = component(schema) else { return schema };
        &self.components["schemas"][name]
    }
}

/// The component that a schema refers to.
pub fn component(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/components/schemas/")
}

fn compile(schema: &Value) -> Result<Validator, ValidationError<'static>> {
    jsonschema::options()
        .with_draft(Draft::Draft4)
        .should_validate_formats(true)
        .with_format("uuid", is_uuid)
        .with_format("date", |text: &str| text.parse::<jiff::civil::Date>().is_ok())
        .with_format("date-time", |text: &str| text.ends_with('Z') && text.parse::<jiff::Timestamp>().is_ok())
        .build(schema)
}

/// Whether a text is a UUID as the API writes them.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36 && text.parse::<uuid::Uuid>().is_ok()
}

/// What is wrong and where; of a choice, what keeps the value from the alternative that it comes closest to.
fn explain(error: &ValidationError<'_>) -> Vec<(String, String)> {
    if let ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } = error.kind() {
        let told = context.iter().map(|errors| errors.iter().flat_map(explain).collect::<Vec<_>>());
        return told.min_by_key(Vec::len).unwrap_or_default();
    }
    let mut text = error.to_string();
    if text.len() > 300 {
        text = error.masked().to_string();
    }
    vec![(error.instance_path().to_string(), text)]
}
