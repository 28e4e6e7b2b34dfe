//! The settings of the files: every value read, then held against the others.

use super::merge::{Merged, missing_settings};
use super::reader::{Reader, Shared, parse_count};
use super::setting::Setting;
use super::{Addons, Images, Settings, table};
use crate::hint;
use crate::problem::{Flaw, Place, Problem, Problems};
use crate::random;
use crate::values::{BillingCycle, Cidr, DomainName, Facility, Image, KubernetesVersion, Metro, Slug, SshPublicKey};
use std::path::PathBuf;

/// The most workers that one cluster may have.
const MOST_WORKERS: u32 = 10_000;

impl Settings {
    /// Reads and checks everything; what is missing and has a default gets it.
    ///
    /// A cluster's name that nobody gave is made here and noted in `merged`.
    /// All problems come at once, those of the sources included.
    pub fn resolve(merged: &mut Merged) -> Result<Self, Problems> {
        Self::name_cluster(merged)?;
        let mut problems = merged.problems.clone();
        problems.extend(missing_settings(merged).map(|setting| merged.missing(setting)));
        let mut reader = Reader { merged, problems };
        let shared = reader.shared();
        let read = reader.settings(shared);
        reader.ended(read)
    }

    /// Makes a name for the cluster, if nobody gave one.
    pub fn name_cluster(merged: &mut Merged) -> Result<(), Problem> {
        if merged.get(&table::CLUSTER_NAME).is_some() {
            return Ok(());
        }
        let made = random::letters_and_digits(5).map_err(|error| {
            Flaw::new(format!("cannot make a name: {error}")).hint("give one").at(merged.place(&table::CLUSTER_NAME))
        })?;
        merged.make(&table::CLUSTER_NAME, format!("packet-{made}"));
        Ok(())
    }
}

impl Reader<'_> {
    /// All settings. Every `let` comes before any `?`, so that all problems are found.
    pub(super) fn settings(&mut self, shared: Shared) -> Option<Settings> {
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
        let addons = self.addons();
        let images = self.images();
        control_planes?;
        let (facility, metro) = location?;
        let (pod_cidr, service_cidr) = networks?;
        Some(Settings {
            project_id: shared.project_id?,
            api_key: shared.api_key?,
            cluster_name: shared.cluster_name?,
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
            authority: shared.authority.ok()?,
            addons: addons?,
            images: images?,
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
