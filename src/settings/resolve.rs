//! From what was said to what it means: every value read, then held against the others.

use super::merge::{Merged, missing_settings};
use super::setting::{Default, Setting};
use super::table;
use super::{Addons, AuthorityFiles, Images, Settings};
use crate::files;
use crate::hint;
use crate::problem::{Flaw, Place, Problems};
use crate::random;
use crate::secret::Secret;
use crate::values::{
    BillingCycle, Cidr, ClusterName, DomainName, Facility, Image, KubernetesVersion, Metro, ProjectId, Slug,
    SshPublicKey, refuse_control_characters,
};
use std::path::{Path, PathBuf};

/// The most workers that one cluster may have.
const MOST_WORKERS: u32 = 10_000;

/// Reads the settings one by one and notes what is wrong with each.
struct Reader<'a> {
    merged: &'a Merged,
    problems: Problems,
}

/// What was said cannot be used; why, is noted.
struct Unusable;

impl Settings {
    /// Reads and checks everything; what is missing and has a default gets it.
    ///
    /// A cluster's name that nobody gave is made here and noted in `merged`.
    /// All problems come at once, those of the sources included.
    pub fn resolve(merged: &mut Merged) -> Result<Self, Problems> {
        if merged.get(&table::CLUSTER_NAME).is_none() {
            let made = random::letters_and_digits(5).map_err(|error| {
                Flaw::new(format!("cannot make a name: {error}"))
                    .hint("give one")
                    .at(merged.place(&table::CLUSTER_NAME))
            })?;
            merged.make(&table::CLUSTER_NAME, format!("packet-{made}"));
        }
        let mut problems = merged.problems.clone();
        problems.extend(missing_settings(merged).map(|setting| merged.missing(setting)));
        let mut reader = Reader { merged, problems };
        let read = reader.settings();
        reader.problems.sort();
        match read {
            Some(settings) if reader.problems.is_empty() => Ok(settings),
            _ => Err(reader.problems),
        }
    }

    /// What is wrong with what was said; that something is missing does not count here.
    #[must_use]
    pub fn problems(merged: &Merged) -> Problems {
        let mut reader = Reader { merged, problems: merged.problems.clone() };
        // Whether all are there is not asked.
        let _ = reader.settings();
        reader.problems.sort();
        reader.problems
    }
}

impl Reader<'_> {
    /// All settings. Every `let` comes before any `?`, so that all problems are found.
    fn settings(&mut self) -> Option<Settings> {
        let project_id = self.parse(&table::PROJECT_ID, ProjectId::parse);
        let api_key = self.api_key();
        let _api_url = self.parse(&table::API_URL, parse_url);
        let cluster_name = self.parse(&table::CLUSTER_NAME, ClusterName::parse);
        let location = self.location();
        let kubernetes_version = self.parse(&table::KUBERNETES_VERSION, KubernetesVersion::parse_typed);
        let control_planes = self.parse(&table::CONTROL_PLANE_MACHINE_COUNT, parse_control_planes);
        let worker_count = self.parse(&table::WORKER_MACHINE_COUNT, |text| parse_count(text, 0, MOST_WORKERS));
        let plan = |text: &str| Slug::parse("plan", text, "c3.small.x86");
        let control_plane_plan = self.parse(&table::CONTROLPLANE_NODE_TYPE, plan);
        let worker_plan = self.parse(&table::WORKER_NODE_TYPE, plan);
        let operating_system =
            self.parse(&table::NODE_OS, |text| Slug::parse("operating system", text, "ubuntu_22_04"));
        let billing_cycle = self.parse(&table::BILLING_CYCLE, BillingCycle::parse);
        let networks = self.networks();
        let service_domain = self.parse(&table::SERVICE_DOMAIN, DomainName::parse);
        let ssh_keys = self.ssh_keys();
        let authority = self.authority();
        let addons = self.addons();
        let images = self.images();
        control_planes?;
        let (facility, metro) = location?;
        let (pod_cidr, service_cidr) = networks?;
        Some(Settings {
            project_id: project_id?,
            api_key: api_key?,
            cluster_name: cluster_name?,
            facility,
            metro,
            kubernetes_version: kubernetes_version?,
            worker_count: worker_count?,
            control_plane_plan: control_plane_plan?,
            worker_plan: worker_plan?,
            operating_system: operating_system?,
            billing_cycle: billing_cycle?,
            pod_cidr,
            service_cidr,
            service_domain: service_domain?,
            ssh_keys: ssh_keys?,
            authority: authority.ok()?,
            addons: addons?,
            images: images?,
        })
    }

    /// The text of a setting: what was said, or its default.
    fn text(&self, setting: &Setting) -> Option<&str> {
        self.merged.get(setting).map_or_else(|| default_of(setting, self.merged), |said| Some(said.value.expose()))
    }

    /// A value, or a note about what is wrong with it; nothing where nothing was said.
    fn parse<T>(&mut self, setting: &Setting, parse: impl Fn(&str) -> Result<T, Flaw>) -> Option<T> {
        let text = self.text(setting)?;
        match refuse_control_characters(text).and_then(|()| parse(text)) {
            Ok(value) => Some(value),
            Err(flaw) => {
                self.problems.push(flaw.at(self.merged.place(setting)));
                None
            }
        }
    }

    /// The key goes into a header, so it must be visible ASCII. It is never quoted.
    fn api_key(&mut self) -> Option<Secret> {
        self.parse(&table::API_KEY, |text| {
            if text.bytes().all(|byte| byte.is_ascii_graphic()) {
                return Ok(Secret::new(text));
            }
            Err(Flaw::new("the API key holds a space or another character that no key has")
                .hint("copy it again, without line breaks or quotes around it"))
        })
    }

    fn location(&mut self) -> Option<(Option<Facility>, Option<Metro>)> {
        let facility_said = self.merged.get(&table::FACILITY).is_some();
        let metro_said = self.merged.get(&table::METRO).is_some();
        let metro = self.parse(&table::METRO, Metro::parse);
        let facility = self.parse(&table::FACILITY, Facility::parse);
        if let (Some(facility), Some(metro)) = (&facility, &metro)
            && facility.metro() != Some(metro.as_str())
        {
            let lies = facility.metro().map_or_else(
                || format!("nobody knows in which metro {facility} lies"),
                |real| format!("{facility} lies in the metro {real}"),
            );
            let flaw =
                Flaw::new(format!("the facility {facility} and the metro {metro} contradict each other: {lies}"));
            let hint = format!("give only one of {} and {}", table::FACILITY.variable(), table::METRO.variable());
            self.problems.push(flaw.hint(hint).at(self.merged.place(&table::METRO)));
            return None;
        }
        let complete = facility.is_some() == (facility_said || !metro_said) && metro.is_some() == metro_said;
        complete.then_some((facility, metro))
    }

    fn networks(&mut self) -> Option<(Cidr, Cidr)> {
        let pods = self.parse(&table::POD_CIDR, |text| Cidr::parse(text)?.for_pods());
        let services = self.parse(&table::SERVICE_CIDR, |text| Cidr::parse(text)?.for_services());
        let (pods, services) = (pods?, services?);
        if pods.overlaps(&services) {
            let flaw = Flaw::new(format!("the pods' range {pods} and the services' range {services} overlap"));
            let said = self.merged.get(&table::SERVICE_CIDR).is_some();
            let setting = if said { &table::SERVICE_CIDR } else { &table::POD_CIDR };
            let hint = "choose ranges without a common address, for example 172.26.0.0/16 and 172.25.0.0/16";
            self.problems.push(flaw.hint(hint).at(self.merged.place(setting)));
            return None;
        }
        Some((pods, services))
    }

    fn ssh_keys(&mut self) -> Option<Vec<SshPublicKey>> {
        let Some(path) = self.path(&table::SSH_KEY) else { return Some(Vec::new()) };
        let text = self.read(&table::SSH_KEY, &path)?;
        match SshPublicKey::parse_file(&text) {
            Ok(keys) => Some(keys),
            Err(mut flaw) => {
                let public = PathBuf::from(format!("{}.pub", path.display()));
                if SshPublicKey::is_private(&text) && public.exists() {
                    flaw = flaw.hint(format!("the public half is {}", public.display()));
                }
                self.problems.push(flaw.at(Place::file(&path)).told_at(self.merged.place(&table::SSH_KEY)));
                None
            }
        }
    }

    fn authority(&mut self) -> Result<Option<AuthorityFiles>, Unusable> {
        let paths = (self.path(&table::CA_CERT), self.path(&table::CA_KEY));
        let (certificate_path, key_path) = match paths {
            (None, None) => return Ok(None),
            (Some(certificate), Some(key)) => (certificate, key),
            (given, _) => {
                let (given, missing) =
                    if given.is_some() { (&table::CA_CERT, &table::CA_KEY) } else { (&table::CA_KEY, &table::CA_CERT) };
                let flaw = Flaw::new(format!("{} is given but {} is not", given.variable(), missing.variable()));
                let hint =
                    format!("export {}=… too, or unset {} to have a CA made", missing.variable(), given.variable());
                self.problems.push(flaw.hint(hint).at(self.merged.place(given)));
                return Err(Unusable);
            }
        };
        let certificate = self.read(&table::CA_CERT, &certificate_path);
        let key = self.read(&table::CA_KEY, &key_path);
        match (certificate, key) {
            (Some(certificate), Some(key)) => {
                Ok(Some(AuthorityFiles { certificate_path, certificate, key_path, key: Secret::new(key) }))
            }
            _ => Err(Unusable),
        }
    }

    fn addons(&mut self) -> Option<Addons> {
        let addons = self.parse(&table::ADDONS, parse_addons);
        let flannel = self.parse(&table::CNI, parse_network_plugin);
        let (addons, flannel) = (addons?, flannel?);
        Some(Addons { cni: addons.cni && flannel, ..addons })
    }

    fn images(&mut self) -> Option<Images> {
        let mut image = |setting: &Setting| self.parse(setting, Image::parse);
        let cluster_api_controller = image(&table::CLUSTER_API_CONTROLLER_IMAGE);
        let packet_provider = image(&table::PACKET_PROVIDER_IMAGE);
        let packet_ccm = image(&table::PACKET_CCM_IMAGE);
        let csi_packet = image(&table::CSI_PACKET_IMAGE);
        let csi_provisioner = image(&table::CSI_PROVISIONER_IMAGE);
        let csi_attacher = image(&table::CSI_ATTACHER_IMAGE);
        let csi_node_driver_registrar = image(&table::CSI_NODE_DRIVER_REGISTRAR_IMAGE);
        let flannel = image(&table::FLANNEL_IMAGE);
        let flannel_cni_plugin = image(&table::FLANNEL_CNI_PLUGIN_IMAGE);
        Some(Images {
            cluster_api_controller: cluster_api_controller?,
            packet_provider: packet_provider?,
            packet_ccm: packet_ccm?,
            csi_packet: csi_packet?,
            csi_provisioner: csi_provisioner?,
            csi_attacher: csi_attacher?,
            csi_node_driver_registrar: csi_node_driver_registrar?,
            flannel: flannel?,
            flannel_cni_plugin: flannel_cni_plugin?,
        })
    }

    fn path(&self, setting: &Setting) -> Option<PathBuf> {
        self.text(setting).map(|text| self.merged.environment.expand(Path::new(text)))
    }

    /// Reads the file that a setting names; a problem points at the setting and names the file.
    fn read(&mut self, setting: &Setting, path: &Path) -> Option<String> {
        match files::read_text(path) {
            Ok(text) => Some(text),
            Err(problem) => {
                self.problems.push(problem.told_at(self.merged.place(setting)));
                None
            }
        }
    }
}

/// The default that holds, given what else was said; the facility's falls away where a metro is given.
pub fn default_of(setting: &Setting, merged: &Merged) -> Option<&'static str> {
    match setting.default {
        Default::Required | Default::Absent(_) | Default::Made(_) => None,
        Default::Value(value) => Some(value),
        Default::ByLocation { facility, metro } => {
            let chosen = if merged.get(&table::METRO).is_some() { metro } else { facility };
            (!chosen.is_empty()).then_some(chosen)
        }
    }
}

fn parse_count(text: &str, least: u32, most: u32) -> Result<u32, Flaw> {
    let count: Option<u32> = text.parse().ok().filter(|count| (least..=most).contains(count));
    count.ok_or_else(|| {
        Flaw::new(format!("{text:?} is not a whole number from {least} to {most}")).hint("for example 3")
    })
}

fn parse_control_planes(text: &str) -> Result<u32, Flaw> {
    if text == "1" {
        return Ok(1);
    }
    Err(Flaw::new(format!("{text:?} control-plane machines are not possible: for now there is exactly 1"))
        .hint("use 1, or leave it out"))
}

fn parse_addons(text: &str) -> Result<Addons, Flaw> {
    let mut addons = Addons { cni: false, ccm: false, csi: false };
    let words: Vec<&str> = text.split(',').map(str::trim).collect();
    if words == ["none"] {
        return Ok(addons);
    }
    for word in words {
        match word {
            "cni" => addons.cni = true,
            "ccm" => addons.ccm = true,
            "csi" => addons.csi = true,
            other => {
                let hint = hint::suggestion(other, ["cni", "ccm", "csi", "none"]).filter(|_| other != "none");
                return Err(Flaw::new(format!(
                    "there is no addon {other:?}; there are cni, ccm and csi, or none alone"
                ))
                .maybe_hint(hint.or_else(|| Some("separate them with commas, for example cni,ccm".to_owned()))));
            }
        }
    }
    Ok(addons)
}

/// Whether flannel is wanted.
fn parse_network_plugin(text: &str) -> Result<bool, Flaw> {
    match text {
        "flannel" => Ok(true),
        "none" => Ok(false),
        other => Err(Flaw::new(format!("the network plugin {other:?} is not known; there are flannel and none"))
            .hint("with none, apply the plugin of your choice yourself")),
    }
}

fn parse_url(text: &str) -> Result<(), Flaw> {
    let host =
        text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).map(|rest| rest.split('/').next());
    match host {
        Some(Some(host)) if !host.is_empty() && !text.contains(char::is_whitespace) => Ok(()),
        _ => Err(Flaw::new(format!("{text:?} is not the address of an API"))
            .hint("for example http://127.0.0.1:8080/metal/v1")),
    }
}
