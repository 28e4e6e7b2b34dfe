//! What is remembered of a cluster, opened: its record, its secrets, and the key they are sealed with.

use crate::cli::Context;
use crate::cli::exit::Failure;
use crate::clock::{Clock as _, SystemClock};
use crate::problem::{Flaw, Place, Problem};
use crate::secret::Secret;
use crate::settings::Environment;
use crate::state::{
    FileStore, Holder, Identity, IdentityFile, Key, Lock, OpenError, Record, Secrets, Store as _, StoreError,
};
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
    /// Why the secrets could not be opened, if they could not.
    pub(in crate::cli) closed: Option<Problem>,
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

/// The folder of all clusters.
pub(in crate::cli) fn root(environment: &Environment) -> Result<PathBuf, Problem> {
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
        let opened = Self::open_without_secrets(store, access, passphrase, context).await?;
        match opened.closed {
            Some(problem) => Err(Failure::input(problem, OUTCOME)),
            None => Ok(opened),
        }
    }

    /// The same; but secrets that cannot be opened are no failure, only missing: `closed` says why.
    pub(in crate::cli) async fn open_without_secrets(
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
        let (key, keys) = keys(passphrase, access, context)?;
        let opened = match &record {
            None => Ok(Secrets::new()),
            Some(record) => open_secrets(record, &keys, passphrase, store.path()),
        };
        let (secrets, closed) = match opened {
            Ok(secrets) => (secrets, None),
            Err(problem) => (Secrets::new(), Some(problem)),
        };
        Ok(Self { store, record, secrets, closed, key, _lock: lock })
    }

    /// The folder in which everything about the cluster is kept.
    pub(in crate::cli) fn folder(&self) -> PathBuf {
        self.store.path().parent().map(Path::to_owned).unwrap_or_default()
    }
}

fn open_secrets(record: &Record, keys: &[Key], passphrase: Option<&Secret>, path: &Path) -> Result<Secrets, Problem> {
    let needs_passphrase = record.secrets.as_ref().is_some_and(crate::state::Sealed::needs_passphrase);
    if needs_passphrase && passphrase.is_none() {
        let flaw = Flaw::new("it is not given, and the state's secrets were sealed with a passphrase");
        return Err(flaw.hint("export STATE_PASSPHRASE=…").at(Place::Named("STATE_PASSPHRASE".into())));
    }
    record.open_secrets(keys).map_err(|error| {
        let hint = match error {
            OpenError::WrongKey => {
                "bring back the identity file they were sealed with, or give STATE_PASSPHRASE; without either, \
                 `packetctl state rebuild` makes a state from Packet and your CA"
            }
            OpenError::Damaged => "bring back the state from a copy, or use `packetctl state rebuild`",
        };
        Flaw::new(error.to_string()).hint(hint).at(Place::file(path))
    })
}

/// The key that seals, and all that may open. Who only looks leaves no identity behind.
fn keys(passphrase: Option<&Secret>, access: Access<'_>, context: &Context) -> Result<(Key, Vec<Key>), Problem> {
    if let Some(passphrase) = passphrase {
        let key = Key::Passphrase(passphrase.clone());
        return Ok((key.clone(), vec![key]));
    }
    let path = identity_path(&context.environment)?;
    let file = match access {
        Access::Look => IdentityFile::open(&path)?,
        Access::Change(_) => Some(IdentityFile::open_or_make(&path, SystemClock.now())?),
    };
    Ok(match file {
        Some(file) => (file.current().clone(), file.keys().to_vec()),
        None => (Key::Identity(Identity::make()), Vec::new()),
    })
}

/// Where the identity is kept that seals what is sealed with no passphrase.
pub(in crate::cli) fn identity_path(environment: &Environment) -> Result<PathBuf, Problem> {
    let folder = environment.config_folder();
    Ok(folder.ok_or_else(|| no_home("HOME", "STATE_PASSPHRASE instead of an identity"))?.join("identity.txt"))
}

/// Who holds the lock.
pub(in crate::cli) fn holder(command: &str) -> Holder {
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
