//! What is remembered of a cluster, opened: its record, its secrets, and the key they are sealed with.

use crate::cli::Context;
use crate::cli::exit::Failure;
use crate::clock::{Clock as _, SystemClock};
use crate::problem::{Flaw, Place, Problem};
use crate::secret::Secret;
use crate::settings::Environment;
use crate::state::{FileStore, Holder, IdentityFile, Key, Lock, OpenError, Record, Secrets, Store as _, StoreError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What nothing was done for.
const OUTCOME: &str = "nothing was ordered, changed or deleted";

/// The state of one cluster, opened.
pub(in crate::cli) struct Remembered {
    pub(in crate::cli) store: Arc<FileStore>,
    /// None where nothing was ever remembered.
    pub(in crate::cli) record: Option<Record>,
    pub(in crate::cli) secrets: Secrets,
    /// What seals.
    pub(in crate::cli) key: Key,
    /// Held as long as this lives, by commands that change something.
    _lock: Option<Lock>,
}

/// Whether a command changes what is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Access<'a> {
    /// It only looks.
    Look,
    /// It changes, and is called this.
    Change(&'a str),
}

/// Which state file a command is about.
pub(in crate::cli) fn store(
    given: Option<&Path>,
    cluster: Option<&str>,
    environment: &Environment,
) -> Result<FileStore, Failure> {
    if let Some(path) = given {
        let store = FileStore::new(path);
        return Ok(match cluster {
            Some(cluster) => store.of_cluster(cluster),
            None => store,
        });
    }
    let root = root(environment)?;
    if let Some(cluster) = cluster {
        return Ok(FileStore::in_folder(&root, cluster));
    }
    let mut all = FileStore::names(&root)?;
    match all.len() {
        1 => Ok(FileStore::new(all.remove(0).1)),
        0 => Err(Flaw::new("no cluster is remembered here")
            .hint("`packetctl up` makes one; one made elsewhere is named by --cluster-name NAME or --state FILE")
            .at(Place::file(&root))
            .into()),
        _ => {
            let names: Vec<String> = all.into_iter().map(|(name, _)| name).collect();
            Err(Flaw::new(format!("several clusters are remembered here: {}", names.join(", ")))
                .hint("say which: --cluster-name NAME")
                .at(Place::file(&root))
                .into())
        }
    }
}

fn root(environment: &Environment) -> Result<PathBuf, Problem> {
    environment.state_folder().ok_or_else(|| no_home("HOME", "--state FILE"))
}

fn no_home(variable: &str, instead: &str) -> Problem {
    let flaw = Flaw::new("there is no home folder to keep anything in");
    flaw.hint(format!("set it, or use {instead}")).at(Place::Named(variable.to_owned()))
}

impl Remembered {
    /// Opens a state: takes the lock if it is to be changed, reads the record, opens the secrets.
    pub(in crate::cli) async fn open(
        store: FileStore,
        access: Access<'_>,
        passphrase: Option<&Secret>,
        context: &Context,
    ) -> Result<Self, Failure> {
        let store = Arc::new(store);
        let lock = match access {
            Access::Look => None,
            Access::Change(command) => Some(store.lock(&holder(command)).await.map_err(failure)?),
        };
        let record = store.load().await.map_err(failure)?;
        let (key, keys) = keys(record.as_ref(), passphrase, context)?;
        let secrets = match &record {
            None => Secrets::new(),
            Some(record) => record.open_secrets(&keys).map_err(|error| {
                let hint = match error {
                    OpenError::WrongKey => {
                        "bring back the identity file they were sealed with, or give STATE_PASSPHRASE; without either, \
                         `packetctl state rebuild` makes a state from Packet and your CA"
                    }
                    OpenError::Damaged => "bring back the state from a copy, or use `packetctl state rebuild`",
                };
                Flaw::new(error.to_string()).hint(hint).at(Place::file(store.path()))
            })?,
        };
        Ok(Self { store, record, secrets, key, _lock: lock })
    }

    /// The folder in which everything about the cluster is kept.
    pub(in crate::cli) fn folder(&self) -> PathBuf {
        self.store.path().parent().map(Path::to_owned).unwrap_or_default()
    }
}

/// The key that seals, and all that may open.
fn keys(record: Option<&Record>, passphrase: Option<&Secret>, context: &Context) -> Result<(Key, Vec<Key>), Failure> {
    let needs_passphrase =
        record.and_then(|record| record.secrets.as_ref()).is_some_and(crate::state::Sealed::needs_passphrase);
    if let Some(passphrase) = passphrase {
        let key = Key::Passphrase(passphrase.clone());
        return Ok((key.clone(), vec![key]));
    }
    if needs_passphrase {
        let flaw = Flaw::new("it is not given, and the state's secrets were sealed with a passphrase");
        return Err(Failure::input(
            flaw.hint("export STATE_PASSPHRASE=…").at(Place::Named("STATE_PASSPHRASE".into())),
            OUTCOME,
        ));
    }
    let folder = context
        .environment
        .config_folder()
        .ok_or_else(|| no_home("HOME", "STATE_PASSPHRASE instead of an identity"))?;
    let file = IdentityFile::open_or_make(&folder.join("identity.txt"), SystemClock.now())?;
    Ok((file.current().clone(), file.keys().to_vec()))
}

/// Who holds the lock.
fn holder(command: &str) -> Holder {
    let environment = Environment::of_process();
    Holder {
        user: environment.user(),
        host: Environment::host(),
        pid: std::process::id(),
        command: command.to_owned(),
        since: Some(SystemClock.now()),
    }
}

/// What a store's error is for the user.
pub(in crate::cli) fn failure(error: StoreError) -> Failure {
    match error {
        StoreError::Problem(problem) => Failure::input(problem, OUTCOME),
        StoreError::Held(_) => Failure::Held { hint: error.hint(), holder: error.to_string() },
        StoreError::Stale { .. } => {
            Failure::World { what: error.to_string(), hint: Some("run the same command again".to_owned()), left: None }
        }
    }
}
