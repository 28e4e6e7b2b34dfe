//! How a run ends, in words: what was done, what is there, how to go on.

use super::approach::{Approach, NOTHING_ORDERED};
use crate::cli::Context;
use crate::cli::exit::Failure;
use crate::clock::{Clock as _, SystemClock};
use crate::execute::{Ended, Run, Trouble};
use crate::files;
use crate::kubernetes::Kubeconfig;
use crate::pki::{ClientRequest, Group};
use crate::plan::Plan;
use crate::problem::{Flaw, Place, Problems};
use crate::secret::Secret;
use std::time::Duration;

/// How long the kubeconfig that `up` writes can be used: a year, as kubeadm's own.
pub(in crate::cli) const TIME_TO_LIVE: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// A look that failed before anything was done.
pub(in crate::cli) fn nothing_done(trouble: Trouble) -> Failure {
    Failure::World { hint: trouble.hint(), what: trouble.to_string(), left: Some(NOTHING_ORDERED.to_owned()) }
}

/// Ends where a plan cannot be begun.
pub(in crate::cli) fn refuse_fatal(plan: &Plan) -> Result<(), Failure> {
    let mut problems = Problems::new();
    for finding in plan.fatal() {
        let flaw = Flaw::new(finding.what.clone()).maybe_hint(finding.hint.clone());
        problems.push(flaw.at(Place::Named(finding.about.clone())));
    }
    match problems.into_result(()) {
        Ok(()) => Ok(()),
        Err(problems) => Err(Failure::Refused { problems }),
    }
}

/// How `up` ends.
pub(in crate::cli) fn of_up(approach: &Approach, run: &Run, ended: Ended, context: &Context) -> Result<(), Failure> {
    let ui = context.ui;
    match ended {
        Ended::Done => {
            let path = approach.remembered.folder().join("kubeconfig");
            if let Some(text) = administrator(run)? {
                files::replace_private(&path, text.expose())?;
                ui.say(&format!("kubeconfig: {}", path.display()));
                ui.say(&format!("next: {}", ui.strong(&format!("kubectl --kubeconfig {} get nodes", path.display()))));
            }
            if let Some(inside) = &approach.inside {
                ui.say(&format!("for kubectl, serve the simulated world: {}", ui.strong(&inside.command())));
            }
            Ok(())
        }
        Ended::Interrupted => Err(Failure::Interrupted),
        Ended::Failed(troubles) => Err(Failure::Troubles { troubles, left: left(run) }),
    }
}

/// A kubeconfig for the cluster's administrator, if its secrets and its address are known.
fn administrator(run: &Run) -> Result<Option<Secret>, Failure> {
    let (Some(papers), Some(host)) = (run.papers(), run.api_host()) else { return Ok(None) };
    let request = ClientRequest {
        common_name: "kubernetes-admin".to_owned(),
        group: Group::ClusterAdmins,
        time_to_live: TIME_TO_LIVE,
    };
    let failed = |flaw: Flaw| Failure::input(flaw.at(Place::Named("kubeconfig".into())), "no kubeconfig was written");
    let access = papers.access(&host, &request, SystemClock.now()).map_err(failed)?;
    Kubeconfig::of(&run.memory().record().cluster, &access).to_yaml().map(Some).map_err(failed)
}

/// What is at Packet now, and how to go on.
fn left(run: &Run) -> String {
    let record = run.memory().record();
    let machines: Vec<&str> = record.machines.values().map(|machine| machine.name.as_str()).collect();
    if machines.is_empty() && record.endpoint.is_none() {
        return "nothing was ordered, or nothing of it is left".to_owned();
    }
    format!(
        "at Packet now: {}; go on with `packetctl up`, or delete everything with `packetctl down --cluster-name {}`",
        machines.join(", "),
        record.cluster
    )
}
