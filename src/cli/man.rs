//! `packetctl man`: manual pages, one a command.

use super::exit::Failure;
use super::{Cli, Context};
use crate::files::{self, NewFile, Overwrite};
use clap::CommandFactory as _;
use std::path::PathBuf;

/// Write the manual pages to a folder
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  packetctl man ~/.local/share/man/man1")]
pub(super) struct Arguments {
    /// Folder to write to; made if it is not there; pages of an earlier version are replaced
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<(), Failure> {
    let mut command = Cli::command();
    command.build();
    let mut pages = Vec::new();
    collect(&command, &mut pages)?;
    let files: Vec<NewFile<'_>> =
        pages.iter().map(|(name, text)| NewFile { name, text: text.clone(), private: false }).collect();
    files::write_set(&arguments.folder, &files, Overwrite::Replace, "")
        .map_err(|problems| Failure::input(problems, "nothing was written"))?;
    for (name, _) in &pages {
        context.ui.say(&format!("wrote {}", arguments.folder.join(name).display()));
    }
    Ok(())
}

/// The pages of a command and of all commands below it, with their file names; help itself has none.
fn collect(command: &clap::Command, pages: &mut Vec<(String, String)>) -> Result<(), Failure> {
    let page = clap_mangen::Man::new(command.clone());
    let mut text = Vec::new();
    page.render(&mut text)?;
    pages.push((page.get_filename(), String::from_utf8_lossy(&text).into_owned()));
    command.get_subcommands().filter(|below| below.get_name() != "help").try_for_each(|below| collect(below, pages))
}
