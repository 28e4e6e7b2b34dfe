//! Looking at the cluster itself: whether its API answers, its nodes, its join token.

use crate::kubernetes::{self, Client, Error};
use crate::plan::{Api, Node, NodeAddress, Token};
use jiff::Timestamp;

/// The taint of a node that no cloud controller has looked after yet (Kubernetes, `cloud-provider/api`).
pub(super) const UNINITIALIZED: &str = "node.cloudprovider.kubernetes.io/uninitialized";

/// The annotation of a node that is to go first.
const MARKED: &str = "cluster.k8s.io/delete-machine";

/// What was seen of the cluster.
#[derive(Debug, Clone)]
pub(super) struct ClusterLook {
    pub(super) api: Api,
    /// Whether a server answered that proved to be the cluster's, though perhaps not yet with what was asked.
    pub(super) has_answered: bool,
    pub(super) nodes: Vec<Node>,
    pub(super) token: Token,
}

/// Looks. That it does not answer is a finding, not a failure.
pub(super) async fn look(client: &Client, token: Option<&str>, now: Timestamp) -> ClusterLook {
    if let Err(error) = client.check_ready().await {
        return silent(&error, false);
    }
    match seen(client, token, now).await {
        Ok((nodes, token)) => ClusterLook { api: Api::Answering, has_answered: true, nodes, token },
        // kubeadm binds the administrators' group a moment after the API answers.
        Err(error) if error.is_forbidden() => silent(&error, true),
        Err(error) => silent(&error, true),
    }
}

fn silent(error: &Error, has_answered: bool) -> ClusterLook {
    ClusterLook { api: Api::Silent(error.to_string()), has_answered, nodes: Vec::new(), token: Token::Unknown }
}

async fn seen(client: &Client, token: Option<&str>, now: Timestamp) -> Result<(Vec<Node>, Token), Error> {
    let nodes = client.list_nodes().await?.into_iter().map(node).collect();
    let token = match token {
        None => Token::Unknown,
        Some(id) => match client.token_expiry(id).await? {
            Some(state) if state.expires_at.is_none_or(|end| end > now) => Token::Valid,
            _ => Token::Absent,
        },
    };
    Ok((nodes, token))
}

fn node(node: kubernetes::Node) -> Node {
    let addresses =
        node.addresses.into_iter().map(|one| NodeAddress { kind: one.kind, address: one.address }).collect();
    Node {
        is_marked: node.annotations.contains_key(MARKED),
        is_uninitialized: node.taints.iter().any(|taint| taint.key == UNINITIALIZED),
        name: node.name,
        provider_id: node.provider_id,
        created_at: node.created_at,
        is_ready: node.is_ready,
        is_cordoned: node.is_cordoned,
        version: node.version,
        labels: node.labels,
        annotations: node.annotations,
        addresses,
    }
}
