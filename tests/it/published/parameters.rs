//! Whether a path and a query are what an operation takes.

use super::complaint::{Complaints, Matter};
use super::document::{Operation, Parameter};
use super::schema::is_uuid;
use serde_json::Value;
use std::collections::BTreeMap;

/// Complains about every parameter that is unknown, missing, doubled, or of a wrong type.
pub fn judge(operation: &Operation, path: &str, query: &[(String, String)], complaints: &mut Complaints) {
    for (wanted, given) in operation.template.split('/').zip(path.split('/')) {
        let name = wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
        if let Some(name) = name.filter(|_| !is_uuid(given)) {
            complaints.add(Matter::Parameter(name.to_owned()), format!("{given} is no UUID"));
        }
    }
    let mut given: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, value) in query {
        given.entry(name).or_default().push(value);
    }
    let declared = || operation.parameters.iter().filter(|parameter| parameter.is_in_query);
    for (name, values) in &given {
        let wrong = match declared().find(|parameter| parameter.name == *name) {
            Some(parameter) => judge_values(parameter, values),
            None => Some("the document has no such parameter".to_owned()),
        };
        if let Some(text) = wrong {
            complaints.add(Matter::Parameter((*name).to_owned()), text);
        }
    }
    for parameter in declared().filter(|parameter| parameter.is_required) {
        if !given.contains_key(parameter.name.as_str()) {
            complaints.add(Matter::Parameter(parameter.name.clone()), "it is required");
        }
    }
}

fn judge_values(parameter: &Parameter, values: &[&str]) -> Option<String> {
    let is_list = parameter.schema["type"] == "array";
    if values.len() > 1 && (!is_list || parameter.is_one_for_all) {
        return Some(format!("it is given {} times", values.len()));
    }
    let schema = if is_list { &parameter.schema["items"] } else { &parameter.schema };
    let mut items = values.iter().flat_map(|value| {
        let comma = if parameter.is_one_for_all { ',' } else { '\0' };
        value.split(comma)
    });
    items.find_map(|item| judge_value(schema, item))
}

fn judge_value(schema: &Value, text: &str) -> Option<String> {
    match schema["type"].as_str() {
        Some("integer") => match text.parse::<i64>() {
            Err(_) => Some(format!("{text:?} is no whole number")),
            Ok(number) => {
                let is_under = schema["minimum"].as_i64().is_some_and(|least| number < least);
                let is_over = schema["maximum"].as_i64().is_some_and(|most| number > most);
                (is_under || is_over).then(|| format!("{number} is out of range"))
            }
        },
        Some("boolean") if !["true", "false"].contains(&text) => Some(format!("{text:?} is neither true nor false")),
        Some("string") => match schema["enum"].as_array() {
            Some(values) if !values.iter().any(|value| value == text) => {
                Some(format!("{text:?} is none of the values"))
            }
            _ => None,
        },
        _ => None,
    }
}
