//! Coming to a cluster: documents, settings, state, simulator and client, all checked before anything is asked for.

use super::addons;
use super::inside::{Inside, world_beside};
use super::options;
use super::remembered::{self, Access, Remembered};
use crate::bootstrap::{SetUps, Sources};
use crate::cli::exit::Failure;
use crate::cli::setting_flags::{ForAll, SettingFlags};
use crate::cli::{Context, ask, documents, generate};
use crate::clock::{Clock as _, SystemClock};
use crate::cluster::Cluster;
use crate::execute::preflight::{self, Places, Preflight};
use crate::execute::{Goal, Memory, Papers, Patience, Wish, of_cluster_name};
use crate::files;
use crate::manifest;
use crate::packet::{self, DeviceFilter};
use crate::pki::Authority;
use crate::plan::{self, Limits, Permissions};
use crate::problem::{Flaw, Place, Problems};
use crate::random;
use crate::settings::{Converging, Merged, table};
use crate::state::Record;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What problems mean before anything was done.
pub(in crate::cli) const NOTHING_ORDERED: &str = "nothing was ordered";

/// How many characters the id of a cluster has.
const ID_LENGTH: usize = 10;

/// Which cluster, and how it is to be made.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ClusterArguments {
    /// Folders and files to read; where the default folder is missing, the four files are generated into it
    #[arg(value_name = "PATH", default_value = DEFAULT_FOLDER)]
    paths: Vec<PathBuf>,
    /// State file of the cluster [default: $XDG_STATE_HOME/packetctl/NAME/state.json]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) state: Option<PathBuf>,
    /// Use a simulated Packet API that runs inside this command; it supplies project and key
    #[arg(long)]
    pub(in crate::cli) sim: bool,
    /// Replace this machine: deletes it and makes it anew; of a control plane, the cluster's data is lost
    #[arg(long, value_name = "MACHINE")]
    replace: Vec<String>,
    /// Delete machines that the files do not want any more
    #[arg(long)]
    delete_extra: bool,
    /// machine_configs.yaml of 2019 with the scripts that set machines up, instead of the built-in ones
    #[arg(long, value_name = "FILE")]
    machine_configs: Option<PathBuf>,
    /// Folder with templates that replace the built-in ones, where the files are generated
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    #[command(flatten)]
    settings: SettingFlags<ForAll>,
}

/// The folder where the documents are, if nobody says otherwise.
pub(in crate::cli) const DEFAULT_FOLDER: &str = "out/packet";

/// Everything about a cluster that its commands need.
pub(in crate::cli) struct Approach {
    pub(in crate::cli) wish: Wish,
    pub(in crate::cli) settings: Converging,
    pub(in crate::cli) places: Places,
    pub(in crate::cli) client: packet::Client,
    pub(in crate::cli) remembered: Remembered,
    pub(in crate::cli) inside: Option<Inside>,
    authority: Option<Authority>,
    /// What the state is to remember of the settings.
    said: BTreeMap<String, String>,
}

/// Comes to the cluster that the documents describe.
pub(in crate::cli) async fn to_wanted(
    arguments: ClusterArguments,
    access: Access<'_>,
    context: &Context,
) -> Result<Approach, Failure> {
    let ClusterArguments { paths, state, sim, replace, delete_extra, machine_configs, templates, settings } = arguments;
    let mut merged = Merged::collect(context.inputs(settings));
    let is_to_generate = paths == [PathBuf::from(DEFAULT_FOLDER)] && !files::is_there(Path::new(DEFAULT_FOLDER))?;
    if context.ui.may_ask() && !sim && is_to_generate {
        ask::for_missing(&mut merged)?;
    }
    if is_to_generate && access == Access::Look {
        let flaw = Flaw::new("there are no documents");
        return Err(flaw.hint("`packetctl generate` writes them").at(Place::file(DEFAULT_FOLDER)).into());
    }
    if is_to_generate {
        if sim {
            supply_project(&mut merged)?;
        }
        generate::write_documents(&mut merged, Path::new(DEFAULT_FOLDER), templates.as_deref(), context)?;
    }
    let (reading, cluster) = read(&paths, context)?;
    let store = remembered::store(state.as_deref(), Some(cluster.name.as_str()), &context.environment)?;
    let passphrase = crate::settings::StateAccess::resolve(&merged)
        .map_err(|problems| Failure::input(problems, NOTHING_ORDERED))?
        .passphrase;
    let remembered = Remembered::open(store, access, passphrase.as_ref(), context).await?;
    let inside = simulator(sim, &remembered, &cluster).await?;
    if let Some(inside) = &inside {
        inside.supply(&mut merged);
    }
    options::recall(&mut merged, remembered.record.as_ref());
    let settings = Converging::resolve(&merged).map_err(|problems| Failure::input(problems, NOTHING_ORDERED))?;
    check_fit(&cluster, &remembered, &settings, &reading.cluster.place)?;
    let authority = authority(&settings, &merged, context)?;
    let key = &settings.api_key;
    let addons =
        addons::read(&reading, key, cluster.project.as_str()).map_err(|all| Failure::input(all, NOTHING_ORDERED))?;
    let permissions = Permissions { replace: BTreeSet::from_iter(replace), delete_extra };
    let endpoint = options::endpoint(&settings, remembered.record.as_ref(), &merged)?;
    let wish = Wish {
        endpoint,
        addons: plan::Addons { digest: addons.digest, count: addons.objects.len() },
        objects: addons.objects,
        permissions,
        limits: limits(&settings),
        set_ups: set_ups(machine_configs.as_deref())?,
        sources: sources(&settings),
        user_data_limit: settings.user_data_limit,
        cluster,
    };
    let client = client(&settings, &merged)?;
    let places = Places { key: merged.place(&table::API_KEY), project: reading.cluster.place.clone() };
    let said = options::said(&merged, inside.is_some());
    Ok(Approach { wish, settings, places, client, remembered, inside, authority, said })
}

/// The client of the Packet API that the settings name.
pub(in crate::cli) fn client(settings: &Converging, merged: &Merged) -> Result<packet::Client, Failure> {
    let options = packet::Options::new(settings.api_url.clone(), settings.api_key.clone());
    packet::Client::new(options, Arc::new(SystemClock)).map_err(|error| {
        let flaw = Flaw::new(error.to_string()).hint(error.hint());
        Failure::input(flaw.at(merged.place(&table::API_URL)), NOTHING_ORDERED)
    })
}

/// Reads the documents, tells their warnings, and makes the cluster of them.
pub(in crate::cli) fn read(paths: &[PathBuf], context: &Context) -> Result<(manifest::Reading, Cluster), Failure> {
    let failed = |problems: Problems| Failure::input(problems, NOTHING_ORDERED);
    let sources = documents::read(paths).map_err(failed)?;
    let reading = manifest::read(&sources).map_err(failed)?;
    for warning in &reading.warnings {
        context.ui.warning(warning);
    }
    let cluster = Cluster::from_reading(&reading).map_err(failed)?;
    Ok((reading, cluster))
}

/// With the simulator inside nobody needs a project of their own: any id will do, and it becomes the simulator's.
fn supply_project(merged: &mut Merged) -> Result<(), Failure> {
    if merged.get(&table::PROJECT_ID).is_none() {
        let id = uuid::Builder::from_random_bytes(random_bytes()?).into_uuid();
        merged.answer(&table::PROJECT_ID, id.to_string());
    }
    if merged.get(&table::API_KEY).is_none() {
        merged.answer(&table::API_KEY, "supplied-by-the-simulator".to_owned());
    }
    Ok(())
}

fn random_bytes() -> Result<[u8; 16], Failure> {
    let number = || random::number().map(u64::to_be_bytes);
    let halves = number().and_then(|high| Ok((high, number()?)));
    let (high, low) = halves.map_err(|error| {
        Flaw::new(format!("the system gives no random numbers: {error}")).at(Place::Named("--sim".into()))
    })?;
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&high);
    bytes[8..].copy_from_slice(&low);
    Ok(bytes)
}

/// The simulator inside, if one is asked for or the state remembers one.
async fn simulator(sim: bool, remembered: &Remembered, cluster: &Cluster) -> Result<Option<Inside>, Failure> {
    match &remembered.record {
        Some(Record { simulator: Some(known), .. }) => Inside::resume(known, &remembered.secrets).await.map(Some),
        Some(record) if sim => {
            let what = format!("this cluster is at {}, not in a simulator", record.api_url);
            let flaw = Flaw::new(what).hint("leave --sim out, or name another cluster");
            Err(Failure::input(flaw.at(Place::Named("--sim".into())), NOTHING_ORDERED))
        }
        None if sim => Inside::start(world_beside(&remembered.folder()), Some(&cluster.project)).await.map(Some),
        _ => Ok(None),
    }
}

/// Whether documents, settings and state are about one cluster.
fn check_fit(cluster: &Cluster, remembered: &Remembered, settings: &Converging, at: &Place) -> Result<(), Failure> {
    let mut problems = Problems::new();
    if let Some(project) = &settings.project_id
        && *project != cluster.project
        && remembered.record.as_ref().is_none_or(|record| record.simulator.is_none())
    {
        let what = format!("the project here is {}, and PACKET_PROJECT_ID says {project}", cluster.project);
        problems.push(Flaw::new(what).hint("let both say the same, or leave PACKET_PROJECT_ID out").at(at.clone()));
    }
    if let Some(record) = &remembered.record
        && record.project_id != cluster.project.as_str()
    {
        let what = format!("its cluster is in the project {}, not in {}", record.project_id, cluster.project);
        let hint = "machines cannot move to another project: `packetctl down` first, or give the cluster another name";
        problems.push(Flaw::new(what).hint(hint).at(Place::file(remembered.store.path())));
    }
    problems.into_result(()).map_err(|problems| Failure::input(problems, NOTHING_ORDERED))
}

/// The user's own authority, checked; that it ends soon is worth a word.
pub(in crate::cli) fn authority(
    settings: &Converging,
    merged: &Merged,
    context: &Context,
) -> Result<Option<Authority>, Failure> {
    let Some(files) = &settings.authority else { return Ok(None) };
    let problems = generate::check_authority(files, merged);
    let now = SystemClock.now();
    let authority = Authority::given(&files.certificate, &files.key, now);
    let Ok(authority) = authority else {
        let mut all = Problems::new();
        all.extend(problems);
        return Err(Failure::input(all, NOTHING_ORDERED));
    };
    if authority.ends().duration_since(now) < jiff::SignedDuration::from_hours(24 * 365) {
        let flaw =
            Flaw::new(format!("your CA ends on {:.0}: nothing in the cluster works beyond that", authority.ends()));
        context.ui.warning(&flaw.at(merged.place(&table::CA_CERT)));
    }
    Ok(Some(authority))
}

/// Where machines get what they need.
pub(in crate::cli) fn sources(settings: &Converging) -> Sources {
    Sources {
        packages: settings.package_mirror.clone(),
        images: settings.image_mirror.clone(),
        metadata: settings.metadata_url.clone(),
    }
}

/// How patient the plan is.
pub(in crate::cli) fn limits(settings: &Converging) -> Limits {
    Limits { boot: settings.boot, join: settings.join, order: settings.order, tries: settings.machine_tries }
}

/// How patient the run is.
pub(in crate::cli) fn patience(settings: &Converging) -> Patience {
    Patience {
        deadline: None,
        drain: settings.drain,
        packet_pause: (settings.look / 5, settings.look),
        cluster_pause: settings.look / 5,
    }
}

fn set_ups(path: Option<&Path>) -> Result<SetUps, Failure> {
    let failed = |problems: Problems| Failure::input(problems, NOTHING_ORDERED);
    match path {
        None => Ok(SetUps::built_in()),
        Some(path) => SetUps::with_machine_configs(&files::read_text(path)?, path).map_err(failed),
    }
}

impl Approach {
    /// Makes the memory of the cluster, new or found, and its papers. A new one gets an id and keys, not yet on disk.
    pub(in crate::cli) async fn memory(&mut self) -> Result<(Memory, Option<Papers>), Failure> {
        let now = SystemClock.now();
        let impossible = |flaw: Flaw| Failure::input(flaw.at(Place::Named("keys".into())), NOTHING_ORDERED);
        let store = Arc::clone(&self.remembered.store);
        let mut secrets = self.remembered.secrets.clone();
        if let Some(mut record) = self.remembered.record.take() {
            record.options.extend(std::mem::take(&mut self.said));
            record.endpoint_choice = self.wish.endpoint.to_text();
            let papers = Papers::from_secrets(&secrets).map_err(|all| Failure::input(all, NOTHING_ORDERED))?;
            self.check_authority_is_the_same(papers.as_ref())?;
            let mut memory = Memory::new(store, record, self.remembered.key.clone(), secrets);
            Inside::remember(self.inside.as_ref(), &mut memory);
            return Ok((memory, papers));
        }
        self.refuse_strangers().await?;
        let id = random::letters_and_digits(ID_LENGTH)
            .map_err(|error| impossible(Flaw::new(format!("the system gives no random numbers: {error}"))))?;
        let cluster = &self.wish.cluster;
        let mut record = Record::new(cluster.name.as_str(), id, cluster.project.as_str(), &self.settings.api_url, now);
        record.endpoint_choice = self.wish.endpoint.to_text();
        record.options = std::mem::take(&mut self.said);
        if let Some(inside) = &self.inside {
            record.simulator = Some(inside.record.clone());
            inside.keep_key(&mut secrets);
        }
        let papers = Papers::make(self.authority.take(), now).map_err(impossible)?;
        let mut memory = Memory::new(store, record, self.remembered.key.clone(), secrets);
        memory.seal(&papers).map_err(impossible)?;
        Ok((memory, Some(papers)))
    }

    /// The CA of a cluster cannot be changed by naming another one.
    fn check_authority_is_the_same(&self, papers: Option<&Papers>) -> Result<(), Failure> {
        let (Some(given), Some(papers)) = (&self.authority, papers) else { return Ok(()) };
        if given.certificate() == papers.pki.cluster.certificate() {
            return Ok(());
        }
        let flaw = Flaw::new("this is not the CA that the cluster was made with, and it cannot be changed");
        let hint = "leave CA_CERT and CA_KEY out, or give those of the cluster";
        Err(Failure::input(flaw.hint(hint).at(Place::Named("CA_CERT".into())), NOTHING_ORDERED))
    }

    /// Why nothing can be seen: a wrong key or project is bad input, and told as such.
    async fn unseen(&self, error: packet::Error) -> Failure {
        if matches!(error, packet::Error::Refused { status: 401 | 403 | 404, .. })
            && let Err(flaw) = preflight::check(&self.wish.cluster, &self.client, &BTreeMap::new(), &self.places).await
        {
            return Failure::preflight(flaw, NOTHING_ORDERED);
        }
        Failure::World { what: error.to_string(), hint: Some(error.hint()), left: Some(NOTHING_ORDERED.to_owned()) }
    }

    /// Without a state nothing may be ordered where machines of this cluster stand already.
    async fn refuse_strangers(&self) -> Result<(), Failure> {
        let cluster = &self.wish.cluster;
        let filter = DeviceFilter::tag(of_cluster_name(cluster.name.as_str()));
        let found = self.client.list_devices(cluster.project.as_str(), &filter).await;
        let found = match found {
            Ok(found) => found,
            Err(error) => return Err(self.unseen(error).await),
        };
        if found.is_empty() {
            return Ok(());
        }
        let all: Vec<String> = found
            .iter()
            .map(|device| format!("{} ({})", device.hostname.as_deref().unwrap_or("?"), device.id))
            .collect();
        Err(Failure::World {
            what: format!(
                "no state of the cluster {} is here, but {} of its devices are at Packet: {}",
                cluster.name,
                found.len(),
                all.join(", ")
            ),
            hint: Some(format!(
                "`packetctl state rebuild --cluster-name {0}` makes a state of them; `packetctl down --cluster {0}` deletes \
                 them",
                cluster.name
            )),
            left: Some("nothing was ordered".to_owned()),
        })
    }

    /// The goal: the cluster as it is wanted.
    pub(in crate::cli) fn goal(&self) -> Goal {
        Goal::Converge(Box::new(self.wish.clone()))
    }
}

/// Asks Packet whether what is missing can be had; tells its warnings.
pub(in crate::cli) async fn preflight(
    approach: &Approach,
    missing: &BTreeMap<String, u32>,
    context: &Context,
) -> Result<Preflight, Failure> {
    let told = preflight::check(&approach.wish.cluster, &approach.client, missing, &approach.places).await;
    let told = told.map_err(|error| Failure::preflight(error, NOTHING_ORDERED))?;
    for warning in &told.warnings {
        context.ui.warning(warning);
    }
    Ok(told)
}
