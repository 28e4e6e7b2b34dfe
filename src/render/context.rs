//! What templates can see: the whole contract between Rust and `templates/`.

use super::{Credentials, Templates};
use crate::problem::Problem;
use crate::settings::{Addons, Images, Settings};
use crate::template::Engine;
use crate::values::{
    BillingCycle, Cidr, DomainName, Facility, KubernetesVersion, Metro, ProjectId, Slug, SshPublicKey,
};
use serde::Serialize;
use serde_json::json;

/// What stands in a Secret whose value is to be filled in.
pub const PLACEHOLDER: &str = "REPLACE_ME";

/// Everything that a template can name.
#[derive(Debug, Serialize)]
pub(super) struct Context<'a> {
    cluster: Cluster<'a>,
    project_id: &'a ProjectId,
    facility: Option<&'a Facility>,
    metro: Option<&'a Metro>,
    kubernetes_version: &'a KubernetesVersion,
    operating_system: &'a Slug,
    billing_cycle: &'a BillingCycle,
    control_plane: Machines<'a>,
    workers: Machines<'a>,
    ssh_keys: &'a [SshPublicKey],
    images: &'a Images,
    addons: Addons,
    credentials: ShownCredentials,
    /// The script that the Packet manager runs on machines, as it is.
    setup_script: &'a str,
    /// `machine_configs.yaml`, rendered.
    machine_setup: String,
}

#[derive(Debug, Serialize)]
struct Cluster<'a> {
    name: &'a str,
    pod_cidr: Cidr,
    service_cidr: Cidr,
    service_domain: &'a DomainName,
    dns_service_ip: std::net::Ipv4Addr,
}

#[derive(Debug, Serialize)]
struct Machines<'a> {
    name: String,
    machine_type: &'a Slug,
    count: u32,
}

/// The credentials in the clear, or placeholders. Its `Debug` shows neither.
#[derive(Serialize)]
struct ShownCredentials {
    embedded: bool,
    api_key: String,
    project_id: String,
    /// `cloud-sa.json`, as packet-ccm and csi-packet read it.
    cloud_sa: String,
}

impl std::fmt::Debug for ShownCredentials {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ShownCredentials").field("embedded", &self.embedded).finish_non_exhaustive()
    }
}

impl ShownCredentials {
    fn new(settings: &Settings, credentials: Credentials) -> Self {
        let embedded = credentials == Credentials::Embedded;
        let shown = |real: &str| if embedded { real.to_owned() } else { PLACEHOLDER.to_owned() };
        let api_key = shown(settings.api_key.expose());
        let project_id = shown(settings.project_id.as_str());
        let cloud_sa = json!({ "apiKey": api_key, "projectID": project_id }).to_string();
        Self { embedded, api_key, project_id, cloud_sa }
    }
}

impl<'a> Context<'a> {
    /// Makes the context; `machine_configs.yaml`, which goes into a ConfigMap as a text, is rendered first.
    pub(super) fn new(
        settings: &'a Settings,
        credentials: Credentials,
        engine: &Engine<'_>,
        templates: &'a Templates,
    ) -> Result<Self, Problem> {
        let name = &settings.cluster_name;
        let mut context = Self {
            cluster: Cluster {
                name: name.as_str(),
                pod_cidr: settings.pod_cidr,
                service_cidr: settings.service_cidr,
                service_domain: &settings.service_domain,
                dns_service_ip: settings.service_cidr.dns_service_address(),
            },
            project_id: &settings.project_id,
            facility: settings.facility.as_ref(),
            metro: settings.metro.as_ref(),
            kubernetes_version: &settings.kubernetes_version,
            operating_system: &settings.operating_system,
            billing_cycle: &settings.billing_cycle,
            control_plane: Machines {
                name: name.control_plane_machine(),
                machine_type: &settings.control_plane_plan,
                count: 1,
            },
            workers: Machines {
                name: name.workers(),
                machine_type: &settings.worker_plan,
                count: settings.worker_count,
            },
            ssh_keys: &settings.ssh_keys,
            images: &settings.images,
            addons: settings.addons,
            credentials: ShownCredentials::new(settings, credentials),
            setup_script: templates.text("v1alpha1/machine-setup.sh"),
            machine_setup: String::new(),
        };
        context.machine_setup = engine.render("v1alpha1/machine-configs.yaml.j2", &context)?;
        Ok(context)
    }
}
