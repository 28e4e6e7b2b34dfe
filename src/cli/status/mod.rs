//! `packetctl status`: machines and nodes as they are, and how that differs from the files.

mod files_at_hand;
mod report;
mod text;

use super::cluster::approach::{client, limits};
use super::cluster::inside::Inside;
use super::cluster::remembered::{self, Access, Remembered};
use super::exit::Failure;
use super::kubeconfig::{how_to_get_the_ca, no_state};
use super::setting_flags::{ForCluster, SettingFlags};
use super::{Context, Format, period};
use crate::clock::{Clock, SystemClock};
use crate::execute::{Goal, Interrupt, Memory, Papers, Patience, Run, Site, Trouble, Unheard, Wish, remembered_host};
use crate::kubernetes;
use crate::plan::Observed;
use crate::problem::{Flaw, Place};
use crate::settings::{Converging, Merged, StateAccess, table};
use crate::state::Record;
use crate::values::{ClusterName, Period};
use crate::yaml;
use files_at_hand::FilesAtHand;
use report::{Report, Seen};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

const OUTCOME: &str = "nothing was looked at";
/// How long `--wait` waits where nobody says.
const PATIENCE: &str = "10m";
/// Between two looks.
const PAUSE: Duration = Duration::from_secs(2);

/// Show the cluster's machines and nodes, and exit with 1 unless all are Ready
///
/// Looks at Packet and at the cluster, and changes nothing; another run may be at
/// work meanwhile. Where the documents are at hand, what they want is compared, too:
/// machines that are missing, drift, changes that `up` would make. Without the
/// state's secrets only devices can be seen, and it says so.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    packetctl status\n  \
    packetctl status --wait=20m\n  \
    packetctl status -o json | jq -r '.machines[] | select(.isReady | not) | .name'")]
pub(super) struct Arguments {
    /// Folders and files to compare with [default: out/packet, if it is there]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// State file of the cluster [default: $XDG_STATE_HOME/packetctl/NAME/state.json]
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Look again until all machines are Ready, or the time is over [default time: 10m]
    #[arg(long, value_name = "TIME", value_parser = period, num_args = 0..=1, require_equals = true,
          default_missing_value = PATIENCE)]
    wait: Option<Period>,
    /// How to write it
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value = "table")]
    output: Format,
    #[command(flatten)]
    settings: SettingFlags<ForCluster>,
}

pub(super) fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(go(arguments, context))
}

async fn go(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let Arguments { paths, state, wait, output, settings } = arguments;
    let mut merged = Merged::collect(context.inputs(settings));
    let said = StateAccess::resolve(&merged).map_err(|problems| Failure::input(problems, OUTCOME))?;
    let files = FilesAtHand::read(&paths, context)?;
    let of_files = files.as_ref().map(|files| files.cluster.name.clone());
    let name = said.cluster_name.or(of_files);
    let name = name.as_ref().map(ClusterName::as_str);
    let store = remembered::store(state.as_deref(), name.filter(|_| state.is_none()), &context.environment)?;
    let mut remembered =
        Remembered::open_without_secrets(store, Access::Look, said.passphrase.as_ref(), context).await?;
    let Some(record) = remembered.record.take() else {
        return Err(Failure::input(no_state().at(Place::file(remembered.store.path())), OUTCOME));
    };
    let _inside = reach(&record, &remembered, &mut merged).await?;
    let settings = Converging::resolve(&merged).map_err(|problems| Failure::input(problems, OUTCOME))?;
    let wish = match files.filter(|files| files.fit(&record, context)) {
        Some(files) => Some(files.into_wish(&settings, &record)?),
        None => None,
    };
    let papers = match &remembered.closed {
        Some(_) => None,
        None => Papers::from_secrets(&remembered.secrets).map_err(|problems| Failure::input(problems, OUTCOME))?,
    };
    if papers.is_none() {
        let what = remembered.closed.as_ref().map_or("there are no secrets in it".to_owned(), |why| why.what.clone());
        let flaw = Flaw::new(format!("{what}: devices can be seen, and nodes cannot"));
        let hint = remembered.closed.as_ref().and_then(|why| why.hint.clone());
        let hint = hint.unwrap_or_else(|| how_to_get_the_ca(&record));
        context.ui.warning(&flaw.hint(hint).at(Place::file(remembered.store.path())));
        if wait.is_some() {
            return Err(Failure::World {
                what: "whether nodes are Ready cannot be seen without the state's secrets".to_owned(),
                hint: Some("leave --wait out to see the devices".to_owned()),
                left: None,
            });
        }
    }
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let (_asker, interrupt) = Interrupt::pair();
    let site = Site {
        packet: client(&settings, &merged)?,
        project: record.project_id.clone(),
        clock: Arc::clone(&clock),
        progress: Arc::new(Unheard),
        interrupt,
    };
    let goal = match &wish {
        Some(wish) => Goal::Converge(Box::new(wish.clone())),
        None => Goal::Remove(limits(&settings)),
    };
    let memory = Memory::new(remembered.store.clone(), record, remembered.key.clone(), remembered.secrets.clone());
    let mut run = Run::new(site, goal, Patience::default(), memory, papers);
    let (report, observed) = looked(&mut run, wish.as_ref(), wait, &*clock, context).await?;
    write(&report, &observed, output, &*clock, context)
}

/// Comes to the API that the cluster was ordered from: the simulator, inside if it does not run, or the service, unless
/// somebody names another.
async fn reach(record: &Record, remembered: &Remembered, merged: &mut Merged) -> Result<Option<Inside>, Failure> {
    if let Some(known) = &record.simulator {
        let inside = Inside::resume(known, &remembered.secrets).await?;
        inside.supply(merged);
        return Ok(Some(inside));
    }
    if merged.get(&table::API_URL).is_none() {
        merged.answer(&table::API_URL, record.api_url.clone());
    }
    Ok(None)
}

/// Looks; with a time to wait, until all is Ready or the time is over.
async fn looked(
    run: &mut Run,
    wish: Option<&Wish>,
    wait: Option<Period>,
    clock: &dyn Clock,
    context: &Context,
) -> Result<(Report, Observed), Failure> {
    let deadline = wait.map(|wait| clock.now() + wait.as_duration());
    let mut told = String::new();
    loop {
        let is_over = deadline.is_none_or(|deadline| clock.now() >= deadline);
        let waiting = match look(run, wish).await {
            Ok((report, observed)) => match report.trouble() {
                Some(trouble) if !is_over => trouble,
                _ => return Ok((report, observed)),
            },
            Err(trouble) if !is_over && trouble.is_passing() => trouble.to_string(),
            Err(trouble) => return Err(Failure::World { hint: trouble.hint(), what: trouble.to_string(), left: None }),
        };
        if waiting != told {
            context.ui.say(&format!("waiting: {waiting}"));
            told = waiting;
        }
        clock.sleep(PAUSE).await;
    }
}

async fn look(run: &mut Run, wish: Option<&Wish>) -> Result<(Report, Observed), Trouble> {
    let (observed, plan) = run.look().await?;
    let host = run.api_host().or_else(|| remembered_host(run.memory().record()));
    let server = host.as_ref().map(|host| format!("https://{}", crate::bootstrap::Endpoint::host(host)));
    let certificates_end = match (&host, run.papers()) {
        (Some(host), Some(papers)) if observed.api == crate::plan::Api::Answering => {
            let address = crate::bootstrap::Endpoint::host(host).to_string();
            // One that cannot be seen is no trouble of its own: that the API does not answer is told already.
            kubernetes::serving_certificate_end(&address, papers.pki.cluster.certificate(), host).await.ok()
        }
        _ => None,
    };
    let report = Report::of(Seen {
        record: run.memory().record(),
        observed: &observed,
        plan: wish.map(|wish| (&plan, wish.addons.digest.as_str())),
        server,
        certificates_end,
        has_secrets: run.papers().is_some(),
        has_token: run.papers().is_none_or(|papers| papers.token.is_some()),
    });
    Ok((report, observed))
}

/// Writes the report; what is not Ready is how the command ends.
fn write(
    report: &Report,
    observed: &Observed,
    output: Format,
    clock: &dyn Clock,
    context: &Context,
) -> Result<(), Failure> {
    let (ui, now) = (context.ui, clock.now());
    let text = match output {
        Format::Table => text::text(report, report::stands_on(observed), now, ui.data_paint()),
        Format::Json => serde_json::to_string_pretty(report).map_err(io::Error::other)? + "\n",
        Format::Yaml => yaml::write(&[report]).map_err(io::Error::other)?,
    };
    ui.data(&text)?;
    if let Some(end) = report.certificates_end
        && text::days(now, end) < text::DAYS_OF_WARNING
    {
        let flaw = Flaw::new(format!("the certificates that kubeadm made end on {end:.0}"));
        let hint = "on the control plane, `kubeadm certs renew all` and a restart of its static pods make new ones";
        ui.warning(&flaw.hint(hint).at(Place::Named("certificates".into())));
    }
    match report.trouble() {
        None => Ok(()),
        Some(what) => Err(Failure::World {
            what,
            hint: Some("`packetctl up` goes on, and replaces what failed; `packetctl status --wait` waits".to_owned()),
            left: None,
        }),
    }
}
