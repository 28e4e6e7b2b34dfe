//! `packetctl up`: the documents become a cluster.

use super::cluster::approach::{self, ClusterArguments, NOTHING_ORDERED};
use super::cluster::remembered::Access;
use super::cluster::talk::{self, Told};
use super::cluster::{ending, shown::Late, signals};
use super::exit::Failure;
use super::progress::{EventFormat, progress};
use super::{Context, ask, period};
use crate::clock::{Clock, SteadyClock};
use crate::execute::{Patience, Progress, Run, Site};
use crate::values::Period;
use dialoguer::Confirm;
use std::sync::Arc;

/// Make the cluster that the documents describe, or bring it to what they say now
///
/// Generates the documents if there are none, checks everything, says what it
/// would do and asks, orders machines, waits until all nodes are Ready, and writes
/// a kubeconfig beside the state. Safe to repeat, also after it was killed: it
/// looks before it creates, and goes on.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    packetctl up --sim\n  \
    packetctl up -y --timeout 45m\n  \
    packetctl up --delete-extra demo/cluster.yaml demo/machines.yaml demo/addons.yaml")]
pub(super) struct Arguments {
    #[command(flatten)]
    cluster: ClusterArguments,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
    /// Say what would be done, and do nothing
    #[arg(long = "dry-run")]
    only_plan: bool,
    /// Give up after this time, for example 45m; what was ordered stays, and `up` goes on from there
    #[arg(long, value_name = "TIME", default_value = "2h", value_parser = period)]
    timeout: Period,
    /// Also write what happens to standard output, for programs
    #[arg(long, value_name = "FORMAT", value_enum)]
    events: Option<EventFormat>,
}

pub(super) fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(go(arguments, context))
}

async fn go(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let Arguments { cluster, yes, only_plan, timeout, events } = arguments;
    if only_plan {
        return Box::pin(super::plan::show(cluster, super::Format::Table, context)).await.map(drop);
    }
    if !yes && !context.ui.may_ask() {
        return Err(ask::nobody("say yes beforehand: -y; or look first: `packetctl plan`", NOTHING_ORDERED));
    }
    let clock: Arc<dyn Clock> = Arc::new(SteadyClock::new());
    let began = clock.now();
    let shown = Late::new(context.ui);
    let interrupt = signals::listen(Arc::clone(&shown))?;
    let mut approach = approach::to_wanted(cluster, Access::Change("packetctl up"), context).await?;
    let (memory, papers) = approach.memory().await?;
    let patience =
        Patience { deadline: began.checked_add(timeout.as_duration()).ok(), ..approach::patience(&approach.settings) };
    let site = Site {
        packet: approach.client.clone(),
        project: approach.wish.cluster.project.to_string(),
        clock: Arc::clone(&clock),
        progress: Arc::clone(&shown) as Arc<dyn Progress>,
        interrupt,
    };
    let mut run = Run::new(site, approach.goal(), patience, memory, papers);
    run.rehearse().map_err(|problems| Failure::input(problems, NOTHING_ORDERED))?;
    let (_, mut plan) = run.look().await.map_err(|trouble| ending::nothing_done(&trouble, NOTHING_ORDERED))?;
    let told = approach::preflight(&approach, &talk::missing(&plan), context).await?;
    let is_simulated = approach.inside.is_some();
    Told::new(&plan, &told, is_simulated).tell(&context.ui, !yes);
    if !yes && talk::leaves_extra(&plan) && asked("Delete the machines that the files do not want any more, too?")? {
        run.allow_extra_to_go();
        plan = run.planned().1;
        Told::new(&plan, &told, is_simulated).tell(&context.ui, !yes);
    }
    ending::refuse_fatal(&plan)?;
    if plan.changes().next().is_some() && !yes && !asked("Do it?")? {
        return Err(Failure::Declined(NOTHING_ORDERED));
    }
    let title = format!("cluster {} · {} machines", approach.wish.cluster.name, approach.wish.cluster.machine_count());
    let view = progress(context.ui, events, &title, Arc::clone(&clock));
    view.preflight(&format!("documents, account, catalogue and capacity, in {} calls", told.calls));
    shown.begin(view);
    let ended = run.go().await;
    shown.end(&ended);
    ending::of_up(&approach, &run, (began, clock.now()), ended, context)
}

fn asked(question: &str) -> Result<bool, Failure> {
    let answer = Confirm::new().with_prompt(question).default(false).interact_on(&console::Term::stderr());
    answer.map_err(|_| Failure::Interrupted(NOTHING_ORDERED))
}
