//! Listening: connections become requests, answers become bytes, or are cut off where a fault says so.

use axum::Router;
use axum::body::{Body, Bytes};
use http::{Request, Response};
use http_body_util::BodyExt as _;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::net::TcpListener;
use tower_service::Service as _;

/// Marks an answer that is never sent: the connection is closed instead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Severed;

/// Why a connection is closed in the middle.
#[derive(Debug, thiserror::Error)]
#[error("the connection was cut, as a fault said")]
struct Cut;

/// Serves every connection until the future is dropped.
pub(super) async fn serve(listener: TcpListener, router: Router) -> Infallible {
    loop {
        let Ok((stream, peer)) = listener.accept().await else {
            // Out of file descriptors, most likely: others must end first.
            tokio::task::yield_now().await;
            continue;
        };
        // Small answers must not wait for the one before to be acknowledged.
        let _ = stream.set_nodelay(true);
        let local = stream.local_addr().unwrap_or(peer);
        let router = router.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| answer(router.clone(), request, Ends { peer, local }));
            let mut http = hyper::server::conn::http1::Builder::new();
            let connection = http.timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
            // How a client leaves is its own affair.
            let _ = connection.await;
        });
    }
}

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
    let response = match router.call(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    if response.extensions().get::<Severed>().is_some() { Err(Cut) } else { Ok(response) }
}

/// A body that says how long it is and ends too soon.
#[derive(Debug)]
pub(super) struct Truncated {
    sent: Option<Bytes>,
    claimed: u64,
}

impl Truncated {
    /// Sends only the first bytes of a body.
    pub(super) fn new(whole: &Bytes, length: u64) -> Self {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        Self { sent: Some(whole.slice(..length.min(whole.len()))), claimed: whole.len() as u64 }
    }
}

impl hyper::body::Body for Truncated {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(Some(match self.sent.take() {
            Some(bytes) => Ok(Frame::data(bytes)),
            None => Err(io::Error::other(Cut)),
        }))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.claimed)
    }
}

/// Reads a body whole; none where it is longer than allowed, or the client went away.
pub(super) async fn read(body: Body, limit: usize) -> Option<Bytes> {
    let limited = http_body_util::Limited::new(body, limit);
    limited.collect().await.ok().map(http_body_util::Collected::to_bytes)
}
