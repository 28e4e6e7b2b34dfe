//! The four kinds of patches. Applying replaces the fields that are given: who owns which field is not known.

use super::failure::Failure;
use serde_json::{Value, json};

/// Lists that are merged by a member of their items, where the patch's kind merges lists at all.
const LISTS: [(&str, &str); 6] = [
    ("conditions", "type"),
    ("addresses", "type"),
    ("containers", "name"),
    ("env", "name"),
    ("volumes", "name"),
    ("ownerReferences", "uid"),
];

/// What a patch makes of an object.
pub(super) fn apply(content_type: &str, old: &Value, patch: &Value) -> Result<Value, Failure> {
    let mut value = old.clone();
    match content_type.split(';').next().unwrap_or_default().trim() {
        "application/json-patch+json" => {
            for operation in patch.as_array().ok_or_else(Failure::unfit_patch)? {
                operate(&mut value, operation).ok_or_else(Failure::unfit_patch)?;
            }
        }
        "application/merge-patch+json" => merge(&mut value, patch, false),
        "application/strategic-merge-patch+json" | "application/apply-patch+yaml" => merge(&mut value, patch, true),
        _ => return Err(Failure::unsupported_media_type()),
    }
    Ok(value)
}

/// RFC 7386, and with `lists` what the strategic kind does with some lists.
fn merge(value: &mut Value, patch: &Value, lists: bool) {
    let Some(members) = patch.as_object() else {
        *value = patch.clone();
        return;
    };
    if !value.is_object() || lists && members.get("$patch").is_some_and(|how| how == "replace") {
        *value = json!({});
    }
    for (name, given) in members.iter().filter(|(name, _)| !lists || !name.starts_with('$')) {
        let key = LISTS.iter().find(|(list, _)| lists && list == name).map(|(_, key)| *key);
        match (given, key, value.as_object_mut()) {
            (Value::Null, _, Some(object)) => {
                object.remove(name);
            }
            (Value::Array(items), Some(key), _) => merge_list(&mut value[name], items, key),
            _ => merge(&mut value[name], given, lists),
        }
    }
}

fn merge_list(value: &mut Value, items: &[Value], key: &str) {
    let mut merged = value.as_array().cloned().unwrap_or_default();
    for item in items {
        let place = merged.iter().position(|old| old[key] == item[key]);
        match (place, item["$patch"] == "delete") {
            (Some(place), true) => {
                merged.remove(place);
            }
            (Some(place), false) => merge(&mut merged[place], item, true),
            (None, true) => {}
            (None, false) => merged.push(item.clone()),
        }
    }
    *value = Value::Array(merged);
}

/// One operation of RFC 6902; none where it does not fit.
fn operate(value: &mut Value, operation: &Value) -> Option<()> {
    let path = operation["path"].as_str()?;
    match operation["op"].as_str()? {
        "add" => add(value, path, operation.get("value")?.clone()),
        "replace" => {
            *value.pointer_mut(path)? = operation.get("value")?.clone();
            Some(())
        }
        "remove" => take(value, path).map(|_| ()),
        "test" => (value.pointer(path)? == operation.get("value")?).then_some(()),
        "move" => {
            let moved = take(value, operation["from"].as_str()?)?;
            add(value, path, moved)
        }
        "copy" => {
            let copied = value.pointer(operation["from"].as_str()?)?.clone();
            add(value, path, copied)
        }
        _ => None,
    }
}

fn add(value: &mut Value, path: &str, added: Value) -> Option<()> {
    let Some((parent, name)) = path.rsplit_once('/') else {
        *value = added;
        return Some(());
    };
    match value.pointer_mut(parent)? {
        Value::Object(members) => {
            members.insert(unescape(name), added);
        }
        Value::Array(items) => {
            let place =
                if name == "-" { items.len() } else { name.parse().ok().filter(|place| *place <= items.len())? };
            items.insert(place, added);
        }
        _ => return None,
    }
    Some(())
}

fn take(value: &mut Value, path: &str) -> Option<Value> {
    let (parent, name) = path.rsplit_once('/')?;
    match value.pointer_mut(parent)? {
        Value::Object(members) => members.remove(&unescape(name)),
        Value::Array(items) => {
            let place = name.parse().ok().filter(|place| *place < items.len())?;
            Some(items.remove(place))
        }
        _ => None,
    }
}

fn unescape(name: &str) -> String {
    name.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_does_what_it_is_for() {
        let old = json!({ "a": { "b": 1, "c/d": 2 }, "status": { "addresses": [{ "type": "A", "address": "1" }] }, "taints": [1, 2] });
        let addresses = json!({ "status": { "addresses": [{ "type": "B", "address": "2" }] } });
        for (kind, patch, pointer, expected) in [
            ("merge-patch+json", json!({ "a": { "b": null, "e": {} } }), "/a", json!({ "c/d": 2, "e": {} })),
            ("merge-patch+json", addresses.clone(), "/status/addresses/0/type", json!("B")),
            ("strategic-merge-patch+json", addresses.clone(), "/status/addresses/1/type", json!("B")),
            (
                "strategic-merge-patch+json",
                json!({ "taints": [3], "$setElementOrder/taints": [] }),
                "/taints",
                json!([3]),
            ),
            (
                "strategic-merge-patch+json",
                json!({ "status": { "addresses": [{ "type": "A", "$patch": "delete" }] } }),
                "/status/addresses",
                json!([]),
            ),
            ("apply-patch+yaml", json!({ "a": { "b": 3 } }), "/a", json!({ "b": 3, "c/d": 2 })),
            (
                "json-patch+json; charset=utf-8",
                json!([
                    { "op": "test", "path": "/a/b", "value": 1 },
                    { "op": "remove", "path": "/a/c~1d" },
                    { "op": "add", "path": "/a/x", "value": [1] },
                    { "op": "add", "path": "/a/x/-", "value": 2 },
                    { "op": "move", "from": "/a/b", "path": "/a/x/0" },
                ]),
                "/a",
                json!({ "x": [1, 1, 2] }),
            ),
        ] {
            let patched = apply(&format!("application/{kind}"), &old, &patch).unwrap();
            assert_eq!(patched.pointer(pointer), Some(&expected), "{kind} {patch}");
        }
        let unfit = json!([{ "op": "test", "path": "/a/b", "value": 2 }]);
        assert_eq!(apply("application/json-patch+json", &old, &unfit).unwrap_err().code, 422);
        assert_eq!(apply("text/plain", &old, &unfit).unwrap_err().code, 415);
    }
}
