//! Machine set-ups: by operating system, how packages get in and what else its machines need.

mod built_in;
mod machine_configs;

pub(super) use built_in::{Installer, SetUp, Swap};
pub(super) use machine_configs::{MachineConfig, Versions};

use crate::hint;
use crate::problem::{Flaw, Problems};
use std::path::Path;

/// All set-ups there are to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetUps {
    built_in: Vec<SetUp>,
    /// The user's own, where there is a file of them: then it alone counts.
    given: Option<Vec<MachineConfig>>,
}

/// What sets a machine up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice<'a> {
    /// Our scripts with this data.
    BuiltIn(&'a SetUp),
    /// The user's script.
    Given(&'a MachineConfig),
}

impl SetUps {
    /// The compiled-in ones, `templates/node/`.
    #[must_use]
    pub fn built_in() -> Self {
        Self { built_in: built_in::all(), given: None }
    }

    /// Those of a `machine_configs.yaml` as the controller of 2019 read it, and no others: where it has none for a
    /// machine, that machine is refused. All that is wrong with the file is told at once.
    ///
    /// A script of the file is run as in 2019: a `#!/bin/bash` line and the variables of its machine in front. It calls
    /// kubeadm itself, so nothing of ours goes to the machine but, on a control plane, the files of the PKI: no elastic
    /// address, no guard of the metadata service, no milestones. As in 2019 a control plane is given no token; it is to
    /// be made through the API.
    pub fn with_machine_configs(text: &str, path: &Path) -> Result<Self, Problems> {
        Ok(Self { given: Some(machine_configs::read(text, path)?), ..Self::built_in() })
    }

    /// The slugs of the operating systems that the compiled-in ones know.
    pub fn operating_systems(&self) -> impl Iterator<Item = &str> {
        self.built_in.iter().flat_map(|set_up| &set_up.operating_systems).map(String::as_str)
    }

    /// Whether the machines of an operating system can be set up at all, before there is anything to tell them.
    pub fn check(&self, operating_system: &str, version: &str, is_control_plane: bool) -> Result<(), Flaw> {
        self.choose(operating_system, &Versions::of(version, is_control_plane)).map(|_| ())
    }

    /// What sets up a machine with an operating system and versions.
    pub(super) fn choose(&self, operating_system: &str, versions: &Versions) -> Result<Choice<'_>, Flaw> {
        if let Some(given) = &self.given {
            return given
                .iter()
                .find(|config| config.image == operating_system && config.versions == *versions)
                .map(Choice::Given)
                .ok_or_else(|| not_given(operating_system, versions, given));
        }
        let knows = |set_up: &&SetUp| set_up.operating_systems.iter().any(|known| known == operating_system);
        self.built_in
            .iter()
            .find(knows)
            .map(Choice::BuiltIn)
            .ok_or_else(|| unknown(operating_system, self.operating_systems()))
    }
}

/// No set-up of ours is for this operating system.
fn unknown<'a>(operating_system: &str, known: impl Iterator<Item = &'a str>) -> Flaw {
    let known: Vec<&str> = known.collect();
    let near = hint::suggestion(operating_system, known.iter().copied()).map_or_else(String::new, |near| near + " ");
    let all: Vec<String> = known.into_iter().map(String::from).collect();
    Flaw::new(format!("there is no machine set-up for the operating system {operating_system:?}")).hint(format!(
        "{near}there are set-ups for {}; --machine-configs FILE brings others",
        hint::listed(&all, "and")
    ))
}

/// The user's file has no item for this machine.
fn not_given(operating_system: &str, versions: &Versions, given: &[MachineConfig]) -> Flaw {
    let mut there: Vec<String> =
        given.iter().map(|config| format!("{} with {}", config.image, config.versions)).collect();
    there.sort();
    there.dedup();
    Flaw::new(format!("the file of --machine-configs has no item for {operating_system} with {versions}")).hint(
        format!(
            "add its machineParams; there is {}",
            if there.is_empty() { "none at all".to_owned() } else { hint::listed(&there, "and") }
        ),
    )
}
