//! `packetctl state rebuild`: a state from what is at Packet and in the cluster.

use super::show;
use crate::cli::Context;
use crate::cli::cluster::approach::{authority, client};
use crate::cli::cluster::options;
use crate::cli::cluster::remembered::{self, Access, Remembered};
use crate::cli::exit::Failure;
use crate::cli::setting_flags::{ForRebuilding, SettingFlags};
use crate::clock::{Clock as _, SystemClock};
use crate::cluster::Role;
use crate::execute::{Memory, Papers, Rebuilt, Remains, clusters_named, of_cluster_name, rebuild, remembered_host};
use crate::files;
use crate::kubernetes::{self, Access as ClusterAccess, Kubeconfig, Node};
use crate::packet::{AddressReservation, Device, DeviceFilter, ReservationType};
use crate::pki::{Authority, ClientRequest, Group};
use crate::plan::EndpointChoice;
use crate::problem::{Flaw, Place, Problems};
use crate::settings::{Converging, EndpointSetting, Merged, table};
use crate::state::Record;
use crate::values::ClusterName;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

const OUTCOME: &str = "no state was made";

/// Make a state from the cluster's tags at Packet
///
/// Restores ids, addresses and phases of everything that carries the tags of the
/// cluster. Secrets stand in no tag: they come back from the cluster's CA (CA_CERT
/// and CA_KEY; on the control plane ca.crt and ca.key in /etc/kubernetes/pki).
/// Without it `status` of devices and `down` work, and no machine can be made. With
/// --kubeconfig the cluster's nodes are looked at, too, even without the CA.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    packetctl state rebuild --cluster-name demo\n  \
    CA_CERT=ca.crt CA_KEY=ca.key packetctl state rebuild --cluster-name demo --kubeconfig admin.conf")]
pub(super) struct Arguments {
    /// State file to make [default: $XDG_STATE_HOME/packetctl/NAME/state.json]
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// An administrator's kubeconfig of the cluster, to look at its nodes; it is not kept
    #[arg(long, value_name = "FILE")]
    kubeconfig: Option<PathBuf>,
    /// Make it anew where there is one; that one is kept as the previous generation
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    settings: SettingFlags<ForRebuilding>,
}

/// What the cluster itself told.
#[derive(Default)]
struct Told {
    has_answered: bool,
    nodes: Vec<Node>,
    /// Why it told nothing.
    silence: Option<String>,
}

pub(super) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let Arguments { state, kubeconfig, force, settings } = arguments;
    let merged = Merged::collect(context.inputs(settings));
    let settings = Converging::resolve(&merged).map_err(|problems| Failure::input(problems, OUTCOME))?;
    let (name, project) = named(&settings)?;
    let kubeconfig = kubeconfig.map(|path| access(&path)).transpose()?;
    let authority = authority(&settings, &merged, context)?;
    let store = remembered::store(state.as_deref(), Some(name.as_str()), &context.environment)?;
    let change = Access::Change("packetctl state rebuild");
    let mut old = Remembered::open_without_secrets(store, change, settings.state_passphrase.as_ref(), context).await?;
    let at = Place::file(old.store.path());
    if old.record.is_some() && !force {
        let flaw = Flaw::new("there is a state already").hint("--force makes it anew, and keeps it as FILE.previous");
        return Err(Failure::input(flaw.at(at), OUTCOME));
    }
    let client = client(&settings, &merged)?;
    let filter = DeviceFilter::tag(of_cluster_name(name.as_str()));
    let devices = client.list_devices(&project, &filter).await?;
    let reservations = client.list_reservations(&project, &[ReservationType::PublicIpv4]).await?;
    let id = only_id(&name, &project, &devices, &reservations)?;
    let had_secrets = old.closed.is_none() && !old.secrets.is_empty();
    let mut record = match old.record.take() {
        Some(record) if record.id == id => record,
        Some(record) => return Err(Failure::input(another(&record, &id).at(at), OUTCOME)),
        None => Record::new(name.as_str(), id, &project, &settings.api_url, SystemClock.now()),
    };
    record.project_id.clone_from(&project);
    if old.closed.is_some() {
        record.secrets = None;
    }
    let papers = match authority {
        Some(authority) => Some(papers(authority)?),
        None => Papers::from_secrets(&old.secrets).map_err(|problems| Failure::input(problems, OUTCOME))?,
    };
    let is_said = merged.get(&table::ENDPOINT).is_some();
    let nobody = Remains { devices: &devices, reservations: &reservations, nodes: &[], has_answered: false };
    let first = rebuild(record.clone(), &nobody, SystemClock.now()).record;
    let said = is_said.then_some(&settings.endpoint);
    record.endpoint_choice = choice(said, &first, kubeconfig.as_ref(), record.generation > 0).to_text();
    let host = remembered_host(&Record { endpoint_choice: record.endpoint_choice.clone(), ..first });
    let told = ask(kubeconfig.as_ref(), papers.as_ref(), host.as_deref()).await?;
    let remains = Remains { nodes: &told.nodes, has_answered: told.has_answered, ..nobody };
    let rebuilt = rebuild(record, &remains, SystemClock.now());
    let mut memory = Memory::new(old.store.clone(), rebuilt.record.clone(), old.key.clone(), old.secrets.clone());
    memory.change();
    if let Some(papers) = papers.as_ref().filter(|_| settings.authority.is_some()) {
        memory.seal(papers).map_err(|flaw| Failure::input(flaw.at(at), OUTCOME))?;
    }
    memory.save(SystemClock.now()).await.map_err(remembered::failure)?;
    context.ui.data(&show::machines(&rebuilt.record).text(None))?;
    tell(&rebuilt, &told, papers.is_some(), had_secrets, &old.store.path().display().to_string(), context);
    Ok(())
}

/// Name and project, which nothing else tells.
fn named(settings: &Converging) -> Result<(ClusterName, String), Failure> {
    let mut problems = Problems::new();
    if settings.cluster_name.is_none() {
        let flaw = Flaw::new("the cluster must be named").hint("--cluster-name NAME");
        problems.push(flaw.at(Place::Named("CLUSTER_NAME".into())));
    }
    if settings.project_id.is_none() {
        let flaw = Flaw::new("the project must be named").hint("export PACKET_PROJECT_ID=…");
        problems.push(flaw.at(Place::Named("PACKET_PROJECT_ID".into())));
    }
    match (&settings.cluster_name, &settings.project_id) {
        (Some(name), Some(project)) => Ok((name.clone(), project.to_string())),
        _ => Err(Failure::input(problems, OUTCOME)),
    }
}

fn access(path: &Path) -> Result<ClusterAccess, Failure> {
    let read = |path: &Path| files::read_text(path);
    let text = read(path)?;
    let access = Kubeconfig::read(&text, path).and_then(|kubeconfig| kubeconfig.access(None, &read));
    access.map_err(|problem| Failure::input(problem, OUTCOME))
}

/// The one id of the clusters of this name.
fn only_id(
    name: &ClusterName,
    project: &str,
    devices: &[Device],
    reservations: &[AddressReservation],
) -> Result<String, Failure> {
    let mut found = clusters_named(name.as_str(), devices, reservations);
    let world = |what: String, hint: &str| {
        Err(Failure::World { what, hint: Some(hint.to_owned()), left: Some(OUTCOME.to_owned()) })
    };
    match found.len() {
        0 => world(
            format!("nothing in project {project} carries the tags of a cluster {name}"),
            "look whether name, project and PACKET_API_URL are right",
        ),
        1 => Ok(found.pop_first().map(|(id, _)| id).unwrap_or_default()),
        _ => {
            let told: Vec<String> = found.iter().map(|(id, things)| format!("{id}: {}", things.join(", "))).collect();
            world(
                format!("{} clusters of the name {name} are there: {}", found.len(), told.join("; ")),
                "delete by hand what is not wanted, or take the tags `packetctl:cluster=…` off it",
            )
        }
    }
}

fn another(record: &Record, id: &str) -> Flaw {
    Flaw::new(format!(
        "this is the state of another cluster of this name: its id is {}, at Packet it is {id}",
        record.id
    ))
    .hint("name another file with --state, or move this one away")
}

/// All papers that a CA is enough for. The other authorities and the service accounts' key are on the control plane
/// only. New ones are made: they serve a control plane that replaces this one, which begins with nothing anyway.
fn papers(authority: Authority) -> Result<Papers, Failure> {
    let papers = Papers::make(Some(authority), SystemClock.now());
    let papers = papers.map_err(|flaw| Failure::input(flaw.at(Place::Named("keys".into())), OUTCOME))?;
    Ok(Papers { token: None, ..papers })
}

/// Where the API server is reached: as is said, as was remembered, or as what is there suggests.
fn choice(
    said: Option<&EndpointSetting>,
    found: &Record,
    kubeconfig: Option<&ClusterAccess>,
    is_remembered: bool,
) -> EndpointChoice {
    if let Some(said) = said {
        return options::chosen(said);
    }
    if let Some(remembered) = EndpointChoice::from_text(&found.endpoint_choice).filter(|_| is_remembered) {
        return remembered;
    }
    let server = kubeconfig.map(|access| host_of(&access.server));
    let elastic = found.endpoint.as_ref().and_then(|endpoint| endpoint.address.clone());
    let mut machines = found.machines.values();
    let control_plane = machines.find(|machine| machine.role == Role::ControlPlane.name());
    let own = control_plane.and_then(|machine| machine.public_address.clone());
    match server {
        Some(server) if elastic.as_ref() != Some(&server) && own.as_ref() != Some(&server) => {
            EndpointChoice::Host(server)
        }
        Some(server) if elastic.as_ref() != Some(&server) => EndpointChoice::Device,
        None if elastic.is_none() => EndpointChoice::Device,
        _ => EndpointChoice::Elastic,
    }
}

/// The host of `https://HOST:PORT`.
fn host_of(server: &str) -> String {
    let rest = server.trim_start_matches("https://").split('/').next().unwrap_or_default();
    let host = rest.rsplit_once(':').map_or(rest, |(host, _)| host);
    host.trim_matches(['[', ']']).to_owned()
}

/// Asks the cluster, if there is a way to. A CA that is not the cluster's is refused.
async fn ask(kubeconfig: Option<&ClusterAccess>, papers: Option<&Papers>, host: Option<&str>) -> Result<Told, Failure> {
    let wrong_ca = |what: String| {
        let flaw = Flaw::new(what).hint("on the control plane it is /etc/kubernetes/pki/ca.crt, with its ca.key");
        Failure::input(flaw.at(Place::Named("CA_CERT".into())), OUTCOME)
    };
    let own;
    let access = match (kubeconfig, papers, host) {
        (Some(access), papers, _) => {
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            let is_other =
                |papers: &&Papers| !bare(&access.authority).contains(&bare(papers.pki.cluster.certificate()));
            if papers.as_ref().is_some_and(is_other) {
                return Err(wrong_ca("this is not the CA that the kubeconfig names".to_owned()));
            }
            access
        }
        (None, Some(papers), Some(host)) => {
            let group = Group::ClusterAdmins;
            let time_to_live = Duration::from_secs(60 * 60);
            let request = ClientRequest { common_name: "packetctl".to_owned(), group, time_to_live };
            own = papers.access(host, &request, SystemClock.now());
            own.as_ref().map_err(|flaw| Failure::input(flaw.clone().at(Place::Named("CA_CERT".into())), OUTCOME))?
        }
        _ => return Ok(Told::default()),
    };
    let looked = async {
        let client = kubernetes::Client::new(access, Arc::new(SystemClock))?;
        client.check_ready().await?;
        client.list_nodes().await
    };
    match looked.await {
        Ok(nodes) => Ok(Told { has_answered: true, nodes, silence: None }),
        Err(error @ kubernetes::Error::Untrusted { .. }) if kubeconfig.is_none() => Err(wrong_ca(error.to_string())),
        Err(error) => Ok(Told { silence: Some(error.to_string()), ..Told::default() }),
    }
}

/// Says what came back, and what is lost.
fn tell(rebuilt: &Rebuilt, told: &Told, has_papers: bool, had_secrets: bool, path: &str, context: &Context) {
    let (ui, record) = (context.ui, &rebuilt.record);
    ui.say(&format!("wrote {path}: cluster {} (id {}), {} machines", record.cluster, record.id, record.machines.len()));
    for device in &rebuilt.unclear {
        let flaw = Flaw::new(format!("{device} is of this cluster, and its tags no longer say which machine it is"));
        ui.warning(&flaw.hint("`packetctl down` deletes it; nothing else touches it").at(Place::Named("tags".into())));
    }
    if let Some(silence) = &told.silence {
        ui.say(&format!("the cluster was not asked for its nodes: {silence}"));
    }
    if rebuilt.is_assumed {
        ui.say("nobody saw whether the control plane holds data; it is taken for one that does, and never replaced unasked");
    }
    match (has_papers, had_secrets) {
        (true, true) => ui.say("the secrets are those that were there"),
        (true, false) => ui.say(
            "lost: the authorities of etcd and of the front proxy and the service accounts' key; the CA is enough for \
             kubeconfigs and workers. New ones were made for the case that the control plane is replaced",
        ),
        (false, _) => ui.say(&format!(
            "lost: all secrets. `packetctl status` shows devices and `packetctl down` works; no kubeconfig and no \
             machine can be made. To bring them back, {}",
            crate::cli::kubeconfig::how_to_get_the_ca(record)
        )),
    }
    ui.say("next: packetctl status");
}
