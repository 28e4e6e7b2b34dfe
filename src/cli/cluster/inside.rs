//! The simulator inside `up --sim`: it needs nothing but the binary, and its world is kept beside the state.

use crate::cli::exit::Failure;
use crate::clock::SystemClock;
use crate::execute::Memory;
use crate::files;
use crate::problem::{Flaw, Place, Problem, Problems};
use crate::random;
use crate::secret::Secret;
use crate::settings::{Merged, table};
use crate::sim::{Access, Options, Simulator};
use crate::state::{Secrets, SimulatorRecord};
use crate::values::ProjectId;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// How fast its time passes: a machine takes six seconds.
const SPEED: f64 = 10.0;
/// Simulated time that a machine takes.
const PROVISIONING: Duration = Duration::from_secs(60);
/// The port at which people expect it; another one where that is taken.
const PORT: u16 = 8700;
/// What the key is called among the secrets of the state.
const KEY: &str = "simulator.key";
/// What problems mean here.
const OUTCOME: &str = "the simulator was not started, and nothing was ordered";

/// A simulator that runs as long as this lives, or one that runs elsewhere already.
pub(in crate::cli) struct Inside {
    pub(in crate::cli) access: Access,
    pub(in crate::cli) record: SimulatorRecord,
    served: Option<JoinHandle<()>>,
}

impl Inside {
    /// Starts one, with a new world or the one that is kept there.
    pub(in crate::cli) async fn start(world: PathBuf, project: Option<&ProjectId>) -> Result<Self, Failure> {
        let seed = random::number().map_err(|error| {
            Flaw::new(format!("the system gives no random numbers: {error}")).at(Place::Named("--sim".into()))
        })?;
        let project = project.map(uuid).transpose()?;
        if let Some(folder) = world.parent() {
            files::make_private_folder(folder)?;
        }
        let usual = record(world.clone(), seed, PORT, PORT + 1);
        if let Ok(inside) = Self::open(usual, project).await {
            return Ok(inside);
        }
        Self::open(record(world, seed, 0, 0), project).await.map_err(|problems| Failure::input(problems, OUTCOME))
    }

    /// Uses the one that a state remembers: the one that runs, or else it is started again.
    pub(in crate::cli) async fn resume(remembered: &SimulatorRecord, secrets: &Secrets) -> Result<Self, Failure> {
        let problems = match Self::open(remembered.clone(), None).await {
            Ok(inside) => return Ok(inside),
            Err(problems) => problems,
        };
        // Somebody else may have taken the ports. A world that is served already cannot be opened at others either.
        let elsewhere_ports = record(remembered.world.clone(), remembered.seed, 0, 0);
        if let Ok(inside) = Self::open(elsewhere_ports, None).await {
            return Ok(inside);
        }
        // Somebody serves this world already: `packetctl sim --state …`, as `up` told them.
        if let Some(key) = secrets.get(KEY)
            && files::is_there(&remembered.world)?
            && tokio::net::TcpStream::connect(&remembered.listen).await.is_ok()
        {
            return Ok(Self { access: elsewhere(remembered, key), record: remembered.clone(), served: None });
        }
        Err(Failure::input(problems, OUTCOME))
    }

    async fn open(mut record: SimulatorRecord, project: Option<Uuid>) -> Result<Self, Problems> {
        let address = |text: &str| text.parse().unwrap_or(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
        let options = Options {
            listen: address(&record.listen),
            metadata_listen: address(&record.metadata_listen),
            seed: record.seed,
            speed: SPEED,
            provisioning: PROVISIONING,
            packages: Duration::from_secs(20),
            init: Duration::from_secs(10),
            join: Duration::from_secs(5),
            project,
            state: Some(record.world.clone()),
            faults: None,
            rate_limit: None,
            address_quota: 16,
            control: true,
        };
        let simulator = Simulator::open(options, Arc::new(SystemClock)).await?;
        let access = simulator.access().clone();
        record.listen = host_and_port(&access.api_url);
        record.metadata_listen = host_and_port(&access.metadata_url);
        let served = tokio::spawn(async move {
            // Its state file can no longer be written: whoever asks it is told by broken connections.
            let _ = simulator.serve(std::future::pending()).await;
        });
        Ok(Self { access, record, served: Some(served) })
    }

    /// Has the settings say what the simulator supplies: it is stronger than what the surroundings say, since it is
    /// another service.
    pub(in crate::cli) fn supply(&self, merged: &mut Merged) {
        merged.answer(&table::API_URL, self.access.api_url.clone());
        merged.answer(&table::API_KEY, self.access.key.expose().to_owned());
        merged.answer(&table::METADATA_URL, self.access.metadata_url.clone());
    }

    /// Keeps the key with which the simulator is used, for when it runs elsewhere.
    pub(in crate::cli) fn keep_key(&self, secrets: &mut Secrets) {
        secrets.set(KEY, self.access.key.clone());
    }

    /// Has a state remember where the simulator listens, if it had to move.
    pub(in crate::cli) fn remember(inside: Option<&Self>, memory: &mut Memory) {
        let Some(Self { record, .. }) = inside else { return };
        if memory.record().simulator.as_ref() != Some(record) {
            memory.change().simulator = Some(record.clone());
        }
    }

    /// The line that serves this world again.
    pub(in crate::cli) fn command(&self) -> String {
        let SimulatorRecord { listen, metadata_listen, world, .. } = &self.record;
        format!(
            "packetctl sim --state {} --listen {listen} --metadata-listen {metadata_listen} --speed {SPEED} \
             --provisioning {}",
            crate::hint::shell_word(&world.display().to_string()),
            PROVISIONING.as_secs(),
        )
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        if let Some(served) = &self.served {
            served.abort();
        }
    }
}

fn record(world: PathBuf, seed: u64, port: u16, metadata_port: u16) -> SimulatorRecord {
    let at = |port: u16| SocketAddr::from((Ipv4Addr::LOCALHOST, port)).to_string();
    SimulatorRecord { listen: at(port), metadata_listen: at(metadata_port), world, seed }
}

/// The project of the documents as the simulator's own: its ids are UUIDs, as the service's were.
fn uuid(project: &ProjectId) -> Result<Uuid, Problem> {
    project.as_str().parse().map_err(|_| {
        let flaw = Flaw::new(format!("the project {project} is not a UUID, and the simulator's are"));
        flaw.hint("use another project id in the documents").at(Place::Named("--sim".into()))
    })
}

/// What a client needs to use the one that runs elsewhere.
fn elsewhere(remembered: &SimulatorRecord, key: &Secret) -> Access {
    Access {
        api_url: format!("http://{}/metal/v1", remembered.listen),
        key: key.clone(),
        project_id: String::new(),
        metadata_url: format!("http://{}", remembered.metadata_listen),
    }
}

fn host_and_port(url: &str) -> String {
    let behind = url.trim_start_matches("http://");
    behind.split('/').next().unwrap_or(behind).to_owned()
}

/// Where the world of a cluster is kept.
pub(in crate::cli) fn world_beside(folder: &Path) -> PathBuf {
    folder.join("world")
}
