//! How a run ends, in words: what was done, what is there, how to go on.

use super::approach::Approach;
use crate::cli::Context;
use crate::cli::closing::{LeftReport, MachineTimes, Receipt, Thing, UpReport, Wrong};
use crate::cli::exit::Failure;
use crate::clock::{Clock as _, SystemClock};
use crate::cluster::Role;
use crate::execute::{Ended, Papers, Run, Trouble};
use crate::files;
use crate::kubernetes::Kubeconfig;
use crate::pki::{ClientRequest, Group};
use crate::plan::{Endpoint, MachineDevice, Observed, Plan};
use crate::problem::{Flaw, Place, Problems};
use crate::secret::Secret;
use crate::state::Record;
use jiff::Timestamp;
use std::path::PathBuf;
use std::time::Duration;

/// How long the kubeconfig that `up` writes can be used: a year, as kubeadm's own.
pub(in crate::cli) const TIME_TO_LIVE: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// A look that failed before anything was done.
pub(in crate::cli) fn nothing_done(trouble: &Trouble, outcome: &str) -> Failure {
    Failure::World { hint: trouble.hint(), what: trouble.to_string(), left: Some(outcome.to_owned()) }
}

/// Ends where a plan cannot be begun.
pub(in crate::cli) fn refuse_fatal(plan: &Plan) -> Result<(), Failure> {
    let mut problems = Problems::new();
    for finding in plan.fatal() {
        let flaw = Flaw::new(finding.what.clone()).maybe_hint(finding.hint.clone());
        problems.push(flaw.at(Place::Named(finding.about.clone())));
    }
    problems.into_result(()).map_err(|problems| Failure::Refused { problems })
}

/// How `up` ends.
pub(in crate::cli) fn of_up(
    approach: &Approach,
    run: &Run,
    (began, now): (Timestamp, Timestamp),
    ended: Ended,
    context: &Context,
) -> Result<(), Failure> {
    let (ui, record) = (context.ui, run.memory().record());
    match ended {
        Ended::Done => {
            let path = write_kubeconfig(approach, run)?;
            let report = UpReport {
                cluster: &record.cluster,
                began,
                ended: now,
                machines: &times(record),
                api_answered_at: record.api_answered_at,
                calls: &approach.client.calls(),
                kubeconfig: &path,
            };
            ui.say(report.text(ui.talk_paint()).trim_end());
            if let Some(inside) = &approach.inside {
                ui.say(&format!("for kubectl, serve the simulated world first: {}", ui.strong(&inside.command())));
            }
            Ok(())
        }
        Ended::Interrupted => Err(left(run, began, &[], "packetctl up", context, Failure::Stopped)),
        Ended::Failed(troubles) => {
            // A cluster that lacks a worker can be used, and looked into.
            if record.api_answered_at.is_some() {
                write_kubeconfig(approach, run)?;
            }
            Err(left(run, began, &troubles, "packetctl up", context, Failure::Told))
        }
    }
}

/// Tells what is there after a run that did not do all of it; gives how the process ends.
fn left(run: &Run, began: Timestamp, troubles: &[Trouble], go_on: &str, context: &Context, end: Failure) -> Failure {
    let record = run.memory().record();
    let wrong: Vec<Wrong> =
        troubles.iter().map(|trouble| Wrong { what: trouble.to_string(), hint: trouble.hint() }).collect();
    let since = |at: &Timestamp| *at >= began;
    let endpoint = record.endpoint.iter().filter(|endpoint| since(&endpoint.announced_at)).count();
    let report = LeftReport {
        cluster: &record.cluster,
        troubles: &wrong,
        ordered: endpoint + record.machines.values().filter(|machine| since(&machine.announced_at)).count(),
        there: &things(record),
        go_on,
        clean_up: &format!("packetctl down --cluster {}", record.cluster),
    };
    context.ui.tell(&report.text(context.ui.talk_paint()));
    end
}

/// How `down` ends: the receipt, on stdout.
pub(in crate::cli) fn of_down(before: &Observed, run: &Run, ended: Ended, context: &Context) -> Result<(), Failure> {
    let record = run.memory().record();
    let left_over = things(record);
    // What is left may have got an address meanwhile.
    let is_left = |thing: &Thing| left_over.iter().any(|left| (&left.machine, &left.id) == (&thing.machine, &thing.id));
    let gone: Vec<Thing> = seen(before).into_iter().filter(|thing| !is_left(thing)).collect();
    let clean_up = format!("packetctl down --cluster {}", record.cluster);
    let receipt = Receipt { cluster: &record.cluster, gone: &gone, left: &left_over, clean_up: &clean_up };
    context.ui.data(&receipt.text(context.ui.data_paint()))?;
    match ended {
        Ended::Done if receipt.is_clean() => Ok(()),
        Ended::Done => Err(Failure::LeftBehind { what: "not everything is gone".to_owned(), hint: clean_up }),
        Ended::Interrupted => Err(Failure::Stopped),
        Ended::Failed(troubles) => {
            for trouble in &troubles {
                context.ui.error(&trouble.to_string());
                trouble.hint().iter().for_each(|hint| context.ui.hint(hint));
            }
            Err(Failure::StillThere)
        }
    }
}

/// Everything that was seen before `down` began.
fn seen(observed: &Observed) -> Vec<Thing> {
    let machine = |machine: &crate::plan::Machine| {
        let device = match &machine.device {
            MachineDevice::Present(device) => Some(device),
            _ => None,
        };
        Thing {
            machine: Some(machine.name.clone()),
            id: device.map(|device| device.id.clone()),
            address: device.and_then(|device| device.public_address.clone()),
        }
    };
    let address = match &observed.endpoint {
        Some(Endpoint::Reserved { id, address, .. }) => {
            Some(Thing { machine: None, id: Some(id.clone()), address: Some(address.clone()) })
        }
        _ => None,
    };
    let spare = observed.spare_endpoints.iter().map(|spare| Thing {
        machine: None,
        id: Some(spare.id.clone()),
        address: spare.address.clone(),
    });
    observed.machines.iter().map(machine).chain(address).chain(spare).collect()
}

/// Everything that is remembered as being there, or perhaps there.
fn things(record: &Record) -> Vec<Thing> {
    let machines = record.machines.values().map(|machine| Thing {
        machine: Some(machine.name.clone()),
        id: machine.device.clone(),
        address: machine.public_address.clone(),
    });
    let address = record.endpoint.iter().map(|endpoint| Thing {
        machine: None,
        id: endpoint.reservation_id.clone(),
        address: endpoint.address.clone(),
    });
    let mut all: Vec<Thing> = machines.chain(address).collect();
    all.sort_by(|one, other| (one.machine.is_none(), &one.machine).cmp(&(other.machine.is_none(), &other.machine)));
    all
}

fn times(record: &Record) -> Vec<MachineTimes> {
    let mut all: Vec<MachineTimes> = record
        .machines
        .values()
        .map(|machine| MachineTimes {
            name: machine.name.clone(),
            is_control_plane: machine.role == Role::ControlPlane.name(),
            ordered_at: machine.announced_at,
            active_at: machine.first_active_at,
            ready_at: machine.ready_at,
        })
        .collect();
    all.sort_by(|one, other| one.name.cmp(&other.name));
    all
}

/// Writes the kubeconfig beside the state.
fn write_kubeconfig(approach: &Approach, run: &Run) -> Result<PathBuf, Failure> {
    let path = approach.remembered.folder().join("kubeconfig");
    if let (Some(papers), Some(host)) = (run.papers(), run.api_host()) {
        let text = administrator(&run.memory().record().cluster, papers, &host)?;
        files::replace_private(&path, text.expose())?;
    }
    Ok(path)
}

/// A kubeconfig for the cluster's administrator.
fn administrator(cluster: &str, papers: &Papers, host: &str) -> Result<Secret, Failure> {
    let request = ClientRequest {
        common_name: "kubernetes-admin".to_owned(),
        group: Group::ClusterAdmins,
        time_to_live: TIME_TO_LIVE,
    };
    let failed = |flaw: Flaw| Failure::input(flaw.at(Place::Named("kubeconfig".into())), "no kubeconfig was written");
    let access = papers.access(host, &request, SystemClock.now()).map_err(failed)?;
    Kubeconfig::of(cluster, &access).to_yaml().map_err(failed)
}
