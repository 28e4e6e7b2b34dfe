//! The flags of settings, made from the table of settings.

use crate::settings::merge::Flags;
use crate::settings::table::ALL;
use crate::settings::{Default as Fallback, Setting};
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

/// What the flags of settings said.
#[derive(Debug, Clone, Default)]
pub(super) struct SettingFlags(pub(super) Flags);

impl FromArgMatches for SettingFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut flags = Self::default();
        flags.update_from_arg_matches(matches)?;
        Ok(flags)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for setting in ALL.into_iter().filter(|setting| setting.flag().is_some()) {
            if let Some(value) = matches.get_one::<String>(setting.key) {
                self.0.insert(setting.key, value.clone());
            }
        }
        Ok(())
    }
}

impl Args for SettingFlags {
    fn augment_args(command: Command) -> Command {
        let flags = ALL.into_iter().filter(|setting| setting.flag().is_some());
        command.next_help_heading("Settings").args(flags.map(argument))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn argument(setting: &'static Setting) -> Arg {
    let default = match setting.default {
        Fallback::Required | Fallback::Made(_) | Fallback::Absent(_) => String::new(),
        Fallback::Value(value) => format!("; default {value}"),
        Fallback::ByLocation { facility, metro: "" } => format!("; default {facility} unless a metro is given"),
        Fallback::ByLocation { facility, metro } => format!("; default {facility}, with a metro {metro}"),
    };
    Arg::new(setting.key)
        .long(setting.key)
        .value_name(setting.placeholder)
        .help(format!("{} [${}{default}]", setting.about, setting.variable()))
        .allow_hyphen_values(false)
}
