//! `packetctl kubeconfig`: an administrator's access to the cluster, printed or put into a file.

use super::Context;
use super::cluster::ending::TIME_TO_LIVE;
use super::cluster::remembered::{self, Access, Remembered};
use super::exit::Failure;
use super::setting_flags::{ForState, SettingFlags};
use crate::clock::{Clock as _, SystemClock};
use crate::execute::{Papers, remembered_host};
use crate::files;
use crate::hint::shell_word;
use crate::kubernetes::{Kubeconfig, MakeCurrent};
use crate::pki::{ClientRequest, Group};
use crate::problem::{Flaw, Place, Problem};
use crate::secret::Secret;
use crate::settings::{Environment, Merged, StateAccess};
use crate::state::Record;
use crate::values::ClusterName;
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What problems mean here.
const OUTCOME: &str = "no kubeconfig was written";

/// Print an admin kubeconfig, write it to a file or merge it into yours
///
/// The client certificate in it is made now, by the cluster's CA in the state; no
/// API key is needed, and nobody is asked. It is of the group kubeadm:cluster-admins,
/// whose rights can be taken away again in the cluster. The file is readable by its
/// owner only.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    packetctl kubeconfig --file demo.kubeconfig\n  \
    packetctl kubeconfig --merge --use\n  \
    packetctl kubeconfig --ttl 8h > for-today.kubeconfig")]
pub(super) struct Arguments {
    /// State file of the cluster [default: $XDG_STATE_HOME/packetctl/NAME/state.json]
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Write to this file instead of standard output; with --merge, the file to merge into
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,
    /// Add the cluster to the first file of $KUBECONFIG, else to ~/.kube/config; everything else in it stays
    #[arg(long)]
    merge: bool,
    /// With --merge: make it the current context
    #[arg(long = "use", requires = "merge")]
    make_current: bool,
    /// How long it can be used, for example 8h or 30d [default: one year]
    #[arg(long, value_name = "TIME", value_parser = time_to_live)]
    ttl: Option<Duration>,
    /// Be of the group system:masters, whose rights nothing in the cluster can take away
    #[arg(long)]
    masters: bool,
    #[command(flatten)]
    settings: SettingFlags<ForState>,
}

/// What a kubeconfig was made of.
struct Minted {
    cluster: String,
    kubeconfig: Kubeconfig,
    ends: Timestamp,
}

pub(super) fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let ui = context.ui;
    let Arguments { state, file, merge, make_current, ttl, masters, settings } = arguments;
    let merged = Merged::collect(context.inputs(settings));
    let access = StateAccess::resolve(&merged).map_err(|problems| Failure::input(problems, OUTCOME))?;
    let name = access.cluster_name.as_ref().map(ClusterName::as_str);
    let store = remembered::store(state.as_deref(), name, &context.environment)?;
    let opening = Remembered::open(store, Access::Look, access.passphrase.as_ref(), context);
    let remembered = runtime.block_on(opening)?;
    let group = if masters { Group::Masters } else { Group::ClusterAdmins };
    let minted = mint(&remembered, group, ttl.unwrap_or(TIME_TO_LIVE))?;
    if masters {
        let flaw = Flaw::new("whoever has this kubeconfig may do everything, and nothing in the cluster can stop them");
        let hint = "leave --masters out, unless the cluster's own authorization is broken; give it a short --ttl";
        ui.warning(&flaw.hint(hint).at(Place::Named("--masters".into())));
    }
    match (file, merge) {
        (file, true) => {
            let path = file.map_or_else(|| users_own(&context.environment), Ok)?;
            merge_into(&path, &minted, make_current, context)
        }
        (Some(path), false) => write(&path, &minted, context),
        (None, false) => {
            ui.data(minted.text()?.expose())?;
            ui.say(&format!("context {}; it can be used until {:.0}", ui.strong(&minted.cluster), minted.ends));
            Ok(())
        }
    }
}

impl Minted {
    fn text(&self) -> Result<Secret, Failure> {
        self.kubeconfig.to_yaml().map_err(|flaw| input(flaw.at(Place::Named("kubeconfig".into()))))
    }
}

fn input(problem: Problem) -> Failure {
    Failure::input(problem, OUTCOME)
}

/// Makes a certificate with the cluster's CA, and a kubeconfig of it.
fn mint(remembered: &Remembered, group: Group, time_to_live: Duration) -> Result<Minted, Failure> {
    let at = Place::file(remembered.store.path());
    let record = remembered.record.as_ref().ok_or_else(|| input(no_state().at(at.clone())))?;
    let papers = Papers::from_secrets(&remembered.secrets).map_err(|problems| Failure::input(problems, OUTCOME))?;
    let Some(papers) = papers else {
        let flaw = Flaw::new("the cluster's CA is not in it, so no certificate can be made");
        return Err(input(flaw.hint(how_to_get_the_ca(record)).at(at)));
    };
    let Some(host) = remembered_host(record) else {
        let flaw = Flaw::new("the address of the API server is not known yet");
        return Err(input(flaw.hint("`packetctl up` goes on until it is").at(at)));
    };
    let now = SystemClock.now();
    let request = ClientRequest { common_name: "kubernetes-admin".to_owned(), group, time_to_live };
    let access = papers.access(&host, &request, now).map_err(|flaw| input(flaw.at(at)))?;
    let wished = now.checked_add(time_to_live).unwrap_or(Timestamp::MAX);
    Ok(Minted {
        cluster: record.cluster.clone(),
        kubeconfig: Kubeconfig::of(&record.cluster, &access),
        ends: wished.min(papers.pki.cluster.ends()),
    })
}

/// There is nothing at the place where the state should be.
pub(super) fn no_state() -> Flaw {
    Flaw::new("there is no state here").hint(
        "`packetctl up` makes the cluster and its state; `packetctl state rebuild --cluster-name NAME` makes a state \
         of a cluster that is at Packet",
    )
}

/// How a state comes to its CA again.
pub(super) fn how_to_get_the_ca(record: &Record) -> String {
    format!(
        "copy ca.crt and ca.key from /etc/kubernetes/pki of the control plane, then CA_CERT=ca.crt CA_KEY=ca.key \
         packetctl state rebuild --cluster-name {} --force",
        shell_word(&record.cluster)
    )
}

/// Writes it to a file of its own; a file that holds anything else is not replaced.
fn write(path: &Path, minted: &Minted, context: &Context) -> Result<(), Failure> {
    if files::is_there(path)? {
        let text = files::read_text(path).map_err(input)?;
        let ours = Kubeconfig::read(&text, path).map_err(input)?.is_only_ours();
        if !ours {
            let flaw = Flaw::new("it holds entries that packetctl did not write, and they would be lost");
            let hint = "--merge adds the cluster and keeps them; or choose another path";
            return Err(input(flaw.hint(hint).at(Place::file(path))));
        }
    }
    files::replace_private(path, minted.text()?.expose()).map_err(input)?;
    told(path, &minted.cluster, "wrote", minted, context);
    let command = format!("kubectl --kubeconfig {} get nodes", shell_word(&path.display().to_string()));
    context.ui.say(&format!("next: {}", context.ui.strong(&command)));
    Ok(())
}

/// Adds it to a file of the user's.
fn merge_into(path: &Path, minted: &Minted, make_current: bool, context: &Context) -> Result<(), Failure> {
    let existing = if files::is_there(path)? { files::read_text(path).map_err(input)? } else { String::new() };
    let current = if make_current { MakeCurrent::Yes } else { MakeCurrent::No };
    let merged = Kubeconfig::merge(&existing, path, &minted.kubeconfig, current).map_err(input)?;
    if let Some(folder) = path.parent() {
        files::make_private_folder(folder).map_err(input)?;
    }
    files::replace_private(path, merged.text.expose()).map_err(input)?;
    told(path, &merged.context, "merged into", minted, context);
    let ui = context.ui;
    if make_current {
        ui.say("it is the current context now");
    } else {
        let command = format!("kubectl --context {} get nodes", shell_word(&merged.context));
        ui.say(&format!("the current context stays as it was; next: {}", ui.strong(&command)));
    }
    Ok(())
}

fn told(path: &Path, name: &str, done: &str, minted: &Minted, context: &Context) {
    let ui = context.ui;
    let path = path.display();
    ui.say(&format!("{done} {path}: context {}; it can be used until {:.0}", ui.strong(name), minted.ends));
}

/// The file that kubectl writes to: the first of `KUBECONFIG`, else the usual one.
fn users_own(environment: &Environment) -> Result<PathBuf, Failure> {
    environment.kubeconfig().ok_or_else(|| {
        let flaw = Flaw::new("there is no home folder, so it is not known where your kubeconfig is");
        input(flaw.hint("name it: --file PATH").at(Place::Named("HOME".into())))
    })
}

/// A time during which something can be used; days may be given, too, which a length of time has not.
fn time_to_live(text: &str) -> Result<Duration, String> {
    let days = text.strip_suffix('d').and_then(|days| days.trim().parse::<u32>().ok());
    let time = match days {
        Some(days) => Duration::from_secs(u64::from(days) * 24 * 60 * 60),
        None => super::period(text)?.as_duration(),
    };
    if time < Duration::from_secs(60) {
        return Err(format!("{text:?} is too short: it must be a minute at least"));
    }
    Ok(time)
}
