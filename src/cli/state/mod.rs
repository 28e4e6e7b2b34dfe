//! `packetctl state`: what is remembered of a cluster, shown, made anew, sealed anew.

mod rebuild;
mod rotate;
mod show;

use super::Context;
use super::exit::Failure;

/// Look at, rebuild or reseal what is remembered of a cluster
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    packetctl state show\n  \
    packetctl state rebuild --cluster-name demo\n  \
    packetctl state rotate-key")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Show(Box<show::Arguments>),
    Rebuild(Box<rebuild::Arguments>),
    RotateKey(Box<rotate::Arguments>),
}

pub(super) fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        match arguments.command {
            Command::Show(arguments) => show::run(*arguments, context).await,
            Command::Rebuild(arguments) => rebuild::run(*arguments, context).await,
            Command::RotateKey(arguments) => rotate::run(*arguments, context).await,
        }
    })
}
