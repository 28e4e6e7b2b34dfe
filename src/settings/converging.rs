//! The settings of the cluster: what `plan`, `up`, `down` and `status` are told besides the documents.

use super::merge::Merged;
use super::reader::{Reader, Shared, parse_count, parse_url};
use super::setting::Setting;
use super::{AuthorityFiles, Settings, table};
use crate::hint;
use crate::problem::{Flaw, Problems};
use crate::secret::Secret;
use crate::values::{ClusterName, DomainName, Period, ProjectId};
use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

/// The longest time that anything is waited for.
const WEEK: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Where the cluster's API is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndpointSetting {
    /// At an elastic address, which can move to another machine.
    Elastic,
    /// At the control plane's own public address.
    Device,
    /// At a host that the user looks after: a DNS name or an address, without a port.
    Host(String),
}

/// What the commands that look at or change a cluster are told, read and checked.
#[derive(Debug, Clone)]
pub struct Converging {
    /// The key to the Packet API.
    pub api_key: Secret,
    /// Where the Packet API is.
    pub api_url: String,
    /// The project, where one is named besides the documents.
    pub project_id: Option<ProjectId>,
    /// The cluster, where one is named besides the documents.
    pub cluster_name: Option<ClusterName>,
    /// The user's own cluster CA, not yet checked to be a pair.
    pub authority: Option<AuthorityFiles>,
    /// Where the cluster's API is reached.
    pub endpoint: EndpointSetting,
    /// Where machines get the packages of Kubernetes, without a slash at its end.
    pub package_mirror: String,
    /// The registry that machines ask for images first, without a slash at its end.
    pub image_mirror: Option<String>,
    /// Where machines reach the metadata service, without a slash at its end.
    pub metadata_url: String,
    /// From a machine's order until it must be active.
    pub boot: Duration,
    /// From then until its node must be Ready.
    pub join: Duration,
    /// For the pods of a node to leave.
    pub drain: Duration,
    /// The longest pause between two looks at Packet.
    pub look: Duration,
    /// How old an unanswered order must be before it counts as not sent.
    pub order: Duration,
    /// How often a machine that fails is ordered, at least once.
    pub machine_tries: u32,
    /// The most bytes of user-data.
    pub user_data_limit: usize,
    /// What encrypts the state's secrets instead of the identity file.
    pub state_passphrase: Option<Secret>,
}

/// What the commands that only read the state are told: they call nobody at Packet and need no key.
#[derive(Debug, Clone)]
pub struct StateAccess {
    /// The cluster, where one is named.
    pub cluster_name: Option<ClusterName>,
    /// What encrypts the state's secrets instead of the identity file.
    pub passphrase: Option<Secret>,
}

/// What the commands that only ask the Packet API are told.
#[derive(Debug, Clone)]
pub struct ApiAccess {
    /// The key.
    pub key: Secret,
    /// Where the API is.
    pub url: String,
}

impl Converging {
    /// Reads and checks everything; what is missing and has a default gets it. Only the API key has none.
    ///
    /// All problems come at once, those of the sources included.
    pub fn resolve(merged: &Merged) -> Result<Self, Problems> {
        let mut reader = Reader::needing_key(merged);
        let shared = reader.shared();
        let read = reader.converging(shared);
        reader.ended(read)
    }
}

impl ApiAccess {
    /// Reads what these commands need, and only that: a bad value elsewhere does not stop them.
    pub fn resolve(merged: &Merged) -> Result<Self, Problems> {
        let mut reader = Reader::needing_key(merged);
        let (key, url) = (reader.api_key(), reader.api_url());
        reader.ended(key.zip(url).map(|(key, url)| Self { key, url }))
    }
}

impl StateAccess {
    /// Reads what these commands need, and only that: a bad value elsewhere does not stop them.
    pub fn resolve(merged: &Merged) -> Result<Self, Problems> {
        let mut reader = Reader { merged, problems: merged.problems.clone() };
        let cluster_name = reader.parse(&table::CLUSTER_NAME, ClusterName::parse);
        let passphrase = reader.passphrase();
        reader.ended(Some(Self { cluster_name, passphrase }))
    }
}

/// What is wrong with what was said, for files or cluster; that something is missing does not count here.
#[must_use]
pub fn problems(merged: &Merged) -> Problems {
    let mut reader = Reader { merged, problems: merged.problems.clone() };
    let shared = reader.shared();
    // Whether all are there is not asked.
    let _: Option<Settings> = reader.settings(shared.clone());
    let _: Option<Converging> = reader.converging(shared);
    reader.problems.sort();
    reader.problems
}

impl Reader<'_> {
    /// All settings of the cluster. Every `let` comes before any `?`, so that all problems are found.
    fn converging(&mut self, shared: Shared) -> Option<Converging> {
        let endpoint = self.parse(&table::ENDPOINT, parse_endpoint);
        let package_mirror = self.url(&table::PACKAGE_MIRROR, "a package mirror", "https://pkgs.k8s.io");
        let image_mirror = self.url(&table::IMAGE_MIRROR, "an image mirror", "https://mirror.example.org");
        let metadata_url = self.url(&table::METADATA_URL, "a metadata service", "http://127.0.0.1:8701");
        let boot = self.time(&table::BOOT_TIMEOUT, Duration::from_secs(1));
        let join = self.time(&table::JOIN_TIMEOUT, Duration::from_secs(1));
        let drain = self.time(&table::DRAIN_TIMEOUT, Duration::ZERO);
        let look = self.time(&table::LOOK_INTERVAL, Duration::from_millis(10));
        let order = self.time(&table::ORDER_TIMEOUT, Duration::ZERO);
        let machine_tries = self.parse(&table::MACHINE_TRIES, |text| parse_count(text, 1, 100));
        let user_data_limit = self.parse(&table::USER_DATA_LIMIT, |text| parse_count(text, 1024, 16 << 20));
        let state_passphrase = self.passphrase();
        // One that cannot be used is noted, and then nothing is given out.
        Some(Converging {
            api_key: shared.api_key?,
            api_url: shared.api_url?,
            project_id: shared.project_id,
            cluster_name: shared.cluster_name,
            authority: shared.authority.ok()?,
            endpoint: endpoint?,
            package_mirror: package_mirror?,
            image_mirror,
            metadata_url: metadata_url?,
            boot: boot?,
            join: join?,
            drain: drain?,
            look: look?,
            order: order?,
            machine_tries: machine_tries?,
            user_data_limit: usize::try_from(user_data_limit?).ok()?,
            state_passphrase,
        })
    }

    fn url(&mut self, setting: &Setting, noun: &str, example: &str) -> Option<String> {
        self.parse(setting, |text| Ok(parse_url(text, noun, example)?.trim_end_matches('/').to_owned()))
    }

    fn time(&mut self, setting: &Setting, least: Duration) -> Option<Duration> {
        self.parse(setting, |text| {
            let time = Period::parse(text)?.as_duration();
            if time < least {
                return Err(
                    Flaw::new(format!("{text:?} is too short: nothing is ever done by then")).hint("for example 10m")
                );
            }
            if time > WEEK {
                return Err(Flaw::new(format!("{text:?} is more than a week")).hint("for example 30m"));
            }
            Ok(time)
        })
    }

    /// Any text will do, as long as a person or a script can give it again. It is never quoted.
    fn passphrase(&mut self) -> Option<Secret> {
        self.parse(&table::STATE_PASSPHRASE, |text| Ok(Secret::new(text)))
    }
}

impl fmt::Display for EndpointSetting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Elastic => "elastic",
            Self::Device => "device",
            Self::Host(host) => host,
        })
    }
}

/// Reads a word or a host. A host without a dot that is nearly a word is taken for a slip.
fn parse_endpoint(text: &str) -> Result<EndpointSetting, Flaw> {
    let words = [("elastic", EndpointSetting::Elastic), ("device", EndpointSetting::Device)];
    if let Some((_, endpoint)) = words.iter().find(|(word, _)| *word == text) {
        return Ok(endpoint.clone());
    }
    if text.parse::<IpAddr>().is_ok() {
        return Ok(EndpointSetting::Host(text.to_owned()));
    }
    let wrong = || Flaw::new(format!("{text:?} is neither elastic, nor device, nor a host"));
    if !text.contains('.')
        && let Some(near) = hint::suggestion(text, words.map(|(word, _)| word))
    {
        return Err(wrong().hint(near));
    }
    if DomainName::parse(text).is_ok() {
        return Ok(EndpointSetting::Host(text.to_owned()));
    }
    Err(wrong().hint("a host is a DNS name or an address, without a scheme and a port: the port is 6443"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Environment, Inputs};

    fn resolved(pairs: &[(&str, &str)]) -> Result<Converging, Vec<String>> {
        let environment = Environment::of_pairs(pairs.iter().copied());
        let merged = Merged::collect(Inputs { environment, ..Inputs::default() });
        Converging::resolve(&merged).map_err(|problems| problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn with_a_key_alone_everything_has_its_default() {
        let settings = resolved(&[("PACKET_API_KEY", "k")]).unwrap();
        assert_eq!((settings.endpoint, settings.project_id), (EndpointSetting::Elastic, None));
        assert_eq!(settings.package_mirror, "https://pkgs.k8s.io");
        let seconds = [settings.boot, settings.join, settings.drain, settings.order].map(|time| time.as_secs());
        assert_eq!(seconds, [1800, 1200, 300, 30]);
        assert_eq!((settings.machine_tries, settings.user_data_limit), (3, 65536));
        assert_eq!((settings.image_mirror, settings.state_passphrase), (None, None));
    }

    #[test]
    fn all_problems_come_at_once_each_at_its_variable() {
        let told = resolved(&[
            ("CONTROL_PLANE_ENDPOINT", "https://x"),
            ("IMAGE_MIRROR", "mirror"),
            ("BOOT_TIMEOUT", "soon"),
            ("JOIN_TIMEOUT", "0"),
            ("DRAIN_TIMEOUT", "10000h"),
            ("MACHINE_TRIES", "0"),
            ("USER_DATA_LIMIT", "64K"),
        ])
        .unwrap_err();
        assert_eq!(
            told,
            [
                "PACKET_API_KEY: the API key is missing",
                "CONTROL_PLANE_ENDPOINT: \"https://x\" is neither elastic, nor device, nor a host",
                "IMAGE_MIRROR: \"mirror\" is not the address of an image mirror",
                "BOOT_TIMEOUT: \"soon\" is not a length of time",
                "JOIN_TIMEOUT: \"0\" is too short: nothing is ever done by then",
                "DRAIN_TIMEOUT: \"10000h\" is more than a week",
                "MACHINE_TRIES: \"0\" is not a whole number from 1 to 100",
                "USER_DATA_LIMIT: \"64K\" is not a whole number from 1024 to 16777216",
            ]
        );
    }

    #[test]
    fn an_endpoint_is_a_word_or_a_host_and_a_slip_is_neither() {
        assert_eq!(parse_endpoint("device"), Ok(EndpointSetting::Device));
        for host in ["api.example.org", "203.0.113.7", "2001:db8::1", "balancer"] {
            assert_eq!(parse_endpoint(host), Ok(EndpointSetting::Host(host.into())));
        }
        assert_eq!(parse_endpoint("elasitc").unwrap_err().hint.as_deref(), Some("did you mean `elastic`?"));
        assert!(parse_endpoint("api.example.org:6443").is_err());
    }

    #[test]
    fn who_only_reads_the_state_needs_no_key_and_hears_nothing_of_the_rest() {
        let environment = Environment::of_pairs([("BOOT_TIMEOUT", "soon"), ("STATE_PASSPHRASE", "a word")]);
        let merged = Merged::collect(Inputs { environment, ..Inputs::default() });
        let access = StateAccess::resolve(&merged).unwrap();
        assert_eq!(access.passphrase, Some(Secret::new("a word")));
        assert!(!format!("{access:?}").contains("a word"));
    }
}
