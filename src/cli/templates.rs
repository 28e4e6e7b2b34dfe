//! `packetctl templates`: the built-in templates, to be changed.

use super::Context;
use super::exit::Failure;
use crate::files::{self, NewFile, Overwrite};
use crate::render::BUILT_IN;
use std::path::PathBuf;

/// Work with the templates that `generate` fills in
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    packetctl templates export my-templates\n  \
    packetctl generate --templates my-templates")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Write the built-in templates to a folder
    ///
    /// Change one or all of them and remove the others: `generate --templates DIR`
    /// takes what is there and the built-in ones for the rest.
    #[command(after_help = "Example:\n  packetctl templates export my-templates")]
    Export {
        /// Folder to write to; made if it is not there
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Replace files that are there already
        #[arg(short, long)]
        force_overwrite: bool,
    },
}

pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<(), Failure> {
    let Command::Export { folder, force_overwrite } = &arguments.command;
    let overwrite = if *force_overwrite { Overwrite::Replace } else { Overwrite::Refuse };
    let all = BUILT_IN.map(|(name, text)| NewFile { name, text: text.to_owned(), private: false });
    let hint = "add -f to replace it, or choose another folder";
    files::write_set(folder, &all, overwrite, hint)
        .map_err(|problems| Failure::input(problems, "nothing was written"))?;
    for (name, _) in BUILT_IN {
        context.ui.say(&format!("wrote {}", folder.join(name).display()));
    }
    Ok(())
}
