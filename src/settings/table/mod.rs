//! Every setting there is: its names, its default and what it is for.
//!
//! Flags, environment variables, keys of `packetctl.yaml`, `packetctl config`
//! and the README's table are all made from these rows: those of all commands
//! here, those of the files in `documents`, those of the cluster in `converging`.

mod converging;
mod documents;

pub use converging::*;
pub use documents::*;

use super::setting::{Default, Kind, Scope, Setting};

/// A row with the most common shape; the constants name what differs.
const fn setting(
    key: &'static str,
    variables: &'static [&'static str],
    kind: Kind,
    default: Default,
    about: &'static str,
) -> Setting {
    let placeholder = match kind {
        Kind::Count => "COUNT",
        Kind::List => "LIST",
        Kind::Path => "FILE",
        Kind::Time => "TIME",
        Kind::Text | Kind::Secret => "TEXT",
    };
    Setting { key, variables, metal: None, kind, placeholder, default, about, scope: Scope::Documents }
}

const fn named(setting: Setting, placeholder: &'static str) -> Setting {
    Setting { placeholder, ..setting }
}

const fn for_all(setting: Setting) -> Setting {
    Setting { scope: Scope::All, ..setting }
}

/// The project that machines belong to.
pub const PROJECT_ID: Setting = Setting {
    metal: Some("project-id"),
    scope: Scope::All,
    ..named(
        setting(
            "project-id",
            &["PACKET_PROJECT_ID", "METAL_PROJECT_ID"],
            Kind::Text,
            Default::Required,
            "Packet project that the machines belong to",
        ),
        "ID",
    )
};

/// The key to the Packet API.
pub const API_KEY: Setting = Setting {
    metal: Some("token"),
    scope: Scope::All,
    ..setting(
        "api-key",
        &["PACKET_API_KEY", "METAL_AUTH_TOKEN", "PACKET_AUTH_TOKEN"],
        Kind::Secret,
        Default::Required,
        "Key to the Packet API; it has no flag, since every user of a machine sees arguments",
    )
};

/// Where the Packet API is.
pub const API_URL: Setting = for_all(named(
    setting(
        "api-url",
        &["PACKET_API_URL"],
        Kind::Text,
        Default::Value("https://api.equinix.com/metal/v1"),
        "Address of the Packet API, for commands that talk to it",
    ),
    "URL",
));

/// The cluster's name.
pub const CLUSTER_NAME: Setting = for_all(named(
    setting(
        "cluster-name",
        &["CLUSTER_NAME"],
        Kind::Text,
        Default::Made("`packet-` and five random characters"),
        "Name of the cluster; names of machines and tags are made from it",
    ),
    "NAME",
));

/// The user's own certificate authority.
pub const CA_CERT: Setting = for_all(setting(
    "ca-cert",
    &["CA_CERT"],
    Kind::Path,
    Default::Absent("one is made for the cluster"),
    "File with your own cluster CA certificate (PEM); needs --ca-key",
));

/// The key of the user's own certificate authority.
pub const CA_KEY: Setting = for_all(setting(
    "ca-key",
    &["CA_KEY"],
    Kind::Path,
    Default::Absent("one is made for the cluster"),
    "File with the key of your own cluster CA (PEM); needs --ca-cert",
));

/// Every setting, in the order in which they are shown.
pub const ALL: [&Setting; 42] = [
    &PROJECT_ID,
    &API_KEY,
    &API_URL,
    &CLUSTER_NAME,
    &FACILITY,
    &METRO,
    &KUBERNETES_VERSION,
    &CONTROL_PLANE_MACHINE_COUNT,
    &WORKER_MACHINE_COUNT,
    &CONTROLPLANE_NODE_TYPE,
    &WORKER_NODE_TYPE,
    &NODE_OS,
    &BILLING_CYCLE,
    &SSH_KEY,
    &POD_CIDR,
    &SERVICE_CIDR,
    &SERVICE_DOMAIN,
    &CA_CERT,
    &CA_KEY,
    &ADDONS,
    &CNI,
    &CLUSTER_API_CONTROLLER_IMAGE,
    &PACKET_PROVIDER_IMAGE,
    &PACKET_CCM_IMAGE,
    &CSI_PACKET_IMAGE,
    &CSI_PROVISIONER_IMAGE,
    &CSI_ATTACHER_IMAGE,
    &CSI_NODE_DRIVER_REGISTRAR_IMAGE,
    &FLANNEL_IMAGE,
    &FLANNEL_CNI_PLUGIN_IMAGE,
    &ENDPOINT,
    &PACKAGE_MIRROR,
    &IMAGE_MIRROR,
    &METADATA_URL,
    &BOOT_TIMEOUT,
    &JOIN_TIMEOUT,
    &DRAIN_TIMEOUT,
    &LOOK_INTERVAL,
    &ORDER_TIMEOUT,
    &MACHINE_TRIES,
    &USER_DATA_LIMIT,
    &STATE_PASSPHRASE,
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_settings_share_a_name() {
        let keys: BTreeSet<&str> = ALL.iter().map(|setting| setting.key).collect();
        assert_eq!(keys.len(), ALL.len());
        let variables: Vec<&str> = ALL.iter().flat_map(|setting| setting.variables).copied().collect();
        assert_eq!(variables.iter().collect::<BTreeSet<_>>().len(), variables.len());
    }

    #[test]
    fn the_first_variable_is_the_key_in_capitals_perhaps_behind_what_it_belongs_to() {
        for setting in ALL {
            let capitals = setting.key.to_uppercase().replace('-', "_");
            let prefixes = ["", "PACKET_", "CONTROL_PLANE_"];
            assert!(
                prefixes.iter().any(|prefix| setting.variable() == format!("{prefix}{capitals}")),
                "{}",
                setting.key
            );
        }
    }
}
