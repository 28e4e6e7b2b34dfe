//! Sending a node to rest, and forgetting it.

use super::client::Client;
use super::error::Error;
use super::node::{Node, path};
use super::request::Request;
use serde_json::json;

/// What a removal found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// It was there, and is not any more.
    Removed,
    /// It was not there.
    AlreadyGone,
}

impl Client {
    /// Lets no more pods come to a node.
    pub async fn cordon(&self, name: &str) -> Result<Node, Error> {
        let patch = json!({ "spec": { "unschedulable": true } });
        self.merge_node(&Request::merge(format!("cordon node {name}"), path(name), &patch)).await
    }

    /// Lets pods come to a node again.
    pub async fn uncordon(&self, name: &str) -> Result<Node, Error> {
        let patch = json!({ "spec": { "unschedulable": null } });
        self.merge_node(&Request::merge(format!("uncordon node {name}"), path(name), &patch)).await
    }

    /// Deletes a node from the cluster; the machine itself is not touched.
    pub async fn delete_node(&self, name: &str) -> Result<Removal, Error> {
        self.remove(&Request::delete(format!("delete node {name}"), path(name))).await
    }

    /// Deletes something; that it is gone already is as good.
    pub(super) async fn remove(&self, request: &Request) -> Result<Removal, Error> {
        match self.call_for_text(request).await {
            Ok(_) => Ok(Removal::Removed),
            Err(error) if error.is_not_found() => Ok(Removal::AlreadyGone),
            Err(error) => Err(error),
        }
    }
}
