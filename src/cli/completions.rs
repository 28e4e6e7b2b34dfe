//! `packetctl completions`: what a shell needs to complete command lines.

use super::exit::Failure;
use super::{Cli, Context};
use clap::CommandFactory as _;
use clap_complete::{Shell, generate};

/// Print the completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    packetctl completions bash > ~/.local/share/bash-completion/completions/packetctl\n  \
    packetctl completions fish > ~/.config/fish/completions/packetctl.fish")]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<(), Failure> {
    let mut text = Vec::new();
    generate(arguments.shell, &mut Cli::command(), "packetctl", &mut text);
    Ok(context.ui.data(&String::from_utf8_lossy(&text))?)
}
