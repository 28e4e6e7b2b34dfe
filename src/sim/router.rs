//! Which request goes where: every operation under both names of the API.

use super::control;
use super::links::Links;
use super::service::Shared;
use super::wire::operation::Operation;
use super::wire::operations;
use axum::Router;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// All of it.
pub(super) fn router(shared: &Arc<Shared>, control: bool) -> Router {
    let mut router = if control { control::router(shared) } else { Router::new() };
    for operation in operations::ALL {
        for links in [Links::Metal, Links::Packet] {
            // Some clients end every path with a slash.
            for end in ["", "/"] {
                let path = format!("{}{}{end}", links.prefix(), operation.path);
                router = router.route(&path, route(shared, operation, links));
            }
        }
    }
    router.method_not_allowed_fallback(unknown(shared)).fallback(unknown(shared))
}

/// The variable parts of a path.
type Parameters = Result<RawPathParams, RawPathParamsRejection>;

fn route(shared: &Arc<Shared>, operation: &'static Operation, links: Links) -> MethodRouter {
    let shared = Arc::clone(shared);
    let Ok(method) = MethodFilter::try_from(operation.method.clone()) else { return MethodRouter::new() };
    on(method, async move |parameters: Parameters, request: Request| -> Response {
        // What is no text is no id of anything.
        let id = parameters.map_or(Some(String::new()), |all| all.iter().next().map(|(_, id)| id.to_owned()));
        shared.answer(Some(operation), links, id, request).await
    })
}

/// Answers a request, however it has to be found out.
type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;

/// What is no operation: 401 without a key, 404 with one.
fn unknown(shared: &Arc<Shared>) -> impl Fn(Request) -> Answer + Clone + Send + Sync + 'static {
    let shared = Arc::clone(shared);
    move |request| {
        let shared = Arc::clone(&shared);
        Box::pin(async move { shared.answer(None, Links::Metal, None, request).await })
    }
}
