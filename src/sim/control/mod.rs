//! The control endpoints, outside the API's path: what a test or a curious person asks of the simulator itself.

use super::service::Shared;
use axum::Router;
use std::sync::Arc;

/// All of it, below `/simulator`.
pub(super) fn router(_shared: &Arc<Shared>) -> Router {
    Router::new()
}
