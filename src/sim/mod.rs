//! The other side of the wire: a local Packet API, as hard to please as the service was.
//!
//! ```text
//!  connection ─▶ server ─▶ service ─▶ wire ─▶ world ◀─ time
//!                            │ ▲               │
//!                       faults limit         store
//! ```
//!
//! Beside it, `kubernetes` lets the control planes among the machines answer: with the
//! keys that `kubeadm` finds in their user-data, from the objects that the world keeps.
//!
//! [`Simulator::open`] makes one ready, [`Simulator::serve`] runs it. It shares no
//! type with the client in `packet`: the two can only agree by both being right.

mod authority;
mod catalogue;
mod control;
mod faults;
mod identity;
mod kubeadm;
mod kubernetes;
mod limit;
mod links;
mod metadata;
mod router;
#[cfg(test)]
mod served;
mod server;
mod service;
mod show;
mod ssh_public_key;
mod store;
mod table;
mod time;
mod userdata;
mod wire;
mod world;

use crate::clock::Clock;
use crate::problem::{Flaw, Place, Problem, Problems};
use crate::secret::Secret;
use faults::FaultBook;
use service::Shared;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::Found;
use time::Time;
use tokio::net::TcpListener;
use uuid::Uuid;
use wire::operations;
use world::{Conditions, World};

/// What a simulator is to be like.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the API listens; port 0 takes any that is free.
    pub listen: SocketAddr,
    /// Where the metadata service listens.
    pub metadata_listen: SocketAddr,
    /// Where all ids begin; a new world with the same seed gives the same ids to the same requests.
    pub seed: u64,
    /// Simulated seconds in a second; 0 stands still.
    pub speed: f64,
    /// Simulated time from a machine's order until it is active.
    pub provisioning: Duration,
    /// Simulated time that a machine of a cluster takes for packages and images.
    pub packages: Duration,
    /// Simulated time that `kubeadm init` takes.
    pub init: Duration,
    /// Simulated time from a node's joining until it is Ready.
    pub join: Duration,
    /// The id of the project in a new world; none for any.
    pub project: Option<Uuid>,
    /// The file that the world is kept in.
    pub state: Option<PathBuf>,
    /// A file with faults.
    pub faults: Option<PathBuf>,
    /// Requests a minute for each key; none is without limit.
    pub rate_limit: Option<u32>,
    /// How many elastic addresses a project may have before a person must approve.
    pub address_quota: u32,
    /// Whether the control endpoints are there.
    pub control: bool,
}

/// What a client needs to use a simulator.
#[derive(Debug, Clone)]
pub struct Access {
    /// The address of the API, with its path.
    pub api_url: String,
    /// The user's key.
    pub key: Secret,
    /// The id of the user's project.
    pub project_id: String,
    /// The address of the metadata service.
    pub metadata_url: String,
}

/// A simulator that listens already, and answers once it is served.
#[derive(Debug)]
pub struct Simulator {
    shared: Arc<Shared>,
    listener: TcpListener,
    metadata: TcpListener,
    access: Access,
    control: bool,
}

impl Simulator {
    /// Opens the world and listens; everything that is wrong is told at once.
    pub async fn open(options: Options, clock: Arc<dyn Clock>) -> Result<Self, Problems> {
        let mut problems = Problems::new();
        let (listener, metadata) = listeners(&options, &mut problems).await;
        let conditions = Conditions {
            provisioning: options.provisioning,
            packages: options.packages,
            init: options.init,
            join: options.join,
            refuses_early_deletes: true,
            address_quota: options.address_quota,
            metadata_url: metadata.as_ref().map(url).unwrap_or_default(),
            project: options.project,
        };
        let found = match &options.state {
            None => Some((World::new(clock.now(), options.seed, conditions), None)),
            Some(path) => problems.take(remembered(path, options.seed, conditions, clock.as_ref())),
        };
        let faults = options.faults.as_deref().map(faults_in).transpose();
        let faults = faults.map_err(|all| problems.extend(all)).ok().flatten().unwrap_or_default();
        let (Some(listener), Some(metadata), Some((world, found)), true) =
            (listener, metadata, found, problems.is_empty())
        else {
            return Err(problems);
        };
        let remembered = found.is_some().then_some(world.now);
        let time = Time::begin(Arc::clone(&clock), options.speed, remembered);
        let access = access(&listener, &metadata, &world).map_err(Problems::from)?;
        let limit = options.rate_limit.map(limit::RateLimit::new);
        // Only here, where nothing is wrong any more, is anything written.
        let store = found.map(Found::begin).transpose().map_err(Problems::from)?;
        let shared = Shared::new(clock, world, time, store, faults, limit);
        shared.begin().map_err(Problems::from)?;
        Ok(Self { shared: Arc::new(shared), listener, metadata, access, control: options.control })
    }

    /// What a client needs.
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// Answers until `stop` ends, or the state file can no longer be written.
    pub async fn serve(self, stop: impl Future<Output = ()>) -> Result<(), Problem> {
        let router = router::router(&self.shared, self.control);
        let clock = &self.shared.clock;
        tokio::select! {
            () = stop => Ok(()),
            problem = self.shared.broken() => Err(problem),
            never = server::serve(self.listener, router, Arc::clone(clock)) => match never {},
            never = server::serve(self.metadata, metadata::router(&self.shared), Arc::clone(clock)) => match never {},
            never = kubernetes::serve(&self.shared) => match never {},
        }
    }
}

/// The faults that a file tells.
fn faults_in(path: &Path) -> Result<FaultBook, Problems> {
    FaultBook::read(&crate::files::read_text(path)?, path, &operations::names())
}

/// Listens at both addresses.
async fn listeners(options: &Options, problems: &mut Problems) -> (Option<TcpListener>, Option<TcpListener>) {
    let (api, metadata) = (options.listen, options.metadata_listen);
    let listener = problems.take(listen(api, "--listen").await);
    if metadata == api && api.port() != 0 {
        let flaw =
            Flaw::new(format!("{api} is where the API is to listen")).hint("choose another port (0: any free one)");
        problems.push(flaw.at(Place::Named("--metadata-listen".to_owned())));
        return (listener, None);
    }
    (listener, problems.take(listen(metadata, "--metadata-listen").await))
}

async fn listen(address: SocketAddr, flag: &str) -> Result<TcpListener, Problem> {
    TcpListener::bind(address).await.map_err(|error| {
        let hint = match error.kind() {
            io::ErrorKind::AddrInUse => {
                "another process listens there; stop it, or choose another port (0: any free one)"
            }
            io::ErrorKind::PermissionDenied => "choose a port above 1023",
            _ => "choose an address of this machine, for example 127.0.0.1",
        };
        let what = format!("cannot listen on {address}: {}", crate::files::reason(&error));
        Flaw::new(what).hint(hint).at(Place::Named(flag.to_owned()))
    })
}

/// The world in a state file, or a new one where there is none.
fn remembered(
    path: &Path,
    seed: u64,
    conditions: Conditions,
    clock: &dyn Clock,
) -> Result<(World, Option<Found>), Problem> {
    let mut world = World::forgotten(conditions.clone());
    let found = Found::read(path, |record| world.take_record(record))?;
    if found.is_empty() {
        world = World::new(clock.now(), seed, conditions);
    } else {
        world.settle();
    }
    Ok((world, Some(found)))
}

fn access(api: &TcpListener, metadata: &TcpListener, world: &World) -> Result<Access, Problem> {
    let project = world.first_project().map(|project| project.id.to_string());
    let lost = || {
        Flaw::new("its project or the user's key was deleted")
            .hint("name another file")
            .at(Place::Named("--state".into()))
    };
    Ok(Access {
        api_url: format!("{}{}", url(api), links::Links::Metal.prefix()),
        key: Secret::new(world.user_key().ok_or_else(lost)?.token.clone()),
        project_id: project.ok_or_else(lost)?,
        metadata_url: url(metadata),
    })
}

/// The address of a listener, as a client on this machine calls it.
fn url(listener: &TcpListener) -> String {
    match listener.local_addr() {
        Ok(address) if address.ip().is_unspecified() => format!("http://127.0.0.1:{}", address.port()),
        Ok(address) => format!("http://{address}"),
        Err(_) => String::new(),
    }
}
