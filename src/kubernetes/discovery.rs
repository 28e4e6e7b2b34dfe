//! Where a kind is in the API: one question for each group and version, asked once.

use super::client::Client;
use super::error::Error;
use super::object::Object;
use super::request::{Request, part};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::APIResourceList;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What is known of a cluster's kinds, by apiVersion.
pub(super) type Kinds = Mutex<BTreeMap<String, Arc<APIResourceList>>>;

/// Where an object is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The path of the object itself.
    pub(super) path: String,
}

impl Client {
    /// Where an object is; [`Error::NotFound`] where the cluster does not know its kind.
    pub(super) async fn place(&self, object: &Object) -> Result<Place, Error> {
        let known = self.kinds.lock().unwrap_or_else(PoisonError::into_inner).get(object.api_version()).cloned();
        if let Some(place) = known.and_then(|kinds| place(&kinds, object)) {
            return Ok(place);
        }
        let unknown = || Error::NotFound {
            doing: format!("apply {object}"),
            message: format!("the cluster knows no kind {} of {}", object.kind(), object.api_version()),
        };
        let asked = Request::get(format!("apply {object}"), base(object.api_version()));
        let kinds: APIResourceList = self.find(&asked).await?.ok_or_else(unknown)?;
        let kinds = Arc::new(kinds);
        let found = place(&kinds, object);
        let mut known = self.kinds.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(object.api_version().to_owned(), kinds);
        found.ok_or_else(unknown)
    }
}

/// Where a group and version is.
fn base(api_version: &str) -> String {
    match api_version.split_once('/') {
        Some((group, version)) => format!("/apis/{}/{}", part(group), part(version)),
        None => format!("/api/{}", part(api_version)),
    }
}

fn place(kinds: &APIResourceList, object: &Object) -> Option<Place> {
    // `deployments/status` is of the same kind, and not its place.
    let kind = kinds.resources.iter().find(|one| one.kind == object.kind() && !one.name.contains('/'))?;
    let mut path = base(object.api_version());
    if kind.namespaced {
        path = format!("{path}/namespaces/{}", part(object.namespace().unwrap_or("default")));
    }
    Some(Place { path: format!("{path}/{}/{}", part(&kind.name), part(object.name())) })
}
