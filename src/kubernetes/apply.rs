//! Server-side apply of any documents, definitions and what they define in one go.

use super::client::Client;
use super::concealment::conceal;
use super::error::Error;
use super::object::{Object, ordered};
use super::request::Request;
use serde_json::Value;
use std::collections::BTreeSet;
use std::time::Duration;
use thiserror::Error as ErrorTrait;

/// How long the kinds of a definition may take to be served, and how often it is looked.
const UNTIL_SERVED: Duration = Duration::from_secs(30);
const LOOK: Duration = Duration::from_millis(200);

/// What applying an object did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// It was not there before.
    Created,
    /// It was there and is different now.
    Changed,
    /// It was there and says the same.
    Unchanged,
}

/// Applying stopped at an object; those before it are applied.
#[derive(Debug, Clone, PartialEq, Eq, ErrorTrait)]
#[error("{error}")]
pub struct ApplyError {
    /// The object, as it is called: `Secret kube-system/packet-cloud-config`.
    pub object: String,
    /// Why. It names the object.
    pub error: Error,
}

impl ApplyError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        if self.error.is_not_found() {
            "see that its namespace and the definition of its kind are applied, too, or leave it out"
        } else {
            self.error.hint()
        }
    }
}

impl Client {
    /// Applies objects, what others need first, under the name of a field manager. What others manage and these
    /// objects do not name stays as it is; what they name becomes theirs.
    ///
    /// `progress` hears of every object that is applied. The outcomes come in the order of [`ordered`].
    pub async fn apply(
        &self,
        objects: &[Object],
        manager: &str,
        progress: &mut (dyn FnMut(&Object, Applied) + Send),
    ) -> Result<Vec<Applied>, ApplyError> {
        let mut outcomes = Vec::new();
        let mut defined = BTreeSet::new();
        for object in ordered(objects.to_vec()) {
            let group = object.api_version().split_once('/').map_or("", |(group, _)| group);
            let outcome = if defined.contains(group) {
                self.apply_soon(&object, manager).await
            } else {
                self.apply_one(&object, manager).await
            };
            let outcome =
                outcome.map_err(|error| ApplyError { object: object.to_string(), error: conceal(error, &object) })?;
            defined.extend(object.defined_group().map(String::from));
            progress(&object, outcome);
            outcomes.push(outcome);
        }
        Ok(outcomes)
    }

    /// Applies an object whose kind was defined just now: the server needs a moment to serve it.
    async fn apply_soon(&self, object: &Object, manager: &str) -> Result<Applied, Error> {
        let began = self.clock.now();
        loop {
            match self.apply_one(object, manager).await {
                Err(error) if error.is_not_found() && self.clock.now().duration_since(began) < limit() => {
                    self.clock.sleep(LOOK).await;
                }
                done => return done,
            }
        }
    }

    async fn apply_one(&self, object: &Object, manager: &str) -> Result<Applied, Error> {
        let doing = format!("apply {object}");
        let path = self.place(object).await?.path;
        let before = self.look(doing.clone(), &path).await?;
        let request = Request::apply(doing, target(&path, manager), object.value());
        let after: Value = self.call(&request).await?;
        Ok(match before.map(|before| meaning(before) == meaning(after)) {
            None => Applied::Created,
            Some(true) => Applied::Unchanged,
            Some(false) => Applied::Changed,
        })
    }
}

/// Where an object is applied, by whom, and how strictly.
fn target(path: &str, manager: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(format!("{path}?"));
    query.append_pair("fieldManager", manager).append_pair("force", "true");
    query.append_pair("fieldValidation", "Strict");
    query.finish()
}

fn limit() -> jiff::SignedDuration {
    jiff::SignedDuration::try_from(UNTIL_SERVED).unwrap_or(jiff::SignedDuration::ZERO)
}

/// An object without the server's own notes about it, and without what controllers say of it meanwhile.
fn meaning(mut object: Value) -> Value {
    if let Some(fields) = object.as_object_mut() {
        fields.remove("status");
    }
    if let Some(metadata) = object.pointer_mut("/metadata").and_then(Value::as_object_mut) {
        metadata.remove("managedFields");
        metadata.remove("resourceVersion");
    }
    object
}
