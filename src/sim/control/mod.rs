//! The control endpoints, outside the API's path: what a test or a curious person asks of the simulator itself.
//!
//! [`endpoint::ALL`] is the table of contents, and `GET /simulator/` shows it.
//! They are served only when they were asked for, without a key, and know no
//! mercy: what they do to a machine, the API could not have prevented.

mod addresses;
mod arguments;
mod endpoint;
mod faults;
mod ledger;
mod machines;
mod supply;
mod time;

use super::server::{JSON, read, severed};
use super::service::{Shared, Unkept};
use super::wire::form;
use super::wire::query::Query;
use super::wire::reply::{Body as ReplyBody, Refusal, Reply};
use arguments::Arguments;
use axum::Router;
use axum::body::Body;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, any, on};
use endpoint::Endpoint;
use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use std::sync::Arc;

/// What stands before every path.
const PREFIX: &str = "/simulator";

/// All of it, below `/simulator`.
pub(super) fn router(shared: &Arc<Shared>) -> Router {
    let index = on(MethodFilter::GET, async || respond(Reply::ok(endpoint::index())));
    let mut router = Router::new().route(PREFIX, index.clone()).route(&format!("{PREFIX}/"), index);
    for endpoint in &endpoint::ALL {
        router = router.route(&format!("{PREFIX}{}", endpoint.path), route(shared, endpoint));
    }
    let other = async || respond(refused(405, "this path has other methods; see GET /simulator/"));
    let unknown = any(async || respond(refused(404, "there is no such endpoint; see GET /simulator/")));
    router.method_not_allowed_fallback(other).route(&format!("{PREFIX}/{{*path}}"), unknown)
}

/// The variable parts of a path; none where they are no text.
type Parameters = Result<RawPathParams, RawPathParamsRejection>;

fn route(shared: &Arc<Shared>, endpoint: &'static Endpoint) -> MethodRouter {
    let shared = Arc::clone(shared);
    let Ok(method) = MethodFilter::try_from(endpoint.method.clone()) else { return MethodRouter::new() };
    on(method, async move |parameters: Parameters, request: Request| -> Response {
        let id = parameters.ok().and_then(|all| all.iter().next().map(|(_, id)| id.to_owned()));
        answer(&shared, endpoint, id, request).await.map_or_else(|Unkept| severed(), respond)
    })
}

async fn answer(shared: &Shared, endpoint: &Endpoint, id: Option<String>, request: Request) -> Result<Reply, Unkept> {
    let (parts, body) = request.into_parts();
    let body = match read(body, form::LIMIT).await {
        Ok(body) => body,
        Err(unread) => return Ok(Refusal::from(unread).into()),
    };
    let Ok(text) = String::from_utf8(body.into()) else {
        return Ok(refused(422, "the body is no UTF-8 text"));
    };
    let query = Query::parse(parts.uri.query().unwrap_or_default());
    let arguments = Arguments { id, query, text };
    let mut state = shared.now();
    let answered = (endpoint.handler)(&mut state, &arguments);
    shared.keep(&mut state)?;
    Ok(answered.map_or_else(Reply::from, Reply::ok))
}

fn refused(status: u16, text: &str) -> Reply {
    Refusal::Errors(status, vec![text.to_owned()]).into()
}

/// A moment as it is told here.
fn moment(moment: jiff::Timestamp) -> Value {
    json!(super::time::written(moment))
}

/// Bytes that people like to read.
fn respond(reply: Reply) -> Response {
    let text = match reply.body {
        ReplyBody::Json(value) => serde_json::to_string_pretty(&value).unwrap_or_default() + "\n",
        ReplyBody::Text(text) => text,
        ReplyBody::Empty => String::new(),
    };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::OK);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON));
    response
}

#[cfg(test)]
mod tests;
