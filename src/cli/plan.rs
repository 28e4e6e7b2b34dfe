//! `packetctl plan`: what `up` would do.

use super::cluster::approach::{self, ClusterArguments, NOTHING_ORDERED};
use super::cluster::ending;
use super::cluster::remembered::Access;
use super::cluster::talk::{self, Told};
use super::exit::Failure;
use super::{Context, Format};
use crate::clock::SystemClock;
use crate::execute::{Interrupt, Patience, Run, Site, Unheard};
use crate::plan::Plan;
use std::sync::Arc;

/// Say what `up` would do: machines, addresses, calls, price, expected minutes
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  packetctl plan\n  packetctl plan --delete-extra --exit-code")]
pub(super) struct Arguments {
    #[command(flatten)]
    cluster: ClusterArguments,
    /// Exit with 3 when there is something to do
    #[arg(long)]
    exit_code: bool,
    /// How to write the plan
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value = "table")]
    output: Format,
}

pub(super) fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let plan = runtime.block_on(show(arguments.cluster, arguments.output, context))?;
    if arguments.exit_code && plan.changes().next().is_some() { Err(Failure::Pending) } else { Ok(()) }
}

/// Makes the plan and writes it out.
pub(super) async fn show(cluster: ClusterArguments, output: Format, context: &Context) -> Result<Plan, Failure> {
    let mut approach = approach::to_wanted(cluster, Access::Look, context).await?;
    let (memory, papers) = approach.memory().await?;
    let (_asker, interrupt) = Interrupt::pair();
    let site = Site {
        packet: approach.client.clone(),
        project: approach.wish.cluster.project.to_string(),
        clock: Arc::new(SystemClock),
        progress: Arc::new(Unheard),
        interrupt,
    };
    let mut run = Run::new(site, approach.goal(), Patience::default(), memory, papers);
    run.rehearse().map_err(|problems| Failure::input(problems, NOTHING_ORDERED))?;
    let (_, plan) = run.look().await.map_err(|trouble| ending::nothing_done(&trouble, NOTHING_ORDERED))?;
    let told = approach::preflight(&approach, &talk::missing(&plan), context).await?;
    Told::new(&plan, &told, approach.inside.is_some()).write(output, &context.ui)?;
    ending::refuse_fatal(&plan)?;
    Ok(plan)
}
