//! The flags of settings, made from the table of settings.

use crate::settings::merge::Flags;
use crate::settings::table::{ALL, API_URL, CA_CERT, CA_KEY, CLUSTER_NAME, ENDPOINT, PROJECT_ID};
use crate::settings::{Default as Fallback, Scope, Setting};
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};
use std::marker::PhantomData;

/// Which flags a command has.
pub(super) trait Choice {
    /// Whether the setting means something to the command.
    fn takes(setting: &Setting) -> bool;
}

/// The command writes documents.
#[derive(Debug, Clone, Default)]
pub(super) struct ForDocuments;

/// The command looks at or changes a cluster.
#[derive(Debug, Clone, Default)]
pub(super) struct ForCluster;

/// The command does both, or shows everything.
#[derive(Debug, Clone, Default)]
pub(super) struct ForAll;

/// The command only asks the API.
#[derive(Debug, Clone, Default)]
pub(super) struct ForQuestions;

/// The command only reads what is remembered.
#[derive(Debug, Clone, Default)]
pub(super) struct ForState;

/// The command makes what is remembered anew.
#[derive(Debug, Clone, Default)]
pub(super) struct ForRebuilding;

impl Choice for ForDocuments {
    fn takes(setting: &Setting) -> bool {
        setting.scope.concerns(Scope::Documents)
    }
}

impl Choice for ForCluster {
    fn takes(setting: &Setting) -> bool {
        setting.scope.concerns(Scope::Converging)
    }
}

impl Choice for ForAll {
    fn takes(_: &Setting) -> bool {
        true
    }
}

impl Choice for ForQuestions {
    fn takes(setting: &Setting) -> bool {
        setting.key == API_URL.key
    }
}

impl Choice for ForState {
    fn takes(setting: &Setting) -> bool {
        setting.key == CLUSTER_NAME.key
    }
}

impl Choice for ForRebuilding {
    fn takes(setting: &Setting) -> bool {
        [&PROJECT_ID, &API_URL, &CLUSTER_NAME, &CA_CERT, &CA_KEY, &ENDPOINT].iter().any(|own| own.key == setting.key)
    }
}

/// What the flags of settings said: `SettingFlags<ForDocuments>` has those that `generate` needs, and so on.
#[derive(Debug, Clone, Default)]
pub(super) struct SettingFlags<C> {
    /// The values, by the setting's key.
    pub(super) flags: Flags,
    choice: PhantomData<C>,
}

/// The settings that have a flag here.
fn chosen<C: Choice>() -> impl Iterator<Item = &'static Setting> {
    ALL.into_iter().filter(|setting| setting.flag().is_some() && C::takes(setting))
}

impl<C: Choice + Default> FromArgMatches for SettingFlags<C> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut flags = Self::default();
        flags.update_from_arg_matches(matches)?;
        Ok(flags)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for setting in chosen::<C>() {
            if let Some(value) = matches.get_one::<String>(setting.key) {
                self.flags.insert(setting.key, value.clone());
            }
        }
        Ok(())
    }
}

impl<C: Choice + Default> Args for SettingFlags<C> {
    fn augment_args(command: Command) -> Command {
        command.next_help_heading("Settings").args(chosen::<C>().map(argument))
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
