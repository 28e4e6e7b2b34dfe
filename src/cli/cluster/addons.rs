//! The addons: the objects of `addons.yaml`, with the real credentials in the place of placeholders.

use crate::kubernetes::Object;
use crate::manifest::{Placed, Reading};
use crate::problem::{Place, Problems};
use crate::render::PLACEHOLDER;
use crate::secret::Secret;
use crate::yaml::Node;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde_json::{Value, json};

/// The Secret in which the cloud controller and the storage driver look for their credentials.
const CREDENTIALS: (&str, &str) = ("kube-system", "packet-cloud-config");

/// The objects to apply, and a text that is another one whenever they are.
pub(in crate::cli) struct Addons {
    pub(in crate::cli) objects: Vec<Object>,
    pub(in crate::cli) digest: String,
}

/// Takes the objects of every file whose name begins with `addons`: what stands in provider-components.yaml is for
/// clusters that have controllers, and would fight with us.
pub(in crate::cli) fn read(reading: &Reading, key: &Secret, project: &str) -> Result<Addons, Problems> {
    let mut problems = Problems::new();
    let mut values = Vec::new();
    for placed in reading.others.iter().filter(|placed| is_addon(placed)) {
        let mut value = json!(placed.value);
        fill_in(&mut value, key, project);
        values.push((value, placed.place.clone()));
    }
    // Of secrets, too: another key is another digest. Nobody gets a key back from it.
    let text = Secret::new(json!(values.iter().map(|(value, _)| value).collect::<Vec<_>>()).to_string());
    let sum = digest(&SHA256, text.expose().as_bytes());
    let digest = STANDARD_NO_PAD.encode(sum);
    let mut objects = Vec::new();
    for (value, place) in values {
        match Object::all(value) {
            Ok(all) => objects.extend(all),
            Err(flaw) => problems.push(flaw.at(place)),
        }
    }
    problems.into_result(Addons { objects, digest })
}

fn is_addon(placed: &Placed<Node>) -> bool {
    let Place::File(path, _) = &placed.place else { return false };
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("addons"))
}

/// Puts the credentials into their Secret, if placeholders stand there; what the user wrote stays.
fn fill_in(object: &mut Value, key: &Secret, project: &str) {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str);
    let is_theirs = text("/kind") == Some("Secret")
        && (text("/metadata/namespace"), text("/metadata/name")) == (Some(CREDENTIALS.0), Some(CREDENTIALS.1));
    if !is_theirs {
        return;
    }
    if let Some(Value::String(credentials)) = object.pointer_mut("/stringData/cloud-sa.json")
        && credentials.contains(PLACEHOLDER)
    {
        *credentials = json!({ "apiKey": key.expose(), "projectID": project }).to_string();
    }
}
