//! What is asked of Packet before anything is ordered: whether the files can come true there at all.
//!
//! ```text
//!  one round:   plans, systems, metros or facilities, the project, its keys ─▶ `offer`: does it go together
//!  a second:    are there as many machines (`stock`), and what makes a hint or a warning exact
//! ```

mod offer;
mod stock;

use crate::cluster::{Cluster, Group, Location};
use crate::hint::listed;
use crate::packet::{self, Client, Price, Project, SshKey};
use crate::problem::{Flaw, Place, Problems};
use offer::Offer;
use std::collections::BTreeMap;
use std::future::Future;
use thiserror::Error;

/// The plan under which the service's price list has an elastic address (a fixture of the price list).
const ELASTIC_ADDRESS: &str = "public_ipv4";

/// Where to point when something is wrong that stands in no group's document.
#[derive(Debug, Clone)]
pub struct Places {
    /// Where the API key was given.
    pub key: Place,
    /// Where the project was named.
    pub project: Place,
}

/// What Packet said: the files can come true.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Preflight {
    /// What one machine of each group costs, by the group's name, where the machine is to stand.
    pub prices: BTreeMap<String, Price>,
    /// What an elastic address costs, if the list tells it.
    pub address_price: Price,
    /// What is allowed but was perhaps not meant.
    pub warnings: Problems,
    /// How many requests that took.
    pub calls: u64,
}

/// Why nothing should be ordered.
#[derive(Debug, Error)]
pub enum PreflightError {
    /// The files or settings cannot come true there, whenever one tries.
    #[error("{} things cannot work at Packet", .0.len())]
    Input(Problems),
    /// The files are right, and there are too few machines now.
    #[error("there are too few machines at Packet now")]
    Short(Problems),
    /// The service did not answer, or not to the question.
    #[error(transparent)]
    Service(Box<packet::Error>),
}

/// Asks everything and tells all problems at once. `missing` is how many machines of each group are still to be
/// ordered, by the group's name: only for these there must be room.
///
/// Nothing is changed by it. The questions of a round are asked at the same time, each once.
pub async fn check(
    cluster: &Cluster,
    client: &Client,
    missing: &BTreeMap<String, u32>,
    places: &Places,
) -> Result<Preflight, PreflightError> {
    let calls_before = count(client);
    let answers = ask(cluster, client).await.map_err(|error| refusal(error, &places.key))?;
    let mut problems = Problems::new();
    let mut warnings = Problems::new();
    if let Err(error) = answers.project {
        problems.push(no_project(cluster, client, &error).await?.at(places.project.clone()));
    }
    let mut prices = BTreeMap::new();
    let mut good: Vec<&Group> = Vec::new();
    for group in cluster.groups() {
        match answers.offer.flaws(&group.shape) {
            flaws if flaws.is_empty() => {
                good.push(group);
                prices.insert(group.name.clone(), answers.offer.price(&group.shape));
            }
            flaws => problems.extend(flaws.into_iter().map(|flaw| flaw.at(group.at.clone()))),
        }
    }
    let (short, unasked) = stock::shortages(&good, missing, client, &places.key).await?;
    warnings.extend(unasked);
    if let Some(group) = cluster.groups().find(|group| group.shape.ssh_keys.is_empty())
        && answers.keys.is_some_and(|keys| keys.is_empty())
        && nobody_has_keys(client).await?
    {
        let flaw =
            Flaw::new("nobody could log in to its machines: the files name no SSH key, and there is none at Packet");
        let hint = "give `sshKeys` in the document, or `packetctl generate --ssh-key FILE`";
        warnings.push(flaw.hint(hint).at(group.at.clone()));
    }
    if problems.is_empty() && !short.is_empty() {
        return Err(PreflightError::Short(short));
    }
    problems.extend(short);
    problems.sort();
    let address_price = answers.offer.other(ELASTIC_ADDRESS);
    let calls = count(client) - calls_before;
    problems.into_result(Preflight { prices, address_price, warnings, calls }).map_err(PreflightError::Input)
}

/// What the first round gave.
struct Answers {
    offer: Offer,
    /// The project, or that it cannot be seen.
    project: Result<Project, packet::Error>,
    /// The project's keys; none if nobody needs them or the key may not see them.
    keys: Option<Vec<SshKey>>,
}

async fn ask(cluster: &Cluster, client: &Client) -> Result<Answers, packet::Error> {
    let id = cluster.project.as_str();
    let in_metro = |group: &Group| matches!(group.shape.location, Location::Metro(_));
    let (any_metro, any_facility) = (cluster.groups().any(in_metro), !cluster.groups().all(in_metro));
    let any_keyless = cluster.groups().any(|group| group.shape.ssh_keys.is_empty());
    let (plans, systems, metros, facilities, project, keys) = tokio::join!(
        client.list_plans(),
        client.list_operating_systems(),
        asked(any_metro, client.list_metros()),
        asked(any_facility, client.list_facilities()),
        client.get_project(id),
        asked(any_keyless, client.list_project_keys(id)),
    );
    let project = match project {
        Err(error) if !error.is_not_found() && !error.is_forbidden() => return Err(error),
        seen_or_not => seen_or_not,
    };
    let keys = if project.is_ok() && any_keyless { permitted(keys)? } else { None };
    let offer = Offer { plans: plans?, systems: systems?, metros: metros?, facilities: facilities? };
    Ok(Answers { offer, project, keys })
}

/// A list, or nothing where nobody wants to know.
async fn asked<T>(
    is_wanted: bool,
    question: impl Future<Output = Result<Vec<T>, packet::Error>>,
) -> Result<Vec<T>, packet::Error> {
    if is_wanted { question.await } else { Ok(Vec::new()) }
}

/// The answer, or nothing where the key may not ask.
fn permitted<T>(answer: Result<T, packet::Error>) -> Result<Option<T>, packet::Error> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(packet::Error::Refused { status: 403 | 404, .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Refused credentials are bad input; everything else is the service's doing.
fn refusal(error: packet::Error, key: &Place) -> PreflightError {
    match &error {
        packet::Error::Refused { status: 401, texts, call } => {
            let said = if texts.is_empty() { String::new() } else { format!(": {}", texts.join("; ")) };
            let flaw = Flaw::new(format!("{} refuses the API key{said}", call.host)).hint(error.hint());
            PreflightError::Input(flaw.at(key.clone()).into())
        }
        _ => PreflightError::Service(Box::new(error)),
    }
}

impl From<packet::Error> for PreflightError {
    fn from(error: packet::Error) -> Self {
        Self::Service(Box::new(error))
    }
}

/// The flaw of a project that the key cannot see, with those that it can.
async fn no_project(cluster: &Cluster, client: &Client, error: &packet::Error) -> Result<Flaw, packet::Error> {
    let seen = permitted(client.list_projects().await)?.unwrap_or_default();
    let flaw = Flaw::new(format!("there is no project {} that the API key can see", cluster.project));
    let told: Vec<String> = seen
        .iter()
        .take(5)
        .map(|project| match &project.name {
            Some(name) => format!("{} ({name})", project.id),
            None => project.id.clone(),
        })
        .collect();
    Ok(match (told.is_empty(), seen.len() - told.len()) {
        (true, _) => flaw.hint(error.hint()),
        (false, 0) => flaw.hint(format!("it sees {}", listed(&told, "and"))),
        (false, more) => flaw.hint(format!("it sees {} and {more} more", told.join(", "))),
    })
}

/// Whether the user of the key has none either: machines get the user's keys, too. A project's key has no user.
async fn nobody_has_keys(client: &Client) -> Result<bool, packet::Error> {
    let own = permitted(client.list_own_keys().await)?;
    Ok(own.is_none_or(|keys| keys.is_empty()))
}

fn count(client: &Client) -> u64 {
    client.calls().values().sum()
}
