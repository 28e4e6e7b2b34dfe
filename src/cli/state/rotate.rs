//! `packetctl state rotate-key`: the secrets of states, sealed with a new key.

use crate::cli::Context;
use crate::cli::cluster::remembered::{self, Access, Remembered};
use crate::cli::exit::Failure;
use crate::cli::kubeconfig::no_state;
use crate::cli::setting_flags::{ForState, SettingFlags};
use crate::clock::{Clock as _, SystemClock};
use crate::problem::{Flaw, Place};
use crate::secret::Secret;
use crate::settings::{Merged, StateAccess};
use crate::state::{FileStore, IdentityFile, Key, RotateError, Sealed, Store, reseal, rotate_identity};
use crate::values::ClusterName;
use dialoguer::Password;
use std::path::PathBuf;

const OUTCOME: &str = "nothing was sealed anew";

/// Where a new passphrase is given where nobody can be asked.
const NEW_PASSPHRASE: &str = "NEW_STATE_PASSPHRASE";

/// Seal the secrets of all states with a new key
///
/// Makes a new identity, seals the secrets of every cluster that is remembered here
/// with it, previous generations included, and drops the old identity. States at
/// other places are named with --state, or can be opened no more afterwards. What is
/// sealed with a passphrase stays as it is; --passphrase seals one state with a new
/// passphrase, which is asked for, or taken from $NEW_STATE_PASSPHRASE.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    packetctl state rotate-key\n  \
    packetctl state rotate-key --state ~/elsewhere/state.json\n  \
    packetctl state rotate-key --passphrase --cluster-name demo")]
pub(super) struct Arguments {
    /// A state file besides those in $XDG_STATE_HOME/packetctl; may be given more than once
    #[arg(long, value_name = "FILE")]
    state: Vec<PathBuf>,
    /// Seal one state with a new passphrase instead
    #[arg(long)]
    passphrase: bool,
    #[command(flatten)]
    settings: SettingFlags<ForState>,
}

pub(super) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let Arguments { state, passphrase, settings } = arguments;
    let merged = Merged::collect(context.inputs(settings));
    let access = StateAccess::resolve(&merged).map_err(|problems| Failure::input(problems, OUTCOME))?;
    if passphrase {
        return with_passphrase(&state, &access, context).await;
    }
    let root = remembered::root(&context.environment)?;
    let mut paths: Vec<PathBuf> = FileStore::names(&root)?.into_iter().map(|(_, path)| path).collect();
    paths.extend(state.into_iter().filter(|path| !paths.contains(path)).collect::<Vec<_>>());
    let stores: Vec<FileStore> = paths.into_iter().map(FileStore::new).collect();
    if stores.is_empty() {
        let flaw = Flaw::new("no cluster is remembered here").hint("a state elsewhere is named by --state FILE");
        return Err(Failure::input(flaw.at(Place::file(root)), OUTCOME));
    }
    let mut other = Vec::new();
    for store in &stores {
        let Some(record) = store.load().await.map_err(remembered::failure)? else {
            return Err(Failure::input(no_state().at(Place::file(store.path())), OUTCOME));
        };
        if record.secrets.as_ref().is_some_and(Sealed::needs_passphrase) {
            other.push(store.describe());
        }
    }
    let path = remembered::identity_path(&context.environment)?;
    let Some(mut file) = IdentityFile::open(&path)? else {
        let flaw = Flaw::new("there is no identity yet, so nothing is sealed with one");
        return Err(Failure::input(flaw.hint("bring back the one that was here").at(Place::file(path)), OUTCOME));
    };
    let all: Vec<&dyn Store> = stores.iter().map(|store| store as &dyn Store).collect();
    let holder = remembered::holder("packetctl state rotate-key");
    let count = rotate_identity(&mut file, &all, &holder, SystemClock.now()).await.map_err(failure)?;
    let ui = context.ui;
    let states = if count == 1 { "1 state".to_owned() } else { format!("{count} states") };
    ui.say(&format!("sealed {states} with the new identity in {}; the old one is gone", path.display()));
    for store in stores.iter().map(Store::describe) {
        let how = if other.contains(&store) { "left as it is: sealed with a passphrase" } else { "sealed anew" };
        ui.say(&format!("  {store}: {how}"));
    }
    Ok(())
}

/// Seals one state with a new passphrase; opened is it with what seals it now.
async fn with_passphrase(state: &[PathBuf], access: &StateAccess, context: &Context) -> Result<(), Failure> {
    if let [_, _, ..] = state {
        let flaw = Flaw::new("one passphrase seals one state at a time");
        return Err(Failure::input(flaw.at(Place::Named("--state".into())), OUTCOME));
    }
    let name = access.cluster_name.as_ref().map(ClusterName::as_str);
    let store = remembered::store(state.first().map(PathBuf::as_path), name, &context.environment)?;
    let change = Access::Change("packetctl state rotate-key");
    let remembered = Remembered::open_without_secrets(store, change, access.passphrase.as_ref(), context).await?;
    if let Some(problem) = remembered.closed {
        return Err(Failure::input(problem, OUTCOME));
    }
    let Some(record) = remembered.record else {
        return Err(Failure::input(no_state().at(Place::file(remembered.store.path())), OUTCOME));
    };
    let key = Key::Passphrase(new_passphrase(context)?);
    reseal(&*remembered.store, record, &remembered.secrets, &key, SystemClock.now()).await.map_err(failure)?;
    let path = remembered.store.describe();
    context.ui.say(&format!("sealed {path} with the new passphrase; from now on: export STATE_PASSPHRASE=…"));
    Ok(())
}

fn new_passphrase(context: &Context) -> Result<Secret, Failure> {
    if let Some(text) = context.environment.get(NEW_PASSPHRASE).and_then(|text| text.to_str()) {
        return Ok(Secret::new(text));
    }
    if !context.ui.may_ask() {
        let flaw = Flaw::new("the new passphrase is not given, and there is no terminal to ask at");
        let problem = flaw.hint(format!("export {NEW_PASSPHRASE}=…")).at(Place::Named(NEW_PASSPHRASE.into()));
        return Err(Failure::input(problem, OUTCOME));
    }
    let question =
        Password::new().with_prompt("New passphrase").with_confirmation("Once more", "These are not the same");
    let answer = question.interact_on(&console::Term::stderr());
    Ok(Secret::new(answer.map_err(|_| Failure::Interrupted("nothing was changed"))?))
}

fn failure(error: RotateError) -> Failure {
    match error {
        RotateError::Store { error, .. } => remembered::failure(error),
        RotateError::Sealed { at, error } => {
            let hint = "bring back the identity it was sealed with, or move this state away: nothing was changed";
            Failure::input(Flaw::new(error.to_string()).hint(hint).at(Place::Named(at)), OUTCOME)
        }
        RotateError::Problem(problem) => Failure::input(problem, "both identities still open everything; run it again"),
    }
}
