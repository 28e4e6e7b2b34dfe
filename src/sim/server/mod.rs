//! Listening: connections become requests, answers become bytes, or are cut off where a fault says so.

use super::wire::reply::Refusal;
use super::wire::texts;
use crate::clock::Clock;
use axum::Router;
use axum::body::{Body, Bytes};
use bytes::BytesMut;
use http::{Request, Response, Uri};
use http_body_util::BodyExt as _;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::rt::Timer as _;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::TcpListener;
use tower_service::Service as _;

/// How long a client may take for its headers, and again for its body.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many bytes of a body that is too long are still read.
const MOST_DRAINED: usize = 64 << 20;
/// How long nothing is accepted after that failed.
const PAUSE: Duration = Duration::from_millis(50);

/// Marks an answer that is never sent: the connection is closed instead.
#[derive(Debug, Clone, Copy)]
struct Severed;

/// No answer: the connection is closed instead.
pub(super) fn severed() -> Response<Body> {
    let mut severed = Response::new(Body::empty());
    severed.extensions_mut().insert(Severed);
    severed
}

/// Why a connection is closed in the middle.
#[derive(Debug, thiserror::Error)]
#[error("the connection was cut on purpose")]
struct Cut;

/// Serves every connection until the future is dropped.
pub(super) async fn serve(listener: TcpListener, router: Router, clock: Arc<dyn Clock>) -> Infallible {
    loop {
        let Ok((stream, peer)) = listener.accept().await else {
            // Out of file descriptors, most likely: others must end first.
            clock.sleep(PAUSE).await;
            continue;
        };
        // Small answers must not wait for the one before to be acknowledged.
        let _ = stream.set_nodelay(true);
        let local = stream.local_addr().unwrap_or(peer);
        let router = router.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| answer(router.clone(), request, Ends { peer, local }));
            let mut http = hyper::server::conn::http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
            let connection = http.serve_connection(TokioIo::new(stream), service);
            // How a client leaves is its own affair.
            let _ = connection.await;
        });
    }
}

/// The content type of every answer that is JSON.
pub(super) const JSON: &str = "application/json; charset=utf-8";

/// The two ends of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    /// Who asks.
    pub(super) peer: SocketAddr,
    /// Which of our addresses was asked.
    pub(super) local: SocketAddr,
}

async fn answer(mut router: Router, request: Request<Incoming>, ends: Ends) -> Result<Response<Body>, Cut> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ends);
    if let Some(uri) = without_double_slashes(request.uri()) {
        *request.uri_mut() = uri;
    }
    let response = match router.call(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    if response.extensions().get::<Severed>().is_some() { Err(Cut) } else { Ok(response) }
}

/// The same address with one slash where there are several; none where it has none of those. packet-python joins the
/// API's address and a path by two.
fn without_double_slashes(uri: &Uri) -> Option<Uri> {
    let mut path = Some(uri.path()).filter(|path| path.contains("//"))?.to_owned();
    while path.contains("//") {
        path = path.replace("//", "/");
    }
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{path}{query}").parse().ok()
}

/// A body that says how long it is and ends too soon.
#[derive(Debug)]
pub(super) struct Truncated {
    sent: Option<Bytes>,
    /// Whether there was time to send it.
    is_sent: bool,
    claimed: u64,
}

impl Truncated {
    /// Sends only the first bytes of a body.
    pub(super) fn new(whole: &Bytes, length: u64) -> Self {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        Self { sent: Some(whole.slice(..length.min(whole.len()))), is_sent: false, claimed: whole.len() as u64 }
    }
}

impl hyper::body::Body for Truncated {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(bytes) = self.sent.take() {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        if !self.is_sent {
            // What waits to be sent is sent only while the body gives nothing; an error would throw it away.
            self.is_sent = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::Error::other(Cut))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.claimed)
    }
}

/// Why a body is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    /// It is longer than allowed.
    TooLarge,
    /// It did not arrive in time.
    TooSlow,
    /// The client went away, or what it sent is no body.
    Broken,
}

impl From<Unread> for Refusal {
    fn from(unread: Unread) -> Self {
        let (status, text) = match unread {
            Unread::TooLarge => (413, texts::TOO_LARGE),
            Unread::TooSlow => (408, texts::TOO_SLOW),
            Unread::Broken => (400, texts::BROKEN),
        };
        Self::Errors(status, vec![text.to_owned()])
    }
}

/// Reads a body whole.
pub(super) async fn read(body: Body, limit: usize) -> Result<Bytes, Unread> {
    tokio::select! {
        read = collect(body, limit) => read,
        () = TokioTimer::new().sleep(PATIENCE) => Err(Unread::TooSlow),
    }
}

async fn collect(mut body: Body, limit: usize) -> Result<Bytes, Unread> {
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Unread::Broken)?.into_data() else { continue };
        if whole.len() + data.len() > limit {
            // Many clients listen only when they have sent everything: were the connection closed on them, they would
            // never know why.
            tokio::spawn(drain(body));
            return Err(Unread::TooLarge);
        }
        whole.extend_from_slice(&data);
    }
    Ok(whole.freeze())
}

/// Reads on for nothing, though not for ever.
async fn drain(body: Body) {
    let limited = http_body_util::Limited::new(body, MOST_DRAINED);
    let mut limited = std::pin::pin!(limited);
    let drained = async { while let Some(Ok(_)) = limited.frame().await {} };
    tokio::select! {
        () = drained => {}
        () = TokioTimer::new().sleep(PATIENCE) => {}
    }
}

#[cfg(test)]
mod tests;
