//! The metadata service: what a machine can learn about itself, and what it tells.

use super::service::Shared;
use axum::Router;
use std::sync::Arc;

/// All of it.
pub(super) fn router(_shared: &Arc<Shared>) -> Router {
    Router::new()
}
