//! Asking the cluster to end a pod, and what it says to that.

use super::client::Client;
use super::error::Error;
use super::judge;
use super::pod::Pod;
use super::request::{Request, part};
use kube::core::Status;
use serde_json::json;

/// What became of an eviction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Eviction {
    /// The pod is on its way out.
    Accepted,
    /// The pod is not there any more.
    Gone,
    /// Not now, in the server's words: a disruption budget, or a server that is not well.
    NotNow(String),
}

impl Client {
    /// Asks once to evict a pod (`policy/v1` Eviction).
    pub(super) async fn evict(&self, pod: &Pod) -> Result<Eviction, Error> {
        let path = format!("/api/v1/namespaces/{}/pods/{}/eviction", part(&pod.namespace), part(&pod.name));
        let body = json!({
            "apiVersion": "policy/v1",
            "kind": "Eviction",
            "metadata": { "name": pod.name, "namespace": pod.namespace },
            "deleteOptions": { "preconditions": { "uid": pod.uid } },
        });
        let request = Request::post(format!("evict pod {pod}"), path, &body);
        let Err(error) = self.try_unjudged(&self.patient, &request).await? else {
            return Ok(Eviction::Accepted);
        };
        if let kube::Error::Api(status) = &error {
            match status.code {
                404 => return Ok(Eviction::Gone),
                // Somebody changed it just now, or one of the same name has taken its place, which a look will show.
                409 => return Ok(Eviction::NotNow(status.message.clone())),
                429 => return Ok(Eviction::NotNow(budget(status))),
                // kubectl waits for this one, too: the namespace takes its pods with it.
                403 if has_cause(status, "NamespaceTerminating") => {
                    return Ok(Eviction::NotNow(status.message.clone()));
                }
                _ => {}
            }
        }
        match judge::judge(&error, &request, &self.server) {
            error if error.is_transient() && !is_misconfigured(&error) => Ok(Eviction::NotNow(error.to_string())),
            error => Err(error),
        }
    }
}

/// The API server answers 500 where two budgets claim one pod, and always will (Kubernetes' `EvictionREST`).
fn is_misconfigured(error: &Error) -> bool {
    error.to_string().contains("more than one PodDisruptionBudget")
}

fn has_cause(status: &Status, reason: &str) -> bool {
    status.details.iter().flat_map(|details| &details.causes).any(|cause| cause.reason == reason)
}

/// What the disruption budget says; it stands among the causes.
fn budget(status: &Status) -> String {
    let causes = status.details.iter().flat_map(|details| &details.causes);
    let told = causes.filter(|cause| cause.reason == "DisruptionBudget").map(|cause| cause.message.clone());
    told.reduce(|all, one| format!("{all}; {one}")).unwrap_or_else(|| status.message.clone())
}
