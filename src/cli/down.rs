//! `packetctl down`: everything of a cluster goes.

use super::cluster::approach::{client, limits, patience};
use super::cluster::inside::Inside;
use super::cluster::remembered::{self, Access, Remembered};
use super::cluster::shown::Late;
use super::cluster::talk::Told;
use super::cluster::{ending, signals};
use super::exit::Failure;
use super::progress::{EventFormat, progress};
use super::setting_flags::{ForCluster, SettingFlags};
use super::{Context, Format, ask, period};
use crate::clock::{Clock, SteadyClock, SystemClock};
use crate::execute::preflight::Preflight;
use crate::execute::{Goal, Memory, Papers, Patience, Progress, Run, Site, clusters_named, of_cluster_name};
use crate::files;
use crate::packet::{Client, DeviceFilter};
use crate::plan::Plan;
use crate::problem::{Flaw, Place};
use crate::settings::{Converging, Merged, table};
use crate::state::{Record, Secrets};
use crate::values::{ClusterName, Period};
use dialoguer::Input;
use std::path::PathBuf;
use std::sync::Arc;

/// What nothing was done for.
const NOTHING_DELETED: &str = "nothing was deleted";

/// Delete everything of a cluster: machines, address, state
///
/// Deletes what is at Packet and carries the cluster's tags, whatever the state
/// says, waits until it is gone, and prints a receipt. Asks for the cluster's name
/// first. Without a state, `--cluster NAME` finds the machines by their tags.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  packetctl down\n  packetctl down --cluster demo -y")]
pub(super) struct Arguments {
    /// Name of the cluster, where more than one is remembered or none
    #[arg(long, value_name = "NAME", value_parser = name)]
    cluster: Option<ClusterName>,
    /// State file of the cluster [default: $XDG_STATE_HOME/packetctl/NAME/state.json]
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Insist on a simulated cluster, made by `up --sim`; its simulator is found without this
    #[arg(long)]
    sim: bool,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
    /// Say what would be deleted, and delete nothing
    #[arg(long = "dry-run")]
    only_plan: bool,
    /// Give up after this time; what is not gone by then is told
    #[arg(long, value_name = "TIME", default_value = "2h", value_parser = period)]
    timeout: Period,
    /// Also write what happens to standard output, for programs
    #[arg(long, value_name = "FORMAT", value_enum)]
    events: Option<EventFormat>,
    #[command(flatten)]
    settings: SettingFlags<ForCluster>,
}

pub(super) fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(go(arguments, context))
}

async fn go(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let ui = context.ui;
    let Arguments { cluster, state, sim, yes, only_plan, timeout, events, settings } = arguments;
    if !yes && !only_plan && !ui.may_ask() {
        return Err(ask::nobody("say yes beforehand: -y", NOTHING_DELETED));
    }
    let shown = Late::new(ui);
    let interrupt = signals::listen(Arc::clone(&shown))?;
    let mut merged = Merged::collect(context.inputs(settings));
    let named = cluster.or_else(|| {
        let said = merged.get(&table::CLUSTER_NAME)?;
        ClusterName::parse(said.value.expose()).ok()
    });
    let store = remembered::store(state.as_deref(), named.as_ref().map(ClusterName::as_str), &context.environment)?;
    let access = if only_plan { Access::Look } else { Access::Change("packetctl down") };
    let passphrase = crate::settings::StateAccess::resolve(&merged)
        .map_err(|problems| Failure::input(problems, NOTHING_DELETED))?
        .passphrase;
    let mut remembered = Remembered::open(store, access, passphrase.as_ref(), context).await?;
    let simulator = remembered.record.as_ref().and_then(|record| record.simulator.clone());
    if sim && simulator.is_none() && remembered.record.is_some() {
        let flaw = Flaw::new("this cluster is not in a simulator").hint("leave --sim out");
        return Err(Failure::input(flaw.at(Place::Named("--sim".into())), NOTHING_DELETED));
    }
    let inside = match simulator {
        Some(known) => Some(Inside::resume(&known, &remembered.secrets).await?),
        None => None,
    };
    if let Some(inside) = &inside {
        inside.supply(&mut merged);
    }
    let settings = Converging::resolve(&merged).map_err(|problems| Failure::input(problems, NOTHING_DELETED))?;
    let client = client(&settings, &merged)?;
    let (mut memory, papers) = memory(&mut remembered, named, &settings, &client).await?;
    Inside::remember(inside.as_ref(), &mut memory);
    let name = memory.record().cluster.clone();
    let clock: Arc<dyn Clock> = Arc::new(SteadyClock::new());
    let site = Site {
        packet: client,
        project: memory.record().project_id.clone(),
        clock: Arc::clone(&clock),
        progress: Arc::clone(&shown) as Arc<dyn Progress>,
        interrupt,
    };
    let deadline = clock.now().checked_add(timeout.as_duration()).ok();
    let patience = Patience { deadline, ..patience(&settings) };
    let mut run = Run::new(site, Goal::Remove(limits(&settings)), patience, memory, papers);
    let (before, plan) = run.look().await.map_err(|trouble| ending::nothing_done(&trouble, NOTHING_DELETED))?;
    let told = Told::new(&plan, &Preflight::default(), inside.is_some());
    if only_plan {
        return Ok(told.write(Format::Table, &ui)?);
    }
    told.tell(&ui, !yes);
    if !yes && !confirmed(&name, &plan)? {
        return Err(Failure::Declined(NOTHING_DELETED));
    }
    shown.begin(progress(ui, events, &format!("deleting cluster {name}"), clock));
    let ended = run.go().await;
    shown.end(&ended);
    ending::of_down(&before, &run, ended, context)?;
    // First what needs the state to be found again, then the state.
    files::remove(&remembered.folder().join("kubeconfig"))?;
    run.into_memory().forget().await.map_err(remembered::failure)
}

/// The memory of the cluster: the state's, or one made of what the tags tell.
async fn memory(
    remembered: &mut Remembered,
    named: Option<ClusterName>,
    settings: &Converging,
    client: &Client,
) -> Result<(Memory, Option<Papers>), Failure> {
    let store = Arc::clone(&remembered.store);
    let key = remembered.key.clone();
    if let Some(record) = remembered.record.take() {
        let papers = Papers::from_secrets(&remembered.secrets).map_err(|all| Failure::input(all, NOTHING_DELETED))?;
        return Ok((Memory::new(store, record, key, remembered.secrets.clone()), papers));
    }
    let Some(name) = named else {
        let flaw = Flaw::new("there is no state here").hint("name the cluster: --cluster NAME");
        return Err(Failure::input(flaw.at(Place::file(store.path())), NOTHING_DELETED));
    };
    let Some(project) = &settings.project_id else {
        let flaw = Flaw::new("without a state the project must be named").hint("export PACKET_PROJECT_ID=…");
        return Err(Failure::input(flaw.at(Place::Named("PACKET_PROJECT_ID".into())), NOTHING_DELETED));
    };
    let id = only_id(client, project.as_str(), &name).await?;
    let record = Record::new(name.as_str(), id, project.as_str(), &settings.api_url, SystemClock.now());
    Ok((Memory::new(store, record, key, Secrets::new()), None))
}

/// The one id of the clusters of this name.
async fn only_id(client: &Client, project: &str, name: &ClusterName) -> Result<String, Failure> {
    let filter = DeviceFilter::tag(of_cluster_name(name.as_str()));
    let devices = client.list_devices(project, &filter).await?;
    let reservations = client.list_reservations(project, &[]).await?;
    let mut found = clusters_named(name.as_str(), &devices, &reservations);
    match (found.pop_first(), found.len()) {
        (Some((id, _)), 0) => Ok(id),
        (None, _) => Err(Failure::World {
            what: format!("nothing in project {project} carries the tags of a cluster {name}"),
            hint: Some("look whether name and project are right".to_owned()),
            left: Some(NOTHING_DELETED.to_owned()),
        }),
        (Some((id, _)), _) => {
            let all: Vec<String> = std::iter::once(id).chain(found.into_keys()).collect();
            Err(Failure::World {
                what: format!("several clusters of the name {name} are there, with the ids {}", all.join(", ")),
                hint: Some("give the state file of the one that is meant: --state FILE".to_owned()),
                left: Some(NOTHING_DELETED.to_owned()),
            })
        }
    }
}

/// Has the user type the cluster's name.
fn confirmed(name: &str, plan: &Plan) -> Result<bool, Failure> {
    if plan.is_empty() {
        return Ok(true);
    }
    let question = format!("Type {name} to delete all of it");
    let answer = Input::<String>::new().with_prompt(question).interact_text_on(&console::Term::stderr());
    Ok(answer.map_err(|_| Failure::Interrupted(NOTHING_DELETED))? == name)
}

fn name(text: &str) -> Result<ClusterName, String> {
    ClusterName::parse(text).map_err(|flaw| flaw.what)
}
