//! One request to a cluster: who asks, what for, may they, and what comes of it.

use super::failure::Failure;
use super::printing::Shape;
use super::target::Target;
use super::verbs::{self, Asked};
use super::{access, discovery, kinds, watch};
use crate::sim::authority::Client;
use crate::sim::server::read;
use crate::sim::service::Shared;
use crate::sim::wire::query::Query;
use crate::sim::world::World;
use axum::body::Body;
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use serde_json::Value;
use std::io;
use std::sync::Arc;
use uuid::Uuid;

/// The most bytes of a body, as etcd has it by default, and twice.
const LIMIT: usize = 3 << 20;

/// What is answered.
#[derive(Debug)]
pub(super) enum Answer {
    Json(u16, Value),
    Text(&'static str),
    Watch(Box<watch::Watch>),
}

/// Answers; an error closes the connection, because what happened could not be kept.
pub(super) async fn answer(
    shared: &Arc<Shared>,
    cluster: Uuid,
    client: Option<&Client>,
    request: Request<Body>,
) -> io::Result<Response<Body>> {
    let (parts, body) = request.into_parts();
    let body = read(body, LIMIT).await;
    let answered = {
        let mut state = shared.now();
        let answered = match &body {
            Ok(body) => perform(&mut state.world, cluster, client, &parts, body),
            Err(_) => Err(Failure::bad_request("the body of the request could not be read")),
        };
        shared.keep(&mut state).map_err(|_| io::Error::other("the world cannot be kept"))?;
        answered
    };
    Ok(match answered {
        Ok(Answer::Json(status, value)) => respond(status, "application/json", value.to_string().into()),
        Ok(Answer::Text(text)) => respond(200, "text/plain; charset=utf-8", text.into()),
        Ok(Answer::Watch(watch)) => respond(200, "application/json", watch.begin(Arc::clone(shared))),
        Err(failure) => respond(failure.code, "application/json", failure.body.to_string().into()),
    })
}

fn respond(status: u16, kind: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache, private"));
    response
}

fn perform(
    world: &mut World,
    cluster: Uuid,
    client: Option<&Client>,
    parts: &Parts,
    body: &[u8],
) -> Result<Answer, Failure> {
    let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let bearer = header(header::AUTHORIZATION).strip_prefix("Bearer ");
    let caller = access::caller(world, cluster, client, bearer)?;
    let path = parts.uri.path();
    let query = Query::parse(parts.uri.query().unwrap_or_default());
    let target = Target::read(world, cluster, path);
    let about = target.as_ref().ok().and_then(Option::as_ref);
    let verb = verb(&parts.method, about, &query).ok_or_else(Failure::no_such_method)?;
    let verb_told = if about.is_none() { parts.method.as_str().to_lowercase() } else { verb.to_owned() };
    access::authorize(world, cluster, &caller, &verb_told, path, about)?;
    let Some(target) = target? else { return about_itself(world, cluster, &parts.method, path) };
    let asked = Asked { target, query, content_type: header(header::CONTENT_TYPE).to_owned(), body: body.to_owned() };
    let shape = Shape::wanted(header(header::ACCEPT));
    if verb == "watch" {
        return watch::Watch::open(world, asked, shape).map(|watch| Answer::Watch(Box::new(watch)));
    }
    let (status, value) = verbs::perform(world, verb, &asked)?;
    Ok(Answer::Json(status, shape.apply(&asked.target.kind, value, world.now)))
}

/// The verb of a request, as Kubernetes calls it.
fn verb(method: &Method, target: Option<&Target>, query: &Query) -> Option<&'static str> {
    let is_one = target.is_some_and(|target| target.name.is_some());
    match *method {
        Method::GET if query.flag("watch").unwrap_or_default() && target.is_some() => Some("watch"),
        Method::GET if is_one => Some("get"),
        Method::GET => Some("list"),
        Method::POST => Some("create"),
        Method::PUT if is_one => Some("update"),
        Method::PATCH if is_one => Some("patch"),
        Method::DELETE if is_one => Some("delete"),
        Method::DELETE => Some("deletecollection"),
        _ => None,
    }
}

/// Health, version, discovery.
fn about_itself(world: &World, cluster: Uuid, method: &Method, path: &str) -> Result<Answer, Failure> {
    if *method != Method::GET {
        return Err(Failure::no_such_method());
    }
    if ["/healthz", "/livez", "/readyz"].contains(&path) {
        return Ok(Answer::Text("ok"));
    }
    let version = world.clusters.get(cluster).map(|cluster| cluster.version.clone()).unwrap_or_default();
    let told = discovery::answer(path, &version, &kinds::all(world, cluster));
    told.map(|told| Answer::Json(200, told)).ok_or_else(Failure::no_such_path)
}
