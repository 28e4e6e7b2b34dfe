//! Simulated control planes: each listens at its machine's addresses, with the certificates of its own user-data, and
//! answers what packetctl and kubectl ask of a cluster. It is no Kubernetes: no fields are merged, no schema is known.
//!
//! ```text
//!  listener ─▶ answer ─▶ access ─▶ target ─▶ verbs │ watch ─▶ world's objects
//!                                     │        │
//!                                   kinds    patch, eviction
//! ```

mod access;
mod admission;
mod answer;
mod discovery;
mod eviction;
mod failure;
mod kinds;
mod patch;
mod printing;
mod selector;
mod target;
mod verbs;
mod watch;

use super::authority::{self, Client};
use super::service::Shared;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use tokio_rustls::TlsAcceptor;
use uuid::Uuid;

/// How often it is looked who should be listening, and whether there is news for those who watch.
const PAUSE: Duration = Duration::from_millis(50);
/// How long a client may take to say hello.
const PATIENCE: Duration = Duration::from_secs(30);

/// Lets every control plane listen that should, until the future is dropped.
pub(super) async fn serve(shared: &Arc<Shared>) -> Infallible {
    let mut tasks = JoinSet::new();
    let mut open: BTreeMap<SocketAddr, (Uuid, AbortHandle)> = BTreeMap::new();
    loop {
        let wanted = wanted(shared);
        open.retain(|at, (cluster, task)| {
            let stays = wanted.get(at) == Some(cluster) && !task.is_finished();
            if !stays {
                task.abort();
            }
            stays
        });
        while tasks.try_join_next().is_some() {}
        for (at, cluster) in wanted.into_iter().filter(|(at, _)| !open.contains_key(at)).collect::<Vec<_>>() {
            // Where another process listens, or a task that ends just now, it is tried again.
            let Ok(listener) = TcpListener::bind(at).await else { continue };
            let Some(acceptor) = acceptor(shared, cluster) else { continue };
            let task = tasks.spawn(listen(listener, acceptor, cluster, Arc::clone(shared)));
            open.insert(at, (cluster, task));
        }
        shared.clock.sleep(PAUSE).await;
    }
}

/// Where clusters should be answering.
fn wanted(shared: &Shared) -> BTreeMap<SocketAddr, Uuid> {
    let mut state = shared.now();
    let wanted = state.world.served().map(|(cluster, at)| (at, cluster.id)).collect();
    // Whoever asks next is told when this fails.
    let _ = shared.keep(&mut state);
    wanted
}

fn acceptor(shared: &Shared, cluster: Uuid) -> Option<TlsAcceptor> {
    let now = shared.clock.now();
    let state = shared.now();
    let cluster = state.world.clusters.get(cluster)?;
    cluster.authority.serve(&cluster.names, now).map(|config| TlsAcceptor::from(Arc::new(config)))
}

/// Serves every connection; all end with this task.
async fn listen(listener: TcpListener, acceptor: TlsAcceptor, cluster: Uuid, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let Ok((stream, _)) = listener.accept().await else {
            shared.clock.sleep(PAUSE).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        connections.spawn(converse(stream, acceptor.clone(), cluster, Arc::clone(&shared)));
    }
}

async fn converse(stream: TcpStream, acceptor: TlsAcceptor, cluster: Uuid, shared: Arc<Shared>) {
    let accepted = tokio::select! {
        accepted = acceptor.accept(stream) => accepted,
        () = shared.clock.sleep(PATIENCE) => return,
    };
    let Ok(stream) = accepted else { return };
    let certificate = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
    let client: Option<Client> = certificate.and_then(|certificate| authority::client(certificate));
    let service = service_fn(|request: http::Request<Incoming>| {
        answer::answer(&shared, cluster, client.as_ref(), request.map(Body::new))
    });
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(PATIENCE * 10);
    // How a client leaves is its own affair.
    let _ = http.serve_connection(TokioIo::new(stream), service).await;
}
