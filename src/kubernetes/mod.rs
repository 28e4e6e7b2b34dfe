//! Kubernetes' words: a small client of a cluster's API that knows nothing of the rest of the house.
//!
//! ```text
//!  kubeconfig ─▶ access ─▶ client          who asks whom
//!                            │
//!  node  node_change  drain  token  apply  what can be asked
//!    └──────┴──────────┬──┴─────┴─────┘
//!                   request ─▶ calls ─▶ judge ─▶ error   the way of one call
//! ```
//!
//! Beneath is the `kube` crate, without its own retries, exec plugins and discovery. Everything that is asked here can
//! be asked twice with the same outcome, so a call that met trouble is made again, a few times.

mod access;
mod apply;
mod calls;
mod certificate;
mod client;
mod concealment;
mod discovery;
mod drain;
mod error;
mod eviction;
mod judge;
mod kubeconfig;
mod node;
mod node_change;
mod node_removal;
mod object;
mod pod;
mod request;
mod retry;
#[cfg(test)]
mod tests;
mod token;

pub use access::Access;
pub use apply::{Applied, ApplyError};
pub use certificate::serving_certificate_end;
pub use client::Client;
pub use drain::{DrainError, DrainLimits, DrainProgress, DrainReport, Waiting};
pub use error::Error;
pub use kubeconfig::{Kubeconfig, MakeCurrent, Merged};
pub use node::{Node, NodeAddress, Taint};
pub use node_change::NodeChange;
pub use node_removal::Removal;
pub use object::{Object, ordered};
pub use token::{Token, TokenState};
