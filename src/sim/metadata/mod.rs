//! The metadata service: what a machine can learn about itself, and what it tells.
//!
//! A machine needs no key: it is known by the address that it asks from, or else
//! by its own address that it asks *at*, where the service listens on all of them.
//! Machines that are only simulated do not ask; anyone on this host can in their
//! place, because their public addresses lie in 127.0.0.0/8:
//!
//! ```text
//! curl --interface 127.64.0.3 $PACKET_METADATA_URL/metadata
//! curl --interface 127.64.0.3 $PACKET_METADATA_URL/2009-04-04/meta-data/hostname
//! curl --interface 127.64.0.3 $PACKET_METADATA_URL/events -d state=running -d code=1001 -d message=halfway
//! curl $PACKET_METADATA_URL/phone-home -d instance_id=$DEVICE_ID
//! ```
//!
//! Paths, items and their order are those of the service's open implementation (metal-toolbox/hollow-metadataservice).

mod ec2;
mod reports;

use super::links::Links;
use super::server::{Ends, JSON, read, severed};
use super::service::{Shared, State as Simulated};
use super::show;
use super::wire::form;
use super::wire::reply::{Body as ReplyBody, Refusal, Reply};
use super::world::World;
use super::world::device::Device;
use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, Request, State};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;
use std::net::IpAddr;
use std::sync::Arc;

/// The only version of EC2's paths. That newer ones are 404 is what cloud-init falls back on.
const EC2: &str = "/2009-04-04";

const TEXT: &str = "text/plain; charset=utf-8";

/// All of it.
pub(super) fn router(shared: &Arc<Shared>) -> Router {
    let document = || asked(|world, device, _| Some(Answer::json(&show::metadata(world, Links::Packet, device))));
    let userdata =
        || asked(|_, device, _| Some(&device.order.userdata).filter(|text| !text.is_empty()).map(Answer::text));
    let items = || {
        asked(|world, device, path| {
            ec2::item(world, device, path.strip_prefix(EC2)?.strip_prefix("/meta-data")?).map(Answer::text)
        })
    };
    Router::new()
        .route("/metadata", document())
        .route("/api/v1/metadata", document())
        .route("/userdata", userdata())
        .route("/api/v1/userdata", userdata())
        .route(&format!("{EC2}/user-data"), userdata())
        .route(&format!("{EC2}/meta-data"), items())
        .route(&format!("{EC2}/meta-data/"), items())
        .route(&format!("{EC2}/meta-data/{{*item}}"), items())
        .route("/phone-home", told(reports::phone_home))
        .route("/events", told(reports::user_state))
        .fallback(async || no_route())
        .method_not_allowed_fallback(async || no_route())
        .with_state(Arc::clone(shared))
}

/// What is answered to a machine.
struct Answer {
    content_type: &'static str,
    body: String,
}

impl Answer {
    fn json(value: &serde_json::Value) -> Self {
        Self { content_type: JSON, body: value.to_string() }
    }

    fn text(text: impl Into<String>) -> Self {
        Self { content_type: TEXT, body: text.into() }
    }
}

/// Answers what a machine asks about itself: the world, the machine and the path give it, or nothing.
fn asked(find: fn(&World, &Device, &str) -> Option<Answer>) -> MethodRouter<Arc<Shared>> {
    get(async move |State(shared): State<Arc<Shared>>, Extension(ends): Extension<Ends>, request: Request| {
        let mut state = shared.now();
        let device = caller(&state.world, ends).and_then(|(id, _)| state.world.devices.get(id));
        let answer = device.and_then(|device| find(&state.world, device, request.uri().path()));
        if shared.keep(&mut state).is_err() {
            return severed();
        }
        answer.map_or_else(no_resource, |Answer { content_type, body }| respond(200, content_type, body))
    })
}

/// Hears what a machine tells of itself.
type Hear = fn(&mut Simulated, Option<(uuid::Uuid, IpAddr)>, &serde_json::Value) -> Result<(), Refusal>;

fn told(hear: Hear) -> MethodRouter<Arc<Shared>> {
    post(async move |State(shared): State<Arc<Shared>>, Extension(ends): Extension<Ends>, request: Request| {
        let body = match read(request.into_body(), form::LIMIT).await {
            Ok(body) => body,
            Err(unread) => return refused(unread.into()),
        };
        let mut state = shared.now();
        let caller = caller(&state.world, ends);
        let heard = form::either(&body).and_then(|body| hear(&mut state, caller, &body));
        if shared.keep(&mut state).is_err() {
            return severed();
        }
        match heard {
            Ok(()) => respond(204, JSON, String::new()),
            Err(Refusal::Errors(404, _)) => no_resource(),
            Err(refusal) => refused(refusal),
        }
    })
}

/// The machine that asks and its address: it asks from there, or else it is asked for there.
fn caller(world: &World, ends: Ends) -> Option<(uuid::Uuid, IpAddr)> {
    [ends.peer, ends.local].into_iter().find_map(|end| {
        // A listener for both families sees IPv4 addresses as IPv6 ones.
        let address = end.ip().to_canonical();
        world.device_at(address).map(|id| (id, address))
    })
}

fn no_route() -> Response {
    respond(404, JSON, json!({ "message": "invalid request - route not found" }).to_string())
}

fn no_resource() -> Response {
    respond(404, JSON, json!({ "message": "resource not found" }).to_string())
}

fn refused(refusal: Refusal) -> Response {
    let reply = Reply::from(refusal);
    let body = if let ReplyBody::Json(value) = &reply.body { value.to_string() } else { String::new() };
    respond(reply.status, JSON, body)
}

fn respond(status: u16, content_type: &'static str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    if status != 204 {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    response
}

#[cfg(test)]
mod tests;
