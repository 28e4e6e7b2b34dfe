//! The documents that `status` compares with, if there are any.

use crate::bootstrap::SetUps;
use crate::cli::cluster::approach::DEFAULT_FOLDER;
use crate::cli::cluster::{addons, approach};
use crate::cli::exit::Failure;
use crate::cli::{Context, documents};
use crate::cluster::Cluster;
use crate::execute::Wish;
use crate::files;
use crate::manifest::{self, Reading};
use crate::plan::{self, EndpointChoice, Permissions};
use crate::problem::{Flaw, Problems};
use crate::settings::Converging;
use crate::state::Record;
use std::path::{Path, PathBuf};

const OUTCOME: &str = "nothing was looked at";

/// Documents, and the cluster that they describe.
pub(super) struct FilesAtHand {
    reading: Reading,
    pub(super) cluster: Cluster,
    /// Whether somebody named them.
    is_named: bool,
}

impl FilesAtHand {
    /// Reads those that are named, or those in the usual folder. What is wrong with the latter keeps nobody from
    /// looking at the machines.
    pub(super) fn read(paths: &[PathBuf], context: &Context) -> Result<Option<Self>, Failure> {
        let is_named = !paths.is_empty();
        if !is_named && !files::is_there(Path::new(DEFAULT_FOLDER))? {
            return Ok(None);
        }
        let usual = [PathBuf::from(DEFAULT_FOLDER)];
        match read(if is_named { paths } else { &usual }) {
            Ok((reading, cluster)) => Ok(Some(Self { reading, cluster, is_named })),
            Err(problems) if is_named => Err(Failure::input(problems, OUTCOME)),
            Err(problems) => {
                for problem in &problems {
                    context.ui.warning(problem);
                }
                context.ui.say("the files cannot be compared with");
                Ok(None)
            }
        }
    }

    /// Whether they describe the cluster of a state; says so where they do not.
    pub(super) fn fit(&self, record: &Record, context: &Context) -> bool {
        let of_other = if self.cluster.name.as_str() != record.cluster {
            format!("the files are of the cluster {}, not of {}", self.cluster.name, record.cluster)
        } else if self.cluster.project.as_str() != record.project_id {
            format!("the files are of the project {}, not of {}", self.cluster.project, record.project_id)
        } else {
            return true;
        };
        let flaw = Flaw::new(format!("{of_other}: they are not compared with"));
        if self.is_named {
            context.ui.warning(&flaw.at(self.reading.cluster.place.clone()));
        } else {
            context.ui.explain(&flaw.what);
        }
        false
    }

    /// What they want.
    pub(super) fn into_wish(self, settings: &Converging, record: &Record) -> Result<Wish, Failure> {
        let project = self.cluster.project.as_str();
        let addons = addons::read(&self.reading, &settings.api_key, project);
        let addons = addons.map_err(|problems| Failure::input(problems, OUTCOME))?;
        Ok(Wish {
            endpoint: EndpointChoice::from_text(&record.endpoint_choice).unwrap_or(EndpointChoice::Elastic),
            addons: plan::Addons { digest: addons.digest, count: addons.objects.len() },
            objects: addons.objects,
            permissions: Permissions::default(),
            limits: approach::limits(settings),
            set_ups: SetUps::built_in(),
            sources: approach::sources(settings),
            user_data_limit: settings.user_data_limit,
            cluster: self.cluster,
        })
    }
}

fn read(paths: &[PathBuf]) -> Result<(Reading, Cluster), Problems> {
    let reading = manifest::read(&documents::read(paths)?)?;
    let cluster = Cluster::from_reading(&reading)?;
    Ok((reading, cluster))
}
